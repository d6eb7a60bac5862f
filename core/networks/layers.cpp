// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/layers.h"

#include <cmath>

namespace flipside {

torch::jit::Module newModule(const std::string& name)
{
    torch::jit::Module module(name);
    module.register_attribute("training", c10::BoolType::get(), true);
    return module;
}

void addLinear(torch::jit::Module& module, const std::string& name, int inputs, int outputs)
{
    const double bound = 1.0 / std::sqrt(double(inputs));
    module.register_parameter(name + "_weight", torch::empty({outputs, inputs}).uniform_(-bound, bound),
                              false);
    module.register_parameter(name + "_bias", torch::empty({outputs}).uniform_(-bound, bound), false);
}

void addConvolution(torch::jit::Module& module, const std::string& name, int inputs, int outputs,
                    bool normalised, int kernel)
{
    const double spread = std::sqrt(2.0 / (double(kernel * kernel) * inputs));
    module.register_parameter(name + "_weight",
                              torch::empty({outputs, inputs, kernel, kernel}).normal_(0.0, spread), false);
    if (!normalised) {
        module.register_parameter(name + "_bias", torch::zeros({outputs}), false);
        return;
    }
    module.register_parameter(name + "_scale", torch::ones({outputs}), false);
    module.register_parameter(name + "_shift", torch::zeros({outputs}), false);
    module.register_buffer(name + "_mean", torch::zeros({outputs}));
    module.register_buffer(name + "_variance", torch::ones({outputs}));
}

std::string linear(const std::string& name)
{
    return "torch.linear(x, self." + name + "_weight, self." + name + "_bias)";
}

std::string convolution(const std::string& name, bool normalised, int stride)
{
    const std::string own = "self." + name;
    const std::string steps = "[" + std::to_string(stride) + ", " + std::to_string(stride) + "], [1, 1])";
    if (!normalised)
        return "torch.conv2d(x, " + own + "_weight, " + own + "_bias, " + steps;
    return "torch.batch_norm(torch.conv2d(x, " + own + "_weight, None, " + steps + ", " + own + "_scale, " +
           own + "_shift, " + own + "_mean, " + own + "_variance, self.training, 0.1, 1e-5, False)";
}

std::string pointConvolution(const std::string& name)
{
    return "torch.conv2d(x, self." + name + "_weight, self." + name + "_bias)";
}

std::string doublingLine(int side)
{
    const std::string text = std::to_string(side);
    return "    x = torch.upsample_nearest2d(x, [" + text + ", " + text + "], None, None)\n";
}

} // namespace flipside
