// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/option_checks.h"
#include "app/console/scheme_options.h"
#include "app/console/study_run.h"
#include "core/base/error.h"
#include "core/novelty/metric.h"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

namespace flipside::commands {

namespace {

struct EvaluateArguments {
    StudyPlan plan;
    std::vector<std::string> schemes;
    std::string neurons = "5";
    std::shared_ptr<SchemeCall> call = std::make_shared<SchemeCall>();
    StudyRunOptions run;
};

std::string listOfMetrics()
{
    std::string list;
    for (const Metric& metric : allMetrics())
        list += (list.empty() ? "" : ", ") + metric.name;
    return list;
}

} // namespace

void evaluate_command(CLI::App& app)
{
    CLI::App* command =
        app.add_subcommand("evaluate", "Measure the novelty of many samples of one or more schemes");
    const auto given = std::make_shared<EvaluateArguments>();
    given->plan.metrics = {"dr"};
    command
        ->add_option("--model", given->plan.models,
                     "the model's id or folder; or several with ',' between them")
        ->required()
        ->delimiter(',');
    command
        ->add_option("--schemes", given->schemes,
                     "schemes, with ',' between them; with parameters as cluster:clusters=11+chosen=3")
        ->required()
        ->delimiter(',');
    command->add_option("--neurons", given->neurons, "how many to flip: 5, 1..25 or 1,5,10")
        ->capture_default_str();
    command->add_option("--samples", given->plan.samples, "per scheme and number")
        ->check(wholeNumber())
        ->capture_default_str();
    command->add_option("--seed", given->plan.seed, "seed of the samples")
        ->check(wholeNumber())
        ->capture_default_str();
    command
        ->add_option("--metrics", given->plan.metrics,
                     "metrics, with ',' between them: " + listOfMetrics() + " or ice:MODEL")
        ->delimiter(',');
    addSchemeOptions(*command, given->call);
    addStudyRunOptions(*command, given->run);
    command->callback([given] {
        given->plan.neurons = neuronCounts(given->neurons);
        for (const std::string& scheme : given->schemes)
            given->plan.schemes.push_back(studyScheme(scheme, *given->call));
        if (const auto results = runStudy(given->plan, given->run))
            std::cout << (given->run.json ? toJson(*results).dump(1) + "\n" : toCsv(results->rows()));
    });
}

} // namespace flipside::commands
