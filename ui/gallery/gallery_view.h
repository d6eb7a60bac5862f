// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/gallery.h"

#include <QListView>

namespace flipside {

class GalleryFilter;

/// The thumbnails. Enter and a double click ask for a picture's recipe; dragging puts pictures elsewhere in
/// the user's own order; F2 names one.
class GalleryView : public QListView {
    Q_OBJECT
public:
    GalleryView(Gallery& gallery, GalleryFilter& filter, QWidget* parent = nullptr);

    /// In the order in which they are shown.
    QList<Gallery::Id> selectedIds() const;
    void select(Gallery::Id id);
    /// Qt says nothing of a selection that goes with the whole model.
    void reset() override;

signals:
    void selectionAltered();
    void opened(std::uint64_t id);

protected:
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void startDrag(Qt::DropActions actions) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    /// Tab while a name is written goes on to the next picture; Qt goes to the one below.
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    /// The picture that a drop here puts things before; 0 for the end.
    Gallery::Id dropTarget(QPoint position) const;
    bool canReorder() const;

    Gallery& _gallery;
    GalleryFilter& _filter;
};

} // namespace flipside
