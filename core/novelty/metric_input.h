// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decoder/decoder.h"
#include "core/decoder/encoder.h"
#include "core/model/model_folder.h"
#include "core/novelty/classifier.h"
#include "core/novelty/picture_features.h"
#include "core/profile/reference_latents.h"

#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace flipside {

/// What the metrics of a model are made from: each part is loaded when a metric first asks for it, and
/// shared. Belongs to one thread, as the decoder does.
class MetricInput {
public:
    virtual ~MetricInput() = default;
    virtual const ModelFolder& folder() const = 0;
    virtual Decoder& decoder() = 0;
    /// Of a metric that needs one.
    virtual const Encoder& encoder() = 0;
    virtual const ReferenceLatents& references() = 0;

    /// Of the model with this id; of the model itself where it is empty.
    const Classifier& classifier(const std::string& model);
    /// Training pictures as n × C×H×W in [0, 1], evenly spread, as many as there are reference latents.
    /// Throws Error where the dataset's pictures are not of the model's size.
    const std::vector<float>& trainingPictures();
    const PictureFeatures& features();
    /// n × features().length(), of evenly spread training pictures. Throws Error as trainingPictures() does.
    const std::vector<float>& trainingFeatures();
    /// n × features().length(), of what the model makes of draws from its prior when nothing is flipped; the
    /// same every time.
    const std::vector<float>& usualFeatures();

private:
    std::map<std::string, Classifier> _classifiers; ///< by model
    std::vector<float> _trainingPictures;
    std::optional<PictureFeatures> _features;
    std::vector<float> _trainingFeatures;
    std::vector<float> _usualFeatures;
};

/// Pictures to be measured, and what several metrics need of them: computed when the first of them asks.
class MetricBatch {
public:
    MetricBatch(MetricInput& input, std::span<const Image> pictures, const std::stop_token& stop);

    std::span<const Image> pictures() const { return _pictures; }
    const std::stop_token& stop() const { return _stop; }
    /// n × C×H×W in [0, 1].
    const std::vector<float>& pixels() const { return _pixels; }
    /// n × latent length: the pictures' encodings.
    const std::vector<float>& latents();
    /// n × classes, by the classifier of MetricInput::classifier().
    const std::vector<float>& probabilities(const std::string& model);
    /// n × MetricInput::features().length().
    const std::vector<float>& features();

private:
    MetricInput& _input;
    std::span<const Image> _pictures;
    std::stop_token _stop;
    std::vector<float> _pixels;
    std::vector<float> _latents;
    std::vector<float> _features;
    std::map<std::string, std::vector<float>> _probabilities; ///< by model
};

} // namespace flipside
