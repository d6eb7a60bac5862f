// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/measurer.h"

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/novelty/classifier.h"
#include "core/novelty/critic.h"
#include "core/novelty/in_domain_score.h"
#include "core/novelty/k_novelty.h"
#include "core/novelty/metric.h"
#include "core/novelty/reconstruction_distance.h"
#include "core/novelty/refined_reconstruction.h"
#include "core/profile/profiling.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace flipside {

namespace {

/// Training pictures as n × C×H×W in [0, 1], evenly spread, as many as there are reference latents.
std::vector<float> referencePictures(const ModelCard& card)
{
    const std::unique_ptr<Dataset> data = findDataset(card.dataset);
    if (data->channels() != card.channels || data->height() != card.height || data->width() != card.width)
        throw Error("the pictures of " + data->name() + " do not have the size of those of the model " +
                    card.id + ", so distances between pictures cannot be measured; choose another metric");
    const std::size_t all = data->size(Split::Train);
    const std::size_t wanted = std::min(referenceCount, all);
    const std::size_t length =
        std::size_t(card.channels) * std::size_t(card.height) * std::size_t(card.width);
    std::vector<float> pictures;
    pictures.reserve(wanted * length);
    const auto reader = data->open(Split::Train);
    std::vector<std::uint8_t> bytes;
    std::vector<int> labels;
    std::size_t seen = 0;
    while (const std::size_t got = reader->read(1024, bytes, labels))
        for (std::size_t i = 0; i < got; ++i, ++seen)
            if (seen * wanted / all != (seen + 1) * wanted / all)
                for (const std::uint8_t byte : std::span(bytes).subspan(i * length, length))
                    pictures.push_back(float(byte) / 255.0f);
    return pictures;
}

bool isOfLatents(const std::string& metric)
{
    return metric == "kns1" || metric == "kns5" || metric == "in-domain";
}

bool needsEncoder(const std::string& metric)
{
    return isOfLatents(metric) || metric == "dr" || metric == "dr-refined";
}

} // namespace

struct Measurer::Implementation {
    /// What the metrics share, computed when the first of them asks.
    struct Batch {
        std::span<const Image> pictures;
        const std::atomic<bool>* abandon = nullptr;
        std::vector<float> pixels;
        std::vector<float> latents;
        std::map<std::string, std::vector<float>> probabilities; ///< by the classifier's model
    };
    using Measure = std::function<std::vector<float>(Batch& batch)>;

    Instrument& instrument;
    std::vector<std::string> metrics;
    std::vector<Measure> measures; ///< [metric]; empty for a metric of a set
    bool measuresInception = false;
    std::map<std::string, Classifier> classifiers;
    std::map<int, KNovelty> latentNovelty; ///< by k
    std::map<int, KNovelty> pixelNovelty;
    std::vector<float> trainingPictures;
    std::optional<InDomainSvm> inDomain;
    std::optional<Critic> critic;
    std::optional<RefinedReconstruction> refined;

    explicit Implementation(Instrument& own) : instrument(own) {}

    const ReferenceLatents& references() const { return *instrument.references(); }

    const std::vector<float>& latentsOf(Batch& batch) const
    {
        if (batch.latents.empty())
            batch.latents = instrument.encoder()->encode(batch.pixels);
        return batch.latents;
    }

    const std::vector<float>& probabilitiesOf(Batch& batch, const std::string& model) const
    {
        std::vector<float>& probabilities = batch.probabilities[model];
        if (probabilities.empty())
            probabilities = classifiers.at(model).probabilities(batch.pixels);
        return probabilities;
    }

    std::size_t classesOf(const std::string& model) const
    {
        return std::size_t(classifiers.at(model).classes());
    }

    void loadClassifier(const std::string& model)
    {
        if (classifiers.contains(model))
            return;
        Classifier classifier(model.empty() ? instrument.folder() : findModel(model));
        classifiers.emplace(model, std::move(classifier));
    }

    Measure distanceMeasure()
    {
        return [this](Batch& batch) {
            return reconstructionDistances(instrument.decoder(), batch.pictures, latentsOf(batch),
                                           batch.abandon);
        };
    }

    Measure refinedMeasure()
    {
        refined.emplace(instrument.folder());
        return [this](Batch& batch) { return refined->distances(batch.pixels, latentsOf(batch)); };
    }

    Measure latentNoveltyMeasure(int k)
    {
        if (!latentNovelty.contains(k))
            latentNovelty.emplace(k, KNovelty(references().numbers(), references().length(), k));
        return
            [this, k](Batch& batch) { return latentNovelty.at(k).scores(latentsOf(batch), batch.abandon); };
    }

    Measure pixelNoveltyMeasure(int k)
    {
        if (trainingPictures.empty())
            trainingPictures = referencePictures(instrument.card());
        const ModelCard& card = instrument.card();
        const std::size_t length =
            std::size_t(card.channels) * std::size_t(card.height) * std::size_t(card.width);
        if (!pixelNovelty.contains(k))
            pixelNovelty.emplace(k, KNovelty(trainingPictures, length, k));
        return [this, k](Batch& batch) { return pixelNovelty.at(k).scores(batch.pixels, batch.abandon); };
    }

