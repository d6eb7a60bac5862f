// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"
#include "ui/document/neuron_lookup.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace flipside {

/// The neurons of a layer cluster by cluster, one colour each: bright where a neuron is on for the present
/// latent, faint where it is off; flipped ones have a frame. Point at one to inspect it, click to flip it.
class ClusterCells : public QWidget {
    Q_OBJECT
public:
    explicit ClusterCells(Document& document, QWidget* parent = nullptr);

    /// `clusters` gives each unit's cluster, -1 for none; empty while they are being worked out.
    void setClusters(std::shared_ptr<const NeuronLookup> lookup, int layer, std::vector<int> clusters);
    /// Takes as much of this room as there is; higher than it where the clusters need more.
    void fitInto(QSize room);
    int layer() const { return _layer; }
    int unitAt(QPoint position) const;
    QRect cellOf(int unit) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    /// Places all clusters with cells of this size, and says how high they become.
    int place(int cell, int width);
    bool hasCell(int unit) const;

    Document& _document;
    std::shared_ptr<const NeuronLookup> _lookup;
    int _layer = 0;
    int _count = 0; ///< of clusters
    QSize _room;
    std::vector<int> _clusters;
    std::vector<QRect> _cells;  ///< [unit]; null for those without a cluster
    std::vector<QRect> _labels; ///< [cluster]
};

/// A cluster's colour; hues go round once over `count` clusters.
QColor clusterColour(int cluster, int count, bool on);

} // namespace flipside
