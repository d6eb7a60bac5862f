// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flow_layout.h"

#include <algorithm>
#include <utility>

namespace flipside {

FlowLayout::FlowLayout(QWidget* parent) : QLayout(parent) {}

FlowLayout::~FlowLayout() = default;

void FlowLayout::setFillsLines(bool fills)
{
    _fillsLines = fills;
    invalidate();
}

void FlowLayout::addItem(QLayoutItem* item)
{
    _items.emplace_back(item);
}

int FlowLayout::count() const
{
    return int(_items.size());
}

QLayoutItem* FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? _items[std::size_t(index)].get() : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    if (!itemAt(index))
        return nullptr;
    QLayoutItem* item = _items[std::size_t(index)].release();
    _items.erase(_items.begin() + index);
    return item;
}

int FlowLayout::heightForWidth(int width) const
{
    return arrange({0, 0, width, 0}, false);
}

QSize FlowLayout::sizeHint() const
{
    int width = 0;
    for (const auto& item : _items)
        if (!item->isEmpty())
            width += item->sizeHint().width() + spacing();
    const QMargins margins = contentsMargins();
    width += margins.left() + margins.right() - spacing();
    return {width, heightForWidth(width)};
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto& item : _items)
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize());
    return size.grownBy(contentsMargins());
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

void FlowLayout::place(std::vector<Word> line, const QRect& lineRect) const
{
    const auto expands = [](const Word& word) {
        return word.item->expandingDirections().testFlag(Qt::Horizontal);
    };
    if (_fillsLines) {
        int left = lineRect.width() - spacing() * (int(line.size()) - 1);
        for (const Word& word : line)
            left -= word.size.width();
        auto sharers = int(std::ranges::count_if(line, expands));
        for (Word& word : line)
            if (left > 0 && expands(word)) {
                const int share = left / sharers--;
                word.size.rwidth() += share;
                left -= share;
            }
    }
    int x = lineRect.x();
    for (const Word& word : line) {
        const int above = lineRect.height() - word.size.height();
        const bool isAtBottom = word.item->alignment().testFlag(Qt::AlignBottom);
        word.item->setGeometry({QPoint(x, lineRect.y() + (isAtBottom ? above : above / 2)), word.size});
        x += word.size.width() + spacing();
    }
}

int FlowLayout::arrange(const QRect& rect, bool moves) const
{
    const QRect area = rect.marginsRemoved(contentsMargins());
    int width = 0;
    QRect lineRect(area.topLeft(), QSize(area.width(), 0));
    std::vector<Word> line;
    for (const auto& item : _items) {
        if (item->isEmpty())
            continue;
        const QSize size = item->sizeHint().boundedTo(
            {std::max(area.width(), item->minimumSize().width()), item->sizeHint().height()});
        if (!line.empty() && width + size.width() > area.width()) {
            if (moves)
                place(std::move(line), lineRect);
            line.clear();
            width = 0;
            lineRect = {area.x(), lineRect.y() + lineRect.height() + spacing(), area.width(), 0};
        }
        line.push_back({item.get(), size});
        width += size.width() + spacing();
        lineRect.setHeight(std::max(lineRect.height(), size.height()));
    }
    if (moves)
        place(std::move(line), lineRect);
    return lineRect.y() + lineRect.height() - rect.y() + contentsMargins().bottom();
}

} // namespace flipside
