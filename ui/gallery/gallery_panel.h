// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"
#include "ui/document/gallery.h"
#include "ui/work/file_tasks.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QLabel;
class QStackedLayout;
class QToolButton;

namespace flipside {

class GalleryDetails;
class GalleryFilter;
class GalleryModel;
class GalleryView;
class Workspace;

/// The pictures that were kept: which are shown, in which order, and what can be done with those chosen.
class GalleryPanel : public QWidget {
    Q_OBJECT
public:
    explicit GalleryPanel(Workspace& workspace, QWidget* parent = nullptr);

    void removeChosen();
    /// Gives those chosen a star, or takes theirs away where all have one.
    void star();

    GalleryView& view() { return *_view; }

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void buildTools();
    QAction* tool(const QString& icon, const QString& text, const QString& tip, const QKeySequence& key = {});
    void updateTools();
    void updateFilters();
    void open(const GalleryItem& item);
    /// Chooses a picture that was asked to be kept, and has the window say what became of that.
    void pointAt(Gallery::Id id, const QString& words, bool isNew);
    /// One picture beside the live one, or two beside each other.
    void compareChosen();
    /// Of those chosen, or of all that are shown where none or one is.
    void makeContactSheet();
    GalleryItems chosenOrShown() const;
    /// Those chosen, or all that are shown where none is.
    void exportPictures();
    void mixStyle();
    GalleryItems shown() const;
    /// Makes the pictures of these at their full size in the background.
    void makePictures(const GalleryItems& items,
                      const std::function<void(const std::vector<Image>& pictures)>& then);

    Workspace& _workspace;
    Document& _document;
    Gallery& _gallery;
    FileTasks _files;
    GalleryModel* _model = nullptr;
    GalleryFilter* _filter = nullptr;
    GalleryView* _view = nullptr;
    GalleryDetails* _details = nullptr;
    QLabel* _empty = nullptr;
    QStackedLayout* _stack = nullptr;
    QComboBox* _models = nullptr;
    QComboBox* _schemes = nullptr;
    QComboBox* _orders = nullptr;
    QToolButton* _starredOnly = nullptr;
    struct {
        QAction *open, *star, *compare, *sheet, *files, *breed, *mix, *film, *remove;
    } _tools{};
};

} // namespace flipside
