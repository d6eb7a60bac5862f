// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guide_window.h"

#include "ui/guide/guide_browser.h"
#include "ui/guide/hit_delegate.h"
#include "ui/style/theme_icons.h"
#include "ui/widgets/window_size.h"

#include <QLineEdit>
#include <QListWidget>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolBar>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace flipside {
namespace {

constexpr QSize windowSize(1100, 720);
constexpr int sideWidth = 260;
/// Deeper headings are few, and found by searching.
constexpr int deepestLevel = 2;
constexpr int urlRole = Qt::UserRole;

} // namespace

GuideWindow::GuideWindow(QWidget* parent) : QMainWindow(parent), _book(GuideBook::folder())
{
    setWindowTitle(tr("Flipside guide"));
    resizeWithinScreen(*this, windowSize);
    auto* both = new QSplitter(this);
    both->setChildrenCollapsible(false);
    auto* side = new QWidget(both);
    _browser = new GuideBrowser(_book, both);
    _browser->setAccessibleName(tr("Page of the guide"));
    both->setStretchFactor(1, 1);
    both->setSizes({sideWidth, windowSize.width() - sideWidth});
    setCentralWidget(both);
    buildSide(*side);
    buildBar();
    fillContents();
    connect(_browser, &QTextBrowser::sourceChanged, this, &GuideWindow::followPage);
    _browser->setSource(_book.firstPage(), QTextDocument::MarkdownResource);
    _browser->setFocus();
}

void GuideWindow::buildSide(QWidget& side)
{
    _search = new QLineEdit(&side);
    _search->setObjectName(QStringLiteral("guideSearch"));
    _search->setPlaceholderText(tr("Search the guide (Ctrl+F)"));
    _search->setAccessibleName(tr("Search the guide"));
    _search->setClearButtonEnabled(true);
    _contents = new QTreeWidget(&side);
    _contents->setObjectName(QStringLiteral("guideContents"));
    _contents->setAccessibleName(tr("Contents"));
    _contents->setHeaderHidden(true);
    _contents->setFrameShape(QFrame::NoFrame);
    _hits = new QListWidget(&side);
    _hits->setObjectName(QStringLiteral("guideHits"));
    _hits->setAccessibleName(tr("Found"));
    _hits->setFrameShape(QFrame::NoFrame);
    _hits->setItemDelegate(new HitDelegate(_hits));
    _hits->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    _pages = new QStackedWidget(&side);
    _pages->addWidget(_contents);
    _pages->addWidget(_hits);
    auto* layout = new QVBoxLayout(&side);
    layout->setContentsMargins(8, 8, 4, 8);
    layout->addWidget(_search);
    layout->addWidget(_pages, 1);

    connect(_search, &QLineEdit::textChanged, this, &GuideWindow::search);
    connect(_search, &QLineEdit::returnPressed, this, [this] {
        if (_hits->count() > 0)
            _hits->setCurrentRow(0);
        _pages->currentWidget()->setFocus();
    });
    connect(_contents, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem* item) {
        if (item)
            _browser->setSource(item->data(0, urlRole).toUrl(), QTextDocument::MarkdownResource);
    });
    connect(_hits, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item && item->flags() & Qt::ItemIsSelectable)
            _browser->setSource(item->data(urlRole).toUrl(), QTextDocument::MarkdownResource);
    });
}

void GuideWindow::buildBar()
{
    QToolBar* bar = addToolBar(tr("Navigation"));
    bar->setMovable(false);
    QAction* back =
        bar->addAction(themedIcon(QStringLiteral("back")), tr("Back"), _browser, &QTextBrowser::backward);
    back->setShortcut(QKeySequence::Back);
    QAction* forward = bar->addAction(themedIcon(QStringLiteral("forward")), tr("Forward"), _browser,
                                      &QTextBrowser::forward);
    forward->setShortcut(QKeySequence::Forward);
    QAction* home =
        bar->addAction(themedIcon(QStringLiteral("home")), tr("First page"), _browser, &QTextBrowser::home);
    home->setShortcut(QKeySequence(Qt::ALT | Qt::Key_Home));
    back->setEnabled(false);
    forward->setEnabled(false);
    connect(_browser, &QTextBrowser::backwardAvailable, back, &QAction::setEnabled);
    connect(_browser, &QTextBrowser::forwardAvailable, forward, &QAction::setEnabled);

    auto* find = new QAction(this);
    find->setShortcut(QKeySequence::Find);
    connect(find, &QAction::triggered, this, [this] {
        _search->setFocus(Qt::ShortcutFocusReason);
        _search->selectAll();
    });
    auto* close = new QAction(this);
    close->setShortcut(QKeySequence(Qt::Key_Escape));
    connect(close, &QAction::triggered, this, [this] {
        // What was searched for goes first.
        if (_search->text().isEmpty())
            this->close();
        else
            _search->clear();
    });
    addActions({find, close});
}

void GuideWindow::fillContents()
{
    QTreeWidgetItem* page = nullptr;
    for (const GuideSection& section : _book.sections()) {
        if (section.level > deepestLevel)
            continue;
        const bool isPage = section.level == 1 || !page;
        auto* item = isPage ? new QTreeWidgetItem(_contents) : new QTreeWidgetItem(page);
        item->setText(0, section.title);
        item->setToolTip(0, section.title);
        item->setData(0, urlRole, _book.urlOf(section));
        if (isPage)
            page = item;
    }
    if (_contents->topLevelItemCount() > 0)
        _contents->topLevelItem(0)->setExpanded(true);
}

void GuideWindow::search(const QString& words)
{
    const QSignalBlocker quiet(_hits);
    _hits->clear();
    const QList<GuideHit> hits = _book.search(words);
    for (const GuideHit& hit : hits) {
        const GuideSection& section = _book.sections()[hit.section];
        auto* item = new QListWidgetItem(section.title, _hits);
        item->setData(urlRole, _book.urlOf(section));
        item->setData(HitDelegate::snippetRole, hit.snippet);
        item->setData(Qt::AccessibleDescriptionRole, hit.snippet);
        if (section.page == QLatin1String(GuideBook::glossary))
            item->setData(HitDelegate::pageRole, tr("Glossary"));
    }
    if (hits.isEmpty()) {
        auto* nothing = new QListWidgetItem(tr("Nothing was found."), _hits);
        nothing->setData(HitDelegate::snippetRole, tr("Try fewer letters, or another word."));
        nothing->setFlags(Qt::NoItemFlags);
    }
    _pages->setCurrentWidget(words.trimmed().isEmpty() ? static_cast<QWidget*>(_contents) : _hits);
}

void GuideWindow::followPage(const QUrl& page)
{
    const QSignalBlocker quiet(_contents);
    QTreeWidgetItem* best = nullptr;
    for (QTreeWidgetItemIterator it(_contents); *it; ++it) {
        const QUrl url = (*it)->data(0, urlRole).toUrl();
        if (url == page || (!best && url.matches(page, QUrl::RemoveFragment)))
            best = *it;
    }
    _contents->setCurrentItem(best);
    if (best)
        _contents->scrollToItem(best);
}

void GuideWindow::open(const QString& page, const QString& anchor)
{
    _search->clear();
    _browser->setSource(_book.urlOf(page, anchor), QTextDocument::MarkdownResource);
}

} // namespace flipside
