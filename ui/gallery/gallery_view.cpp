// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/gallery_view.h"

#include "ui/gallery/gallery_delegate.h"
#include "ui/gallery/gallery_model.h"
#include "ui/style/theme.h"

#include <QDrag>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>

#include <algorithm>

namespace flipside {

GalleryView::GalleryView(Gallery& gallery, GalleryFilter& filter, QWidget* parent)
    : QListView(parent), _gallery(gallery), _filter(filter)
{
    setObjectName(QStringLiteral("galleryView"));
    setModel(&filter);
    setItemDelegate(new GalleryDelegate(this));
    setViewMode(IconMode);
    setMovement(Snap);
    setResizeMode(Adjust);
    setUniformItemSizes(true);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(EditKeyPressed);
    setVerticalScrollMode(ScrollPerPixel);
    setDragEnabled(true);
    setAcceptDrops(true);
    setSpacing(2);
    setFrameShape(NoFrame);
    viewport()->setBackgroundRole(QPalette::Window);
    setAccessibleName(tr("Gallery"));
    connect(this, &QListView::doubleClicked, this, [this](const QModelIndex& index) {
        emit opened(index.data(GalleryModel::IdRole).toULongLong());
    });
}

QList<Gallery::Id> GalleryView::selectedIds() const
{
    QModelIndexList indexes = selectionModel()->selectedIndexes();
    std::ranges::sort(indexes, {}, &QModelIndex::row);
    QList<Gallery::Id> ids;
    for (const QModelIndex& index : std::as_const(indexes))
        ids.append(index.data(GalleryModel::IdRole).toULongLong());
    return ids;
}

void GalleryView::select(Gallery::Id id)
{
    for (int row = 0; row < _filter.rowCount(); ++row) {
        const QModelIndex index = _filter.index(row, 0);
        if (index.data(GalleryModel::IdRole).toULongLong() != id)
            continue;
        setCurrentIndex(index);
        scrollTo(index);
    }
}

void GalleryView::reset()
{
    QListView::reset();
    emit selectionAltered();
}

void GalleryView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    QListView::selectionChanged(selected, deselected);
    emit selectionAltered();
}

bool GalleryView::canReorder() const
{
    return _filter.order() == GalleryFilter::Order::Own;
}

void GalleryView::startDrag(Qt::DropActions)
{
    const QModelIndexList indexes = selectionModel()->selectedIndexes();
    if (indexes.isEmpty() || !canReorder())
        return;
    QDrag drag(this);
    drag.setMimeData(new QMimeData);
    drag.mimeData()->setData(QStringLiteral("application/x-flipside-gallery"), {});
    drag.setPixmap(qvariant_cast<QPixmap>(indexes.front().data(Qt::DecorationRole))
                       .scaled(64, 64, Qt::KeepAspectRatio, Qt::FastTransformation));
    drag.exec(Qt::MoveAction);
    viewport()->update();
}

void GalleryView::dragEnterEvent(QDragEnterEvent* event)
{
    // Files and pictures from elsewhere are for the window.
    if (event->source() == this)
        event->acceptProposedAction();
    else
        event->ignore();
}

void GalleryView::dragMoveEvent(QDragMoveEvent* event)
{
    if (event->source() != this)
        return;
    QListView::dragMoveEvent(event);
    event->acceptProposedAction();
    viewport()->update();
}

Gallery::Id GalleryView::dropTarget(QPoint position) const
{
    QModelIndex index = indexAt(position);
    if (index.isValid() && position.x() > visualRect(index).center().x())
        index = index.siblingAtRow(index.row() + 1);
    return index.isValid() ? index.data(GalleryModel::IdRole).toULongLong() : 0;
}

void GalleryView::dropEvent(QDropEvent* event)
{
    if (event->source() != this)
        return;
    event->setDropAction(Qt::MoveAction);
    event->accept();
    const QList<Gallery::Id> ids = selectedIds();
    _gallery.move(ids, dropTarget(event->position().toPoint()));
    setState(NoState);
    clearSelection();
    for (const Gallery::Id id : ids)
        for (int row = 0; row < _filter.rowCount(); ++row)
            if (const QModelIndex index = _filter.index(row, 0);
                index.data(GalleryModel::IdRole).toULongLong() == id)
                selectionModel()->select(index, QItemSelectionModel::Select);
}

void GalleryView::paintEvent(QPaintEvent* event)
{
    QListView::paintEvent(event);
    if (state() != DraggingState)
        return;
    const QPoint position = viewport()->mapFromGlobal(QCursor::pos());
    const QModelIndex index = indexAt(position);
    if (!index.isValid())
        return;
    const QRect card = visualRect(index);
    const bool after = position.x() > card.center().x();
    QPainter painter(viewport());
    painter.fillRect(QRect(after ? card.right() : card.left() - 1, card.top(), 3, card.height()),
                     flipside::palette().accent);
}

void GalleryView::keyPressEvent(QKeyEvent* event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && state() != EditingState && currentIndex().isValid()) {
        emit opened(currentIndex().data(GalleryModel::IdRole).toULongLong());
        return;
    }
    // Letters are the window's keys, not a search by name.
    if (!event->text().isEmpty() && event->text().front().isLetterOrNumber() &&
        !(event->modifiers() & Qt::ControlModifier)) {
        event->ignore();
        return;
    }
    QListView::keyPressEvent(event);
}

QModelIndex GalleryView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    if (action != MoveNext && action != MovePrevious)
        return QListView::moveCursor(action, modifiers);
    const QModelIndex next =
        currentIndex().siblingAtRow(currentIndex().row() + (action == MoveNext ? 1 : -1));
    return next.isValid() ? next : currentIndex();
}

} // namespace flipside
