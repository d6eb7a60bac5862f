// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guide_book.h"
#include "ui/guide/guide_opener.h"
#include "ui/guide/guide_window.h"
#include "ui/style/theme.h"
#include "ui/widgets/term_label.h"
#include "ui/words/glossary.h"

#include <QAction>
#include <QApplication>
#include <QDesktopServices>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QSpinBox>
#include <QTextBrowser>
#include <QTreeWidget>
#include <QWhatsThis>
#include <QtTest>

#include <algorithm>

using namespace flipside;

class GuideTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Dark); }

    void glossarySearchFindsByWordAndSymbol_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("title");
        QTest::newRow("word") << "strength"
                              << "Strength";
        QTest::newRow("capitals do not matter") << "STRENGTH"
                                                << "Strength";
        QTest::newRow("symbol") << QString("γ") << "Strength";
        QTest::newRow("symbol's name") << "gamma"
                                       << "Strength";
        QTest::newRow("papers' word") << "low-active"
                                      << "Quiet neurons";
        QTest::newRow("papers' symbol") << "D_r"
                                        << "How odd";
        QTest::newRow("older word") << "truncation"
                                    << "Spread";
        QTest::newRow("several words, in any order") << "dice throw"
                                                     << "Seed";
    }
    void glossarySearchFindsByWordAndSymbol()
    {
        QFETCH(QString, words);
        QFETCH(QString, title);
        const GuideBook book(GuideBook::folder());
        const QList<GuideHit> hits = book.search(words);
        const bool found = std::any_of(hits.begin(), hits.end(), [&](const GuideHit& hit) {
            const GuideSection& section = book.sections()[hit.section];
            return section.page == QLatin1String(GuideBook::glossary) && section.title == title;
        });
        QVERIFY2(found, qPrintable(words));
    }

    void aTermOfThatNameIsFoundFirst()
    {
        const GuideBook book(GuideBook::folder());
        const QList<GuideHit> hits = book.search("seed");
        QVERIFY(hits.size() > 3);
        QCOMPARE(book.sections()[hits.front().section].title, QString("Seed"));
    }

    void allPagesAreSearched()
    {
        const GuideBook book(GuideBook::folder());
        QSet<QString> pages;
        for (const GuideHit& hit : book.search("the"))
            pages.insert(book.sections()[hit.section].page);
        QCOMPARE(pages, (QSet<QString>{"guide.md", "glossary.md", "import.md", "results.md"}));
        QVERIFY(book.search("xyzzyx").isEmpty());
        QVERIFY(book.search("  ").isEmpty());
    }

    void withoutInstalledPagesThereIsTheGlossary()
    {
        const GuideBook book{QString()};
        QVERIFY(!book.sections().isEmpty());
        QCOMPARE(book.sections().front().title, QString("Glossary"));
    }

    void typingSearchesAndAHitIsShown()
    {
        GuideWindow window;
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        auto* search = window.findChild<QLineEdit*>("guideSearch");
        auto* hits = window.findChild<QListWidget*>("guideHits");
        auto* contents = window.findChild<QTreeWidget*>("guideContents");
        QVERIFY(contents->isVisible() && !hits->isVisible());
        QTest::keyClicks(search, "truncation");
        QVERIFY(hits->isVisible() && hits->count() > 0);
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(source(window).path().endsWith("glossary.md"));
        QCOMPARE(source(window).fragment(), QString("spread"));
        search->setText("xyzzyx");
        QCOMPARE(hits->count(), 1);
        QVERIFY(!(hits->item(0)->flags() & Qt::ItemIsSelectable));
        search->clear();
        QVERIFY(contents->isVisible());
    }

    void contentsLeadToHeadingsAndFollowThePage()
    {
        GuideWindow window;
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        auto* contents = window.findChild<QTreeWidget*>("guideContents");
        const auto found = contents->findItems("Variations", Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(found.size(), 1);
        contents->setCurrentItem(found[0]);
        QCOMPARE(source(window).fragment(), QString("variations"));
        auto* browser = window.findChild<QTextBrowser*>();
        QVERIFY(browser->verticalScrollBar()->value() > 0);
        window.open("guide.md", "motion");
        QCOMPARE(contents->currentItem()->text(0), QString("Motion"));
    }

    void backAndForwardGoWhereOneWas()
    {
        GuideWindow window;
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.open("guide.md", "clusters");
        window.open("glossary.md", "seed");
        auto* browser = window.findChild<QTextBrowser*>();
        QVERIFY(browser->isBackwardAvailable());
        browser->backward();
        QCOMPARE(source(window).fragment(), QString("clusters"));
        QVERIFY(browser->isForwardAvailable());
        browser->forward();
        QCOMPARE(source(window).fragment(), QString("seed"));
    }

    void everyHeadingCanBeGoneTo()
    {
        const GuideBook book(GuideBook::folder());
        QStringList anchors;
        for (const GuideSection& section : book.sections())
            anchors << section.page + '#' + GuideBook::anchorOf(section.title);
        QCOMPARE(anchors.removeDuplicates(), 0);
    }

    void aLinkOfTheProgramOpensTheTermsEntry()
    {
        GuideOpener opener;
        QVERIFY(QDesktopServices::openUrl(QUrl(glossaryLink("strength"))));
        const GuideWindow* window = guide();
        QVERIFY(window && window->isVisible());
        QCOMPARE(source(*window).fragment(), QString("strength"));
        QVERIFY(window->findChild<QTextBrowser*>()->toPlainText().contains("Strength"));
    }

    void aControlExplainsItselfUnderPointerAndFocusAndLeadsToTheGlossary()
    {
        GuideOpener opener;
        QWidget window;
        QSpinBox box(&window);
        explain(box, "strength", "Five is a lot.");
        const QString meaning = meaningOf("strength");
        QVERIFY(box.toolTip().contains(meaning.toHtmlEscaped()) && box.toolTip().contains("Five is a lot."));
        QCOMPARE(box.accessibleDescription(), meaning + " Five is a lot.");
        QWhatsThisClickedEvent click(glossaryLink("strength"));
        QVERIFY(QApplication::sendEvent(&box, &click));
        QVERIFY(guide());
        QCOMPARE(source(*guide()).fragment(), QString("strength"));
    }

    void aLabelHasThePapersSymbolInGrey()
    {
        TermLabel label("strength");
        QCOMPARE(label.words(), QString("Strength"));
        QCOMPARE(label.symbol(), QString("γ"));
        QCOMPARE(label.text(), QString("Strength γ"));
        QPalette colours = label.palette();
        colours.setColor(QPalette::WindowText, Qt::green);
        colours.setColor(QPalette::PlaceholderText, Qt::red);
        colours.setColor(QPalette::Window, Qt::black);
        label.setPalette(colours);
        label.resize(label.sizeHint());
        const QImage image = label.grab().toImage();
        const int words = int(label.devicePixelRatio() * label.fontMetrics().horizontalAdvance("Strength "));
        int greens = 0;
        int reds = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor colour = image.pixelColor(x, y);
                greens += x < words && colour.green() > 100 && colour.red() < 50;
                reds += x >= words && colour.red() > 100 && colour.green() < 50;
                QVERIFY(x >= words || colour.red() < 50);
            }
        QVERIFY(greens > 20);
        QVERIFY(reds > 5);
    }

    void aWidgetHasTheSectionOfWhatItLiesIn()
    {
        QWidget window;
        QWidget inner(&window);
        QCOMPARE(guideSectionOf(&inner), QString());
        setGuideSection(window, "latent");
        QCOMPARE(guideSectionOf(&inner), QString("latent"));
        QCOMPARE(guideSectionOf(nullptr), QString());
    }

private:
    static QUrl source(const GuideWindow& window) { return window.findChild<QTextBrowser*>()->source(); }

    static GuideWindow* guide()
    {
        const auto windows = QApplication::topLevelWidgets();
        for (QWidget* window : windows)
            if (auto* guide = qobject_cast<GuideWindow*>(window); guide && guide->isVisible())
                return guide;
        return nullptr;
    }
};

QTEST_MAIN(GuideTest)
#include "guide_test.moc"
