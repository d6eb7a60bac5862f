// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/breeding/generation_tree.h"

#include "ui/words/numbers.h"

#include <QHeaderView>
#include <QLocale>
#include <QSignalBlocker>

namespace flipside {
namespace {

constexpr int indexRole = Qt::UserRole;
constexpr int pictureSide = 36;
constexpr int itemHeight = pictureSide + 6;

} // namespace

GenerationTree::GenerationTree(Document& document, const Family& family, QWidget* parent)
    : QTreeWidget(parent), _family(family), _pictures(document)
{
    setObjectName(QStringLiteral("generations"));
    setAccessibleName(tr("Generations"));
    setHeaderLabels({tr("Generation"), tr("Mutation")});
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    header()->setStretchLastSection(false);
    setFrameShape(QFrame::NoFrame);
    setIndentation(14);
    setIconSize({pictureSide, pictureSide});
    connect(&_family, &Family::changed, this, &GenerationTree::build);
    connect(&_pictures, &RecipePictures::changed, this, &GenerationTree::showPictures);
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
    std::vector<Recipe> recipes;
    for (const Generation& generation : _family.generations())
        if (!generation.parents.empty())
            recipes.push_back(generation.parents.front());
    _pictures.want(recipes);
}

void GenerationTree::showPictures()
{
    const QSignalBlocker quiet(this);
    for (std::size_t i = 0; i < _items.size() && i < _family.generations().size(); ++i) {
        const Generation& generation = _family.generations()[i];
        const QImage picture =
            generation.parents.empty() ? QImage() : _pictures.of(generation.parents.front());
        if (picture.isNull())
            continue;
        const QSize room = QSize(pictureSide, pictureSide) * devicePixelRatioF();
        QPixmap shown = QPixmap::fromImage(picture.scaled(room, Qt::KeepAspectRatio, Qt::FastTransformation));
        shown.setDevicePixelRatio(devicePixelRatioF());
        _items[i]->setIcon(0, QIcon(shown));
    }
    viewport()->update();
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
