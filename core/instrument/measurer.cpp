// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/measurer.h"

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"
#include "core/novelty/picture_features.h"

#include <algorithm>
#include <map>
#include <stop_token>
#include <utility>

namespace flipside {

namespace {

/// What a model may have, and what to do where it has not.
struct Part {
    bool isThere;
    const char* name;
    const char* cure;
};

Part partFor(MetricNeed need, const ModelFolder& folder)
{
    switch (need) {
    case MetricNeed::Encoder:
        return {folder.hasEncoder(), "encoder", "choose another measure, or a model with an encoder"};
    case MetricNeed::References:
        return {folder.hasReferences(), "reference latents", "profile the model, or choose another measure"};
    case MetricNeed::InDomainSvm:
        return {folder.hasInDomain(), "in-domain classifier", "profile the model, or choose another measure"};
    case MetricNeed::Classifier:
        return {folder.hasClassifier(), "classifier", "train one for it, or choose another measure"};
    case MetricNeed::Critic:
        return {folder.hasCritic(), "critic",
                "choose another measure, or a model that was trained against a critic (conv-gan, fast-gan, "
                "vae-gan)"};
    case MetricNeed::Features:
        return {PictureFeatures::areIn(folder), "network that looks at its pictures",
                "choose another measure, or put one into its folder as features.pt"};
    case MetricNeed::Dataset:
        break;
    }
    return {!folder.card().dataset.empty(), "dataset of its own", "choose another measure"};
}

class InstrumentInput final : public MetricInput {
public:
    explicit InstrumentInput(Instrument& instrument) : _instrument(instrument) {}
    const ModelFolder& folder() const override { return _instrument.folder(); }
    Decoder& decoder() override { return _instrument.decoder(); }
    const Encoder& encoder() override { return *_instrument.encoder(); }
    const ReferenceLatents& references() override { return *_instrument.references(); }

private:
    Instrument& _instrument;
};

} // namespace

struct Measurer::Implementation {
    InstrumentInput input;
    std::vector<std::string> metrics;
    std::vector<Measure> measures;       ///< [metric]; empty for a metric of a set
    std::vector<SetMeasure> setMeasures; ///< [metric]; empty for all others

    explicit Implementation(Instrument& instrument) : input(instrument) {}

    void add(const Metric& metric)
    {
        metrics.push_back(metric.name);
        // A damaged part is told now, not when the first pictures are measured.
        if (metric.needing(MetricNeed::Encoder))
            (void)input.encoder();
        measures.push_back(metric.prepare ? metric.prepare(input, {}) : Measure());
        setMeasures.push_back(metric.prepareSet ? metric.prepareSet(input) : SetMeasure());
    }
};

std::vector<std::string> gaugeMetrics(const ModelFolder& folder)
{
    std::map<int, std::string> gauges; // by place
    for (const Metric& metric : allMetrics())
        if (metric.gaugePlace > 0 &&
            std::all_of(metric.needs.begin(), metric.needs.end(),
                        [&](MetricNeed need) { return partFor(need, folder).isThere; }))
            gauges[metric.gaugePlace] = metric.name;
    std::vector<std::string> names;
    names.reserve(gauges.size());
    for (const auto& [place, name] : gauges)
        names.push_back(name);
    return names;
}

std::vector<MetricNeed> missingParts(const ModelFolder& folder)
{
    std::vector<MetricNeed> missing;
    for (const MetricNeed need :
         {MetricNeed::Encoder, MetricNeed::References, MetricNeed::InDomainSvm, MetricNeed::Classifier,
          MetricNeed::Critic, MetricNeed::Features, MetricNeed::Dataset})
        if (!partFor(need, folder).isThere ||
            (need == MetricNeed::Dataset && !hasDataset(folder.card().dataset)))
            missing.push_back(need);
    return missing;
}

void checkMeasurable(const ModelFolder& folder, const std::vector<std::string>& metrics)
{
    for (const std::string& name : metrics)
        for (const MetricNeed need : findMetric(name).needs)
            if (const Part part = partFor(need, folder); !part.isThere)
                throw Error("the model " + folder.card().name + " has no " + part.name +
                            ", which the measure \"" + findMetric(name).label + "\" needs; " + part.cure);
}

Measurer::Measurer(Instrument& instrument, const std::vector<std::string>& metrics)
    : _implementation(std::make_unique<Implementation>(instrument))
{
    checkMeasurable(instrument.folder(), metrics);
    for (const std::string& name : metrics)
        _implementation->add(findMetric(name));
}

Measurer::~Measurer() = default;
Measurer::Measurer(Measurer&&) noexcept = default;

const std::vector<std::string>& Measurer::metrics() const
{
    return _implementation->metrics;
}

Measurements Measurer::measure(std::span<const Image> pictures, const std::stop_token& stop) const
{
    Implementation& own = *_implementation;
    Measurements result;
    result.values.resize(own.metrics.size());
    result.sets.resize(own.metrics.size());
    if (pictures.empty())
        return result;
    MetricBatch batch(own.input, pictures, stop);
    for (std::size_t i = 0; i < own.measures.size(); ++i) {
        if (stop.stop_requested())
            throw Cancelled();
        if (own.measures[i])
            result.values[i] = own.measures[i](batch);
        if (own.setMeasures[i])
            result.sets[i] = own.setMeasures[i](batch);
    }
    return result;
}

std::map<std::string, double> Measurer::measureOne(const Image& picture, const std::stop_token& stop) const
{
    const Measurements measured = measure(std::span(&picture, 1), stop);
    std::map<std::string, double> values;
    for (std::size_t i = 0; i < measured.values.size(); ++i)
        values[metrics()[i]] = double(measured.values[i].front());
    return values;
}

} // namespace flipside
