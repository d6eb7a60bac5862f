// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/novelty_value.h"

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/instrument/measurer.h"
#include "core/profile/activation_profile.h"
#include "core/schemes/scheme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>

namespace flipside {

namespace {

using Json = nlohmann::json;

constexpr const char* regularScheme = "regular";
constexpr const char* blankMetric = "blank";
constexpr std::array triedSchemes{"low-active", "non-specific", "correlation", "cluster", "random"};
constexpr std::array triedPatterns{Pattern::Constant, Pattern::Typical, Pattern::Exemplar};
constexpr std::array triedGammas{1.0, 2.0, 3.0};
constexpr std::array triedNeurons{1, 3, 5, 10};
constexpr int papersNeurons = 5;
constexpr double papersGamma = 2.0;

bool canHave(const Scheme& scheme, const ModelFolder& folder, const LayerProfile& layer)
{
    switch (scheme.needs()) {
    case SchemeNeed::ClassActivation:
        return !layer.classActivation.empty();
    case SchemeNeed::References:
        return folder.hasReferences();
    case SchemeNeed::Nothing:
        break;
    }
    return true;
}

std::string numberText(double number)
{
    std::ostringstream text;
    text << number;
    return text.str();
}

std::string labelOf(const SchemeCall& call)
{
    return call.name + ", " + call.layer + ", " + toString(call.pattern.value_or(Pattern::Constant)) +
           ", \u03b3=" + numberText(call.gamma);
}

NoveltyValuePoint pointOf(const StudyPlan& plan, const StudySeries& series)
{
    NoveltyValuePoint point;
    point.call = plan.schemes[std::size_t(series.scheme)].call;
    point.call.neurons = series.neurons;
    const std::vector<MetricSums>& sums = series.result.metrics;
    point.novelty = sums[0].mean();
    point.value = sums[1].mean();
    point.blank = sums[2].mean();
    return point;
}

void markFront(std::vector<NoveltyValuePoint>& points)
{
    std::vector<NoveltyValuePoint*> byNovelty;
    byNovelty.reserve(points.size());
    for (NoveltyValuePoint& point : points)
        byNovelty.push_back(&point);
    std::ranges::stable_sort(byNovelty, [](const auto* a, const auto* b) {
        return a->novelty != b->novelty ? a->novelty > b->novelty : a->worth > b->worth;
    });
    std::optional<double> highest;
    for (NoveltyValuePoint* point : byNovelty) {
        point->onFront = !highest || point->worth > *highest;
        if (point->onFront)
            highest = point->worth;
    }
}

std::optional<std::size_t> papersWay(const NoveltyValue& study, const ModelCard& card)
{
    const auto found = std::ranges::find_if(study.points, [&](const NoveltyValuePoint& point) {
        return point.call.name == triedSchemes.front() && point.call.layer == card.defaultLayer() &&
               point.call.pattern == Pattern::Constant && point.call.gamma == papersGamma &&
               point.call.neurons == papersNeurons;
    });
    if (found == study.points.end())
        return std::nullopt;
    return std::size_t(found - study.points.begin());
}

std::optional<std::size_t> bestWay(const NoveltyValue& study)
{
    std::optional<std::size_t> best;
    if (!study.papers)
        return best;
    const double novelty = study.points[*study.papers].novelty;
    for (std::size_t i = 0; i < study.points.size(); ++i) {
        const NoveltyValuePoint& point = study.points[i];
        if (point.blank <= mostBlank && point.novelty >= novelty &&
            (!best || point.worth > study.points[*best].worth))
            best = i;
    }
    return best;
}

Json toJson(const NoveltyValuePoint& point)
{
    return {{"scheme", point.call.name},
            {"layer", point.call.layer},
            {"pattern", toString(point.call.pattern.value_or(Pattern::Constant))},
            {"gamma", point.call.gamma},
            {"neurons", point.call.neurons},
            {"novelty", point.novelty},
            {"value", point.value},
            {"worth", point.worth},
            {"blank", point.blank},
            {"front", point.onFront}};
}

} // namespace

double worth(const Metric& metric, double mean, double regular)
{
    if (metric.needing(MetricNeed::Critic))
        return regular - std::abs(mean - regular);
    return metric.higherIsNovel ? -mean : mean;
}

NoveltyValueMetrics noveltyValueMetrics(const ModelFolder& folder)
{
    const std::vector<MetricNeed> missing = missingParts(folder);
    const auto canMeasure = [&](const char* name) {
        return std::ranges::none_of(findMetric(name).needs, [&](MetricNeed need) {
            return std::ranges::find(missing, need) != missing.end();
        });
    };
    NoveltyValueMetrics metrics;
    if (canMeasure("kns5-features"))
        metrics.novelty = "kns5-features";
    for (const char* value : {"critic", "density", "ice"})
        if (metrics.value.empty() && canMeasure(value))
            metrics.value = value;
    if (metrics.novelty.empty() || metrics.value.empty())
        throw Error(
            "the model " + folder.card().name +
            " has nothing that tells what its pictures are worth: neither a critic, nor a classifier, nor "
            "its data on this machine; fetch the data, or choose another model");
    return metrics;
}

StudyPlan noveltyValuePlan(const std::string& model, std::size_t samples, std::uint64_t seed)
{
    const ModelFolder folder = findModel(model);
    const ModelCard& card = folder.card();
    const NoveltyValueMetrics metrics = noveltyValueMetrics(folder);
    if (!folder.hasProfile())
        throw Error("the model " + card.name +
                    " has no profile, which schemes need; profile the model first");
    const ActivationProfile profile = ActivationProfile::read(folder.profileFile());
    StudyPlan plan;
    plan.models = {model};
    plan.metrics = {metrics.novelty, metrics.value, blankMetric};
    plan.neurons.assign(triedNeurons.begin(), triedNeurons.end());
    plan.samples = samples;
    plan.seed = seed;
    StudyScheme regular;
    regular.label = regularScheme;
    regular.call.name = regularScheme;
    plan.schemes.push_back(regular);
    for (std::size_t i = 0; i < card.layers.size() && i < profile.layers.size(); ++i)
        for (const char* name : triedSchemes)
            for (const Pattern pattern : triedPatterns)
                for (const double gamma : triedGammas) {
                    const LayerProfile& layer = profile.layers[i];
                    if (!canHave(findScheme(name), folder, layer) ||
                        (pattern != Pattern::Constant && !layer.patterns))
                        continue;
                    StudyScheme scheme;
                    scheme.call.name = name;
                    scheme.call.layer = card.layers[i].id;
                    scheme.call.pattern = pattern;
                    scheme.call.gamma = gamma;
                    scheme.label = labelOf(scheme.call);
                    plan.schemes.push_back(std::move(scheme));
                }
    return plan;
}

NoveltyValue noveltyValueOf(const StudyResults& results)
{
    const StudyPlan& plan = results.plan;
    const ModelCard card = findModel(plan.models.front()).card();
    NoveltyValue study;
    study.model = card.id;
    study.metrics = {plan.metrics[0], plan.metrics[1]};
    study.samples = plan.samples;
    for (const StudySeries& series : results.series) {
        const NoveltyValuePoint point = pointOf(plan, series);
        if (point.call.name == regularScheme)
            study.regular = point; // the same for every number of neurons
        else
            study.points.push_back(point);
    }
    const Metric value = findMetric(study.metrics.value);
    for (NoveltyValuePoint& point : study.points)
        point.worth = worth(value, point.value, study.regular.value);
    study.regular.worth = worth(value, study.regular.value, study.regular.value);
    markFront(study.points);
    study.papers = papersWay(study, card);
    study.best = bestWay(study);
    return study;
}

std::string toCsv(const std::vector<NoveltyValue>& studies)
{
    std::ostringstream csv;
    csv << std::setprecision(9)
        << "model,scheme,layer,pattern,gamma,neurons,novelty,value,worth,blank,n,front\n";
    const auto write = [&](const NoveltyValue& study, const NoveltyValuePoint& point) {
        csv << csvCell(study.model) << ',' << csvCell(point.call.name) << ',' << csvCell(point.call.layer)
            << ',' << toString(point.call.pattern.value_or(Pattern::Constant)) << ',' << point.call.gamma
            << ',' << point.call.neurons << ',' << point.novelty << ',' << point.value << ',' << point.worth
            << ',' << point.blank << ',' << study.samples << ',' << (point.onFront ? "yes" : "no") << '\n';
    };
    for (const NoveltyValue& study : studies) {
        NoveltyValuePoint regular = study.regular;
        regular.call.neurons = 0;
        write(study, regular);
        for (const NoveltyValuePoint& point : study.points)
            write(study, point);
    }
    return csv.str();
}

Json toJson(const NoveltyValue& study)
{
    Json points = Json::array();
    for (const NoveltyValuePoint& point : study.points)
        points.push_back(toJson(point));
    Json json = {{"model", study.model},
                 {"novelty_metric", study.metrics.novelty},
                 {"value_metric", study.metrics.value},
                 {"samples", study.samples},
                 {"regular",
                  {{"novelty", study.regular.novelty},
                   {"value", study.regular.value},
                   {"worth", study.regular.worth},
                   {"blank", study.regular.blank}}},
                 {"points", points}};
    json["papers"] = study.papers ? toJson(study.points[*study.papers]) : Json();
    json["best"] = study.best ? toJson(study.points[*study.best]) : Json();
    return json;
}

} // namespace flipside
