// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/try_run.h"

#include "core/compute/threads.h"
#include "core/sandbox/run_graph.h"
#include "core/sandbox/torch_script.h"

#include <torch/torch.h>

namespace flipside {

void tryRun(std::string_view file, const std::vector<int>& shape, const std::function<void(double)>& progress)
{
    useThreadsForDecoding();
    const auto graph = forwardGraphOf(file, torch::kCPU);
    progress(0.0);
    const c10::InferenceMode inference;
    std::vector<std::int64_t> size{1};
    size.insert(size.end(), shape.begin(), shape.end());
    torch::jit::Stack stack{torch::randn(size, at::detail::createCPUGenerator(1), torch::kFloat)};
    try {
        const RunScope limit;
        runGraph(torch::jit::Code(graph, "first run"), stack);
    } catch (const std::exception&) {
        // It is run again where the sentence for that is known.
    }
}

} // namespace flipside
