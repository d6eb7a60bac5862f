// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/console_progress.h"
#include "app/console/option_checks.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/labels/label_report.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace flipside::commands {

namespace {

struct LabelsArguments {
    std::string file;
    std::size_t consensus = 0;
    std::uint64_t seed = 1;
    std::string out;
    bool json = false;
};

LabelReport measuredLabels(const LabelsArguments& given, bool asksForConsensus)
{
    checkExists(given.file);
    LabelSettings settings;
    if (asksForConsensus)
        settings.consensus = given.consensus;
    settings.seed = given.seed;
    ConsoleProgress progress;
    try {
        return studyLabels(given.file, settings, progress);
    } catch (const Cancelled&) {
        throw Error("stopped before the end; give the same command again");
    }
}

} // namespace

void labels_command(CLI::App& app)
{
    CLI::App* command = app.add_subcommand(
        "labels", "Compare what people say of pictures with their schemes, their metrics and the papers");
    const auto given = std::make_shared<LabelsArguments>();
    command
        ->add_option(
            "FILE", given->file,
            "CSV with the columns picture, annotator and label: L1 (creative), L2 (novel), L3 (neither) "
            "or L4 (inconclusive)")
        ->required();
    command
        ->add_option("--consensus", given->consensus,
                     "how many people must agree (default: 3, or all where fewer judged a picture)")
        ->check(wholeNumber());
    command->add_option("--seed", given->seed, "seed of the cross-validation")
        ->check(wholeNumber())
        ->capture_default_str();
    command->add_option("--out", given->out, "folder for labels.csv and labels.json");
    command->add_flag("--json", given->json, "print the report as one JSON document");
    command->callback([given, command] {
        const LabelReport report = measuredLabels(*given, command->count("--consensus") > 0);
        const std::string json = toJson(report).dump(1) + "\n";
        if (!given->out.empty()) {
            const std::filesystem::path folder = given->out;
            createFolder(folder);
            writeFile(folder / "labels.csv", toCsv(rowsOf(report)));
            writeFile(folder / "labels.json", json);
        }
        std::cout << (given->json ? json : toText(report));
    });
}

} // namespace flipside::commands
