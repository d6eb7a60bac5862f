// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/breeding/generation_tree.h"

#include "ui/words/numbers.h"

#include <QHeaderView>
#include <QLocale>
#include <QSignalBlocker>

namespace flipside {
namespace {

constexpr int indexRole = Qt::UserRole;
constexpr int itemHeight = 24;

} // namespace

GenerationTree::GenerationTree(const Family& family, QWidget* parent) : QTreeWidget(parent), _family(family)
{
    setObjectName(QStringLiteral("generations"));
    setAccessibleName(tr("Generations"));
    setHeaderLabels({tr("Generation"), tr("Mutation")});
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    header()->setStretchLastSection(false);
    setFrameShape(QFrame::NoFrame);
    setIndentation(14);
    connect(&_family, &Family::changed, this, &GenerationTree::build);
    connect(this, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem* now) {
        if (now)
            emit chosen(now->data(0, indexRole).toInt());
    });
    build();
}

void GenerationTree::build()
{
    const QSignalBlocker quiet(this);
    const int before = shown();
    clear();
    _items.clear();
    const QLocale locale;
    for (const Generation& generation : _family.generations()) {
        const int index = int(_items.size());
        auto* item = new QTreeWidgetItem;
        const QString share = percentText(generation.mutation, 0);
        item->setText(0, locale.toString(index + 1));
        item->setText(1, share);
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(0, indexRole, index);
        item->setSizeHint(0, QSize(0, itemHeight));
        const QString tip =
            generation.parents.size() == 1
                ? tr("Generation %1: children of one parent, mutation %2").arg(index + 1).arg(share)
                : tr("Generation %1: children of %2 parents, mutation %3")
                      .arg(index + 1)
                      .arg(generation.parents.size())
                      .arg(share);
        item->setToolTip(0, tip);
        item->setToolTip(1, tip);
        if (generation.from >= 0 && generation.from < index)
            _items[std::size_t(generation.from)]->addChild(item);
        else
            addTopLevelItem(item);
        _items.push_back(item);
    }
    expandAll();
    setShown(before);
}

void GenerationTree::setShown(int generation)
{
    const QSignalBlocker quiet(this);
    const bool isThere = generation >= 0 && std::size_t(generation) < _items.size();
    setCurrentItem(isThere ? _items[std::size_t(generation)] : nullptr);
    if (isThere)
        scrollToItem(_items[std::size_t(generation)]);
    viewport()->update();
}

int GenerationTree::shown() const
{
    return currentItem() ? currentItem()->data(0, indexRole).toInt() : -1;
}

} // namespace flipside
