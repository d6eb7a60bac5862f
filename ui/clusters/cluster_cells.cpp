// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/clusters/cluster_cells.h"

#include "ui/style/relative_font.h"
#include "ui/style/theme.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <functional>
#include <utility>

namespace flipside {
namespace {

constexpr int largestCell = 16;
constexpr int smallestCell = 6; // below this a neuron is hard to hit
constexpr int rowGap = 2;
constexpr int edge = 2; // around all clusters
constexpr double clusterNumberText = 0.85;

/// Does something whenever a widget has another font.
class FontFollower : public QObject {
public:
    FontFollower(QWidget& widget, std::function<void()> follow) : QObject(&widget), _follow(std::move(follow))
    {
        widget.installEventFilter(this);
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::FontChange)
            _follow();
        return QObject::eventFilter(watched, event);
    }

private:
    std::function<void()> _follow;
};

} // namespace

QColor clusterColour(int cluster, int count, bool on)
{
    const bool dark = flipside::palette().dark;
    const float hue = float(cluster) / float(std::max(1, count));
    // Neighbours differ in lightness too, for eyes that see few hues.
    const float shift = cluster % 2 == 0 ? 0.05f : -0.05f;
    if (dark)
        return QColor::fromHslF(hue, on ? 0.75f : 0.35f, (on ? 0.62f : 0.24f) + shift);
    return QColor::fromHslF(hue, on ? 0.75f : 0.45f, (on ? 0.42f : 0.84f) + shift);
}

ClusterCells::ClusterCells(Document& document, QWidget* parent) : QWidget(parent), _document(document)
{
    setMouseTracking(true);
    setRelativeFont(*this, clusterNumberText);
    // The clusters' numbers are larger then, and their rows higher.
    new FontFollower(*this, [this] {
        if (_room.isValid())
            fitInto(_room);
    });
    setAccessibleName(tr("Neurons by cluster"));
    connect(&_document, &Document::renderingChanged, this, qOverload<>(&QWidget::update));
    connect(&_document, &Document::recipeChanged, this, qOverload<>(&QWidget::update));
    connect(&_document, &Document::selectedChanged, this, qOverload<>(&QWidget::update));
}

void ClusterCells::setClusters(std::shared_ptr<const NeuronLookup> lookup, int layer,
                               std::vector<int> clusters)
{
    _lookup = std::move(lookup);
    _layer = layer;
    _clusters = std::move(clusters);
    _count = _clusters.empty() ? 0 : 1 + *std::max_element(_clusters.begin(), _clusters.end());
    fitInto(_room);
    update();
}

int ClusterCells::place(int cell, int width)
{
    const QFontMetrics metrics = fontMetrics();
    const int labelWidth = metrics.horizontalAdvance(QStringLiteral("00")) + 8;
    const int columns = std::max(1, (width - labelWidth - 2 * edge) / cell);
    std::vector<std::vector<std::size_t>> members(std::size_t(_count), std::vector<std::size_t>{});
    for (std::size_t unit = 0; unit < _clusters.size(); ++unit)
        if (_clusters[unit] >= 0)
            members[std::size_t(_clusters[unit])].push_back(unit);
    _cells.assign(_clusters.size(), QRect());
    _labels.clear();
    int top = edge;
    for (const std::vector<std::size_t>& units : members) {
        const int rows = (int(units.size()) + columns - 1) / columns;
        const int height = std::max(rows * cell, metrics.ascent() + 1);
        const int firstRow = top + (height - rows * cell) / 2;
        for (int i = 0; i < int(units.size()); ++i)
            _cells[units[std::size_t(i)]] = QRect(edge + labelWidth + i % columns * cell,
                                                  firstRow + i / columns * cell, cell - 1, cell - 1);
        _labels.emplace_back(edge, top, labelWidth - 6, height);
        top += height + rowGap;
    }
    return top;
}

void ClusterCells::fitInto(QSize room)
{
    _room = room;
    int cell = largestCell;
    int height = place(cell, room.width());
    while (height > room.height() && cell > smallestCell)
        height = place(--cell, room.width());
    resize(room.width(), std::max(height, room.height()));
}

int ClusterCells::unitAt(QPoint position) const
{
    for (std::size_t unit = 0; unit < _cells.size(); ++unit)
        if (_cells[unit].adjusted(0, 0, 1, 1).contains(position))
            return int(unit);
    return -1;
}

bool ClusterCells::hasCell(int unit) const
{
    return unit < int(_cells.size()) && !_cells[std::size_t(unit)].isNull();
}

QRect ClusterCells::cellOf(int unit) const
{
    return _cells[std::size_t(unit)];
}

void ClusterCells::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Palette& colours = flipside::palette();
    if (_clusters.empty()) {
        painter.setPen(colours.dimText);
        painter.drawText(rect(), Qt::AlignCenter, tr("Working out the clusters…"));
        return;
    }
    const auto rendering = _document.rendering();
    const auto selected = _document.selected();
    const auto layer = std::size_t(_layer);
    for (std::size_t unit = 0; unit < _cells.size(); ++unit) {
        if (_cells[unit].isNull())
            continue;
        const bool on = rendering && rendering->isOn(_layer, int(unit));
        painter.fillRect(_cells[unit], clusterColour(_clusters[unit], _count, on));
    }
    painter.setPen(colours.dimText);
    for (int cluster = 0; cluster < int(_labels.size()); ++cluster)
        painter.drawText(_labels[std::size_t(cluster)], Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(cluster + 1));
    const std::string& layerId = _lookup->model().card.layers[layer].id;
    for (const Edit& edit : _document.recipe().edits) {
        if (edit.layer != layerId || !hasCell(edit.unit))
            continue;
        painter.setPen(QPen(edit.action == EditAction::Off ? colours.flippedOff : colours.flippedOn, 2.0));
        painter.drawRect(_cells[std::size_t(edit.unit)]);
    }
    if (selected && selected->layer == _layer && hasCell(selected->unit)) {
        painter.setPen(QPen(colours.selection, 2.0));
        painter.drawRect(_cells[std::size_t(selected->unit)].adjusted(-1, -1, 1, 1));
    }
}

void ClusterCells::mouseMoveEvent(QMouseEvent* event)
{
    const int unit = unitAt(event->pos());
    if (unit >= 0)
        _document.setHovered(NeuronRef{_layer, unit});
    else
        _document.setHovered({});
}

void ClusterCells::leaveEvent(QEvent* /*event*/)
{
    _document.setHovered({});
}

void ClusterCells::mousePressEvent(QMouseEvent* event)
{
    const int unit = unitAt(event->pos());
    if (event->button() != Qt::LeftButton || unit < 0)
        return;
    _document.setSelected(NeuronRef{_layer, unit});
    _document.flip({_layer, unit});
}

} // namespace flipside
