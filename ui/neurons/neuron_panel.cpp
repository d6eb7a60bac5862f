// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/neurons/neuron_panel.h"

#include "ui/actions/mnemonics.h"
#include "ui/neurons/neuron_arrangement.h"
#include "ui/neurons/neuron_heatmap.h"
#include "ui/neurons/neuron_legend.h"
#include "ui/neurons/neuron_menu.h"
#include "ui/widgets/choice_box.h"
#include "ui/workspace/panel_content.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/workspace.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <algorithm>
#include <numeric>

namespace flipside {
namespace {

constexpr int spacing = 10;

std::vector<int> byIndex(int units)
{
    std::vector<int> order(std::size_t(units), 0);
    std::iota(order.begin(), order.end(), 0);
    return order;
}

std::vector<int> byPercentActivation(const LayerProfile& profile)
{
    std::vector<int> order = byIndex(profile.units());
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        return profile.percentActivation[std::size_t(a)] > profile.percentActivation[std::size_t(b)];
    });
    return order;
}

QWidget* makePanel(Workspace& workspace, Actions& /*actions*/, QWidget& parent)
{
    return new NeuronPanel(workspace.document(), &parent);
}

} // namespace

NeuronPanel::NeuronPanel(Document& document, QWidget* parent) : QWidget(parent), _document(document)
{
    _order = new ChoiceBox(this);
    _order->setObjectName(QStringLiteral("neuronOrder"));
    _order->addItems({tr("By index"), tr("By how often on"), tr("By correlation")});
    _order->setToolTip(
        tr("Order of the cells: the neurons' own, the most often active first, or correlated ones side "
           "by side"));
    _order->setAccessibleName(tr("Order of the neurons"));
    connect(_order, &QComboBox::currentIndexChanged, this, &NeuronPanel::orderCells);

    _all = new QToolButton(this);
    _all->setObjectName(QStringLiteral("showAllLayers"));
    _all->setText(tr("← All layers"));
    _all->setToolTip(tr("Show all layers again (E or Esc)"));
    _all->setAutoRaise(true);
    _all->hide();
    connect(_all, &QToolButton::clicked, this, &NeuronPanel::showAllLayers);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(12);
    bar->addWidget(_order);
    bar->addWidget(_all);
    bar->addStretch(1);
    bar->addWidget(new NeuronLegend(this));
    bar->addWidget(new NeuronColourScale(this));
    _area = new QWidget(this);
    _area->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 8);
    layout->setSpacing(4);
    layout->addLayout(bar);
    layout->addWidget(_area, 1);

    connect(&_document, &Document::modelChanged, this, &NeuronPanel::takeModel);
    connect(&_document, &Document::recipeChanged, this, &NeuronPanel::takeRecipe);
    connect(&_document, &Document::renderingChanged, this, &NeuronPanel::refresh);
    connect(&_document, &Document::selectedChanged, this, &NeuronPanel::takeSelected);
    connect(&_document.player(), &Player::mapsRead, this, [this](std::shared_ptr<const LayerMaps> maps) {
        if (maps->layer == _enlarged && _lookup && _document.model().get() == &_lookup->model())
            _heatmaps[std::size_t(_enlarged)]->setMaps(std::move(maps));
    });
    connect(&_correlationOrders, &QFutureWatcher<Orders>::finished, this, [this] {
        if (!_lookup || _ordering != &_lookup->model())
            return;
        _byCorrelation = _correlationOrders.result();
        orderCells();
    });
    takeModel();
}

