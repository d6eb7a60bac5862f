// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_folder.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace flipside {

/// What a network sees in pictures, as numbers by which pictures that look alike are near each other:
/// features.pt of the model's folder, any TorchScript that takes the model's pictures and returns a row of
/// numbers for each, or else what the last hidden layer of the model's own critic, classifier or encoder
/// computes (the mean of each unit's map). Belongs to one thread.
class PictureFeatures {
public:
    /// Whether a model has such a network. Loads nothing.
    static bool areIn(const ModelFolder& folder);

    /// Loads and checks the network as Decoder does decoder.pt. Throws Error, also where it does not take the
    /// model's pictures.
    explicit PictureFeatures(const ModelFolder& folder);
    ~PictureFeatures();
    PictureFeatures(PictureFeatures&&) noexcept;

    std::size_t length() const; ///< numbers for each picture, 2 or more
    /// n pictures as n × C×H×W floats in [0, 1] -> n × length(), finite.
    std::vector<float> of(std::span<const float> pixels) const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> _implementation;
};

} // namespace flipside
