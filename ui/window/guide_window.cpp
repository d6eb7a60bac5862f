// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/guide_window.h"

#include "ui/style/theme.h"
#include "ui/style/theme_icons.h"
#include "ui/widgets/window_size.h"

#include <QCoreApplication>
#include <QDir>
#include <QImage>
#include <QTextBrowser>
#include <QTextTable>
#include <QToolBar>

namespace flipside {
namespace {

constexpr int pageWidth = 780;

QString firstPage(const QDir& folder)
{
    for (const auto* name : {"index.md", "README.md", "guide.md"}) {
        if (folder.exists(QLatin1String(name)))
            return folder.filePath(QLatin1String(name));
    }
    const QStringList pages = folder.entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name);
    return pages.isEmpty() ? QString() : folder.filePath(pages.front());
}

/// Pictures of the guide are as wide as the program's window; a page shows them at most as wide as itself.
class GuideBrowser : public QTextBrowser {
public:
    using QTextBrowser::QTextBrowser;

protected:
    QVariant loadResource(int type, const QUrl& name) override
    {
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
};

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

} // namespace

QString GuideWindow::folder()
{
    const QDir program(QCoreApplication::applicationDirPath());
    const QStringList places{program.filePath(QStringLiteral("../share/flipside/guide")),
                             QStringLiteral(FLIPSIDE_SOURCE_RESOURCES "/guide")};
    for (const QString& place : places) {
        if (!firstPage(QDir(place)).isEmpty())
            return QDir::cleanPath(place);
    }
    return {};
}

GuideWindow::GuideWindow(QWidget* parent) : QMainWindow(parent)
{
    setWindowTitle(tr("Flipside guide"));
    resizeWithinScreen(*this, {860, 720});
    _browser = new GuideBrowser(this);
    _browser->setOpenLinks(true);
    _browser->setOpenExternalLinks(true);
    _browser->setFrameShape(QFrame::NoFrame);
    _browser->document()->setDocumentMargin(24.0);
    connect(_browser, &QTextBrowser::sourceChanged, this, [this] { styleTables(*_browser->document()); });
    setCentralWidget(_browser);

    auto* bar = addToolBar(tr("Navigation"));
    bar->setMovable(false);
    QAction* back =
        bar->addAction(themedIcon(QStringLiteral("back")), tr("Back"), _browser, &QTextBrowser::backward);
    back->setShortcut(QKeySequence::Back);
    back->setEnabled(false);
    QAction* home =
        bar->addAction(themedIcon(QStringLiteral("home")), tr("First page"), _browser, &QTextBrowser::home);
    home->setShortcut(QKeySequence(Qt::ALT | Qt::Key_Home));
    connect(_browser, &QTextBrowser::backwardAvailable, back, &QAction::setEnabled);
    auto* close = new QAction(this);
    close->setShortcut(QKeySequence(Qt::Key_Escape));
    connect(close, &QAction::triggered, this, &QWidget::close);
    addAction(close);

    const QString guide = folder();
    if (guide.isEmpty())
        _browser->setPlainText(
            tr("The guide's pages were not installed with this program. They are in resources/guide "
               "of its source code."));
    else
        _browser->setSource(QUrl::fromLocalFile(firstPage(QDir(guide))), QTextDocument::MarkdownResource);
}

} // namespace flipside
