// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "core/model/model_folder.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace flipside::commands {

namespace {

nlohmann::json describe(const ModelCard& card)
{
    nlohmann::json layers = nlohmann::json::array();
    for (const LayerInfo& layer : card.layers)
        layers.push_back({{"id", layer.id},
                          {"kind", layer.kind == LayerKind::Dense ? "dense" : "conv"},
                          {"units", layer.units},
                          {"height", layer.height},
                          {"width", layer.width},
                          {"dead", layer.dead}});
    return {{"id", card.id},
            {"name", card.name},
            {"dataset", card.dataset},
            {"image", {{"channels", card.channels}, {"height", card.height}, {"width", card.width}}},
            {"latent", {{"shape", card.latentShape}, {"prior", card.prior}}},
            {"layers", layers}};
}

void printTable(const std::vector<ModelFolder>& models)
{
    for (const ModelFolder& model : models) {
        const ModelCard& card = model.card();
        std::cout << card.id << "  " << card.name << ", " << card.width << "x" << card.height << ", z "
                  << card.latentLength() << ", layers";
        for (const LayerInfo& layer : card.layers)
            std::cout << ' ' << layer.units;
        std::cout << '\n';
    }
}

} // namespace

void models_command(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("models", "List the models that are there");
    const auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, "as one JSON document");
    command->callback([json] {
        std::vector<std::string> problems;
        const auto models = listModels(&problems);
        for (const std::string& problem : problems)
            std::cerr << "flipside-cli: skipped: " << problem << '\n';
        if (!*json) {
            printTable(models);
            return;
        }
        nlohmann::json list = nlohmann::json::array();
        for (const ModelFolder& model : models)
            list.push_back(describe(model.card()));
        std::cout << list.dump(1) << '\n';
    });
}

} // namespace flipside::commands
