// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/console_progress.h"
#include "app/console/option_checks.h"
#include "app/console/study_run.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/study/ready_study.h"

#include <iomanip>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

namespace flipside::commands {

namespace {

struct StudyArguments {
    std::string name;
    std::vector<std::string> models;
    std::size_t samples = 0;
    std::uint64_t seed = 0;
    StudyRunOptions run;
};

void listStudies(bool asJson)
{
    if (asJson) {
        nlohmann::json list = nlohmann::json::array();
        for (const ReadyStudy& study : readyStudies())
            list.push_back(
                {{"name", study.name}, {"title", study.title}, {"description", study.description}});
        std::cout << list.dump(1) << '\n';
        return;
    }
    for (const ReadyStudy& study : readyStudies())
        std::cout << std::left << std::setw(12) << study.name << study.title << ". " << study.description
                  << '\n';
}

} // namespace

void study_command(CLI::App& app)
{
    CLI::App* command =
        app.add_subcommand("study", "Run a study of the papers and compare with what they print");
    const auto given = std::make_shared<StudyArguments>();
    command->add_option("NAME", given->name,
                        "table-1, table-2, figure-4 or inception; without a name, a list");
    command->add_option("--model", given->models, "only these of the study's models")->delimiter(',');
    command->add_option("--samples", given->samples, "per scheme and number of neurons (default: 10000)")
        ->check(wholeNumber());
    command->add_option("--seed", given->seed, "seed of the samples (default: 1)")->check(wholeNumber());
    addStudyRunOptions(*command, given->run);
    command->callback([given, command] {
        if (given->name.empty()) {
            listStudies(given->run.json);
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
        std::vector<Comparison> comparisons;
        {
            ConsoleProgress progress;
            comparisons = compareWithPaper(study, *results, progress);
        }
        const std::string comparison = toCsv(comparisons);
        if (given->run.json) {
            nlohmann::json document = toJson(*results);
            document["published"] = toJson(comparisons);
            std::cout << document.dump(1) << '\n';
        } else {
            std::cout << toCsv(results->rows());
        }
        std::cerr << '\n' << study.title << "\n" << study.note << "\n";
        if (const std::string note = unmeasuredNote(comparisons); !note.empty())
            std::cerr << note << '\n';
        std::cerr << '\n' << comparison;
        if (!given->run.out.empty())
            writeFile(std::filesystem::path(given->run.out) / "comparison.csv", comparison);
    });
}

} // namespace flipside::commands
