// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/window_fixture.h"

#include "core/base/file.h"
#include "core/recipe/recipe_json.h"
#include "ui/canvas/canvas.h"
#include "ui/creative/creative_panel.h"
#include "ui/guide/guide_book.h"
#include "ui/guide/guide_window.h"
#include "ui/latent/latent_panel.h"
#include "ui/neurons/neuron_heatmap.h"
#include "ui/neurons/neuron_panel.h"
#include "ui/pictures/canvas_images.h"
#include "ui/widgets/seed_box.h"
#include "ui/window/panels.h"
#include "ui/window/status_bar.h"
#include "ui/work/file_tasks.h"

#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStatusBar>
#include <QTextBrowser>

#include <ctime>
#include <thread>

using namespace flipside;
namespace fs = std::filesystem;

namespace {

constexpr int patience = 30000;

} // namespace

class MainWindowTest : public QObject, protected test::WindowFixture {
    Q_OBJECT

private slots:
    void init() { QVERIFY(openWindow()); }
    void cleanup() { closeWindow(); }

    void allKeysDoWhatTheMenusSay()
    {
        const std::vector<float> start = document().recipe().z;
        QTest::keyClick(_window.get(), Qt::Key_R);
        QVERIFY(document().recipe().z != start);
        QTest::keyClick(_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(document().recipe().z == start);

        QTest::keyClick(_window.get(), Qt::Key_Space);
        QVERIFY(QTest::qWaitFor([&] { return !document().recipe().edits.empty(); }, patience));
        QTest::keyClick(_window.get(), Qt::Key_Backspace, Qt::ControlModifier);
        QVERIFY(document().recipe().edits.empty());

        const std::pair<Qt::Key, CanvasView> views[] = {{Qt::Key_2, CanvasView::Split},
                                                        {Qt::Key_3, CanvasView::Difference},
                                                        {Qt::Key_4, CanvasView::Single},
                                                        {Qt::Key_1, CanvasView::SideBySide}};
        for (const auto& [key, view] : views) {
            QTest::keyClick(_window.get(), key);
            QCOMPARE(int(_window->canvas().view()), int(view));
        }
        QTest::keyClick(_window.get(), Qt::Key_4);
        QVERIFY(!_window->canvas().showsRegular());
        QTest::keyClick(_window.get(), Qt::Key_4);
        QVERIFY(_window->canvas().showsRegular());
    }

    void pressingBInTheSingleViewShowsTheRegularPicture()
    {
        QTest::keyClick(_window.get(), Qt::Key_Space);
        QVERIFY(QTest::qWaitFor([&] { return !document().recipe().edits.empty(); }, patience));
        QVERIFY(_fixture->isShown());
        QTest::keyClick(_window.get(), Qt::Key_4);
        const auto rendering = document().rendering();
        const auto factor = int(_window->canvas().scale());
        QTest::keyPress(_window.get(), Qt::Key_B);
        QCOMPARE(
            _window->canvas().pictureToShare().convertToFormat(QImage::Format_RGB32),
            toQImage(rendering->regular).scaled(QSize(6, 6) * factor).convertToFormat(QImage::Format_RGB32));
        QTest::keyRelease(_window.get(), Qt::Key_B);
        QCOMPARE(
            _window->canvas().pictureToShare().convertToFormat(QImage::Format_RGB32),
            toQImage(rendering->image).scaled(QSize(6, 6) * factor).convertToFormat(QImage::Format_RGB32));
    }

    void typingANumberIsNoShortcut()
    {
        auto* seed = _window->findChild<SeedBox*>("latentSeed");
        QVERIFY(seed);
        seed->setFocus();
        seed->selectAll();
        const CanvasView view = _window->canvas().view();
        QTest::keyClick(seed, Qt::Key_3);
        QTest::keyClick(seed, Qt::Key_2);
        QCOMPARE(seed->text(), QString("32"));
        QCOMPARE(int(_window->canvas().view()), int(view));
    }

    void aButtonReachedByTabIsPressedBySpace()
    {
        auto* randomise = _window->findChild<QPushButton*>("randomise");
        QVERIFY(randomise);
        // Tab, as somebody without a mouse would press it.
        QTest::keyClick(_window.get(), Qt::Key_Tab);
        randomise->setFocus(Qt::TabFocusReason);
        const std::vector<float> start = document().recipe().z;
        QTest::keyClick(randomise, Qt::Key_Space);
        QVERIFY(document().recipe().z != start);
        QTest::qWait(50);
        QVERIFY(document().recipe().edits.empty());
    }

    void anErrorIsSaidInTheWindowAndEscapeDismissesIt()
    {
        const fs::path file = path("broken.json");
        writeFile(file, "{\"flipside\": 1, ");
        _window->openFile(QString::fromStdString(file.string()));
        QVERIFY(QTest::qWaitFor([&] { return !_window->message().isEmpty(); }, patience));
        QVERIFY(_window->message().contains("broken.json"));
        QTest::keyClick(_window.get(), Qt::Key_Escape);
        QVERIFY(_window->message().isEmpty());
        QVERIFY(document().rendering());
    }

    void whatCannotBeOpenedIsNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("content");
        QTest::newRow("nothing there") << "missing.json" << QString();
        QTest::newRow("neither recipe nor model") << "notes.txt"
                                                  << "hello";
        QTest::newRow("newer version") << "newer.json"
                                       << R"({"flipside":99,"model":"panels","z":[],"edits":[]})";
        QTest::newRow("wrong z") << "short.json"
                                 << R"({"flipside":1,"model":"panels","z":[1,2],"edits":[]})";
        QTest::newRow("no such model") << "other.json"
                                       << R"({"flipside":1,"model":"nowhere","z":[1],"edits":[]})";
        QTest::newRow("an empty folder") << "folder"
                                         << "/";
    }
    void whatCannotBeOpenedIsNamed()
    {
        QFETCH(QString, name);
        QFETCH(QString, content);
        const fs::path file = path(name.toStdString());
        if (content == "/")
            fs::create_directories(file);
        else if (!content.isEmpty())
            writeFile(file, content.toStdString());
        const Recipe before = document().recipe();
        _window->openFile(QString::fromStdString(file.string()));
        QVERIFY(QTest::qWaitFor([&] { return !_window->message().isEmpty(); }, patience));
        QVERIFY2(_window->message().contains(name) || _window->message().contains("nowhere"),
                 qPrintable(_window->message()));
        QVERIFY(document().recipe() == before);
    }

