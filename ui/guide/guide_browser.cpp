// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guide_browser.h"

#include "ui/guide/guide_book.h"
#include "ui/style/theme.h"

#include <QImage>
#include <QTextBlock>
#include <QTextTable>

namespace flipside {
namespace {

/// Of pictures: what a page of the window has room for.
constexpr int pageWidth = 740;
constexpr double pageMargin = 24.0;

/// Markdown's tables come with double lines and no room inside.
void styleTables(const QTextDocument& page)
{
    const auto frames = page.rootFrame()->childFrames();
    for (QTextFrame* frame : frames) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setBorderCollapse(true);
        format.setBorder(1.0);
        format.setBorderBrush(flipside::palette().border);
        format.setCellPadding(5.0);
        format.setTopMargin(6.0);
        format.setBottomMargin(10.0);
        table->setFormat(format);
    }
}

/// Markdown's headings come without names.
void nameHeadings(QTextDocument& page)
{
    for (QTextBlock block = page.begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 0)
            continue;
        QTextCursor heading(block);
        heading.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        QTextCharFormat name;
        name.setAnchor(true);
        name.setAnchorNames({GuideBook::anchorOf(block.text())});
        heading.mergeCharFormat(name);
    }
}

} // namespace

GuideBrowser::GuideBrowser(const GuideBook& book, QWidget* parent) : QTextBrowser(parent), _book(book)
{
    setOpenLinks(true);
    setOpenExternalLinks(true);
    setFrameShape(QFrame::NoFrame);
    document()->setDocumentMargin(pageMargin);
    connect(this, &QTextBrowser::sourceChanged, this, &GuideBrowser::takePage);
}

void GuideBrowser::takePage(const QUrl& page)
{
    styleTables(*document());
    nameHeadings(*document());
    if (page.hasFragment())
        scrollToAnchor(page.fragment());
}

QVariant GuideBrowser::loadResource(int type, const QUrl& name)
{
    if (type == QTextDocument::MarkdownResource && name.fileName() == QLatin1String(GuideBook::glossary))
        return _book.markdownOf(name.fileName());
    QVariant resource = QTextBrowser::loadResource(type, name);
    if (type != QTextDocument::ImageResource)
        return resource;
    QImage image;
    if (!image.loadFromData(resource.toByteArray()))
        return resource;
    const double ratio = devicePixelRatioF();
    const int width = int(pageWidth * ratio);
    if (image.width() > width)
        image = image.scaledToWidth(width, Qt::SmoothTransformation);
    image.setDevicePixelRatio(ratio);
    return image;
}

} // namespace flipside
