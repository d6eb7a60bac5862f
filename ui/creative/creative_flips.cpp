// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/creative/creative_flips.h"

#include "ui/document/display_names.h"
#include "ui/document/neuron_lookup.h"
#include "ui/neurons/neuron_cells.h"
#include "ui/style/theme.h"
#include "ui/words/numbers.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPainter>

#include <algorithm>

namespace flipside {
namespace {

constexpr int swatch = 12;
constexpr int rowMargin = 10;
/// That the list would like to show, and shows at least.
constexpr int usualRows = 6;
constexpr int leastRows = 4;

int rowHeight(const QFontMetrics& metrics)
{
    return std::max(22, metrics.height() + 6);
}

QString actionText(const Edit& edit)
{
    switch (edit.action) {
    case EditAction::On:
        return FlipsModel::tr("on");
    case EditAction::Off:
        return FlipsModel::tr("off");
    case EditAction::Value:
        break;
    }
    return FlipsModel::tr("value");
}

/// What of a channel's map is flipped.
QString extentText(const Region& region)
{
    if (region.dabs.empty() && region.cells.size() == 1)
        return FlipsModel::tr("row %1, column %2")
            .arg(region.cells.front().row + 1)
            .arg(region.cells.front().column + 1);
    if (region.dabs.empty())
        return FlipsModel::tr("%1 places").arg(region.cells.size());
    return FlipsModel::tr("painted");
}

} // namespace

FlipsModel::FlipsModel(Document& document, QObject* parent) : QAbstractListModel(parent), _document(document)
{
    connect(&_document, &Document::recipeChanged, this, &FlipsModel::takeRecipe);
    connect(&_document, &Document::modelChanged, this, &FlipsModel::takeRecipe);
    takeRecipe();
}

void FlipsModel::takeRecipe()
{
    if (_document.recipe().edits == _edits)
        return;
    beginResetModel();
    _edits = _document.recipe().edits;
    endResetModel();
}

int FlipsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(_edits.size());
}

NeuronRef FlipsModel::neuron(int row) const
{
    const auto model = _document.model();
    return {model ? model->card.layerIndex(edit(row).layer) : -1, edit(row).unit};
}

bool FlipsModel::holdsOn(int row) const
{
    const Edit& edit = this->edit(row);
    if (edit.action != EditAction::Value)
        return edit.action == EditAction::On;
    const int layer = neuron(row).layer;
    const float threshold = layer < 0 ? 0.0f : _document.model()->thresholds[std::size_t(layer)];
    return edit.value.value_or(0.0f) > threshold;
}

QVariant FlipsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Edit& edit = this->edit(index.row());
    const int layer = neuron(index.row()).layer;
    const QString name = layer < 0 ? QString::fromStdString(edit.layer)
                                   : neuronTitle(_document.model()->card, layer, edit.unit);
    if (role == Qt::DisplayRole)
        return edit.region ? tr("%1, %2").arg(name, extentText(*edit.region)) : name;
    if (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole)
        return tr("%1, %2. Click to go to it, Delete to release it.").arg(name, actionText(edit));
    return {};
}

FlipsDelegate::FlipsDelegate(const FlipsModel& model, QObject* parent)
    : QStyledItemDelegate(parent), _model(model)
{
}

QRect FlipsDelegate::crossRect(const QRect& row)
{
    return {row.right() - row.height() - rowMargin / 2 + 1, row.top(), row.height(), row.height()};
}

QSize FlipsDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const
{
    return {160, rowHeight(option.fontMetrics)};
}

void FlipsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    if (index.row() >= _model.rowCount())
        return;
    const Palette& colours = palette();
    const Edit& edit = _model.edit(index.row());
    const QRect row = option.rect;
    const bool current = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    painter->save();
    if (current || hovered) {
        QColor tint = current ? colours.accent : colours.text;
        tint.setAlphaF(current ? 0.18f : 0.05f);
        painter->fillRect(row, tint);
    }
    NeuronCell cell;
    cell.state = _model.holdsOn(index.row()) ? CellState::FlippedOn : CellState::FlippedOff;
    const double scale = painter->device()->devicePixelRatioF();
    QImage image(QSize(swatch, swatch) * scale, QImage::Format_RGB32);
    CellBrush().draw(image, image.rect(), 0, cell);
    image.setDevicePixelRatio(scale);
    painter->drawImage(QPoint(row.left() + rowMargin, row.center().y() - swatch / 2 + 1), image);

    const QRect cross = crossRect(row);
    const QFontMetrics metrics = option.fontMetrics;
    const QString number = edit.value ? decimalText(double(*edit.value), 2) : QString();
    const int valueWidth =
        std::max(metrics.horizontalAdvance(QStringLiteral("00.00")), metrics.horizontalAdvance(number)) + 4;
    const int actionWidth = metrics.horizontalAdvance(actionText(edit)) + 4;
    const QRect value(cross.left() - valueWidth, row.top(), valueWidth, row.height());
    const QRect action(value.left() - actionWidth, row.top(), actionWidth, row.height());
    const int nameLeft = row.left() + rowMargin + swatch + 7;
    const QRect name(nameLeft, row.top(), action.left() - nameLeft - 4, row.height());
    painter->setPen(colours.text);
    painter->drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                      metrics.elidedText(index.data().toString(), Qt::ElideLeft, name.width()));
    painter->setPen(colours.dimText);
    painter->drawText(action, Qt::AlignLeft | Qt::AlignVCenter, actionText(edit));
    painter->drawText(value, Qt::AlignRight | Qt::AlignVCenter, number);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(current || hovered ? colours.text : colours.dimText, 1.4));
    const QPointF c = QRectF(cross).center();
    constexpr double arm = 3.5;
    painter->drawLine(c + QPointF(-arm, -arm), c + QPointF(arm, arm));
    painter->drawLine(c + QPointF(-arm, arm), c + QPointF(arm, -arm));
    painter->restore();
}

