// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/metric_input.h"

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/profile/profiling.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <stop_token>

namespace flipside {

namespace {

std::vector<float> evenlySpread(const ModelCard& card)
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
        _trainingPictures = evenlySpread(folder().card());
    return _trainingPictures;
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

const std::vector<float>& MetricBatch::probabilities(const std::string& model)
{
    std::vector<float>& probabilities = _probabilities[model];
    if (probabilities.empty())
        probabilities = _input.classifier(model).probabilities(_pixels);
    return probabilities;
}

} // namespace flipside
