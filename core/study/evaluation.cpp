// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/evaluation.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace flipside {

namespace {

constexpr std::size_t evaluationBatch = 500;

void checkPlan(const EvaluationPlan& plan)
{
    for (const std::string& scheme : plan.schemes)
        findScheme(scheme);
    for (const std::string& metric : plan.metrics)
        if (metric != "dr")
            throw ArgumentError("unknown metric \"" + metric + "\": use dr");
    if (plan.schemes.empty() || plan.neurons.empty() || plan.metrics.empty() || plan.samples == 0)
        throw ArgumentError("an evaluation needs at least one scheme, number of neurons, metric and sample");
}

EvaluationRow measureScheme(Instrument& instrument, const EvaluationPlan& plan, const SchemeCall& call,
                            const std::function<void(std::size_t)>& step)
{
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t first = 0; first < plan.samples; first += evaluationBatch) {
        const std::size_t count = std::min(evaluationBatch, plan.samples - first);
        const auto recipes = instrument.sample(call, plan.seed, first, count);
        for (const float distance :
             instrument.reconstructionDistance(instrument.decoder().renderImages(recipes))) {
            sum += distance;
            squares += double(distance) * distance;
        }
        step(count);
    }
    const double n = double(plan.samples);
    const double mean = sum / n;
    return {call.name,   call.neurons, "dr", mean, std::sqrt(std::max(0.0, squares / n - mean * mean)),
            plan.samples};
}

} // namespace

std::vector<EvaluationRow> evaluate(Instrument& instrument, const EvaluationPlan& plan, Progress& progress)
{
    checkPlan(plan);
    const double all = double(plan.schemes.size()) * double(plan.neurons.size()) * double(plan.samples);
    double done = 0.0;
    std::vector<EvaluationRow> rows;
    for (const std::string& scheme : plan.schemes)
        for (const int neurons : plan.neurons) {
            SchemeCall call = plan.call;
            call.name = scheme;
            call.neurons = neurons;
            rows.push_back(measureScheme(instrument, plan, call, [&](std::size_t count) {
                if (progress.cancelled())
                    throw Cancelled();
                done += double(count);
                progress.report(done / all, scheme + ", " + std::to_string(neurons) + " neurons");
            }));
        }
    return rows;
}

} // namespace flipside
