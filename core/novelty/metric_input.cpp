// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/metric_input.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/dataset.h"
#include "core/model/prior.h"
#include "core/profile/profiling.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

namespace flipside {

namespace {

/// Of the features that pictures are compared with: enough for the shape of what the model learned, and few
/// enough to wait for.
constexpr std::size_t comparedPictures = 2000;
constexpr std::size_t usualAtOnce = 250;
constexpr std::uint64_t usualSeed = 1;

/// Hands on `wanted` training pictures, or all if there are fewer, evenly spread, as n × C×H×W in [0, 1].
void readEvenlySpread(const ModelCard& card, std::size_t wanted,
                      const std::function<void(std::span<const float>)>& take)
{
    const std::unique_ptr<Dataset> data =
        findDataset(card.dataset, {card.channels, card.height, card.width, card.pictureCrop()});
    if (data->channels() != card.channels || data->height() != card.height || data->width() != card.width)
        throw Error("the pictures of " + data->name() + " do not have the size of those of the model " +
                    card.id + ", so distances between pictures cannot be measured; choose another metric");
    const std::size_t all = data->size(Split::Train);
    wanted = std::min(wanted, all);
    const std::size_t length =
        std::size_t(card.channels) * std::size_t(card.height) * std::size_t(card.width);
    const auto reader = data->open(Split::Train);
    std::vector<std::uint8_t> bytes;
    std::vector<int> labels;
    std::vector<float> pictures;
    std::size_t seen = 0;
    while (const std::size_t got = reader->read(1024, bytes, labels)) {
        pictures.clear();
        for (std::size_t i = 0; i < got; ++i, ++seen)
            if (seen * wanted / all != (seen + 1) * wanted / all)
                for (const std::uint8_t byte : std::span(bytes).subspan(i * length, length))
                    pictures.push_back(float(byte) / 255.0f);
        take(pictures);
    }
}

} // namespace

const Classifier& MetricInput::classifier(const std::string& model)
{
    auto found = _classifiers.find(model);
    if (found == _classifiers.end())
        found = _classifiers.emplace(model, Classifier(model.empty() ? folder() : findModel(model))).first;
    return found->second;
}

const std::vector<float>& MetricInput::trainingPictures()
{
    if (_trainingPictures.empty())
        readEvenlySpread(folder().card(), referenceCount, [this](std::span<const float> pictures) {
            _trainingPictures.insert(_trainingPictures.end(), pictures.begin(), pictures.end());
        });
    return _trainingPictures;
}

const PictureFeatures& MetricInput::features()
{
    if (!_features)
        _features.emplace(folder());
    return *_features;
}

const std::vector<float>& MetricInput::trainingFeatures()
{
    if (_trainingFeatures.empty())
        readEvenlySpread(folder().card(), comparedPictures, [this](std::span<const float> pictures) {
            const std::vector<float> rows = features().of(pictures);
            _trainingFeatures.insert(_trainingFeatures.end(), rows.begin(), rows.end());
        });
    return _trainingFeatures;
}

const std::vector<float>& MetricInput::usualFeatures()
{
    if (!_usualFeatures.empty())
        return _usualFeatures;
    Random random(usualSeed);
    for (std::size_t done = 0; done < comparedPictures; done += usualAtOnce) {
        std::vector<Recipe> recipes(std::min(usualAtOnce, comparedPictures - done));
        for (Recipe& recipe : recipes) {
            recipe.model = folder().card().id;
            recipe.z = drawLatent(folder().card(), random);
        }
        const std::vector<Image> pictures = decoder().renderImages(recipes);
        const std::vector<float> rows = features().of(MetricBatch(*this, pictures, {}).pixels());
        _usualFeatures.insert(_usualFeatures.end(), rows.begin(), rows.end());
    }
    return _usualFeatures;
}

MetricBatch::MetricBatch(MetricInput& input, std::span<const Image> pictures, const std::stop_token& stop)
    : _input(input), _pictures(pictures), _stop(stop)
{
    if (!pictures.empty())
        _pixels.reserve(pictures.size() * pictures.front().pixels.size());
    for (const Image& picture : pictures)
        _pixels.insert(_pixels.end(), picture.pixels.begin(), picture.pixels.end());
}

const std::vector<float>& MetricBatch::latents()
{
    if (_latents.empty())
        _latents = _input.encoder().encode(_pixels);
    return _latents;
}

const std::vector<float>& MetricBatch::features()
{
    if (_features.empty())
        _features = _input.features().of(_pixels);
    return _features;
}

const std::vector<float>& MetricBatch::probabilities(const std::string& model)
{
    std::vector<float>& probabilities = _probabilities[model];
    if (probabilities.empty())
        probabilities = _input.classifier(model).probabilities(_pixels);
    return probabilities;
}

} // namespace flipside
