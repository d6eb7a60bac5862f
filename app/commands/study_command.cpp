// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/console_progress.h"
#include "app/console/option_checks.h"
#include "app/console/study_run.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/study/novelty_value.h"
#include "core/study/ready_study.h"

#include <iomanip>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

namespace flipside::commands {

namespace {

constexpr const char* noveltyValue = "novelty-value";
/// Of each of the many ways that are tried.
constexpr std::size_t noveltyValueSamples = 100;

struct StudyArguments {
    std::string name;
    std::vector<std::string> models;
    std::optional<std::size_t> samples;
    std::optional<std::uint64_t> seed;
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
    std::cout
        << std::left << std::setw(12) << noveltyValue
        << "Novel and still worth something. Every scheme, layer and pattern of the models that are given.\n";
}

void summarise(const NoveltyValue& study)
{
    const auto line = [](const char* name, const NoveltyValuePoint& point) {
        std::cerr << "  " << std::left << std::setw(18) << name << std::fixed << std::setprecision(3)
                  << "novelty " << point.novelty << ", value " << point.value << ", worth " << point.worth
                  << ", nothing to see " << std::setprecision(1) << 100.0 * point.blank << " %";
        if (!point.call.layer.empty())
            std::cerr << ": " << point.call.neurons << " by " << point.call.name << " in " << point.call.layer
                      << ", " << toString(point.call.pattern.value_or(Pattern::Constant))
                      << ", \u03b3 = " << point.call.gamma;
        std::cerr << '\n';
    };
    std::cerr << study.model << ", novelty by " << study.metrics.novelty << ", value by "
              << study.metrics.value << '\n';
    line("regular", study.regular);
    if (study.papers)
        line("as in the papers", study.points[*study.papers]);
    if (study.best)
        line("best as novel", study.points[*study.best]);
}

void studyNoveltyAndValue(const StudyArguments& given)
{
    if (given.models.empty())
        throw ArgumentError("novelty-value needs models to look at; give them with --models");
    if (given.run.out.empty())
        throw ArgumentError("novelty-value needs a folder for its results; give one with --out");
    const std::filesystem::path out = given.run.out;
    std::vector<NoveltyValue> studies;
    nlohmann::json document = nlohmann::json::array();
    for (const std::string& model : given.models) {
        StudyRunOptions run = given.run;
        run.out = (out / findModel(model).card().id).string();
        const auto results = runStudy(
            noveltyValuePlan(model, given.samples.value_or(noveltyValueSamples), given.seed.value_or(1)),
            run);
        if (!results)
            return;
        studies.push_back(noveltyValueOf(*results));
        document.push_back(toJson(studies.back()));
    }
    writeFile(out / "novelty-value.csv", toCsv(studies));
    writeFile(out / "novelty-value.json", document.dump(1) + "\n");
    std::cout << (given.run.json ? document.dump(1) + "\n" : toCsv(studies));
    for (const NoveltyValue& study : studies)
        summarise(study);
}

} // namespace

void study_command(CLI::App& app)
{
    CLI::App* command =
        app.add_subcommand("study", "Run a study of the papers and compare with what they print");
    const auto given = std::make_shared<StudyArguments>();
    command->add_option("NAME", given->name,
                        "table-1, table-2, figure-4, inception or novelty-value; without a name, a list");
    command->add_option("--model,--models", given->models, "only these of the study's models")
        ->delimiter(',');
    command
        ->add_option("--samples", given->samples,
                     "per scheme and number of neurons (default: 10000, novelty-value: 100)")
        ->check(wholeNumber());
    command->add_option("--seed", given->seed, "seed of the samples (default: 1)")->check(wholeNumber());
    addStudyRunOptions(*command, given->run);
    command->callback([given] {
        if (given->name.empty()) {
            listStudies(given->run.json);
            return;
        }
        if (given->name == noveltyValue) {
            studyNoveltyAndValue(*given);
            return;
        }
        const ReadyStudy& study = findReadyStudy(given->name);
        StudyPlan plan = study.plan;
        if (!given->models.empty())
            plan.models = given->models;
        plan.samples = given->samples.value_or(plan.samples);
        plan.seed = given->seed.value_or(plan.seed);
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