FlipsView::FlipsView(Document& document, QWidget* parent)
    : QListView(parent), _document(document), _model(new FlipsModel(document, this)), _hint(new QLabel(this))
{
    setModel(_model);
    setItemDelegate(new FlipsDelegate(*_model, this));
    setUniformItemSizes(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setMouseTracking(true);
    setAccessibleName(tr("Flips"));
    viewport()->setAutoFillBackground(false);
    _hint->setObjectName(QStringLiteral("creativeHint"));
    _hint->setWordWrap(true);
    _hint->setForegroundRole(QPalette::PlaceholderText);
    _hint->setContentsMargins(rowMargin, 2, rowMargin, 4);
    _hint->hide();
    connect(this, &FlipsView::countChanged, this, &FlipsView::takeCount);
    takeCount(count());
    // The cross that removed a row must not jump away from under the pointer, nor the keyboard lose its
    // place.
    connect(_model, &QAbstractItemModel::modelAboutToBeReset, this,
            [this] { _keptRow = currentIndex().row(); });
    connect(_model, &QAbstractItemModel::modelReset, this, [this] {
        if (_keptRow >= 0 && count() > 0)
            setCurrentIndex(_model->index(std::min(_keptRow, count() - 1)));
        emit countChanged(count());
    });
    connect(this, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) { goTo(index.row()); });
    connect(this, &QAbstractItemView::entered, this, [this](const QModelIndex& index) {
        const NeuronRef neuron = _model->neuron(index.row());
        if (neuron.layer >= 0)
            _document.setHovered(neuron);
    });
}

void FlipsView::takeCount(int count)
{
    // An empty list has nothing to do with the keyboard, nor anything to show that it has it.
    setFocusPolicy(count > 0 ? Qt::StrongFocus : Qt::NoFocus);
}

QSize FlipsView::sizeHint() const
{
    return {240, usualRows * rowHeight(fontMetrics())};
}

QSize FlipsView::minimumSizeHint() const
{
    return {160, leastRows * rowHeight(fontMetrics())};
}

void FlipsView::setHint(const QString& text)
{
    if (text == _hint->text())
        return;
    _hint->setText(text);
    _hint->setVisible(!text.isEmpty());
    placeHint();
}

void FlipsView::placeHint()
{
    const int high = _hint->text().isEmpty() ? 0 : _hint->heightForWidth(width());
    _hint->setGeometry(0, height() - high, width(), high);
    setViewportMargins(0, 0, 0, high);
}

void FlipsView::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    placeHint();
}

QRect FlipsView::crossRect(int row) const
{
    return FlipsDelegate::crossRect(visualRect(_model->index(row)));
}

void FlipsView::goTo(int row)
{
    if (row < 0 || row >= count())
        return;
    const NeuronRef neuron = _model->neuron(row);
    if (neuron.layer >= 0)
        _document.setSelected(neuron);
}

void FlipsView::remove(int row)
{
    if (row < 0 || row >= count())
        return;
    const NeuronRef neuron = _model->neuron(row);
    if (neuron.layer >= 0)
        _document.flip(neuron.layer, {neuron.unit}, Flip::Release);
}

void FlipsView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        remove(currentIndex().row());
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        goTo(currentIndex().row());
        return;
    default:
        QListView::keyPressEvent(event);
    }
}

void FlipsView::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid() && event->button() == Qt::LeftButton &&
        crossRect(index.row()).contains(event->position().toPoint())) {
        remove(index.row());
        return;
    }
    QListView::mousePressEvent(event);
}

void FlipsView::leaveEvent(QEvent* event)
{
    QListView::leaveEvent(event);
    _document.setHovered({});
}

void FlipsView::paintEvent(QPaintEvent* event)
{
    if (count() > 0) {
        QListView::paintEvent(event);
        return;
    }
    QPainter painter(viewport());
    painter.setPen(flipside::palette().dimText);
    const QString text = tr("Nothing is flipped. Click a neuron, or co‑activate.");
    const QRect room = viewport()->rect().adjusted(10, 4, -10, -4);
    constexpr int flags = Qt::AlignCenter | Qt::TextWordWrap;
    // Rather nothing than half of it.
    if (painter.boundingRect(room, flags, text).height() <= room.height())
        painter.drawText(room, flags, text);
}

} // namespace flipside