    void aRecipeDroppedOnTheWindowIsOpened()
    {
        Recipe recipe = document().recipe();
        recipe.z[0] = -1.25f;
        const fs::path file = path("dropped.json");
        writeRecipe(file, recipe);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QString::fromStdString(file.string()))});
        QDragEnterEvent enter(QPoint(640, 300), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(640.0, 300.0), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(_window.get(), &drop);
        QVERIFY(QTest::qWaitFor([&] { return document().recipe().z[0] == -1.25f; }, patience));
        document().undoStack().undo();
        QVERIFY(document().recipe().z[0] != -1.25f);
    }

    void aPictureOpensTheRecipeThatItCarries()
    {
        Recipe recipe = document().recipe();
        recipe.z[0] = -1.5f;
        const std::string png = pngWithRecipe(QImage(8, 8, QImage::Format_RGB32), recipe).toStdString();
        const fs::path file = path("carrying.png");
        writeFile(file, png);
        _window->openFile(QString::fromStdString(file.string()));
        QVERIFY(QTest::qWaitFor([&] { return document().recipe().z[0] == -1.5f; }, patience));
    }

    void aJpegSaysThatItCannotCarryARecipe()
    {
        const QString file = QString::fromStdString(path("photograph.json").string());
        QImage photograph(16, 16, QImage::Format_RGB32);
        photograph.fill(Qt::gray);
        QVERIFY(photograph.save(file, "jpeg"));
        const Recipe before = document().recipe();
        _window->openFile(file);
        QVERIFY(QTest::qWaitFor([&] { return !_window->message().isEmpty(); }, patience));
        QVERIFY2(_window->message().contains("(JPEG)") &&
                     _window->message().contains("only PNG files carry a recipe"),
                 qPrintable(_window->message()));
        QVERIFY(document().recipe() == before);
        // By its own name it is a photograph to start from, and why it is no more than that is said too.
        const QString honest = QString::fromStdString(path("photograph.jpg").string());
        QVERIFY(QFile::copy(file, honest));
        _window->openFile(honest);
        const auto isSaid = [this] {
            return _window->statusBar()->currentMessage().contains(
                "only PNG files carry a recipe; this one (JPEG)");
        };
        QVERIFY(QTest::qWaitFor(isSaid, patience));
    }

    void aCopiedPicturePastedBringsItsRecipeBack()
    {
        const Recipe copied = document().recipe();
        QTest::keyClick(_window.get(), Qt::Key_C, Qt::ControlModifier);
        document().setLatent(0, copied.z[0] + 1.0f, "drag");
        document().endGesture();
        QVERIFY(document().recipe() != copied);
        QTest::keyClick(_window.get(), Qt::Key_V, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([&] { return document().recipe() == copied; }, patience));
        QApplication::clipboard()->setText("a poem");
        QTest::keyClick(_window.get(), Qt::Key_V, Qt::ControlModifier);
        QVERIFY(_window->message().contains("clipboard"));
    }

    void aClickOnTheWindowsHeatmapChangesThePictureOnScreen()
    {
        const QImage before = _window->canvas().grab().toImage();
        NeuronHeatmap* heatmap =
            _window->findChild<NeuronPanel*>()->heatmaps()[std::size_t(_fixture->lastHidden)];
        QTest::mouseClick(heatmap, Qt::LeftButton, {}, heatmap->cellRect(0).center());
        QCOMPARE(document().recipe().edits.size(), std::size_t(1));
        QVERIFY(_fixture->isShown());
        QVERIFY(_window->canvas().grab().toImage() != before);
    }

    void messagesAndWorkAreNotPaintedOverEachOther()
    {
        StatusBar& status = _window->status();
        const auto* work = status.findChild<QWidget*>("backgroundWork")->parentWidget();
        status.showMessage("Opened");
        status.showWork("Finding out how often each neuron is on");
        QVERIFY(!work->isVisible());
        status.clearMessage();
        QVERIFY(work->isVisible());
        status.showMessage("Kept");
        QVERIFY(!work->isVisible());
        status.clearMessage();
        QVERIFY(work->isVisible());
        status.showWork({});
        QVERIFY(!work->isVisible());
    }

    void theStatusBarNamesModelAndTime()
    {
        QVERIFY(_window->status().modelText().contains("panels"));
        QVERIFY(QTest::qWaitFor([&] { return _window->status().speedText().endsWith("ms"); }, patience));
    }

    void layoutAndViewAreRemembered()
    {
        _window->canvas().setView(CanvasView::Difference);
        auto* inspector = _window->findChild<QDockWidget*>("inspectorDock");
        QVERIFY(inspector && inspector->isVisible());
        inspector->close();
        _window->close();
        _window = std::make_unique<MainWindow>(_fixture->workspace);
        _window->show();
        QCOMPARE(int(_window->canvas().view()), int(CanvasView::Difference));
        QVERIFY(!_window->findChild<QDockWidget*>("inspectorDock")->isVisible());
        QVERIFY(!MainWindow::rememberedModel().isEmpty());
    }

    void panelsComeBackAsWideAndHighAsTheyWereLeft_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QSize>("size");
        QTest::newRow("wide") << "latentDock" << QSize(333, 0);
        QTest::newRow("high") << "neuronsDock" << QSize(0, 333);
    }
    void panelsComeBackAsWideAndHighAsTheyWereLeft()
    {
        QFETCH(QString, name);
        QFETCH(QSize, size);
        // Alone in a window that fits the screen of tests, which is small.
        for (QDockWidget* dock : _window->findChildren<QDockWidget*>())
            dock->setVisible(dock->objectName() == name);
        QCoreApplication::processEvents();
        _window->resize(780, 720);
        QTRY_COMPARE(_window->size(), QSize(780, 720));
        auto* dock = _window->findChild<QDockWidget*>(name);
        if (size.width() > 0)
            _window->resizeDocks({dock}, {size.width()}, Qt::Horizontal);
        else
            _window->resizeDocks({dock}, {size.height()}, Qt::Vertical);
        QTRY_VERIFY(dock->width() == size.width() || dock->height() == size.height());
        const QSize left = dock->size();
        for (int start = 0; start < 2; ++start) {
            _window->close();
            _window = std::make_unique<MainWindow>(_fixture->workspace);
            _window->show();
            QVERIFY(QTest::qWaitForWindowExposed(_window.get()));
            QTRY_COMPARE(_window->findChild<QDockWidget*>(name)->size(), left);
        }
    }

    void aWindowLeftOnALargeScreenFitsASmallOne()
    {
        const QSize room = _window->screen()->availableSize();
        _window->resize(room + QSize(40, 40));
        QCoreApplication::processEvents();
        _window->close();
        _window = std::make_unique<MainWindow>(_fixture->workspace);
        _window->show();
        QVERIFY(QTest::qWaitForWindowExposed(_window.get()));
        QVERIFY(_window->height() < room.height()); // the screen of tests is narrower than the panels
    }

    void anotherModelIsOpenedWithAWordAboutTheOneThatWasLeft()
    {
        test::writeRandomMlpModel(path("other"), 3, {8}, 4, 4);
        document().flip({1, 2});
        _window->workspace().document().openModel(QString::fromStdString(_fixture->path.string()));
        QTRY_VERIFY_WITH_TIMEOUT(_fixture->isShown(), patience);
        QVERIFY(_window->status().currentMessage().isEmpty());
        _window->workspace().document().openModel(QString::fromStdString(path("other").string()));
        QTRY_COMPARE_WITH_TIMEOUT(document().model()->card.id, std::string("other"), patience);
        QVERIFY2(_window->status().currentMessage().contains("as you left it"),
                 qPrintable(_window->status().currentMessage()));
    }

    void settingsThatCannotBeWrittenAreToldOnceAndDoNoHarm()
    {
        _window.reset();
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, "/proc/flipside-cannot-write-here");
        _window = std::make_unique<MainWindow>(_fixture->workspace);
        _window->show();
        QVERIFY(QTest::qWaitFor([&] { return _window->message().contains("settings"); }, patience));
        QTest::keyClick(_window.get(), Qt::Key_Escape);
        QTest::keyClick(_window.get(), Qt::Key_2);
        _window->close();
        QVERIFY(_window->message().isEmpty());
    }

    void withoutAnyModelTheWindowSaysWhatToDo()
    {
        Player player;
        Workspace workspace(player);
        const Document& empty = workspace.document();
        MainWindow window(workspace);
        window.show();
        window.workspace().document().openModel("no-such-model");
        QVERIFY(QTest::qWaitFor([&] { return !window.message().isEmpty(); }, patience));
        QVERIFY(window.message().contains("no-such-model"));
        QTRY_VERIFY(window.findChild<QWidget*>("startPage"));
        const auto* start = window.findChild<QWidget*>("startPage");
        QVERIFY(start->isVisible());
        for (const auto key : {Qt::Key_R, Qt::Key_Space, Qt::Key_1, Qt::Key_4, Qt::Key_Plus})
            QTest::keyClick(&window, key);
        QVERIFY(!empty.model());
        window.workspace().document().openModel(QString::fromStdString(_fixture->path.string()));
        QVERIFY(QTest::qWaitFor([&] { return empty.rendering() != nullptr; }, patience));
        QVERIFY(!start->isVisible());
        QVERIFY(window.message().isEmpty());
    }

    void closingDuringADecodeOfSecondsIsPrompt()
    {
        const fs::path slow = path("slow");
        test::writeSlowModel(slow, 2.0);
        auto player = std::make_unique<Player>();
        auto workspace = std::make_unique<Workspace>(*player);
        Document* slowDocument = &workspace->document();
        auto window = std::make_unique<MainWindow>(*workspace);
        window->show();
        window->workspace().document().openModel(QString::fromStdString(slow.string()));
        QVERIFY(QTest::qWaitFor([&] { return slowDocument->model() != nullptr; }, patience));
        // Processor time, which other programs on the machine do not stretch.
        std::clock_t start = std::clock();
        QVERIFY(QTest::qWaitFor([&] { return slowDocument->rendering() != nullptr; }, patience));
        const std::clock_t whole = std::clock() - start;
        slowDocument->setLatent(0, 1.0f, {});
        QTest::qWait(200);
        QVERIFY(!slowDocument->isShown());
        start = std::clock();
        window->close();
        window.reset();
        workspace.reset();
        player.reset();
        const std::clock_t closing = std::clock() - start;
        QVERIFY2(closing < whole / 2, qPrintable(QString("%1 of %2").arg(closing).arg(whole)));
    }

    void whatIsBeingWrittenIsWrittenWholeWhenTheWindowCloses()
    {
        const fs::path file = path("late.json");
        const Recipe recipe = document().recipe();
        {
            FileTasks tasks;
            tasks.run([&]() -> FileTasks::Afterwards {
                std::this_thread::sleep_for(std::chrono::milliseconds(200));
                writeRecipe(file, recipe);
                return {};
            });
        }
        const std::vector<Recipe> read = readRecipes(file);
        QCOMPARE(read.size(), std::size_t(1));
        QVERIFY(read.front() == recipe);
    }

    void f1OpensTheGuide()
    {
        QTest::keyClick(_window.get(), Qt::Key_F1);
        QPointer<GuideWindow> guide;
        const auto windows = QApplication::topLevelWidgets();
        for (QWidget* window : windows)
            guide = guide ? guide.data() : qobject_cast<GuideWindow*>(window);
        QVERIFY(guide && guide->isVisible());
        const auto* browser = guide->findChild<QTextBrowser*>();
        QVERIFY(browser->toPlainText().contains("Flipside"));
        QVERIFY(QTest::qWaitForWindowActive(guide));
        QTest::keyClick(guide, Qt::Key_Escape);
        QVERIFY(QTest::qWaitFor([&] { return guide.isNull(); }, patience));
    }

    void guideOpensAtThePanelInFocus()
    {
        auto* latent =
            _window->findChild<QDockWidget*>("latentDock")->widget()->findChild<QWidget*>("latentSeed");
        latent->setFocus();
        QVERIFY(QTest::qWaitFor([&] { return latent->hasFocus(); }, patience));
        QTest::keyClick(latent, Qt::Key_F1);
        QPointer<GuideWindow> guide;
        const auto windows = QApplication::topLevelWidgets();
        for (QWidget* window : windows)
            guide = guide ? guide.data() : qobject_cast<GuideWindow*>(window);
        QVERIFY(guide && guide->isVisible());
        QCOMPARE(guide->findChild<QTextBrowser*>()->source().fragment(), QString("latent"));
    }

    void everyPanelHasASectionOfTheGuide()
    {
        const GuideBook book(GuideBook::folder());
        QStringList anchors;
        for (const GuideSection& section : book.sections())
            if (section.page == "guide.md")
                anchors << GuideBook::anchorOf(section.title);
        for (const PanelKind* panel : panelKinds())
            QVERIFY2(anchors.contains(panel->guide), panel->id);
    }

    void noTwoActionsShareAKey()
    {
        QHash<QKeySequence, QString> owners;
        for (const QAction* action : _window->actions()) {
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!owners.contains(key), qPrintable(key.toString() + ": " + action->text()));
                owners.insert(key, action->text());
            }
        }
        QVERIFY(owners.size() > 15);
    }

    void everyThemePaintsEveryPanel()
    {
        QList<QRgb> backgrounds;
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            applyTheme(*qApp, choice);
            QCoreApplication::processEvents();
            backgrounds.append(_window->canvas().grab().toImage().pixel(2, 2));
            QCOMPARE(backgrounds.back(), flipside::palette().window.rgb());
        }
        QVERIFY(backgrounds[0] != backgrounds[1]);
    }

private:
    Document& document() { return _fixture->document; }
    fs::path path(const std::string& name) const { return fs::path(_settings->path().toStdString()) / name; }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
