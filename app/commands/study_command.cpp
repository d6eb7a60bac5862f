// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "base/file.h"
#include "commands/commands.h"
#include "commands/console_progress.h"
#include "commands/study_run.h"
#include "study/ready_study.h"

#include <iomanip>
#include <iostream>
#include <memory>
#include <sstream>

namespace flipside {

namespace {

struct StudyArguments {
    std::string name;
    std::vector<std::string> models;
    std::size_t samples = 0;
    std::uint64_t seed = 0;
    StudyRunOptions run;
};

std::string comparisonCsv(const std::vector<Comparison>& comparisons)
{
    std::ostringstream csv;
    csv << "model,scheme,neurons,metric,published,measured,difference\n" << std::fixed;
    for (const Comparison& one : comparisons)
        csv << one.published.model << ',' << one.published.scheme << ',' << one.published.neurons << ','
            << one.published.metric << ',' << std::setprecision(3) << one.published.value << ','
            << one.measured << ',' << std::showpos << std::setprecision(1) << 100.0 * one.difference()
            << std::noshowpos << " %\n";
    return csv.str();
}

void listStudies()
{
    for (const ReadyStudy& study : readyStudies())
        std::cout << std::left << std::setw(12) << study.name << study.title << ". " << study.description
                  << '\n';
}

} // namespace

void addStudyCommand(CLI::App& app)
{
    CLI::App* command =
        app.add_subcommand("study", "Run a study of the papers and compare with what they print");
    const auto given = std::make_shared<StudyArguments>();
    command->add_option("NAME", given->name,
                        "table-1, table-2, figure-4 or inception; without a name, a list");
    command->add_option("--model", given->models, "only these of the study's models")->delimiter(',');
    command->add_option("--samples", given->samples, "per scheme and number of neurons (default: 10000)");
    command->add_option("--seed", given->seed, "seed of the samples (default: 1)");
    addStudyRunOptions(*command, given->run);
    command->callback([given, command] {
        if (given->name.empty()) {
            listStudies();
            return;
        }
        const ReadyStudy& study = findReadyStudy(given->name);
        StudyPlan plan = study.plan;
        if (!given->models.empty())
            plan.models = given->models;
        if (command->count("--samples") > 0)
            plan.samples = given->samples;
        if (command->count("--seed") > 0)
            plan.seed = given->seed;
        const auto results = runStudy(plan, given->run);
        if (!results)
            return;
        const std::string comparison = comparisonCsv(compare(*results, study.published));
        std::cerr << '\n' << study.title << "\n" << study.note << "\n\n" << comparison;
        if (study.name == "inception") {
            Instrument instrument(findModel(plan.models.front()));
            InceptionBounds bounds;
            {
                ConsoleProgress progress;
                bounds = inceptionBounds(instrument, progress);
            }
            std::cerr << std::fixed << std::setprecision(3) << "test pictures " << bounds.testPictures
                      << ", noise " << bounds.noise << '\n';
        }
        if (!given->run.out.empty())
            writeFile(std::filesystem::path(given->run.out) / "comparison.csv", comparison);
    });
}

} // namespace flipside
