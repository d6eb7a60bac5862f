// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/fact_layout.h"

#include <QWidget>

#include <algorithm>
#include <numeric>

namespace flipside {
namespace {

constexpr int betweenFacts = 24;
constexpr int withinFact = 6;
constexpr int betweenLines = 2;

int captionWidth(const QLayoutItem& caption)
{
    return caption.minimumSize().width();
}

/// Wide enough for most values, so that the lines do not change with one that moves.
int valueWidth(QLayoutItem& value)
{
    const int usual = value.widget()->fontMetrics().horizontalAdvance(QStringLiteral("−0.000"));
    return std::max(value.sizeHint().width(), usual);
}

} // namespace

FactLayout::FactLayout() = default;

FactLayout::~FactLayout() = default;

void FactLayout::addFact(QWidget* caption, QWidget* value)
{
    addWidget(caption);
    addWidget(value);
}

void FactLayout::addItem(QLayoutItem* item)
{
    _items.emplace_back(item);
}

int FactLayout::count() const
{
    return int(_items.size());
}

QLayoutItem* FactLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? _items[std::size_t(index)].get() : nullptr;
}

QLayoutItem* FactLayout::takeAt(int index)
{
    if (!itemAt(index))
        return nullptr;
    QLayoutItem* item = _items[std::size_t(index)].release();
    _items.erase(_items.begin() + index);
    return item;
}

FactLayout::Fact FactLayout::fact(int index) const
{
    return {itemAt(2 * index), itemAt(2 * index + 1)};
}

std::vector<int> FactLayout::columns(int perLine) const
{
    std::vector<int> captions(std::size_t(perLine), 0);
    std::vector<int> values(std::size_t(perLine), 0);
    for (int i = 0; i < facts(); ++i) {
        const auto column = std::size_t(i % perLine);
        captions[column] = std::max(captions[column], captionWidth(*fact(i).caption));
        values[column] = std::max(values[column], valueWidth(*fact(i).value));
    }
    std::vector<int> widths;
    for (std::size_t column = 0; column < captions.size(); ++column)
        widths.push_back(captions[column] + withinFact + values[column]);
    return widths;
}

int FactLayout::width(int perLine) const
{
    const std::vector<int> widths = columns(perLine);
    return std::accumulate(widths.begin(), widths.end(), (perLine - 1) * betweenFacts);
}

int FactLayout::heightForWidth(int width) const
{
    return arrange({0, 0, width, 0}, false);
}

QSize FactLayout::sizeHint() const
{
    const int width = this->width(2);
    return {width, heightForWidth(width)};
}

QSize FactLayout::minimumSize() const
{
    QSize size;
    for (int i = 0; i < facts(); ++i)
        size = size.expandedTo(fact(i).caption->minimumSize())
                   .expandedTo({valueWidth(*fact(i).value), fact(i).value->sizeHint().height()});
    return size;
}

void FactLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FactLayout::arrange(const QRect& rect, bool moves) const
{
    const int perLine = width(2) <= rect.width() ? 2 : 1;
    const int spare = std::max(0, rect.width() - width(perLine)) / perLine;
    std::vector<int> widths = columns(perLine);
    for (int& width : widths)
        width = std::min(width + spare, rect.width());
    int bottom = rect.y();
    for (int first = 0; first < facts(); first += perLine) {
        const int top = first == 0 ? bottom : bottom + betweenLines;
        int x = rect.x();
        for (int i = first; i < std::min(facts(), first + perLine); ++i) {
            const auto [caption, value] = fact(i);
            const int room = widths[std::size_t(i - first)];
            const int left = room - valueWidth(*value) - withinFact;
            const int captionHeight = caption->sizeHint().height();
            const int valueHeight = value->sizeHint().height();
            const bool isBeside = left >= captionWidth(*caption);
            const int valueTop = isBeside ? top : top + captionHeight;
            const int valueLeft = isBeside ? left + withinFact : 0;
            if (moves) {
                caption->setGeometry({x, top, isBeside ? left : room, captionHeight});
                value->setGeometry({x + valueLeft, valueTop, room - valueLeft, valueHeight});
            }
            bottom = std::max({bottom, top + captionHeight, valueTop + valueHeight});
            x += room + betweenFacts;
        }
    }
    return bottom - rect.y();
}

} // namespace flipside
