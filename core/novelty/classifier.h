// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_folder.h"

#include <memory>
#include <span>
#include <vector>

namespace flipside {

/// The in-domain classifier of a model: pictures to probabilities of the classes that its training data has.
/// Belongs to one thread.
class Classifier {
public:
    /// Loads and checks classifier.pt as Decoder does decoder.pt. Throws Error, also where the model has none
    /// or it does not take the model's pictures.
    explicit Classifier(const ModelFolder& folder);
    ~Classifier();
    Classifier(Classifier&&) noexcept;

    int classes() const;
    /// n pictures as n × C×H×W floats in [0, 1] -> n × classes() probabilities, each row with the sum 1.
    std::vector<float> probabilities(std::span<const float> pixels) const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> _implementation;
};

} // namespace flipside
