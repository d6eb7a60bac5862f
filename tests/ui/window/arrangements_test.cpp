// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/contrast.h"
#include "tests/ui/support/window_fixture.h"
#include "ui/actions/actions.h"
#include "ui/canvas/canvas.h"
#include "ui/style/text_size.h"
#include "ui/style/theme.h"
#include "ui/window/appearance.h"
#include "ui/window/arranger.h"
#include "ui/window/preferences_dialog.h"
#include "ui/window/presenter.h"

#include <QComboBox>
#include <QDockWidget>
#include <QListView>
#include <QMenuBar>
#include <QScrollArea>
#include <QSettings>
#include <QSlider>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>

#include <cmath>

using namespace flipside;

/// Workspaces, as users call them, and how much of the window they leave to the picture.
class ArrangementsTest : public QObject, protected test::WindowFixture {
    Q_OBJECT

    Arranger& arranger() { return _window->arranger(); }
    QDockWidget* dock(const char* id) { return _window->findChild<QDockWidget*>(QLatin1String(id)); }
    QStringList shownPanels()
    {
        QStringList ids;
        for (const QDockWidget* dock : _window->findChildren<QDockWidget*>())
            if (!dock->isHidden())
                ids.append(dock->objectName());
        ids.sort();
        return ids;
    }
    /// What a person would leave and start again.
    bool startAgain()
    {
        _window->close();
        _window = std::make_unique<MainWindow>(_fixture->workspace);
        _window->resize(1280, 720);
        _window->show();
        return QTest::qWaitForWindowExposed(_window.get());
    }
    double canvasShare() const
    {
        const QSize canvas = _window->canvas().size();
        return double(canvas.width()) * canvas.height() / (double(_window->width()) * _window->height());
    }

private slots:
    void init()
    {
        QVERIFY(openWindow());
        QVERIFY(QTest::qWaitForWindowExposed(_window.get()));
    }
    void cleanup()
    {
        closeWindow();
        applyTextSize(*qApp, smallestText);
    }

    void theFirstStartIsTheLab()
    {
        QCOMPARE(QLatin1String(arranger().present().id), QLatin1String("lab"));
        for (const char* id : {"latentDock", "neuronsDock", "inspectorDock", "creativeDock"})
            QVERIFY2(!dock(id)->visibleRegion().isEmpty(), id);
    }

    void aPanelIsMadeWhenItIsFirstSeen_data()
    {
        QTest::addColumn<QString>("id");
        for (const char* id : {"clustersDock", "variationsDock", "noveltyDock"})
            QTest::newRow(id) << id;
    }

    void aPanelIsMadeWhenItIsFirstSeen()
    {
        QFETCH(const QString, id);
        auto* panel = _window->findChild<QDockWidget*>(id);
        auto* place = qobject_cast<QScrollArea*>(panel->widget());
        QVERIFY(!panel->isHidden() && !place->widget());
        panel->raise();
        QTRY_VERIFY(place->widget());
        QTRY_VERIFY(!place->widget()->visibleRegion().isEmpty());
    }

