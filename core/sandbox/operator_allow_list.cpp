// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/operator_allow_list.h"

#include <sstream>
#include <string>
#include <unordered_set>

namespace flipside {

namespace {

// Names ending in '_' are the in-place forms of their operators.

/// Control flow and constants; of the namespace prim, all others are of aten.
constexpr std::string_view control = R"(
    Constant If Loop CallMethod CallFunction GetAttr SetAttr RaiseException Return Param Uninitialized
    unchecked_cast isinstance ListConstruct ListUnpack DictConstruct TupleConstruct TupleUnpack TupleIndex TupleSlice
    NumToTensor dtype device type layout is_cuda min max abs data unchecked_unwrap_optional requires_grad
    AutogradZero StringIndex is_nested)";

constexpr std::string_view listsAndMessages = R"(
    warn format str add __getitem__ _set_item append extend insert pop clear reverse list copy slice len
    __contains__ find is_grad_enabled is_autocast_enabled __range_length __derive_index index
    _unwrap_optional)";

constexpr std::string_view numbers = R"(
    Int Float Bool IntImplicit FloatImplicit ScalarImplicit Scalar eq ne lt le gt ge __and__ __or__ __xor__
    __not__ __is__ __isnot__ logical_and logical_or logical_not logical_xor bitwise_and bitwise_or
    bitwise_not neg mul sub div floordiv remainder fmod pow floor ceil round trunc item mathremainder
    floor_divide true_divide divide multiply subtract greater less greater_equal less_equal not_equal sign
    sgn clamp clamp_min clamp_max clip minimum maximum is_floating_point is_complex gcd __lshift__
    __rshift__ isclose isfinite isnan isinf numel)";

constexpr std::string_view elementwise = R"(
    abs absolute exp exp2 expm1 log log2 log10 log1p sqrt rsqrt reciprocal square sin cos tan asin acos atan
    atan2 sinh cosh asinh acosh atanh sinc erf erfc erfinv lerp addcmul addcdiv rsub where masked_fill
    nan_to_num frac hypot logaddexp logit positive negative heaviside logsumexp threshold deg2rad rad2deg
    copysign xlogy add_ sub_ mul_ div_ pow_ clamp_ clamp_min_ clamp_max_ neg_ exp_ sqrt_ rsqrt_ abs_ zero_
    fill_ copy_ masked_fill_ lerp_ addcmul_ addcdiv_ reciprocal_ round_ floor_ sin_ cos_ square_ threshold_
    nan_to_num_ index_put_ index_put log_ fmod_ remainder_ cos_ expm1_ log1p_ logaddexp2 fmax fmin ldexp
    float_power lgamma digamma i0 special_expit special_logit special_expm1 special_log1p special_erf
    special_erfc special_exp2 special_sinc bucketize)";

constexpr std::string_view activations = R"(
    relu relu_ relu6 relu6_ leaky_relu leaky_relu_ elu elu_ selu selu_ celu celu_ silu silu_ gelu gelu_
    softplus tanh tanh_ sigmoid sigmoid_ hardtanh hardtanh_ hardswish hardswish_ hardsigmoid hardsigmoid_
    mish mish_ prelu rrelu rrelu_ log_sigmoid softmax log_softmax softmin glu hardshrink softshrink)";

constexpr std::string_view layers = R"(
    linear addmm addmv addbmm baddbmm matmul mm mv bmm dot einsum bilinear tensordot outer embedding t
    conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d convolution _convolution
    batch_norm layer_norm rms_norm group_norm instance_norm local_response_norm cosine_similarity avg_pool1d
    avg_pool2d avg_pool3d max_pool1d max_pool2d max_pool3d adaptive_avg_pool1d adaptive_avg_pool2d
    adaptive_avg_pool3d adaptive_max_pool1d adaptive_max_pool2d adaptive_max_pool3d lstm gru lstm_cell
    gru_cell rnn_tanh rnn_relu rnn_tanh_cell rnn_relu_cell cdist pairwise_distance
    _native_multi_head_attention _transformer_encoder_layer_fwd scaled_dot_product_attention
    _scaled_dot_product_attention _weight_norm _convolution_mode inner vdot kron cross linalg_cross
    linalg_inv inverse linalg_solve linalg_det)";

