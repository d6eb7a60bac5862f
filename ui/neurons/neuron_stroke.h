// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"

#include <QString>

#include <optional>
#include <span>

namespace flipside {

/// What a click or a stroke over several neurons does to each of them.
enum class Stroke { On, Off, Release };

/// What flipping this neuron would do: release it if it is flipped, otherwise the opposite of what it is now.
/// Empty before the first rendering.
std::optional<Stroke> strokeFor(const Document& document, NeuronRef neuron);

/// Does the same to several units of a layer, as one undoable step. A stroke that goes on keeps its gesture.
void applyStroke(Document& document, int layer, std::span<const int> units, Stroke stroke,
                 const QString& gesture = {});

} // namespace flipside