void NeuronPanel::takeModel()
{
    const auto model = _document.model();
    if (_lookup && model.get() == &_lookup->model())
        return;
    qDeleteAll(_heatmaps);
    _heatmaps.clear();
    _byCorrelation.clear();
    _enlarged = -1;
    _all->hide();
    _lookup.reset();
    _order->setEnabled(model && model->profile);
    if (!model)
        return;
    _lookup = std::make_shared<NeuronLookup>(model);
    for (int layer = 0; layer < _lookup->layers(); ++layer) {
        auto* heatmap = new NeuronHeatmap(_document, _lookup, layer, _area);
        heatmap->setObjectName(QStringLiteral("heatmap%1").arg(layer));
        connect(heatmap, &NeuronHeatmap::enlargeRequested, this, &NeuronPanel::enlarge);
        connect(heatmap, &NeuronHeatmap::neighbourRequested, this, &NeuronPanel::goToNeighbour);
        connect(heatmap, &NeuronHeatmap::selectionMade, this, &NeuronPanel::keepSelectionIn);
        connect(heatmap, &NeuronHeatmap::menuRequested, this, &NeuronPanel::openMenu);
        _heatmaps.push_back(heatmap);
    }
    arrange();
    QWidget* before = _all;
    for (NeuronHeatmap* heatmap : _heatmaps) {
        heatmap->show();
        setTabOrder(before, heatmap);
        before = heatmap;
    }
    takeSelected();
    orderCells();
    takeRecipe();
}

void NeuronPanel::takeRecipe()
{
    if (!_lookup || _document.model().get() != &_lookup->model())
        return;
    const bool marksMoved = _lookup->setLowActiveRangeFrom(_document.recipe());
    // What a moved slider changes comes with the rendering; what a flip changes is shown at once.
    if (marksMoved || _document.recipe().edits != _shownEdits) {
        _shownEdits = _document.recipe().edits;
        for (NeuronHeatmap* heatmap : _heatmaps)
            heatmap->refresh();
    }
}

void NeuronPanel::refresh()
{
    if (!_lookup || _document.model().get() != &_lookup->model())
        return;
    if (const auto rendering = _document.rendering())
        _lookup->observe(rendering->activations);
    for (NeuronHeatmap* heatmap : _heatmaps)
        heatmap->refresh();
    requestMaps();
}

void NeuronPanel::requestMaps()
{
    const auto rendering = _document.rendering();
    if (_enlarged >= 0 && rendering &&
        _lookup->model().card.layers[std::size_t(_enlarged)].kind == LayerKind::Conv)
        _document.player().readMaps(rendering->recipe, _enlarged);
}

void NeuronPanel::arrange()
{
    if (_heatmaps.empty())
        return;
    if (_enlarged >= 0) {
        NeuronHeatmap& heatmap = *_heatmaps[std::size_t(_enlarged)];
        heatmap.setGeometry(_area->rect());
        heatmap.setHeaderForm(heatmap.fullestHeader());
        return;
    }
    std::vector<int> units;
    units.reserve(_heatmaps.size());
    for (int layer = 0; layer < _lookup->layers(); ++layer)
        units.push_back(_lookup->units(layer));
    const std::vector<QRect> rects =
        arrangedHeatmaps(_area->rect(), units, NeuronHeatmap::headerHeight(fontMetrics()), spacing);
    for (std::size_t i = 0; i < _heatmaps.size(); ++i)
        _heatmaps[i]->setGeometry(rects[i]);
    nameLayers();
}

void NeuronPanel::nameLayers()
{
    for (auto first = _heatmaps.begin(); first != _heatmaps.end();) {
        const auto end = std::find_if(first, _heatmaps.end(), [&](const NeuronHeatmap* heatmap) {
            return heatmap->y() != (*first)->y();
        });
        HeaderForm form = HeaderForm::Full;
        for (auto heatmap = first; heatmap != end; ++heatmap)
            form = std::max(form, (*heatmap)->fullestHeader());
        for (; first != end; ++first)
            (*first)->setHeaderForm(form);
    }
}

void NeuronPanel::enlarge(int layer)
{
    if (layer == _enlarged) {
        showAllLayers();
        return;
    }
    _enlarged = layer;
    for (NeuronHeatmap* heatmap : _heatmaps) {
        heatmap->setEnlarged(heatmap->layer() == layer);
        heatmap->setVisible(heatmap->layer() == layer);
    }
    _all->show();
    takeSelected();
    arrange();
    _heatmaps[std::size_t(layer)]->setFocus();
    requestMaps();
}

void NeuronPanel::showAllLayers()
{
    const int layer = _enlarged;
    _enlarged = -1;
    _all->hide();
    takeSelected();
    arrange();
    for (NeuronHeatmap* heatmap : _heatmaps) {
        heatmap->setEnlarged(false);
        heatmap->show();
    }
    if (layer >= 0)
        _heatmaps[std::size_t(layer)]->setFocus();
}

