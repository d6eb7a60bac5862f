// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/contrast.h"
#include "tests/ui/support/window_fixture.h"
#include "ui/guide/guide_window.h"
#include "ui/inspector/neuron_pictures.h"
#include "ui/neurons/neuron_heatmap.h"
#include "ui/neurons/neuron_legend.h"
#include "ui/neurons/neuron_panel.h"
#include "ui/study/study_window.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/about_dialog.h"
#include "ui/window/arranger.h"
#include "ui/window/status_bar.h"

#include <QContextMenuEvent>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QStyle>
#include <QToolButton>

using namespace flipside;

class WindowLookTest : public QObject, protected test::WindowFixture {
    Q_OBJECT

private slots:
    void init() { QVERIFY(openWindow()); }
    void cleanup() { closeWindow(); }

    void aLongPathDoesNotWidenTheWindowAndIsReadWhole()
    {
        const QString path = "/" + QString(180, 'a') + "/" + QString(300, 'b') + ".json";
        _window->openFile(path);
        auto* bar = _window->findChild<MessageBar*>();
        QVERIFY(bar->isVisible());
        QVERIFY(_window->message().contains(path));
        QVERIFY(_window->minimumSizeHint().width() < 1280);
        QTRY_VERIFY(bar->height() > 3 * bar->fontMetrics().height());
        QCOMPARE(_window->width(), 1280);
    }

    void aLongModelNameEndsInAnEllipsis()
    {
        StatusBar& status = _window->status();
        _fixture->document.openModel(QString(300, QLatin1Char('m')));
        QVERIFY(status.modelText().contains(QString(300, 'm')));
        QVERIFY(status.minimumSizeHint().width() < 600);
        QCOMPARE(_window->width(), 1280);
    }

