// SPDX-License-Identifier: GPL-3.0-or-later
//
// The process in which a stranger's model file is opened for the first time (sandbox/first_opening.h). Nobody
// starts it by hand. Requests:
//   {"guess": [latent's shape, or nothing], "milliseconds": as GuessEffort, "samples": how many}
//                                            what can be found out about a generator (import/guess_model.h),
//                                            and pictures of it (import/sample_pictures.h)
//   {"network": a NetworkWish}               the network in a file of weights, compiled
//   (import/read_network.h)
//   {"input": [shape without the batch]}     load it and run it once on such an input; the answer is empty
#include "core/base/end_program.h"
#include "core/base/error.h"
#include "core/compute/blas_kernels.h"
#include "core/compute/kept_memory.h"
#include "core/import/read_network.h"
#include "core/import/sample_pictures.h"
#include "core/sandbox/first_opening.h"
#include "core/sandbox/try_run.h"

#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

nlohmann::json guess(std::string_view file, const nlohmann::json& request,
                     const std::function<void(double)>& progress, std::string& output)
{
    const auto [found, samples] =
        flipside::guessWithPictures(file, request["guess"].get<std::vector<int>>(),
                                    {std::chrono::milliseconds(request.at("milliseconds").get<int>())},
                                    request.at("samples").get<int>(), progress);
    output = flipside::sampleBytes(samples);
    nlohmann::json answer = found;
    answer["samples"] = flipside::samplesJson(samples);
    return answer;
}

nlohmann::json answer(std::string_view file, const nlohmann::json& request,
                      const std::function<void(double)>& progress, std::string& output)
{
    if (request.contains("network")) {
        const flipside::NetworkWish wish = flipside::networkWishFrom(request["network"], file);
        const flipside::ReadNetwork network = flipside::readNetworkHere(file, wish, progress);
        output = flipside::outputOf(network);
        return flipside::toJson(network);
    }
    if (request.contains("guess"))
        return guess(file, request, progress, output);
    flipside::tryRun(file, request.at("input").get<std::vector<int>>(), progress);
    return nlohmann::json::object();
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return EXIT_FAILURE;
    flipside::chooseBlasKernels();
    const flipside::KeptMemory kept; // it ends soon
    flipside::endProgram(flipside::answerFirstOpening(argv[1], answer));
}
