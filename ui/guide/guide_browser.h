// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextBrowser>

namespace flipside {

class GuideBook;

/// Shows the guide's pages, with pictures at most as wide as a page, tables in the program's colours, and
/// headings that links can lead to.
class GuideBrowser : public QTextBrowser {
    Q_OBJECT
public:
    explicit GuideBrowser(const GuideBook& book, QWidget* parent = nullptr);

protected:
    QVariant loadResource(int type, const QUrl& name) override;

private:
    void takePage(const QUrl& page);

    const GuideBook& _book;
};

} // namespace flipside