    Measure entropyMeasure(const std::string& model)
    {
        loadClassifier(model);
        return [this, model](Batch& batch) {
            return classEntropies(probabilitiesOf(batch, model), classesOf(model));
        };
    }

    Measure criticMeasure()
    {
        critic.emplace(instrument.folder());
        return [this](Batch& batch) { return critic->scores(batch.pixels); };
    }

    Measure inDomainMeasure()
    {
        const ModelFolder& folder = instrument.folder();
        folder.checkHash("in-domain.cbor");
        inDomain = InDomainSvm::read(folder.inDomainFile(), references());
        return [this](Batch& batch) { return inDomain->scores(latentsOf(batch)); };
    }

    void add(const std::string& name)
    {
        (void)findMetric(name);
        metrics.push_back(name);
        if (needsEncoder(name))
            (void)instrument.encoder(); // a damaged one is told now, not when the first pictures are measured
        if (name == "inception") {
            loadClassifier({});
            measuresInception = true;
            measures.emplace_back();
        } else if (name == "dr") {
            measures.push_back(distanceMeasure());
        } else if (name == "dr-refined") {
            measures.push_back(refinedMeasure());
        } else if (name == "kns1" || name == "kns5") {
            measures.push_back(latentNoveltyMeasure(name == "kns1" ? 1 : 5));
        } else if (name == "kns-input" || name == "kns5-input") {
            measures.push_back(pixelNoveltyMeasure(name == "kns-input" ? 1 : 5));
        } else if (name == "critic") {
            measures.push_back(criticMeasure());
        } else if (name == "in-domain") {
            measures.push_back(inDomainMeasure());
        } else {
            measures.push_back(entropyMeasure(name == "ice" ? std::string() : name.substr(4)));
        }
    }
};

std::vector<std::string> gaugeMetrics(const ModelFolder& folder)
{
    std::vector<std::string> metrics;
    if (folder.hasEncoder())
        metrics.emplace_back("dr");
    if (folder.hasEncoder() && folder.hasReferences())
        metrics.emplace_back("kns5");
    if (folder.hasEncoder() && folder.hasReferences() && folder.hasInDomain())
        metrics.emplace_back("in-domain");
    if (folder.hasClassifier())
        metrics.emplace_back("ice");
    if (folder.hasCritic())
        metrics.emplace_back("critic");
    return metrics;
}

void checkMeasurable(const ModelFolder& folder, const std::vector<std::string>& metrics)
{
    const auto need = [&](bool isThere, const std::string& metric, const std::string& what,
                          const std::string& cure) {
        if (!isThere)
            throw Error("the model " + folder.card().id + " has no " + what + ", which the metric " + metric +
                        " needs; " + cure);
    };
    for (const std::string& name : metrics) {
        if (needsEncoder(name))
            need(folder.hasEncoder(), name, "encoder",
                 "choose another metric, or a model with an encoder.pt");
        if (isOfLatents(name))
            need(folder.hasReferences(), name, "reference latents", "make them with flipside-cli profile");
        if (name == "in-domain")
            need(folder.hasInDomain(), name, "in-domain classifier", "make it with flipside-cli profile");
        if (name == "kns-input" || name == "kns5-input")
            need(!folder.card().dataset.empty(), name, "dataset of its own", "choose another metric");
        if (name == "ice" || name == "inception")
            need(folder.hasClassifier(), name, "classifier",
                 "train one with flipside-cli train --arch classifier, or choose another metric");
        if (name == "critic")
            need(folder.hasCritic(), name, "critic",
                 "choose another metric, or a model trained with --arch conv-gan");
    }
}

Measurer::Measurer(Instrument& instrument, const std::vector<std::string>& metrics)
    : _implementation(std::make_unique<Implementation>(instrument))
{
    checkMeasurable(instrument.folder(), metrics);
    for (const std::string& name : metrics)
        _implementation->add(name);
}

Measurer::~Measurer() = default;
Measurer::Measurer(Measurer&&) noexcept = default;

const std::vector<std::string>& Measurer::metrics() const
{
    return _implementation->metrics;
}

Measurements Measurer::measure(std::span<const Image> pictures, const std::atomic<bool>* abandon) const
{
    const Implementation& own = *_implementation;
    Measurements result;
    result.values.resize(own.metrics.size());
    if (pictures.empty())
        return result;
    Implementation::Batch batch{pictures, abandon, {}, {}, {}};
    batch.pixels.reserve(pictures.size() * pictures.front().pixels.size());
    for (const Image& picture : pictures)
        batch.pixels.insert(batch.pixels.end(), picture.pixels.begin(), picture.pixels.end());
    for (std::size_t i = 0; i < own.measures.size(); ++i) {
        if (abandon && *abandon)
            throw Cancelled();
        if (own.measures[i])
            result.values[i] = own.measures[i](batch);
    }
    if (own.measuresInception)
        result.inception.add(own.probabilitiesOf(batch, {}), own.classesOf({}));
    return result;
}

std::map<std::string, double> Measurer::measureOne(const Image& picture,
                                                   const std::atomic<bool>* abandon) const
{
    const Measurements measured = measure(std::span(&picture, 1), abandon);
    std::map<std::string, double> values;
    for (std::size_t i = 0; i < measured.values.size(); ++i)
        values[metrics()[i]] = double(measured.values[i].front());
    return values;
}

} // namespace flipside
