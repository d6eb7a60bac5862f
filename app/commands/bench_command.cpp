// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "core/compute/threads.h"
#include "core/decoder/decoder.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace flipside::commands {

void bench_command(CLI::App& app)
{
    struct BenchArguments {
        std::string model = "mnist";
        int runs = 300;
        bool json = false;
    };
    CLI::App* command = app.add_subcommand("bench", "Time single decodes: medians in milliseconds");
    const auto given = std::make_shared<BenchArguments>();
    command->add_option("--model", given->model, "the model's id or folder")->capture_default_str();
    command->add_option("--runs", given->runs, "decodes for each median")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    command->add_flag("--json", given->json, "as one JSON document");
    command->callback([given] {
        Decoder decoder{findModel(given->model)};
        nlohmann::json fromLayer = nlohmann::json::object();
        for (std::size_t i = 0; i < decoder.layers().size(); ++i)
            fromLayer[decoder.layers()[i].id] = decoder.measure(int(i), given->runs);
        const nlohmann::json result = {{"model", decoder.card().id},
                                       {"batch", 1},
                                       {"decode_full_ms", decoder.measure(-1, given->runs)},
                                       {"decode_from_layer_ms", fromLayer},
                                       {"plain_full_ms", decoder.measurePlain(given->runs)},
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
