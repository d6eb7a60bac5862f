// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/latent/latent_list.h"

#include <QEvent>
#include <QFontMetrics>
#include <QLineEdit>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace flipside {
namespace {

constexpr int usualWidth = 280;
/// So many of them show that there are more.
constexpr int usualRows = 8;
constexpr int leastRows = 4;

} // namespace

LatentList::LatentList(Document& document, QWidget* parent) : QAbstractScrollArea(parent), _document(document)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Latent sliders"));
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Window);
    _editor = new QLineEdit(viewport());
    _editor->setObjectName(QStringLiteral("latentEditor"));
    _editor->setAlignment(Qt::AlignRight);
    _editor->setTextMargins(0, 0, 0, 0);
    _editor->hide();
    _editor->installEventFilter(this);
    connect(&_document, &Document::modelChanged, this, &LatentList::takeModel);
    connect(&_document, &Document::recipeChanged, this, &LatentList::takeRecipe);
    takeModel();
}

QSize LatentList::minimumSizeHint() const
{
    return {_painter.leastWidth() + verticalScrollBar()->sizeHint().width(), leastRows * _painter.height()};
}

QSize LatentList::sizeHint() const
{
    return {std::max(usualWidth, minimumSizeHint().width()), usualRows * _painter.height()};
}

void LatentList::takeModel()
{
    const auto model = _document.model();
    const QString id = model ? model->folder : QString();
    const auto space = model ? model->card.latentSpace : nullptr;
    if (id != _modelId || space != _space) {
        _modelId = id;
        _space = space;
        setValues(model ? SliderValues(model->card) : SliderValues());
    }
    takeRecipe();
}

void LatentList::setInput(const NetworkInput& input)
{
    setValues(SliderValues(input));
    takeRecipe();
}

void LatentList::setValues(SliderValues values)
{
    _values = std::move(values);
    _painter.setHasLocks(_values.areOfLatent());
    finishEdit(false);
    _locked.clear();
    _shown.clear(); // so that takeRecipe() makes room for the rows, however many there were before
    _order.clear();
    _rows.clear();
    _effects.clear();
    _current = 0;
    verticalScrollBar()->setValue(0);
}

void LatentList::takeRecipe()
{
    const std::vector<float> values = _values.of(_document.recipe());
    if (values.size() == _shown.size()) {
        const int first = rowAt(0);
        const int last = rowAt(viewport()->height());
        for (int row = std::max(0, first); row <= last && row < dimensions(); ++row) {
            const auto i = std::size_t(dimensionOf(row));
            if (values[i] != _shown[i])
                updateRow(row);
        }
        _shown = values;
        return;
    }
    _shown = values;
    _locked.resize(values.size(), false);
    if (_order.size() != values.size()) {
        _order.clear();
        _rows.clear();
    }
    _painter.setMetrics(fontMetrics(), int(QString::number(dimensions()).size()));
    updateGeometry();
    _current = std::clamp(_current, 0, std::max(0, dimensions() - 1));
    updateScrollBar();
    viewport()->update();
}

void LatentList::setLocked(const std::vector<int>& dimensions)
{
    std::fill(_locked.begin(), _locked.end(), false);
    for (const int dimension : dimensions)
        if (dimension >= 0 && std::size_t(dimension) < _locked.size())
            _locked[std::size_t(dimension)] = true;
    viewport()->update();
}

void LatentList::setOrder(std::vector<int> order)
{
    finishEdit(false);
    _order = std::move(order);
    _rows.assign(_order.size(), 0);
    for (std::size_t row = 0; row < _order.size(); ++row)
        _rows[std::size_t(_order[row])] = int(row);
    // What comes first in the new order is what is looked for.
    makeCurrent(0);
    verticalScrollBar()->setValue(0);
    viewport()->update();
}

void LatentList::setEffects(std::vector<float> effects)
{
    _effects = std::move(effects);
    _strongest = _effects.empty() ? 0.0f : *std::max_element(_effects.begin(), _effects.end());
    viewport()->update();
}

