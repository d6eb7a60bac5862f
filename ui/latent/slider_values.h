// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/variation/latent_axes.h"

#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace flipside {

/// Whether an input beside z has more numbers than fit into boxes, so that it gets a list of sliders.
bool hasSliders(const NetworkInput& input);
/// Whether an input is set by files and by what is done elsewhere, and not by hand: a w that is given instead
/// of one that comes of z, and the other picture that a style is mixed in of.
bool isForFiles(const NetworkInput& input);

/// What a list of sliders moves: z (LatentAxes), or one of the inputs beside it.
class SliderValues {
public:
    SliderValues() = default;
    explicit SliderValues(const ModelCard& card) : _axes(card) {}
    explicit SliderValues(NetworkInput input) : _input(std::move(input)) {}

    bool areOfLatent() const { return !_input.has_value(); }
    /// Whether one slider is one number of z.
    bool areNumbersOfLatent() const { return areOfLatent() && !_axes.areDirections(); }
    std::vector<float> of(const Recipe& recipe) const;
    Recipe placed(Recipe recipe, const std::vector<float>& values) const;
    /// What a slider's movement is called in the history.
    QString step(int slider) const;

private:
    LatentAxes _axes;
    std::optional<NetworkInput> _input;
};

} // namespace flipside
