// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/guide/guide_book.h"

#include <QMainWindow>

class QLineEdit;
class QListWidget;
class QStackedWidget;
class QTreeWidget;

namespace flipside {

class GuideBrowser;

/// The user's guide and its glossary in a window of its own: contents, search over all pages, and the way
/// back.
class GuideWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit GuideWindow(QWidget* parent = nullptr);

    /// Goes to a section of a page, both as GuideBook names them; an empty anchor is the page's beginning.
    void open(const QString& page, const QString& anchor);

private:
    void buildSide(QWidget& side);
    void buildBar();
    void fillContents();
    void search(const QString& words);
    /// Marks what is shown in the contents.
    void followPage(const QUrl& page);

    GuideBook _book;
    GuideBrowser* _browser = nullptr;
    QLineEdit* _search = nullptr;
    QStackedWidget* _pages = nullptr; ///< contents, or hits
    QTreeWidget* _contents = nullptr;
    QListWidget* _hits = nullptr;
};

} // namespace flipside
