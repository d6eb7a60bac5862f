// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"
#include "ui/document/neuron_lookup.h"

#include <functional>
#include <memory>
#include <vector>

class QMenu;
class QWidget;

namespace flipside {

/// What the menu of a neuron, or of several that are selected with it, acts on.
struct NeuronMenuTarget {
    int layer = 0;
    int unit = 0;           ///< the neuron that the menu was opened on
    std::vector<int> units; ///< with all others that are selected
};

/// The right-click menu: flip, on value, off, exact value, release, select its most correlated. `select`
/// makes neurons of the same layer the selection. The menu deletes itself when it closes.
QMenu* neuronMenu(Document& document, const std::shared_ptr<const NeuronLookup>& lookup,
                  const NeuronMenuTarget& target, const std::function<void(std::vector<int>)>& select,
                  QWidget* parent);

/// Asks for a number in a small dialog that does not block, and holds the neurons at it.
void askExactValue(Document& document, const std::shared_ptr<const NeuronLookup>& lookup,
                   const NeuronMenuTarget& target, QWidget* parent);

} // namespace flipside
