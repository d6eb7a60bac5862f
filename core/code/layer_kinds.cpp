// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/code/layer_kinds.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

namespace flipside {

namespace {

constexpr std::string_view library = "torch.nn.";

/// Arguments and their usual values are those of PyTorch's documentation of torch.nn (version 2.4).
constexpr std::array kinds{
    LayerKind{"Linear", "in_features,out_features,bias", {}, "bias=True", false, true},
    LayerKind{"Conv2d",
              "in_channels,out_channels,kernel_size,stride,padding,dilation,groups,bias,padding_mode",
              {},
              "stride=1,padding=0,dilation=1,groups=1,bias=True",
              false,
              true},
    LayerKind{"ConvTranspose2d",
              "in_channels,out_channels,kernel_size,stride,padding,output_padding,groups,bias,dilation",
              {},
              "stride=1,padding=0,output_padding=0,groups=1,bias=True,dilation=1",
              false,
              true},
    LayerKind{"BatchNorm1d",
              "num_features,eps,momentum,affine,track_running_stats",
              {},
              "eps=1e-5,affine=True,track_running_stats=True",
              false,
              true},
    LayerKind{"BatchNorm2d",
              "num_features,eps,momentum,affine,track_running_stats",
              {},
              "eps=1e-5,affine=True,track_running_stats=True",
              false,
              true},
    LayerKind{"InstanceNorm2d",
              "num_features,eps,momentum,affine,track_running_stats",
              {},
              "eps=1e-5,affine=False,track_running_stats=False",
              false,
              true},
    LayerKind{"GroupNorm", "num_groups,num_channels,eps,affine", {}, "eps=1e-5,affine=True", false, true},
    LayerKind{"LayerNorm",
              "normalized_shape,eps,elementwise_affine",
              {},
              "eps=1e-5,elementwise_affine=True",
              false,
              true},
    LayerKind{"Embedding", "num_embeddings,embedding_dim", {}, {}, false, true},
    LayerKind{"PReLU", "num_parameters,init", {}, "num_parameters=1", true, true},

    LayerKind{"ReLU", "inplace", "torch.relu(x)", {}, true},
    LayerKind{"LeakyReLU", "negative_slope", "torch.leaky_relu(x, {})", "negative_slope=0.01", true},
    LayerKind{"ELU", "alpha", "torch.elu(x, {})", "alpha=1.0", true},
    LayerKind{"CELU", "alpha", "torch.celu(x, {})", "alpha=1.0", true},
    LayerKind{"SELU", "inplace", "torch.selu(x)", {}, true},
    LayerKind{"GELU", "approximate", "torch.gelu(x, approximate={})", "approximate=none", true},
    LayerKind{"SiLU", "inplace", "torch.silu(x)", {}, true},
    LayerKind{"Mish", "inplace", "torch.mish(x)", {}, true},
    LayerKind{"ReLU6", "inplace", "torch.clamp(x, 0.0, 6.0)", {}, true},
    LayerKind{"Tanh", "", "torch.tanh(x)", {}, true},
    LayerKind{"Sigmoid", "", "torch.sigmoid(x)", {}, true},
    LayerKind{"Hardtanh", "min_val,max_val", "torch.clamp(x, {}, {})", "min_val=-1.0,max_val=1.0", true},
    LayerKind{"Hardsigmoid", "inplace", "torch.hardsigmoid(x)", {}, true},
    LayerKind{"Hardswish", "inplace", "torch.hardswish(x)", {}, true},
    LayerKind{"Softplus", "beta,threshold", "torch.softplus(x, {}, {})", "beta=1,threshold=20", true},
    LayerKind{"Softmax", "dim", "torch.softmax(x, {})", {}, false},

    LayerKind{"Identity", ""},
    LayerKind{"Dropout", "p,inplace"},
    LayerKind{"Dropout2d", "p,inplace"},
    LayerKind{"AlphaDropout", "p,inplace"},
    LayerKind{"Flatten", "start_dim,end_dim", "torch.flatten(x, {}, {})", "start_dim=1,end_dim=-1"},
    LayerKind{"Unflatten", "dim,unflattened_size", "torch.unflatten(x, {}, {})"},
    LayerKind{"PixelShuffle", "upscale_factor", "torch.pixel_shuffle(x, {})"},
    LayerKind{"PixelUnshuffle", "downscale_factor", "torch.pixel_unshuffle(x, {})"},
    LayerKind{"ReflectionPad2d", "padding", "torch.reflection_pad2d(x, {4})"},
    LayerKind{"ReplicationPad2d", "padding", "torch.replication_pad2d(x, {4})"},
    LayerKind{"ZeroPad2d", "padding", "torch.constant_pad_nd(x, {4})"},
    LayerKind{"AvgPool2d", "kernel_size,stride", "torch.avg_pool2d(x, {2})"},
    LayerKind{"AdaptiveAvgPool2d", "output_size", "torch.adaptive_avg_pool2d(x, {2})"},
    LayerKind{"Upsample", "size,scale_factor,mode,align_corners", "?"},
    LayerKind{"UpsamplingNearest2d", "size,scale_factor", "?"},
    LayerKind{"UpsamplingBilinear2d", "size,scale_factor", "?"},
};

CodeValue usualValue(std::string_view text)
{
    if (text == "True" || text == "False")
        return CodeValue::of(text == "True");
    if (text.find_first_of(".e") == std::string_view::npos || text == "none") {
        std::int64_t number = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
        if (read.ec == std::errc())
            return CodeValue::of(number);
        return CodeValue::of(std::string(text));
    }
    double number = 0.0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return CodeValue::of(number);
}

/// Place of a word in a list of words with commas between; none where it is not there.
std::optional<std::size_t> placeOf(std::string_view words, std::string_view word)
{
    for (std::size_t place = 0; !words.empty(); ++place) {
        const std::size_t comma = std::min(words.find(','), words.size());
        if (words.substr(0, comma) == word)
            return place;
        words.remove_prefix(std::min(comma + 1, words.size()));
    }
    return std::nullopt;
}

} // namespace

const LayerKind* findLayerKind(std::string_view className)
{
    if (className.starts_with(library))
        className.remove_prefix(library.size());
    const auto found = std::ranges::find(kinds, className, &LayerKind::name);
    return found == kinds.end() ? nullptr : &*found;
}

std::optional<CodeValue> layerArgument(const CodeModule& module, std::string_view name)
{
    const LayerKind* kind = findLayerKind(module.className);
    const std::optional<std::size_t> place = kind ? placeOf(kind->parameters, name) : std::nullopt;
    if (!place)
        return std::nullopt;
    if (const CodeValue* given = module.arguments.find(*place, name))
        return *given;
    for (std::string_view rest = kind->usual; !rest.empty();) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        const std::string_view item = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        if (item.starts_with(name) && item.substr(name.size()).starts_with('='))
            return usualValue(item.substr(name.size() + 1));
    }
    return std::nullopt;
}

} // namespace flipside