    void thePictureHasItsShareOfTheWindow_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<double>("share");
        QTest::newRow("play") << "play" << QSize(1440, 900) << 1.0 / 3;
        QTest::newRow("play, small") << "play" << QSize(1280, 720) << 1.0 / 3;
        QTest::newRow("play, smallest") << "play" << QSize(640, 480) << 1.0 / 3;
        QTest::newRow("play, very large") << "play" << QSize(3840, 2160) << 1.0 / 3;
        QTest::newRow("lab") << "lab" << QSize(1440, 900) << 1.0 / 4;
        QTest::newRow("lab, small") << "lab" << QSize(1280, 720) << 1.0 / 5;
        QTest::newRow("lab, very large") << "lab" << QSize(3840, 2160) << 1.0 / 4;
        QTest::newRow("present") << "present" << QSize(1440, 900) << 1.0 / 3;
        QTest::newRow("film") << "film" << QSize(1440, 900) << 1.0 / 4;
    }
    void thePictureHasItsShareOfTheWindow()
    {
        QFETCH(const QString, id);
        QFETCH(const QSize, size);
        QFETCH(const double, share);
        _window->resize(size);
        arranger().choose(arrangement(id));
        arranger().reset();
        QTRY_VERIFY2(canvasShare() >= share, qPrintable(QString::number(canvasShare())));
        QCOMPARE(_window->size(), size);
    }

    void everyWorkspaceFitsTheSmallestWindow_data()
    {
        QTest::addColumn<bool>("isSmallBefore");
        QTest::newRow("reset, then made small") << false;
        QTest::newRow("made small, then reset") << true;
    }
    void everyWorkspaceFitsTheSmallestWindow()
    {
        QFETCH(const bool, isSmallBefore);
        for (const Arrangement& one : arrangements()) {
            arranger().choose(one);
            if (isSmallBefore)
                _window->resize(640, 480);
            arranger().reset();
            if (!isSmallBefore)
                _window->resize(640, 480);
            QCoreApplication::processEvents();
            QVERIFY2(_window->width() <= 640 && _window->height() <= 480, one.id);
            for (const QDockWidget* dock : _window->findChildren<QDockWidget*>()) {
                const bool isInside =
                    dock->isHidden() || dock->visibleRegion().isEmpty() ||
                    _window->rect().contains(QRect(dock->mapTo(_window.get(), QPoint()), dock->size()));
                QVERIFY2(isInside, qPrintable(QLatin1String(one.id) + ' ' + dock->objectName()));
            }
        }
    }

    void changingTheWorkspaceKeepsTheWindowsSize()
    {
        for (const QSize size : {QSize(640, 480), QSize(1280, 720)}) {
            for (int round = 0; round < 2; ++round) // made, then restored
                for (const Arrangement& one : arrangements()) {
                    _window->resize(size);
                    arranger().choose(one);
                    QCoreApplication::processEvents();
                    QVERIFY2(one.isForAnAudience || _window->size() == size, one.id);
                }
        }
    }

    void theWindowStaysAsLargeAsItsPartsNeed()
    {
        for (const Arrangement& one : arrangements()) {
            arranger().choose(one);
            arranger().reset();
            QTRY_VERIFY2(_window->minimumSize().width() > 100, one.id);
        }
    }

    void aLowWindowForAnAudienceHasNothingButThePicture()
    {
        _window->resize(1280, 660);
        arranger().choose(arrangement("present"));
        QVERIFY(shownPanels().isEmpty());
        _window->resize(1280, 720);
        arranger().reset();
        QCOMPARE(shownPanels(), QStringList{"neuronsDock"});
    }

    void twoPicturesStandTogetherWhateverTheRoom()
    {
        for (const char* id : {"lab", "analyse", "present"})
            for (const QSize size : {QSize(1440, 900), QSize(1920, 600)}) {
                _window->resize(size);
                arranger().choose(arrangement(id));
                arranger().reset();
                QCoreApplication::processEvents();
                const Canvas& canvas = _window->canvas();
                const QRectF left = canvas.pictureRect(0);
                const QRectF right = canvas.pictureRect(1);
                QVERIFY2(std::abs(right.left() - left.right() - 16.0) <= 2.0,
                         qPrintable(QString("%1: %2").arg(id).arg(right.left() - left.right())));
                QVERIFY(std::abs((left.left() + right.right()) / 2.0 - canvas.width() / 2.0) <= 2.0);
            }
    }

    void ofManyFlipsTheLabShowsSeveral()
    {
        for (int unit = 0; unit < 6; ++unit)
            _fixture->document.flip({2, unit});
        _window->resize(1440, 900);
        arranger().reset();
        QCoreApplication::processEvents();
        const auto* flips = dock("creativeDock")->findChild<QListView*>("flips");
        const int rowHeight = flips->sizeHintForRow(0);
        QTRY_VERIFY2(flips->viewport()->height() >= 4 * rowHeight,
                     qPrintable(QString::number(flips->viewport()->height())));
        const auto* latent = dock("latentDock")->findChild<QAbstractScrollArea*>("latentList");
        QVERIFY2(latent->viewport()->height() >= 8 * 20,
                 qPrintable(QString::number(latent->viewport()->height())));
    }

    void inLargeTypeTheLeftColumnIsNotCutOff()
    {
        _window->resize(1440, 900);
        applyTextSize(*qApp, 200);
        arranger().reset();
        for (const char* id : {"latentDock", "creativeDock"}) {
            const auto* scroll = qobject_cast<QScrollArea*>(dock(id)->widget());
            QTRY_VERIFY2(scroll->widget()->width() <= scroll->viewport()->width(),
                         qPrintable(QString("%1: %2 in %3")
                                        .arg(id)
                                        .arg(scroll->widget()->width())
                                        .arg(scroll->viewport()->width())));
        }
        QVERIFY(dock("latentDock")->width() <= 1440 * 4 / 10);
    }

    void whereTheToolbarDoesNotFitItsButtonForTheRestIsSeen()
    {
        for (const ThemeChoice theme : {ThemeChoice::Dark, ThemeChoice::Light}) {
            applyTheme(*qApp, theme);
            QVERIFY(startAgain());
            _window->resize(640, 480);
            QCoreApplication::processEvents();
            auto* rest = _window->findChild<QToolBar*>("mainToolBar")
                             ->findChild<QToolButton*>("qt_toolbar_ext_button");
            QTRY_VERIFY(rest->isVisible());
            QVERIFY2(rest->width() >= 16, qPrintable(QString::number(rest->width())));
            // With the toolbar, which is what is behind it.
            const QImage picture = rest->parentWidget()->grab(rest->geometry()).toImage();
            const QRgb ground = test::groundOf(picture, picture.rect());
            QVERIFY(test::strongestContrast(picture, picture.rect(), ground) >= 3.0);
        }
    }

    void theToolbarsIconsAreAsLargeAsItsWords()
    {
        const auto* bar = _window->findChild<QToolBar*>("mainToolBar");
        const int side = bar->iconSize().height();
        applyTextSize(*qApp, 200);
        QTRY_VERIFY2(bar->iconSize().height() > 1.8 * side,
                     qPrintable(QString::number(bar->iconSize().height())));
    }

    void aWorkspaceIsFoundAsItWasLeft()
    {
        dock("variationsDock")->hide();
        _window->canvas().setView(CanvasView::Difference);
        const QStringList lab = shownPanels();
        arranger().choose(arrangement("film"));
        const QStringList film = shownPanels();
        QVERIFY(film != lab);
        QVERIFY(film.contains("motionDock"));
        arranger().choose(arrangement("lab"));
        QCOMPARE(shownPanels(), lab);
        QCOMPARE(_window->canvas().view(), CanvasView::Difference);
        arranger().reset();
        QVERIFY(shownPanels().contains("variationsDock"));
        QCOMPARE(_window->canvas().view(), CanvasView::SideBySide);
    }

    void theNextStartGoesOnInTheLastWorkspace()
    {
        dock("variationsDock")->hide();
        arranger().choose(arrangement("play"));
        QVERIFY(startAgain());
        QCOMPARE(QLatin1String(arranger().present().id), QLatin1String("play"));
        QVERIFY(shownPanels().isEmpty());
        arranger().choose(arrangement("lab"));
        QVERIFY(!shownPanels().contains("variationsDock"));
        QVERIFY(shownPanels().contains("neuronsDock"));
    }

    void oneKeyHidesThePanelsAndBringsThemBack()
    {
        dock("noveltyDock")->hide();
        const QStringList before = shownPanels();
        const int width = dock("latentDock")->width();
        QTest::keyClick(_window.get(), Qt::Key_H);
        QVERIFY(shownPanels().isEmpty());
        QTest::keyClick(_window.get(), Qt::Key_H);
        QCOMPARE(shownPanels(), before);
        QTRY_COMPARE(dock("latentDock")->width(), width);
    }

    void panelsThatAreHiddenWhenTheProgramEndsAreThereAtTheNextStart()
    {
        const QStringList before = shownPanels();
        QTest::keyClick(_window.get(), Qt::Key_H);
        QVERIFY(startAgain());
        QCOMPARE(shownPanels(), before);
    }

    void thePictureFillsTheScreenAndEscapeGoesBack()
    {
        const QStringList before = shownPanels();
        QTest::keyClick(_window.get(), Qt::Key_F);
        QVERIFY(_window->isFullScreen());
        QVERIFY(shownPanels().isEmpty());
        QVERIFY(!_window->menuBar()->isVisible() && !_window->statusBar()->isVisible());
        QVERIFY(!_window->findChild<QToolBar*>("mainToolBar")->isVisible());
        QTRY_VERIFY(canvasShare() > 0.95);
        QTest::keyClick(_window.get(), Qt::Key_Escape);
        QVERIFY(!_window->isFullScreen());
        QCOMPARE(shownPanels(), before);
        QVERIFY(_window->menuBar()->isVisible() && _window->statusBar()->isVisible());
    }

    void theNextStartIsNotOnTheWholeScreen()
    {
        const QStringList before = shownPanels();
        QTest::keyClick(_window.get(), Qt::Key_F);
        QVERIFY(_window->isFullScreen());
        QVERIFY(startAgain());
        QVERIFY(!_window->isFullScreen());
        QCOMPARE(shownPanels(), before);
    }

    void aPanelThatIsAskedForComesWhateverTheWorkspace()
    {
        arranger().choose(arrangement("play"));
        emit _fixture->workspace.panelConcerned("galleryDock");
        QVERIFY2(shownPanels().isEmpty(), "nobody asked");
        emit _fixture->workspace.panelWished("galleryDock");
        QTRY_VERIFY(!dock("galleryDock")->visibleRegion().isEmpty());
    }

    void playAndLabShareTheRecipeAndItsUndo()
    {
        _fixture->document.flip({2, 7});
        QTest::keyClick(_window.get(), Qt::Key_F4);
        QCOMPARE(QLatin1String(arranger().present().id), QLatin1String("play"));
        QCOMPARE(_fixture->document.recipe().edits.size(), std::size_t(1));
        _fixture->document.undo();
        QTest::keyClick(_window.get(), Qt::Key_F4);
        QCOMPARE(QLatin1String(arranger().present().id), QLatin1String("lab"));
        QVERIFY(_fixture->document.recipe().edits.empty());
    }

    void anAudienceSeesLargeTypeAndWhatIsPressed()
    {
        const double usual = _window->fontInfo().pointSizeF();
        arranger().choose(arrangement("present"));
        QVERIFY(_window->fontInfo().pointSizeF() > 1.4 * usual);
        auto* presenter = _window->findChild<Presenter*>();
        QVERIFY(presenter->shownKeys().isEmpty());
        QTest::keyClick(&_window->canvas(), Qt::Key_R);
        QCOMPARE(presenter->shownKeys(), QStringLiteral("R"));
        arranger().choose(arrangement("lab"));
        QVERIFY(_window->fontInfo().pointSizeF() < 1.1 * usual);
    }

    void preferencesActAtOnceAndAreKept()
    {
        PreferencesDialog dialog(_window.get());
        connect(&dialog, &PreferencesDialog::appearanceChanged, &dialog,
                [this] { arranger().takeAppearance(); });
        const double usual = _window->fontInfo().pointSizeF();
        dialog.findChild<QSlider*>("textSize")->setValue(8);
        QVERIFY(_window->fontInfo().pointSizeF() > 1.9 * usual);
        QCOMPARE(Appearance::remembered().textSize, 200);
        auto* theme = dialog.findChild<QComboBox*>("theme");
        theme->setCurrentIndex(1);
        emit theme->activated(1);
        QVERIFY(Appearance::remembered().theme == ThemeChoice::Light);
        QVERIFY(dialog.minimumSizeHint().width() <= 640 && dialog.minimumSizeHint().height() <= 480);
    }
};

QTEST_MAIN(ArrangementsTest)
#include "arrangements_test.moc"
