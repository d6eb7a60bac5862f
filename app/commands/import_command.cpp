// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/console_progress.h"
#include "app/console/option_checks.h"
#include "core/base/error.h"
#include "core/import/describe_file.h"
#include "core/import/import_model.h"
#include "core/import/profile_model.h"
#include "core/sandbox/first_opening.h"

#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

namespace flipside::commands {

namespace {

using Json = nlohmann::ordered_json;

std::pair<double, double> rangeFrom(const std::string& text)
{
    std::istringstream stream(text);
    double low = 0.0;
    double high = 0.0;
    char comma = 0;
    if (!(stream >> low >> comma >> high) || comma != ',' || !(stream >> std::ws).eof())
        throw ArgumentError("--range is two numbers, as -1,1, not \"" + text + "\"");
    return {low, high};
}

/// For programs.
Json toJson(const FileDescription& description, const std::string& file)
{
    Json tensors = Json::array();
    for (const WeightTensor& tensor : description.tensors)
        tensors.push_back({{"name", tensor.name}, {"shape", tensor.shape}, {"type", wordFor(tensor.type)}});
    return {{"file", file},
            {"kind", description.kind},
            {"where", description.where},
            {"tensors", std::move(tensors)},
            {"unused", description.unused},
            {"lack", description.lack.empty() ? Json() : Json(description.lack)}};
}

void describe(const std::string& file, bool asJson)
{
    const FileDescription description = describeFile(file);
    if (asJson) {
        std::cout << toJson(description, file).dump() << '\n';
        return;
    }
    std::cout << file << ": " << description.kind << '\n';
    if (!description.where.empty())
        std::cout << "  its network is in " << description.where << '\n';
    for (const WeightTensor& tensor : description.tensors)
        std::cout << "  " << tensor.name << ": " << tensor.description() << '\n';
    for (const std::string& unused : description.unused)
        std::cout << "  not used: " << unused << '\n';
    if (!description.lack.empty())
        std::cout << "It cannot be imported as it is: " << description.lack << ".\n";
}

} // namespace

void import_command(CLI::App& app)
{
    struct ImportArguments {
        ModelImport model;
        std::string latent;
        std::string range;
        std::optional<std::uint64_t> samples;
        bool withoutProfile = false;
        bool describe = false;
        bool json = false;
    };
    CLI::App* command =
        app.add_subcommand("import", "Keep a generator exported from PyTorch as a model of your own");
    const auto given = std::make_shared<ImportArguments>();
    command
        ->add_option("FILE", given->model.decoder,
                     "TorchScript, traced or scripted; with --describe anything")
        ->required();
    CLI::Option* id = command->add_option("--id", given->model.id, "the id it gets");
    CLI::Option* describing =
        command->add_flag("--describe", given->describe,
                          "say what the file is and what is in it, of weights too, and import nothing");
    id->excludes(describing);
    command->add_flag("--json", given->json, "print the description as one JSON document")->needs(describing);
    command->add_option("--name", given->model.name, "its name for people (default: the id)");
    command->add_option("--latent", given->latent,
                        "the latent's shape, as 128 or 32x16x16 (default: found by trying)");
    command->add_option("--range", given->range, "range of its output, as -1,1 (default: found by trying)");
    command->add_option("--encoder", given->model.encoder, "TorchScript from pictures to latents");
    command->add_option("--data", given->model.data,
                        "dataset to profile it with through its encoder (default: draws from the prior)");
    addSamplesOption(*command, given->samples, "as many as fit in a minute, at least 500");
    command->add_flag("--no-profile", given->withoutProfile,
                      "leave the profile, which schemes need, for later");
    command->callback([given] {
        checkExists(given->model.decoder);
        if (given->describe) {
            describe(given->model.decoder, given->json);
            return;
        }
        if (given->model.id.empty())
            throw ArgumentError("--id is missing: the id that the model gets");
        if (!given->latent.empty())
            given->model.latentShape = latentShapeFrom(given->latent);
        if (!given->range.empty())
            given->model.range = rangeFrom(given->range);
        checkExists(given->model.encoder);
        ConsoleProgress progress;
        try {
            const ImportedModel imported = importModel(given->model, userModelRoot(), progress);
            if (const std::string lack = whatConfinementLacks(); !lack.empty())
                std::cerr << "Note: " << lack << ".\n";
            if (imported.replaced)
                std::cerr << "This replaced the model " << given->model.id << " that was there before.\n";
            for (const std::string& sentence : imported.found)
                std::cerr << sentence << '\n';
            if (!given->withoutProfile)
                profileModel(ModelFolder(imported.folder), given->model.data, progress, {given->samples});
            std::cout << imported.folder.string() << '\n';
        } catch (const Cancelled&) {
            throw Error("stopped before the end; give the same command again");
        }
    });
}

} // namespace flipside::commands
