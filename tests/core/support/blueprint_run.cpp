// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/support/blueprint_run.h"

#include "core/blueprint/compile.h"

#include <sstream>
#include <torch/script.h>

namespace flipside::test {

std::vector<float> runBlueprint(const Blueprint& blueprint, const std::vector<float>& input,
                                const std::vector<std::int64_t>& shape)
{
    return runTorchScript(compile(blueprint), input, shape);
}

std::vector<float> runTorchScript(const std::string& archive, const std::vector<float>& input,
                                  const std::vector<std::int64_t>& shape)
{
    const torch::NoGradGuard noGradients;
    std::istringstream bytes(archive);
    torch::jit::Module module = torch::jit::load(bytes);
    torch::Tensor x = torch::empty(shape);
    std::copy(input.begin(), input.end(), x.data_ptr<float>());
    const torch::Tensor y = module.forward({x}).toTensor().contiguous();
    return {y.data_ptr<float>(), y.data_ptr<float>() + y.numel()};
}

} // namespace flipside::test
