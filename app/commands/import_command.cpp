// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/console_progress.h"
#include "app/console/option_checks.h"
#include "core/base/error.h"
#include "core/import/choice_sheets.h"
#include "core/import/describe_file.h"
#include "core/import/import_model.h"
#include "core/import/profile_model.h"
#include "core/sandbox/first_opening.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

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

NetworkChoices choicesFrom(const std::vector<std::string>& texts)
{
    NetworkChoices choices;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        int choice = 0;
        const char* const end = text.data() + text.size();
        if (equals == std::string::npos || equals == 0 ||
            std::from_chars(text.data() + equals + 1, end, choice) !=
                std::from_chars_result{end, std::errc()})
            throw ArgumentError(
                "--choose takes a question and the number of an answer, as activation=1, not \"" + text +
                "\"");
        choices[text.substr(0, equals)] = choice;
    }
    return choices;
}

/// Those under which the network sees about what it saw in training; all where that cannot be told.
std::vector<int> likelyChoices(const NetworkQuestion& question)
{
    std::vector<int> likely = shownOrder(question);
    if (question.likely > 0)
        likely.resize(std::size_t(question.likely));
    return likely;
}

std::string markOf(const NetworkQuestion& question, int choice)
{
    if (choice == question.chosen)
        return " (likeliest)";
    const std::vector<int> likely = likelyChoices(question);
    return std::ranges::find(likely, choice) == likely.end() ? " (unlikely)" : "";
}

/// For programs.
Json toJson(const FileDescription& description, const std::string& file)
{
    const ReadNetwork& network = description.network;
    Json tensors = Json::array();
    for (const TensorOutline& tensor : network.tensors)
        tensors.push_back({{"name", tensor.name}, {"shape", tensor.shape}, {"type", tensor.type}});
    Json inputs = Json::array();
    for (const NetworkInput& input : network.inputs)
        inputs.push_back({{"name", input.name}, {"kind", toString(input.kind)}, {"shape", input.shape}});
    Json unsure = Json::array();
    for (const NetworkQuestion& question : network.questions)
        unsure.push_back({{"question", question.id},
                          {"text", question.text},
                          {"choices", question.choices},
                          {"likeliest", question.chosen},
                          {"likely", likelyChoices(question)}});
    Json image;
    if (network.image.size() == 3)
        image = {{"channels", network.image[0]}, {"height", network.image[1]}, {"width", network.image[2]}};
    return {{"file", file},
            {"kind", description.kind},
            {"family", network.family.empty() ? Json() : Json(network.family)},
            {"inputs", std::move(inputs)},
            {"image", std::move(image)},
            {"unsure", std::move(unsure)},
            {"where", network.where},
            {"tensors", std::move(tensors)},
            {"unused", network.unused},
            {"remarks", network.remarks},
            {"lack", description.lack.empty() ? Json() : Json(description.lack)}};
}

std::string shapeWords(const std::vector<std::int64_t>& shape)
{
    std::string words;
    for (const std::int64_t size : shape)
        words += (words.empty() ? "" : "×") + std::to_string(size);
    return words.empty() ? "one number" : words;
}

void print(const FileDescription& description, const std::string& file)
{
    const ReadNetwork& network = description.network;
    std::cout << file << ": " << description.kind;
    if (!network.family.empty())
        std::cout << ", " << findFamily(network.family).label << " (" << network.family << ')';
    std::cout << '\n';
    if (!network.where.empty())
        std::cout << "  its network is in " << network.where << '\n';
    for (const NetworkInput& input : network.inputs)
        std::cout << "  takes " << input.name << ": " << toString(input.kind) << " of "
                  << shapeWords({input.shape.begin(), input.shape.end()}) << '\n';
    if (network.image.size() == 3)
        std::cout << "  makes pictures of " << shapeWords({network.image.begin(), network.image.end()})
                  << '\n';
    for (const NetworkQuestion& question : network.questions) {
        std::cout << "  not sure: " << question.text << " --choose " << question.id << "=K\n";
        for (std::size_t i = 0; i < question.choices.size(); ++i)
            std::cout << "    " << i << "  " << question.choices[i] << markOf(question, int(i)) << '\n';
    }
    for (const TensorOutline& tensor : network.tensors)
        std::cout << "  " << tensor.name << ": " << shapeWords(tensor.shape) << " (" << tensor.type << ")\n";
    for (const std::string& unused : network.unused)
        std::cout << "  not used: " << unused << '\n';
    for (const std::string& remark : network.remarks)
        std::cout << "  " << remark << '\n';
    if (!description.lack.empty())
        std::cout << "It cannot be imported as it is: " << description.lack << ".\n";
}

std::string namesOfFamilies()
{
    std::string names;
    for (const NetworkFamily& family : families())
        names += (names.empty() ? "" : ", ") + std::string(family.name);
    return names;
}

} // namespace

void import_command(CLI::App& app)
{
    struct ImportArguments {
        ModelImport model;
        std::string latent;
        std::string range;
        std::vector<std::string> choices;
        std::optional<std::uint64_t> samples;
        bool withoutProfile = false;
        bool describe = false;
        bool json = false;
    };
    CLI::App* command = app.add_subcommand("import", "Keep a generator as a model of your own");
    const auto given = std::make_shared<ImportArguments>();
    command
        ->add_option("FILE", given->model.decoder,
                     "TorchScript, ONNX, torch.export's .pt2, or weights (torch.save, safetensors, NVIDIA's "
                     "pickles), whatever its name; with --describe anything")
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
    command->add_option("--family", given->model.family,
                        "of weights: the kind of network (default: found): " + namesOfFamilies());
    command->add_option("--choose", given->choices,
                        "of weights: QUESTION=K, the answer to one of the questions that --describe lists "
                        "(default: the likeliest)");
    command->add_option("--code", given->model.code,
                        "of weights: the Python file with the network's class, or a text file with what "
                        "print(generator) shows; read, never run");
    command
        ->add_option("--classes", given->model.classNames,
                     "text file with the names of its classes, one a line, for a network that takes a class")
        ->excludes(describing);
    command->add_option("--data", given->model.data,
                        "dataset to profile it with through its encoder (default: draws from the prior)");
    addSamplesOption(*command, given->samples, "as many as fit in a minute, at least 500");
    command->add_flag("--no-profile", given->withoutProfile,
                      "leave the profile, which schemes need, for later");
    command->callback([given] {
        checkExists(given->model.decoder);
        checkExists(given->model.code);
        given->model.choices = choicesFrom(given->choices);
        if (given->describe) {
            const std::string file = given->model.decoder.string();
            const FileDescription description = describeFile(
                file, {given->model.family, given->model.choices, false, 0, codeIn(given->model.code)});
            if (given->json)
                std::cout << toJson(description, file).dump() << '\n';
            else
                print(description, file);
            return;
        }
        if (given->model.id.empty())
            throw ArgumentError("--id is missing: the id that the model gets");
        if (!given->latent.empty())
            given->model.latentShape = latentShapeFrom(given->latent);
        if (!given->range.empty())
            given->model.range = rangeFrom(given->range);
        checkExists(given->model.encoder);
        checkExists(given->model.classNames);
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
