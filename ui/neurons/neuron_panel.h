// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"
#include "ui/document/neuron_lookup.h"

#include <QFutureWatcher>
#include <QWidget>

#include <memory>
#include <vector>

class QComboBox;
class QToolButton;

namespace flipside {

class NeuronHeatmap;

/// Every neuron of every layer: one heatmap per layer, all in sight at once, each of which can take the whole
/// panel.
class NeuronPanel : public QWidget {
    Q_OBJECT
public:
    explicit NeuronPanel(Document& document, QWidget* parent = nullptr);

    const std::vector<NeuronHeatmap*>& heatmaps() const { return _heatmaps; }
    /// The layer that takes the whole panel, or -1.
    int enlargedLayer() const { return _enlarged; }

    QSize sizeHint() const override { return {720, 230}; }
    QSize minimumSizeHint() const override { return {360, 150}; }

public slots:
    /// Gives one layer the whole panel, or all of them their place again.
    void enlarge(int layer);
    void showAllLayers();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum Order { ByIndex, ByPercentActivation, ByCorrelation };
    using Orders = std::vector<std::vector<int>>; ///< [layer][slot] -> unit

    void takeModel();
    void refresh();
    void takeRecipe();
    void arrange();
    /// Those beside each other say the same of themselves.
    void nameLayers();
    void orderCells();
    /// Asks for the maps of the enlarged layer, if it has any.
    void requestMaps();
    void setOrders(const Orders& orders);
    void keepSelectionIn(int layer);
    void takeSelected();
    void goToNeighbour(int layer, int step);
    void openMenu(int layer, int unit, QPoint position);

    Document& _document;
    std::shared_ptr<NeuronLookup> _lookup;
    QComboBox* _order = nullptr;
    QToolButton* _all = nullptr;
    QWidget* _area = nullptr;
    std::vector<NeuronHeatmap*> _heatmaps;
    int _enlarged = -1;
    QFutureWatcher<Orders> _correlationOrders;
    const OpenedModel* _ordering = nullptr; ///< whose correlation orders are being worked out
    Orders _byCorrelation;                  ///< of the present model; empty until asked for
    std::vector<Edit> _shownEdits;
};

} // namespace flipside
