// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/clusters/class_pictures.h"
#include "ui/document/document.h"
#include "ui/document/neuron_lookup.h"

#include <QFutureWatcher>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QComboBox;
class QSpinBox;

namespace flipside {

class ClusterCells;
class ClusterMap;

/// The neurons of a layer in clusters by their correlation (METHOD, Schemes, 4), beside how active each
/// cluster is for each class. Works only while it is in sight.
class ClusterPanel : public QWidget {
    Q_OBJECT
public:
    explicit ClusterPanel(Document& document, QWidget* parent = nullptr);

    /// The clusters on show, [unit]; empty while they are being worked out.
    const std::vector<int>& clusters() const { return _clusters; }

    QSize sizeHint() const override { return {720, 230}; }
    QSize minimumSizeHint() const override { return {360, 150}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void takeModel();
    void workOut();
    void takeClusters();

    Document& _document;
    std::shared_ptr<const NeuronLookup> _lookup;
    QComboBox* _layer = nullptr;
    QSpinBox* _count = nullptr;
    ClusterCells* _cells = nullptr;
    ClusterMap* _map = nullptr;
    std::vector<int> _clusters;

    struct Wish {
        std::shared_ptr<const NeuronLookup> lookup; ///< kept, so that no later one can be taken for it
        int layer = -1;
        int count = 0;
        bool operator==(const Wish&) const = default;
    };
    Wish wish() const;
    std::optional<Wish> _workingOn; ///< what the watcher's result belongs to, if it is still to be taken
    Wish _shown;
    ClassPictures _pictures;
    std::shared_ptr<const NeuronLookup> _picturesOf;
    QFutureWatcher<std::vector<int>> _watcher;
};

} // namespace flipside
