// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "core/compute/threads.h"
#include "core/decoder/decoder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

namespace flipside::commands {

namespace {

constexpr int mostRuns = 300;
constexpr int fewestRuns = 5;
constexpr double longestMedian = 3000.0; // ms

} // namespace

void bench_command(CLI::App& app)
{
    struct BenchArguments {
        std::string model = "mnist";
        std::optional<int> runs;
        bool json = false;
    };
    CLI::App* command = app.add_subcommand("bench", "Time single decodes: medians in milliseconds");
    const auto given = std::make_shared<BenchArguments>();
    command->add_option("--model", given->model, "the model's id or folder")->capture_default_str();
    command
        ->add_option("--runs", given->runs,
                     "decodes for each median (default: 300, or fewer, 5 at least, that take 3 s)")
        ->check(CLI::Range(1, 1000000));
    command->add_flag("--json", given->json, "as one JSON document");
    command->callback([given] {
        Decoder decoder{findModel(given->model)};
        const int runs = given->runs.value_or(
            std::clamp(int(longestMedian / decoder.measure(-1, 1)), fewestRuns, mostRuns));
        nlohmann::json fromLayer = nlohmann::json::object();
        for (std::size_t i = 0; i < decoder.layers().size(); ++i)
            fromLayer[decoder.layers()[i].id] = decoder.measure(int(i), runs);
        const nlohmann::json result = {{"model", decoder.card().id},
                                       {"batch", 1},
                                       {"decode_full_ms", decoder.measure(-1, runs)},
                                       {"decode_from_layer_ms", fromLayer},
                                       {"plain_full_ms", decoder.measurePlain(runs)},
                                       {"threads", computeThreads()}};
        if (given->json) {
            std::cout << result.dump(1) << '\n';
            return;
        }
        for (const auto& [name, value] : result.items())
            std::cout << name << "  " << value.dump() << '\n';
    });
}

} // namespace flipside::commands
