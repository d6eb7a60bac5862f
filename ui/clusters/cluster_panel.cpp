// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/clusters/cluster_panel.h"

#include "core/profile/cluster_activation.h"
#include "core/profile/spectral_clustering.h"
#include "ui/clusters/cluster_cells.h"
#include "ui/clusters/cluster_map.h"
#include "ui/clusters/cluster_scroll.h"
#include "ui/document/layer_choice.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/term_label.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/workspace.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTimer>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <utility>

namespace flipside {
namespace {

constexpr int papersClusters = 11; ///< long paper, Figure 4
constexpr int mostClusters = 60;

QWidget* makePanel(Workspace& workspace, Actions& /*actions*/, QWidget& parent)
{
    return new ClusterPanel(workspace.document(), &parent);
}

} // namespace

ClusterPanel::ClusterPanel(Document& document, QWidget* parent) : QWidget(parent), _document(document)
{
    _layer = new ChoiceBox(this);
    _layer->setObjectName(QStringLiteral("clusterLayer"));
    _layer->setAccessibleName(tr("Layer"));
    _layer->setToolTip(tr("The layer whose neurons are shown in clusters"));
    _count = new QSpinBox(this);
    _count->setObjectName(QStringLiteral("clusterCount"));
    _count->setRange(1, mostClusters);
    _count->setValue(papersClusters);
    _count->setKeyboardTracking(false);
    explain(*_count, QStringLiteral("cluster"), tr("Into so many the neurons of the layer are sorted."));
    auto* caption = new TermLabel(tr("Clusters"), {}, QStringLiteral("cluster"), this);
    caption->setBuddy(_count);
    auto* hint = new QLabel(tr("Neurons in full colour are on now"), this);
    hint->setForegroundRole(QPalette::PlaceholderText);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(8);
    bar->addWidget(_layer);
    bar->addSpacing(8);
    bar->addWidget(caption);
    bar->addWidget(_count);
    bar->addSpacing(8);
    bar->addWidget(hint);
    bar->addStretch(1);

    _cells = new ClusterCells(_document);
    _map = new ClusterMap(this);
    auto* views = new QHBoxLayout;
    views->setContentsMargins(0, 0, 0, 0);
    views->setSpacing(12);
    views->addWidget(new ClusterScroll(_cells, this), 3);
    views->addWidget(_map, 3);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 8);
    layout->setSpacing(4);
    layout->addLayout(bar);
    layout->addLayout(views, 1);

    connect(_layer, &QComboBox::currentIndexChanged, this, &ClusterPanel::workOut);
    connect(_count, &QSpinBox::valueChanged, this, &ClusterPanel::workOut);
    connect(&_document, &Document::modelChanged, this, &ClusterPanel::takeModel);
    connect(&_pictures, &ClassPictures::made, _map, &ClusterMap::setPictures);
    connect(&_watcher, &QFutureWatcher<std::vector<int>>::finished, this, &ClusterPanel::takeClusters);
    takeModel();
}

void ClusterPanel::paintEvent(QPaintEvent* event)
{
    QWidget::paintEvent(event);
    // A panel behind another one's tab is not hidden, and it is not painted either: the first picture of a
    // start does not wait for clusters that nobody sees.
    if (wish() != _shown)
        QTimer::singleShot(0, this, &ClusterPanel::workOut);
}

void ClusterPanel::takeModel()
{
    const auto model = _document.model();
    if (_lookup && model.get() == &_lookup->model())
        return;
    const QSignalBlocker quiet(_layer);
    _layer->clear();
    _lookup.reset();
    _pictures.stop();
    _picturesOf.reset();
    _map->setPictures({});
    if (model && model->profile) {
        _lookup = std::make_shared<NeuronLookup>(model);
        offerLayers(*_layer, model->card);
    }
    for (QWidget* control : {static_cast<QWidget*>(_layer), static_cast<QWidget*>(_count)})
        control->setEnabled(_lookup != nullptr);
    workOut();
}

ClusterPanel::Wish ClusterPanel::wish() const
{
    if (!_lookup || _layer->currentIndex() < 0)
        return {};
    return {_lookup, _layer->currentIndex(), _count->value()};
}

void ClusterPanel::workOut()
{
    if (visibleRegion().isEmpty() || wish() == _shown || _watcher.isRunning())
        return;
    _clusters.clear();
    const Wish next = wish();
    const LayerProfile* profile = next.lookup ? next.lookup->profile(next.layer) : nullptr;
    if (!profile || profile->units() > mostCorrelatedUnits) {
        // A result that has not been taken yet is of something else.
        _workingOn.reset();
        _shown = next;
        _cells->setClusters(_lookup, 0, {});
        _map->setNothing(
            profile
                ? tr("This layer has more than %1 neurons, too many to be grouped.")
                      .arg(QLocale().toString(mostCorrelatedUnits))
                : tr("The neurons are grouped once it is known when they are on: Tools › Profile this model "
                     "finds it out."));
        return;
    }
    _workingOn = next;
    _watcher.setFuture(QtConcurrent::run(
        [lookup = next.lookup, profile, count = next.count] { return spectralClusters(*profile, count); }));
}

void ClusterPanel::takeClusters()
{
    if (_workingOn != wish()) {
        workOut();
        return;
    }
    _shown = *std::exchange(_workingOn, std::nullopt);
    _clusters = _watcher.result();
    _cells->setClusters(_lookup, _shown.layer, _clusters);
    const OpenedModel& model = _lookup->model();
    _map->setActivation(clusterActivation(*_lookup->profile(_shown.layer), _clusters),
                        model.profile->classNames);
    if (std::exchange(_picturesOf, _lookup) != _lookup)
        _pictures.make(model.folder);
}

const PanelKind& clustersPanel()
{
    static const PanelKind kind{"clustersDock",
                                [] { return ClusterPanel::tr("Clusters"); },
                                Qt::BottomDockWidgetArea,
                                "neuronsDock",
                                &makePanel,
                                "clusters",
                                true};
    return kind;
}

} // namespace flipside
