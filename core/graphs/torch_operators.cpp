// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/torch_operators.h"

#include <algorithm>
#include <array>

namespace flipside {

namespace {

using Way = TorchOperator::Way;

constexpr TorchOperator operators[] = {
    // Activation functions
    {"relu", "self", Way::Activation},
    {"relu6", "self", Way::Activation},
    {"leaky_relu", "self negative_slope", Way::Activation},
    {"elu", "self alpha scale input_scale", Way::Activation},
    {"selu", "self", Way::Activation},
    {"celu", "self alpha", Way::Activation},
    {"silu", "self", Way::Activation},
    {"gelu", "self approximate", Way::Activation},
    {"mish", "self", Way::Activation},
    {"hardswish", "self", Way::Activation},
    {"softplus", "self beta threshold", Way::Activation},
    {"tanh", "self", Way::Activation},
    {"sigmoid", "self", Way::Activation},
    {"hardsigmoid", "self", Way::Activation},
    {"hardtanh", "self min_val max_val", Way::Activation},
    {"glu", "self dim", Way::Activation},
    {"prelu", "self weight", Way::Activation},
    {"_prelu_kernel", "self weight", Way::Activation, "prelu"},
    {"softmax", "self dim dtype"},
    {"_softmax", "self dim", Way::Function, "softmax"},
    {"log_softmax", "self dim dtype"},
    {"log_sigmoid", "self"},
    // What changes nothing here
    {"clone", "self", Way::Same},
    {"contiguous", "self", Way::Same},
    {"detach", "self", Way::Same},
    {"alias", "self", Way::Same},
    {"lift_fresh_copy", "self", Way::Same},
    {"lift_fresh", "self", Way::Same},
    {"dropout", "input p train", Way::Same},
    {"native_dropout", "input p train", Way::Same},
    {"feature_dropout", "input p train", Way::Same},
    {"alpha_dropout", "input p train", Way::Same},
    {"to", "self dtype", Way::Cast},
    {"_to_copy", "self dtype", Way::Cast},
    {"type_as", "self", Way::Same},
    {"sym_size", "self dim", Way::Size},
    // Layers
    {"linear", "input weight bias"},
    {"addmm", "self mat1 mat2 beta alpha"},
    {"matmul", "self other"},
    {"mm", "self mat2"},
    {"bmm", "self mat2"},
    {"baddbmm", "self batch1 batch2 beta alpha"},
    {"einsum", "equation tensors"},
    {"conv1d", "input weight bias stride padding dilation groups"},
    {"conv2d", "input weight bias stride padding dilation groups"},
    {"conv3d", "input weight bias stride padding dilation groups"},
    {"conv_transpose1d", "input weight bias stride padding output_padding groups dilation"},
    {"conv_transpose2d", "input weight bias stride padding output_padding groups dilation"},
    {"conv_transpose3d", "input weight bias stride padding output_padding groups dilation"},
    {"convolution", "input weight bias stride padding dilation transposed output_padding groups"},
    {"batch_norm", "input weight bias running_mean running_var training momentum eps cudnn_enabled"},
    {"_native_batch_norm_legit_no_training", "input weight bias running_mean running_var momentum eps"},
    {"group_norm", "input num_groups weight bias eps"},
    {"native_group_norm", "input weight bias N C HxW group eps"},
    {"layer_norm", "input normalized_shape weight bias eps"},
    {"native_layer_norm", "input normalized_shape weight bias eps", Way::Function, "layer_norm"},
    {"rms_norm", "input normalized_shape weight eps"},
    {"instance_norm",
     "input weight bias running_mean running_var use_input_stats momentum eps cudnn_enabled"},
    {"scaled_dot_product_attention", "query key value attn_mask dropout_p is_causal scale enable_gqa"},
    {"_scaled_dot_product_flash_attention_for_cpu", "query key value dropout_p is_causal attn_mask scale",
     Way::Function, "scaled_dot_product_attention"},
    {"embedding", "weight indices"},
    // Maps
    {"max_pool2d", "self kernel_size stride padding dilation ceil_mode"},
    {"max_pool2d_with_indices", "self kernel_size stride padding dilation ceil_mode", Way::Function,
     "max_pool2d"},
    {"avg_pool2d", "self kernel_size stride padding ceil_mode count_include_pad divisor_override"},
    {"adaptive_avg_pool2d", "self output_size"},
    {"_adaptive_avg_pool2d", "self output_size", Way::Function, "adaptive_avg_pool2d"},
    {"pixel_shuffle", "self upscale_factor"},
    {"pixel_unshuffle", "self downscale_factor"},
    {"upsample_nearest1d", "input output_size scale_factors scales"},
    {"upsample_nearest2d", "input output_size scale_factors scales_h scales_w"},
    {"_upsample_nearest_exact2d", "input output_size scale_factors scales_h scales_w"},
    {"upsample_linear1d", "input output_size align_corners scale_factors scales"},
    {"upsample_bilinear2d", "input output_size align_corners scale_factors scales_h scales_w"},
    {"upsample_bicubic2d", "input output_size align_corners scale_factors scales_h scales_w"},
    {"_upsample_bilinear2d_aa", "input output_size align_corners scale_factors scales_h scales_w"},
    {"grid_sampler", "input grid interpolation_mode padding_mode align_corners"},
    {"grid_sampler_2d", "input grid interpolation_mode padding_mode align_corners", Way::Function,
     "grid_sampler"},
    {"affine_grid_generator", "theta size align_corners", Way::Shape},
    {"pad", "self pad mode value"},
    {"constant_pad_nd", "self pad value"},
    {"reflection_pad1d", "self padding"},
    {"reflection_pad2d", "self padding"},
    {"replication_pad1d", "self padding"},
    {"replication_pad2d", "self padding"},
    // Arithmetic
    {"add", "self other alpha"},
    {"sub", "self other alpha"},
    {"rsub", "self other alpha"},
    {"mul", "self other"},
    {"div", "self other rounding_mode"},
    {"pow", "self exponent"},
    {"fmod", "self other"},
    {"remainder", "self other"},
    {"maximum", "self other"},
    {"minimum", "self other"},
    {"eq", "self other"},
    {"ne", "self other"},
    {"lt", "self other"},
    {"le", "self other"},
    {"gt", "self other"},
    {"ge", "self other"},
    {"logical_and", "self other"},
    {"logical_or", "self other"},
    {"logical_not", "self"},
    {"bitwise_and", "self other"},
    {"bitwise_or", "self other"},
    {"bitwise_not", "self"},
    {"where", "condition self other"},
    {"masked_fill", "self mask value"},
    {"clamp", "self min max"},
    {"clamp_min", "self min"},
    {"clamp_max", "self max"},
    {"lerp", "self end weight"},
    {"addcmul", "self tensor1 tensor2 value"},
    {"addcdiv", "self tensor1 tensor2 value"},
    {"abs", "self"},
    {"neg", "self"},
    {"exp", "self"},
    {"exp2", "self"},
    {"expm1", "self"},
    {"log", "self"},
    {"log1p", "self"},
    {"log2", "self"},
    {"sqrt", "self"},
    {"rsqrt", "self"},
    {"square", "self"},
    {"reciprocal", "self"},
    {"sin", "self"},
    {"cos", "self"},
    {"tan", "self"},
    {"atan2", "self other"},
    {"erf", "self"},
    {"sign", "self"},
    {"floor", "self"},
    {"ceil", "self"},
    {"round", "self"},
    {"trunc", "self"},
    // Of many numbers
    {"sum", "self dim keepdim"},
    {"mean", "self dim keepdim"},
    {"var", "self dim unbiased correction keepdim"},
    {"std", "self dim unbiased correction keepdim"},
    {"amax", "self dim keepdim"},
    {"amin", "self dim keepdim"},
    {"prod", "self dim keepdim"},
    {"norm", "self p dim keepdim"},
    {"linalg_vector_norm", "self ord dim keepdim"},
    {"logsumexp", "self dim keepdim"},
    {"cumsum", "self dim"},
    // Shapes
    {"view", "self size", Way::Shape, "reshape"},
    {"_unsafe_view", "self size", Way::Shape, "reshape"},
    {"reshape", "self shape", Way::Shape},
    {"expand", "self size", Way::Shape},
    {"repeat", "self repeats", Way::Shape},
    {"unflatten", "self dim sizes"},
    {"flatten", "self start_dim end_dim"},
    {"squeeze", "self dim"},
    {"unsqueeze", "self dim"},
    {"permute", "self dims"},
    {"transpose", "self dim0 dim1"},
    {"t", "self"},
    {"cat", "tensors dim"},
    {"stack", "tensors dim"},
    {"split", "self split_size dim"},
    {"split_with_sizes", "self split_sizes dim"},
    {"chunk", "self chunks dim"},
    {"unbind", "self dim"},
    {"slice", "self dim start end step"},
    {"select", "self dim index"},
    {"narrow", "self dim start length"},
    {"index_select", "self dim index"},
    {"index", "self indices"},
    {"_unsafe_index", "self indices", Way::Function, "index"},
    {"gather", "self dim index"},
    {"flip", "self dims"},
    {"roll", "self shifts dims"},
    {"repeat_interleave", "self repeats dim"},
    {"tril", "self diagonal"},
    {"triu", "self diagonal"},
    {"expand_as", "self other"},
    {"view_as", "self other"},
    // Tensors of nothing else
    {"full", "size fill_value dtype", Way::Shape},
    {"zeros", "size dtype", Way::Shape},
    {"ones", "size dtype", Way::Shape},
    {"full_like", "self fill_value"},
    {"zeros_like", "self"},
    {"ones_like", "self"},
    {"new_zeros", "self size", Way::Shape},
    {"new_ones", "self size", Way::Shape},
    {"new_full", "self size fill_value", Way::Shape},
    {"arange", "start end step dtype"},
    {"linspace", "start end steps dtype"},
    {"scalar_tensor", "s dtype"},
};

constexpr std::array<std::string_view, 16> words = {
    "none",    "tanh",     "constant", "reflect", "replicate", "circular", "floor", "trunc",
    "nearest", "bilinear", "bicubic",  "linear",  "zeros",     "border",   "same",  "valid"};

} // namespace

std::vector<std::string_view> TorchOperator::argumentNames() const
{
    std::vector<std::string_view> names;
    for (std::string_view rest = arguments; !rest.empty();) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        names.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return names;
}

const TorchOperator* findTorchOperator(std::string_view name)
{
    const auto* const found = std::ranges::find(operators, name, &TorchOperator::name);
    return found == std::end(operators) ? nullptr : found;
}

std::string_view knownWord(std::string_view word)
{
    const auto* const found = std::ranges::find(words, word);
    return found == words.end() ? std::string_view() : *found;
}

} // namespace flipside
