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

/// The pictures that were kept. What is asked of them goes out as signals: the window knows who does it.
class GalleryPanel : public QWidget {
    Q_OBJECT
public:
    GalleryPanel(Document& document, Gallery& gallery, QWidget* parent = nullptr);

    /// Keeps the picture on screen.
    void keep();
    /// Keeps a picture that something else has made.
    void keepPicture(const Recipe& recipe, const Image& picture, const NoveltyValues& metrics = {});
    void removeChosen();
    /// Gives those chosen a star, or takes theirs away where all have one.
    void star();

    GalleryView& view() { return *_view; }
    /// Makes the pictures of these at their full size in the background.
    void makePictures(const GalleryItems& items,
                      const std::function<void(const std::vector<Image>& pictures)>& then);
    /// The chosen ones, in the order in which they are shown; all that are shown where none is chosen.
    GalleryItems chosenOrShown() const;
    GalleryItems chosen() const;
    std::vector<Recipe> chosenRecipes() const;

signals:
    void opened(const flipside::Recipe& recipe);
    /// One picture beside the live one, or two beside each other.
    void compareRequested(const flipside::GalleryItems& items);
    void sheetRequested(const flipside::GalleryItems& items);
    void breedRequested(const std::vector<flipside::Recipe>& parents);
    void keyframesRequested(const std::vector<flipside::Recipe>& recipes);
    void kept();
    void failed(const QString& sentence);

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void buildTools();
    QAction* tool(const QString& icon, const QString& text, const QString& tip, const QKeySequence& key = {});
    void updateTools();
    void updateFilters();
    void measured();
    /// In the background, for a picture that is not on screen.
    void measure(const Recipe& recipe, const Image& picture);

    Document& _document;
    Gallery& _gallery;
    FileTasks _files;
    FileTasks _pictures; ///< apart, so that keeping never waits for a sheet of a thousand
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
        QAction *open, *star, *compare, *sheet, *breed, *film, *remove;
    } _tools{};
};

} // namespace flipside
