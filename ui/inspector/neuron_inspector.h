// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"
#include "ui/document/neuron_lookup.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QToolButton;
class QWidget;

namespace flipside {

class ChannelMap;
class FactLayout;
class NeuronClassBars;
class NeuronHistogram;
class NeuronPictures;
class TermLabel;

/// All that is known of the neuron under the pointer, or else of the selected one: how often it is on, its
/// values, the classes it answers to, its neighbours in correlation, and what the picture becomes when it
/// alone is flipped. Follows at most about fifteen times a second, however fast the pointer or a slider
/// moves.
class NeuronInspector : public QWidget {
    Q_OBJECT
public:
    explicit NeuronInspector(Document& document, QWidget* parent = nullptr);

    /// The neuron that is shown; empty where there is none.
    std::optional<NeuronRef> shown() const { return _shown; }

    QSize sizeHint() const override { return {310, 330}; }
    QSize minimumSizeHint() const override { return {220, 120}; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    /// Its value, beside `label`.
    QLabel* addFact(FactLayout& facts, QLabel* label);
    QWidget* buildCorrelated();
    void takeModel();
    void soon();
    void refresh();
    void showNeuron(NeuronRef neuron);
    void showProfile(const LayerProfile& profile, NeuronRef neuron);
    void showCorrelated(const LayerProfile& profile, NeuronRef neuron);
    void showValues(NeuronRef neuron);
    void requestPicture(NeuronRef neuron);
    void showFlippedCells(NeuronRef neuron);
    void takePicture(const InspectedNeuron& inspected);
    std::optional<double> presentValue(NeuronRef neuron) const;

    Document& _document;
    std::shared_ptr<NeuronLookup> _lookup;
    std::shared_ptr<const Rendering> _pictured; ///< whose regular picture is shown
    QTimer _soon;
    std::optional<NeuronRef> _shown;
    std::optional<NeuronRef> _requested; ///< whose picture was asked for last
    Recipe _requestedRecipe;

    QLabel* _empty = nullptr;
    QWidget* _content = nullptr;
    QLabel* _title = nullptr;
    QLabel* _state = nullptr;
    QLabel* _note = nullptr;
    QLabel* _percent = nullptr;
    QLabel* _rank = nullptr;
    QLabel* _now = nullptr;
    QLabel* _on = nullptr;
    NeuronPictures* _pictures = nullptr;
    QLabel* _mapTitle = nullptr;
    ChannelMap* _map = nullptr; ///< of a channel
    QWidget* _profileSection = nullptr;
    NeuronHistogram* _histogram = nullptr;
    TermLabel* _classTitle = nullptr;
    NeuronClassBars* _classes = nullptr;
    QLabel* _correlatedTitle = nullptr;
    QWidget* _correlatedBox = nullptr;
    std::vector<QToolButton*> _correlated;
    std::vector<int> _correlatedUnits;
};

} // namespace flipside
