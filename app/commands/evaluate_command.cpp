// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "base/file.h"
#include "commands/commands.h"
#include "commands/console_progress.h"
#include "commands/scheme_options.h"
#include "study/evaluation.h"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>
#include <memory>
#include <sstream>

namespace flipside {

namespace {

constexpr int mostNeurons = 100000;

struct EvaluateArguments {
    std::string model;
    std::string out;
    std::string neurons = "5";
    EvaluationPlan plan;
    bool json = false;
    std::shared_ptr<SchemeCall> call = std::make_shared<SchemeCall>();
};

int wholeNumber(const std::string& text)
{
    int number = 0;
    if (!CLI::detail::lexical_cast(text, number) || number < 0 || number > mostNeurons)
        throw ArgumentError("--neurons takes numbers as 5, 1..25 or 1,5,10, not \"" + text + "\"");
    return number;
}

/// "5", "1..25" or "1,5,10".
std::vector<int> neuronCounts(const std::string& text)
{
    if (const std::size_t dots = text.find(".."); dots != std::string::npos) {
        std::vector<int> counts;
        for (int n = wholeNumber(text.substr(0, dots)); n <= wholeNumber(text.substr(dots + 2)); ++n)
            counts.push_back(n);
        return counts;
    }
    std::vector<int> counts;
    for (const std::string& part : CLI::detail::split(text, ','))
        counts.push_back(wholeNumber(part));
    return counts;
}

std::string toCsv(const std::string& model, const std::vector<EvaluationRow>& rows)
{
    std::ostringstream csv;
    csv << std::setprecision(9) << "model,scheme,neurons,metric,mean,std,n\n";
    for (const EvaluationRow& row : rows)
        csv << model << ',' << row.scheme << ',' << row.neurons << ',' << row.metric << ',' << row.mean << ','
            << row.deviation << ',' << row.samples << '\n';
    return csv.str();
}

nlohmann::json toJson(const std::string& model, const EvaluationPlan& plan,
                      const std::vector<EvaluationRow>& rows)
{
    nlohmann::json results = nlohmann::json::array();
    for (const EvaluationRow& row : rows)
        results.push_back({{"scheme", row.scheme},
                           {"neurons", row.neurons},
                           {"metric", row.metric},
                           {"mean", row.mean},
                           {"std", row.deviation},
                           {"n", row.samples}});
    return {{"model", model}, {"seed", plan.seed}, {"version", FLIPSIDE_VERSION}, {"results", results}};
}

void runEvaluation(const EvaluateArguments& given)
{
    EvaluationPlan plan = given.plan;
    plan.neurons = neuronCounts(given.neurons);
    plan.call = *given.call;
    Instrument instrument(findModel(given.model));
    std::vector<EvaluationRow> rows;
    {
        ConsoleProgress progress;
        try {
            rows = evaluate(instrument, plan, progress);
        } catch (const Cancelled&) {
            throw Error("stopped before the end; nothing was written");
        }
    }
    const std::string& model = instrument.card().id;
    if (!given.out.empty()) {
        createFolder(given.out);
        writeFile(std::filesystem::path(given.out) / "results.csv", toCsv(model, rows));
    }
    std::cout << (given.json ? toJson(model, plan, rows).dump(1) + "\n" : toCsv(model, rows));
}

} // namespace

void addEvaluateCommand(CLI::App& app)
{
    CLI::App* command =
        app.add_subcommand("evaluate", "Measure the novelty of many samples of one or more schemes");
    const auto given = std::make_shared<EvaluateArguments>();
    given->plan.metrics = {"dr"};
    command->add_option("--model", given->model, "the model's id or folder")->required();
    command->add_option("--schemes", given->plan.schemes, "schemes, with ',' between them")
        ->required()
        ->delimiter(',');
    command->add_option("--neurons", given->neurons, "how many to flip: 5, 1..25 or 1,5,10")
        ->capture_default_str();
    command->add_option("--samples", given->plan.samples, "per scheme and number")->capture_default_str();
    command->add_option("--seed", given->plan.seed, "seed of the samples")->capture_default_str();
    command->add_option("--metrics", given->plan.metrics, "metrics, with ',' between them: dr")
        ->delimiter(',');
    addSchemeOptions(*command, given->call);
    command->add_option("--out", given->out, "folder for results.csv");
    command->add_flag("--json", given->json, "print the results as one JSON document");
    command->callback([given] { runEvaluation(*given); });
}

} // namespace flipside