    void theWarningIconFollowsTheTheme()
    {
        MessageBar bar;
        bar.showMessage("Something");
        QList<QImage> pictures;
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            applyTheme(*qApp, choice);
            QCoreApplication::processEvents();
            pictures.append(bar.findChild<QLabel*>()->pixmap().toImage());
        }
        QVERIFY(pictures[0] != pictures[1]);
    }

    void resettingTheLayoutKeepsTheSizeAndShowsEveryPanel()
    {
        _window->resize(1000, 640);
        const QSize size = _window->size(); // some styles need a little more
        auto* creative = _window->findChild<QDockWidget*>("creativeDock");
        auto* clusters = _window->findChild<QDockWidget*>("clustersDock");
        creative->setFloating(true);
        clusters->close();
        _window->arranger().reset();
        QCoreApplication::processEvents();
        QCOMPARE(_window->size(), size);
        for (const QDockWidget* dock : _window->findChildren<QDockWidget*>())
            QVERIFY2(!dock->isFloating() && !dock->isHidden(), qPrintable(dock->objectName()));
        const auto beside = _window->tabifiedDockWidgets(clusters);
        QCOMPARE(beside.size(), 4);
        for (const char* name : {"neuronsDock", "galleryDock", "variationsDock", "motionDock"})
            QVERIFY2(beside.contains(_window->findChild<QDockWidget*>(name)), name);
    }

    void theInspectorIsNotCutOffAtTheSmallestWindow()
    {
        document().setSelected(NeuronRef{1, 4});
        auto* dock = _window->findChild<QDockWidget*>("inspectorDock");
        auto* scroll = dock->findChild<QScrollArea*>();
        QTRY_VERIFY(scroll->isVisible());
        QVERIFY2(
            scroll->widget()->width() <= scroll->viewport()->width(),
            qPrintable(QString("%1 in %2").arg(scroll->widget()->width()).arg(scroll->viewport()->width())));
    }

    void aLowInspectorShowsSmallPictures()
    {
        document().setSelected(NeuronRef{1, 4});
        auto* pictures = _window->findChild<NeuronPictures*>();
        auto* dock = _window->findChild<QDockWidget*>("inspectorDock");
        const int high = pictures->height();
        dock->setFloating(true);
        dock->resize(330, 200);
        QTRY_VERIFY(pictures->height() < high);
    }

    void viewsAndToolsInUseHaveACheckMark()
    {
        int checkable = 0;
        for (const QAction* action : _window->actions()) {
            if (!action->isCheckable() || action->icon().isNull())
                continue;
            ++checkable;
            QVERIFY2(!action->isIconVisibleInMenu(), qPrintable(action->text()));
        }
        QCOMPARE(checkable, 6); // five views and the brush
    }

    void theNeuronsMenuBeginsWithItsName()
    {
        NeuronHeatmap* heatmap = _window->findChild<NeuronPanel*>()->heatmaps()[1];
        const QPoint at = heatmap->cellRect(4).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, heatmap->mapToGlobal(at));
        QApplication::sendEvent(heatmap, &event);
        auto* menu = heatmap->findChild<QMenu*>();
        QVERIFY(menu);
        const QAction* title = menu->actions().front();
        QVERIFY(title->text().contains("neuron 5"));
        QVERIFY(!title->isSeparator() && !title->isEnabled());
    }

    void aDetachedPanelIsSeenToFloatAndComesBackInFront()
    {
        auto* dock = _window->findChild<QDockWidget*>("galleryDock");
        dock->raise();
        QTRY_VERIFY(!dock->visibleRegion().isEmpty());
        const QPoint before = dock->mapToGlobal(QPoint());
        QToolButton* detach = dock->titleBarWidget()->findChildren<QToolButton*>().front();
        QTest::mouseClick(detach, Qt::LeftButton);
        QVERIFY(dock->isFloating());
        QVERIFY(QTest::qWaitForWindowExposed(dock));
        QVERIFY((dock->pos() - before).manhattanLength() >= 20);
        const QImage picture = dock->grab().toImage().convertToFormat(QImage::Format_RGB32);
        const QRgb panel = flipside::palette().panel.rgb();
        const int middle = picture.height() / 2;
        for (const int x : {0, picture.width() - 1})
            QVERIFY2(test::contrast(picture.pixel(x, middle), panel) >= 3.0, qPrintable(QString::number(x)));

        _window->findChild<QDockWidget*>("neuronsDock")->raise();
        QTest::mouseClick(detach, Qt::LeftButton);
        QVERIFY(!dock->isFloating());
        QTRY_VERIFY(!dock->visibleRegion().isEmpty());
        QTest::mouseDClick(dock->titleBarWidget(), Qt::LeftButton);
        QVERIFY(dock->isFloating());
    }

    void questionsHaveTheirOwnIconAndKeys()
    {
        document().setLatent(0, 1.5f, {});
        QTest::keyClick(_window.get(), Qt::Key_K);
        QTRY_COMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
        _window->close();
        const auto* question = _window->findChild<QMessageBox*>();
        QVERIFY(question && !question->iconPixmap().isNull());
        QStringList keys;
        for (const QAbstractButton* button : question->buttons())
            keys << QKeySequence::mnemonic(button->text()).toString();
        QVERIFY(!keys.contains(QString()));
        QCOMPARE(QSet<QString>(keys.begin(), keys.end()).size(), keys.size());
        QTest::mouseClick(question->button(QMessageBox::Cancel), Qt::LeftButton);
        QTRY_VERIFY(!_window->findChild<QMessageBox*>());
    }

    void buttonsOfDialogsHaveNoIcons()
    {
        QDialogButtonBox box(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
        QVERIFY(!box.style()->styleHint(QStyle::SH_DialogButtonBox_ButtonsHaveIcons, nullptr, &box));
        QVERIFY(box.button(QDialogButtonBox::Save)->icon().isNull());
    }

    void theAboutPageSpeaksInWords()
    {
        ModelCard card = readCard(_fixture->path / "card.json");
        card.provenance = {{"best_epoch", "34"}, {"validation_elbo", "-245.4"}, {"tea_breaks", "7"}};
        writeCard(_fixture->path / "card.json", card);
        const auto before = document().model();
        document().openModel(QString::fromStdString(_fixture->path.string()));
        QTRY_VERIFY(document().model() != before);
        const AboutDialog about(document());
        QString text;
        for (const QLabel* label : about.findChildren<QLabel*>())
            text += label->text();
        QVERIFY(text.contains("Best epoch") && text.contains("Tea breaks") && text.contains("34"));
        QVERIFY(!text.contains(QLatin1Char('_')));
    }

    void theAboutPageScrollsWhereTheScreenIsTooLowForIt()
    {
        ModelCard card = readCard(_fixture->path / "card.json");
        for (int i = 0; i < 60; ++i)
            card.provenance["note " + std::to_string(i)] = "word";
        writeCard(_fixture->path / "card.json", card);
        const auto before = document().model();
        document().openModel(QString::fromStdString(_fixture->path.string()));
        QTRY_VERIFY(document().model() != before);
        AboutDialog about(document());
        about.show();
        QVERIFY(QTest::qWaitForWindowExposed(&about));
        QVERIFY(about.height() <= about.screen()->availableSize().height());
        QVERIFY(about.findChild<QScrollArea*>()->verticalScrollBar()->isVisible());
    }

    void studiesAndGuideFitTheScreen()
    {
        StudyWindow study(_window->workspace().models());
        GuideWindow guide;
        for (QWidget* window : std::initializer_list<QWidget*>{&study, &guide}) {
            window->show();
            QVERIFY(QTest::qWaitForWindowExposed(window));
            const QSize room = window->screen()->availableSize();
            QVERIFY(window->width() < room.width() && window->height() < room.height());
        }
    }

    void theLegendWrapsBeforeItCutsItsWords()
    {
        auto* legend = _window->findChild<NeuronLegend*>();
        const QSize whole = legend->sizeHint();
        auto* dock = _window->findChild<QDockWidget*>("neuronsDock");
        dock->setFloating(true);
        dock->resize(900, 300);
        QTRY_COMPARE(legend->width(), whole.width());
        dock->resize(dock->minimumSizeHint().width() + 60, 300);
        QTRY_VERIFY(legend->width() < whole.width());
        QTRY_VERIFY(legend->height() >= 3 * legend->fontMetrics().height());
        // As wide as it is in a window of 1000 pixels: room for its words, beside a shorter colour scale.
        dock->resize(446, 300);
        const QFontMetrics metrics = legend->fontMetrics();
        const int words = metrics.horizontalAdvance("Dead") + metrics.horizontalAdvance("Flipped off");
        QTRY_VERIFY2(legend->width() >= words + 2 * (12 + 5 + 10),
                     qPrintable(QString::number(legend->width())));
    }

private:
    Document& document() { return _fixture->document; }
};

QTEST_MAIN(WindowLookTest)
#include "window_look_test.moc"