/// Complex numbers, as rotary positions and filters in frequency have them. Lengths and dimensions are
/// checked by LibTorch, and what they make is bounded as all memory is. Left out of linear algebra is what
/// iterates until it converges (eigenvalues, singular values): numbers that are not finite may keep it from
/// ending.
constexpr std::string_view complexNumbers = R"(
    complex polar real imag angle conj conj_physical resolve_conj resolve_neg view_as_real view_as_complex
    fft_fft fft_ifft fft_rfft fft_irfft fft_hfft fft_ihfft fft_fft2 fft_ifft2 fft_rfft2 fft_irfft2 fft_fftn
    fft_ifftn fft_rfftn fft_irfftn fft_fftshift fft_ifftshift fft_fftfreq fft_rfftfreq)";

constexpr std::string_view sampling = R"(
    upsample_nearest1d upsample_nearest2d upsample_nearest3d upsample_linear1d upsample_bilinear2d
    upsample_bicubic2d upsample_trilinear3d _upsample_nearest_exact1d _upsample_nearest_exact2d
    _upsample_nearest_exact3d _upsample_bilinear2d_aa _upsample_bicubic2d_aa __interpolate interpolate
    __upsample __upsample_nearest __upsample_bilinear grid_sampler affine_grid_generator pixel_shuffle
    pixel_unshuffle channel_shuffle fold unfold im2col col2im pad constant_pad_nd reflection_pad1d
    reflection_pad2d replication_pad1d replication_pad2d)";

constexpr std::string_view reductions = R"(
    sum mean prod var std var_mean std_mean norm linalg_norm linalg_vector_norm frobenius_norm min max amin
    amax aminmax argmin argmax all any cumsum cumprod cummax cummin logcumsumexp sort topk nansum nanmean
    median nanmedian quantile count_nonzero nonzero isin)";

constexpr std::string_view shapes = R"(
    size dim view view_as reshape reshape_as flatten unflatten squeeze unsqueeze squeeze_ unsqueeze_ permute
    transpose transpose_ swapaxes swapdims movedim moveaxis expand expand_as repeat tile repeat_interleave
    cat concat stack hstack vstack split split_with_sizes chunk tensor_split unbind narrow select
    index_select gather scatter scatter_ scatter_add scatter_add_ take_along_dim masked_select flip fliplr
    flipud roll rot90 tril triu diag diagonal diag_embed meshgrid broadcast_tensors broadcast_to contiguous
    clone detach detach_ to type_as float double half cpu stride is_contiguous alias ravel atleast_1d
    atleast_2d atleast_3d _shape_as_tensor one_hot unsafe_chunk unsafe_split unsafe_split_with_sizes mT mH
    numpy_T adjoint column_stack dstack select_scatter slice_scatter)";

constexpr std::string_view factories = R"(
    zeros ones full empty zeros_like ones_like full_like empty_like new_zeros new_ones new_full new_empty
    arange linspace logspace eye tensor as_tensor scalar_tensor)";

constexpr std::string_view randomNumbers = R"(
    rand randn rand_like randn_like randint randint_like randperm normal normal_ uniform_ bernoulli
    bernoulli_ multinomial dropout dropout_ feature_dropout feature_dropout_ alpha_dropout alpha_dropout_
    feature_alpha_dropout feature_alpha_dropout_ exponential_ poisson)";

using Names = std::unordered_set<std::string>;

void addNames(Names& names, const char* space, std::string_view list)
{
    std::istringstream words{std::string(list)};
    for (std::string word; words >> word;)
        names.insert(space + word);
}

} // namespace

bool isAllowedOperator(std::string_view qualifiedName)
{
    static const Names names = [] {
        Names all;
        addNames(all, "prim::", control);
        for (const std::string_view list :
             {listsAndMessages, numbers, elementwise, activations, layers, complexNumbers, sampling,
              reductions, shapes, factories, randomNumbers})
            addNames(all, "aten::", list);
        return all;
    }();
    return names.contains(std::string(qualifiedName));
}

bool drawsRandomNumbers(std::string_view qualifiedName)
{
    static const Names names = [] {
        Names all;
        addNames(all, "aten::", randomNumbers);
        return all;
    }();
    return names.contains(std::string(qualifiedName));
}

} // namespace flipside