void NeuronPanel::orderCells()
{
    if (!_lookup)
        return;
    Orders orders;
    orders.reserve(_heatmaps.size());
    for (int layer = 0; layer < _lookup->layers(); ++layer) {
        const LayerProfile* profile = _lookup->profile(layer);
        orders.push_back(profile && _order->currentIndex() == ByPercentActivation
                             ? byPercentActivation(*profile)
                             : byIndex(_lookup->units(layer)));
    }
    if (_order->currentIndex() != ByCorrelation || !_lookup->model().profile) {
        setOrders(orders);
        return;
    }
    if (!_byCorrelation.empty()) {
        for (std::size_t layer = 0; layer < orders.size(); ++layer)
            if (_byCorrelation[layer].size() == orders[layer].size())
                orders[layer] = _byCorrelation[layer];
        setOrders(orders);
        return;
    }
    // A large layer takes a while; the cells move when the answer is there.
    if (_correlationOrders.isRunning() && _ordering == &_lookup->model())
        return;
    _ordering = &_lookup->model();
    _correlationOrders.setFuture(QtConcurrent::run([lookup = _lookup] {
        Orders found;
        for (int layer = 0; layer < lookup->layers(); ++layer) {
            const LayerProfile* profile = lookup->profile(layer);
            found.push_back(profile ? profile->correlationOrder() : std::vector<int>{});
        }
        return found;
    }));
}

void NeuronPanel::setOrders(const Orders& orders)
{
    for (std::size_t i = 0; i < _heatmaps.size(); ++i)
        _heatmaps[i]->setOrder(orders[i]);
}

void NeuronPanel::keepSelectionIn(int layer)
{
    for (NeuronHeatmap* heatmap : _heatmaps)
        if (heatmap->layer() != layer)
            heatmap->setSelection({});
}

void NeuronPanel::takeSelected()
{
    // All layers together are one stop for Tab, at the selected neuron; keys go from layer to layer.
    int stop = _document.selected() ? _document.selected()->layer : 0;
    if (_enlarged >= 0)
        stop = _enlarged;
    for (NeuronHeatmap* heatmap : _heatmaps)
        heatmap->setFocusPolicy(heatmap->layer() == stop ? Qt::StrongFocus : Qt::ClickFocus);
    setPanelContent(*this, std::size_t(stop) < _heatmaps.size() ? _heatmaps[std::size_t(stop)] : nullptr);
}

void NeuronPanel::goToNeighbour(int layer, int step)
{
    const int next = layer + step;
    if (next < 0 || next >= int(_heatmaps.size()))
        return;
    if (_enlarged >= 0)
        enlarge(next);
    _heatmaps[std::size_t(next)]->setFocus(Qt::TabFocusReason);
    if (!_document.selected() || _document.selected()->layer != next)
        _document.setSelected(NeuronRef{next, 0});
}

void NeuronPanel::openMenu(int layer, int unit, QPoint position)
{
    NeuronHeatmap* heatmap = _heatmaps[std::size_t(layer)];
    NeuronMenuTarget target{layer, unit, heatmap->chosen()};
    const auto select = [this, heatmap](std::vector<int> units) {
        heatmap->setSelection(std::move(units));
        keepSelectionIn(heatmap->layer());
    };
    QMenu* menu = neuronMenu(_document, _lookup, target, select, heatmap);
    menu->addSeparator();
    QAction* action =
        menu->addAction(_enlarged >= 0 ? tr("Show all layers\tE") : tr("Enlarge this layer\tE"));
    connect(action, &QAction::triggered, this, [this, layer] { enlarge(layer); });
    giveMnemonics(*menu);
    menu->popup(position);
}

bool NeuronPanel::eventFilter(QObject* object, QEvent* event)
{
    if (object == _area && event->type() == QEvent::Resize)
        arrange();
    return QWidget::eventFilter(object, event);
}

void NeuronPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        arrange();
}

const PanelKind& neuronsPanel()
{
    static const PanelKind kind{"neuronsDock",
                                [] { return NeuronPanel::tr("Neurons"); },
                                Qt::BottomDockWidgetArea,
                                nullptr,
                                &makePanel,
                                "neurons"};
    return kind;
}

} // namespace flipside
