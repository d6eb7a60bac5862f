// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/part_result.h"

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/base/percentile.h"
#include "core/novelty/metric.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace flipside {

using Json = nlohmann::json;

void MetricSums::add(double value, double lowest, double highest)
{
    ++samples;
    sum += value;
    squares += value * value;
    const double place = (value - lowest) / (highest - lowest) * bins;
    ++histogram[std::size_t(std::clamp(place, 0.0, double(bins - 1)))];
}

void MetricSums::add(const MetricSums& other)
{
    samples += other.samples;
    sum += other.sum;
    squares += other.squares;
    for (std::size_t i = 0; i < histogram.size(); ++i)
        histogram[i] += other.histogram[i];
}

double MetricSums::mean() const
{
    return samples == 0 ? 0.0 : sum / double(samples);
}

double MetricSums::deviation() const
{
    return samples == 0 ? 0.0 : std::sqrt(std::max(0.0, squares / double(samples) - mean() * mean()));
}

double MetricSums::percentile(double p, double lowest, double highest) const
{
    return lowest + percentilePlace(histogram, p).position() * (highest - lowest) / bins;
}

void PartResult::add(const Measurements& measured, const std::vector<std::string>& names)
{
    metrics.resize(names.size());
    sets.resize(names.size());
    examples.resize(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Metric metric = findMetric(names[i]);
        for (const float value : measured.values[i]) {
            metrics[i].add(value, metric.lowest, metric.highest);
            if (examples[i].size() < exampleSamples)
                examples[i].push_back(value);
        }
    }
    for (std::size_t i = 0; i < names.size(); ++i)
        sets[i].add(measured.sets[i]);
}

void PartResult::add(const PartResult& other)
{
    metrics.resize(other.metrics.size());
    sets.resize(other.metrics.size());
    examples.resize(other.metrics.size());
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        metrics[i].add(other.metrics[i]);
        sets[i].add(other.sets[i]);
        const auto left = std::min(exampleSamples - examples[i].size(), other.examples[i].size());
        examples[i].insert(examples[i].end(), other.examples[i].begin(),
                           other.examples[i].begin() + std::ptrdiff_t(left));
    }
    samplesMissingNeurons += other.samplesMissingNeurons;
}

Json toJson(const PartResult& result)
{
    Json metrics = Json::array();
    for (std::size_t i = 0; i < result.metrics.size(); ++i) {
        const MetricSums& sums = result.metrics[i];
        metrics.push_back({{"samples", sums.samples},
                           {"sum", sums.sum},
                           {"squares", sums.squares},
                           {"histogram", sums.histogram},
                           {"examples", result.examples[i]}});
        if (const SetSums& set = result.sets[i]; set.samples > 0)
            metrics.back()["set"] = {{"samples", set.samples}, {"sums", set.sums}};
    }
    return {{"metrics", metrics}, {"samples_missing_neurons", result.samplesMissingNeurons}};
}

PartResult partResultFromJson(const Json& json, std::span<const std::string> metrics)
{
    PartResult result;
    for (const Json& item : json.at("metrics")) {
        MetricSums sums;
        sums.samples = countIn(item, "samples");
        sums.sum = item.at("sum").get<double>();
        sums.squares = item.at("squares").get<double>();
        sums.histogram = countsIn(item, "histogram");
        if (sums.histogram.size() != std::size_t(MetricSums::bins))
            throw Error("its histogram has the wrong length");
        result.metrics.push_back(std::move(sums));
        result.examples.push_back(floatsIn(item, "examples"));
        result.sets.emplace_back();
        if (item.contains("set")) {
            result.sets.back().samples = countIn(item["set"], "samples");
            result.sets.back().sums = item["set"].at("sums").get<std::vector<double>>();
        }
    }
    if (result.metrics.size() != metrics.size())
        throw Error("it has the wrong number of metrics");
    // Parts of earlier versions do not tell.
    if (json.contains("samples_missing_neurons"))
        result.samplesMissingNeurons = countIn(json, "samples_missing_neurons");
    // They know one metric of a set.
    const auto known = std::ranges::find(metrics, "inception");
    if (json.contains("inception") && known != metrics.end()) {
        const Json& inception = json["inception"];
        SetSums& set = result.sets[std::size_t(known - metrics.begin())];
        set.samples = countIn(inception, "samples");
        set.sums = inception.at("probabilities").get<std::vector<double>>();
        set.sums.insert(set.sums.begin(), inception.at("negative_entropy").get<double>());
    }
    return result;
}

} // namespace flipside
