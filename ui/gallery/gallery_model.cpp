// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/gallery_model.h"

#include "ui/pictures/stored_thumbnail.h"

#include "ui/gallery/gallery_facts.h"

#include <QPixmap>
#include <QPixmapCache>

#include <algorithm>

namespace flipside {
namespace {

/// Pictures are unpacked when they come into sight.
QPixmap thumbnailOf(const GalleryItem& item)
{
    const QString key = QStringLiteral("gallery-%1-%2").arg(item.id).arg(quintptr(&item));
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = QPixmap::fromImage(storedThumbnail(item.thumbnail));
        QPixmapCache::insert(key, pixmap);
    }
    return pixmap;
}

} // namespace

GalleryModel::GalleryModel(Gallery& gallery, const ModelLibrary& models, QObject* parent)
    : QAbstractListModel(parent), _gallery(gallery), _models(models), _items(gallery.items())
{
    connect(&gallery, &Gallery::changed, this, &GalleryModel::take);
    connect(&models, &ModelLibrary::changed, this, [this] {
        if (!_items.empty())
            emit dataChanged(index(0), index(int(_items.size()) - 1));
    });
}

std::optional<NoveltyRank> GalleryModel::noveltyAt(int row) const
{
    const GalleryItem& item = itemAt(row);
    return noveltyRank(item.metrics, _models.names().typicalOf(item.recipe.model));
}

void GalleryModel::take()
{
    const GalleryItems& next = _gallery.items();
    const auto sameIds = [](const auto& a, const auto& b) { return a->id == b->id; };
    const std::size_t common = std::min(_items.size(), next.size());
    const bool kept =
        next.size() == _items.size() + 1 && std::equal(_items.begin(), _items.end(), next.begin(), sameIds);
    // Selections live through what happens most: one more at the end, and items that are said more about.
    if (kept) {
        beginInsertRows({}, int(common), int(common));
        _items.push_back(next.back());
        endInsertRows();
    } else if (next.size() != _items.size() || !std::ranges::equal(_items, next, sameIds)) {
        beginResetModel();
        _items = next;
        endResetModel();
        return;
    }
    for (std::size_t row = 0; row < common; ++row)
        if (_items[row] != next[row]) {
            _items[row] = next[row];
            emit dataChanged(index(int(row)), index(int(row)));
        }
}

int GalleryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(_items.size());
}

QVariant GalleryModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const GalleryItem& item = itemAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return QString::fromStdString(item.name);
    case Qt::DecorationRole:
        return thumbnailOf(item);
    case Qt::ToolTipRole:
        return QString::fromStdString(item.note);
    case Qt::AccessibleTextRole:
        return item.name.empty() ? tr("Picture %1").arg(index.row() + 1) : QString::fromStdString(item.name);
    case IdRole:
        return quint64(item.id);
    case StarredRole:
        return item.starred;
    case ModelRole:
        return QString::fromStdString(item.recipe.model);
    case SchemeRole:
        return item.recipe.scheme ? QString::fromStdString(item.recipe.scheme->name) : QString();
    case KeptRole:
        return qint64(item.kept);
    case NoveltyTextRole:
        return noveltyCaption(item, _models.names());
    default:
        return {};
    }
}

bool GalleryModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::EditRole)
        return false;
    _gallery.rename(itemAt(index.row()).id, value.toString());
    return true;
}

Qt::ItemFlags GalleryModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags always = Qt::ItemIsDropEnabled;
    return index.isValid() ? always | Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable |
                                 Qt::ItemIsDragEnabled
                           : always;
}

GalleryFilter::GalleryFilter(GalleryModel& model, QObject* parent) : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(true);
    setSourceModel(&model);
}

void GalleryFilter::setStarredOnly(bool starredOnly)
{
    _starredOnly = starredOnly;
    invalidateFilter();
}

void GalleryFilter::setModel(const QString& id)
{
    _model = id;
    invalidateFilter();
}

void GalleryFilter::setScheme(const std::optional<QString>& name)
{
    _scheme = name;
    invalidateFilter();
}

void GalleryFilter::setOrder(Order order)
{
    _order = order;
    if (order == Order::Own)
        sort(-1);
    else
        sort(0, Qt::DescendingOrder);
    invalidate();
}

bool GalleryFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    return (!_starredOnly || index.data(GalleryModel::StarredRole).toBool()) &&
           (_model.isEmpty() || index.data(GalleryModel::ModelRole).toString() == _model) &&
           (!_scheme || index.data(GalleryModel::SchemeRole).toString() == *_scheme);
}

bool GalleryFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    if (_order == Order::Newest)
        return left.data(GalleryModel::KeptRole).toLongLong() <
               right.data(GalleryModel::KeptRole).toLongLong();
    const auto& gallery = static_cast<const GalleryModel&>(*sourceModel());
    const auto a = gallery.noveltyAt(left.row());
    const auto b = gallery.noveltyAt(right.row());
    if (!a || !b)
        return !a && b; // what was not measured comes last
    return isLessNovel(*a, *b);
}

} // namespace flipside
