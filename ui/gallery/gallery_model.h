// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/novelty/novelty_rank.h"
#include "ui/document/gallery.h"
#include "ui/document/model_library.h"

#include <QAbstractListModel>
#include <QSortFilterProxyModel>

#include <optional>

namespace flipside {

/// The gallery for Qt's views: one row a picture, in the user's order.
class GalleryModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole, ///< quint64
        StarredRole,
        ModelRole,      ///< id
        SchemeRole,     ///< name; empty for flips by hand
        KeptRole,       ///< milliseconds since 1970
        NoveltyTextRole ///< as captions tell it; empty where nothing was measured
    };

    GalleryModel(Gallery& gallery, const ModelLibrary& models, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }

    const GalleryItem& itemAt(int row) const { return *_items[std::size_t(row)]; }
    /// Nothing where nothing was measured.
    std::optional<NoveltyRank> noveltyAt(int row) const;

private:
    void take();

    Gallery& _gallery;
    const ModelLibrary& _models;
    GalleryItems _items; ///< as the views know them
};

/// The pictures that the user wants to see, in the order they want.
class GalleryFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    enum class Order { Own, Newest, MostNovel };

    explicit GalleryFilter(GalleryModel& model, QObject* parent = nullptr);

    void setStarredOnly(bool starredOnly);
    /// Empty for all.
    void setModel(const QString& id);
    /// No value for all; empty for flips by hand.
    void setScheme(const std::optional<QString>& name);
    void setOrder(Order order);
    Order order() const { return _order; }
    bool showsAll() const { return !_starredOnly && _model.isEmpty() && !_scheme; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    bool _starredOnly = false;
    QString _model;
    std::optional<QString> _scheme;
    Order _order = Order::Own;
};

} // namespace flipside