int LatentList::dimensionOf(int row) const
{
    return _order.empty() ? row : _order[std::size_t(row)];
}

int LatentList::rowOf(int dimension) const
{
    return _rows.empty() ? dimension : _rows[std::size_t(dimension)];
}

QRect LatentList::rowRect(int row) const
{
    const int top = row * _painter.height() - verticalScrollBar()->value();
    return {0, top, viewport()->width(), _painter.height()};
}

int LatentList::rowAt(int y) const
{
    return (y + verticalScrollBar()->value()) / _painter.height();
}

QRect LatentList::barRect(int dimension) const
{
    return _painter.barRect(rowRect(rowOf(dimension)));
}

QRect LatentList::lockRect(int dimension) const
{
    return _painter.lockRect(rowRect(rowOf(dimension)));
}

QRect LatentList::valueRect(int dimension) const
{
    return _painter.valueRect(rowRect(rowOf(dimension)));
}

void LatentList::updateRow(int row)
{
    viewport()->update(rowRect(row));
}

void LatentList::updateScrollBar()
{
    const int content = dimensions() * _painter.height();
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(_painter.height());
    verticalScrollBar()->setRange(0, std::max(0, content - viewport()->height()));
}

void LatentList::makeCurrent(int row)
{
    if (dimensions() == 0)
        return;
    updateRow(_current);
    _current = std::clamp(row, 0, dimensions() - 1);
    updateRow(_current);
    const int top = _current * _painter.height();
    const int seen = verticalScrollBar()->value();
    if (top < seen)
        verticalScrollBar()->setValue(top);
    else if (top + _painter.height() > seen + viewport()->height())
        verticalScrollBar()->setValue(top + _painter.height() - viewport()->height());
}

void LatentList::setValue(int dimension, double value, const QString& gesture)
{
    if (float(value) == _shown[std::size_t(dimension)])
        return;
    if (_values.areNumbersOfLatent()) {
        _document.setLatent(dimension, float(value), gesture);
        return;
    }
    std::vector<float> values = _shown;
    values[std::size_t(dimension)] = float(value);
    _document.change(_values.step(dimension), _values.placed(_document.recipe(), values), gesture);
}

void LatentList::toggleLock(int dimension)
{
    if (!_values.areOfLatent())
        return;
    _locked[std::size_t(dimension)] = !_locked[std::size_t(dimension)];
    updateRow(rowOf(dimension));
    emit lockedChanged();
}

void LatentList::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    if (dimensions() == 0) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(viewport()->rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Open a model to move its sliders."));
        return;
    }
    const int first = std::max(0, rowAt(event->rect().top()));
    const int last = std::min(dimensions() - 1, rowAt(event->rect().bottom()));
    for (int row = first; row <= last; ++row) {
        const int dimension = dimensionOf(row);
        const auto i = std::size_t(dimension);
        LatentRow content;
        content.dimension = dimension;
        content.value = _shown[i];
        if (i < _effects.size() && _strongest > 0.0f)
            content.effect = _effects[i] / _strongest;
        content.locked = _locked[i];
        content.current = row == _current;
        content.focused = hasFocus() || _editor->isVisible();
        content.hovered = row == _hovered;
        _painter.paint(painter, rowRect(row), content);
    }
}

bool LatentList::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave && _hovered >= 0) {
        updateRow(_hovered);
        _hovered = -1;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void LatentList::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBar();
    if (_edited >= 0)
        _editor->setGeometry(valueRect(_edited).adjusted(-6, 0, 4, 0));
}

void LatentList::scrollContentsBy(int /*dx*/, int dy)
{
    finishEdit(true);
    viewport()->scroll(0, dy);
}

void LatentList::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    updateRow(_current);
}

void LatentList::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    updateRow(_current);
}

void LatentList::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange ||
        event->type() == QEvent::StyleChange) {
        _painter.setMetrics(fontMetrics(), int(QString::number(dimensions()).size()));
        updateGeometry();
        updateScrollBar();
        viewport()->update();
    }
}

} // namespace flipside
