// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/window_fixture.h"
#include "ui/actions/actions.h"
#include "ui/actions/shortcuts_dialog.h"
#include "ui/breeding/breeding_window.h"
#include "ui/export/picture_export_dialog.h"
#include "ui/export/series_export_dialog.h"
#include "ui/guide/guide_window.h"
#include "ui/import/fetch_dialog.h"
#include "ui/import/import_dialog.h"
#include "ui/motion/film_export_dialog.h"
#include "ui/study/study_window.h"
#include "ui/style/text_size.h"
#include "ui/training/training_dialog.h"
#include "ui/window/about_dialog.h"
#include "ui/window/arranger.h"
#include "ui/window/menus.h"
#include "ui/window/preferences_dialog.h"

#include <functional>

using namespace flipside;

/// Screens on which not everything has room: 1366×768 at 125 %, 1920×1080 at 200 %, and less.
class SmallScreensTest : public QObject, protected test::WindowFixture {
    Q_OBJECT

    using Make = std::function<std::unique_ptr<QWidget>()>;

    std::vector<std::pair<const char*, Make>> windows()
    {
        Workspace& workspace = _fixture->workspace;
        Document& document = workspace.document();
        const std::filesystem::path folder = _settings->path().toStdString();
        Timeline timeline;
        timeline.keyframes = {{document.recipe(), 1.0, Easing::Smooth},
                              {document.recipe(), 1.0, Easing::Smooth}};
        const auto model = document.model();
        return {
            {"about", [&] { return std::make_unique<AboutDialog>(document); }},
            {"guide", [] { return std::make_unique<GuideWindow>(); }},
            {"export", [&] { return std::make_unique<PictureExportDialog>(document.rendering()); }},
            {"export of many",
             [&] {
                 return std::make_unique<SeriesExportDialog>(
                     std::vector<Recipe>(3, document.recipe()), document.rendering()->image,
                     [](const std::string& id) { return findModel(id); });
             }},
            {"preferences", [] { return std::make_unique<PreferencesDialog>(); }},
            {"keys",
             [this] {
                 return std::make_unique<ShortcutsDialog>(_window->actionsById(),
                                                          actionGroups(_window->actionsById()));
             }},
            {"study", [&] { return std::make_unique<StudyWindow>(workspace.models()); }},
            {"breeding", [&] { return std::make_unique<BreedingWindow>(workspace); }},
            {"training", [folder] { return std::make_unique<TrainingDialog>(folder); }},
            {"fetch", [] { return std::make_unique<FetchDialog>(); }},
            {"import", [folder] { return std::make_unique<ImportDialog>(folder / "decoder.pt", folder); }},
            {"film", [model, timeline] { return std::make_unique<FilmExportDialog>(*model, timeline); }},
        };
    }

private slots:
    void init() { QVERIFY(openWindow()); }
    void cleanup()
    {
        closeWindow();
        applyTextSize(*qApp, smallestText);
    }

    void everyWindowCanBeMadeToFitASmallScreen_data()
    {
        QTest::addColumn<int>("text");
        QTest::addColumn<QSize>("room");
        QTest::newRow("smallest") << 100 << QSize(640, 480);
        QTest::newRow("large text") << 200 << QSize(1280, 720);
    }
    void everyWindowCanBeMadeToFitASmallScreen()
    {
        QFETCH(const int, text);
        QFETCH(const QSize, room);
        applyTextSize(*qApp, text);
        const QSize frame(16, 40);
        QStringList tooLarge;
        for (const auto& [name, make] : windows()) {
            const std::unique_ptr<QWidget> window = make();
            window->show();
            QCoreApplication::processEvents();
            const QSize least = window->minimumSizeHint().expandedTo(window->minimumSize());
            if (least.width() > room.width() - frame.width() ||
                least.height() > room.height() - frame.height())
                tooLarge.append(QString("%1: %2 × %3").arg(name).arg(least.width()).arg(least.height()));
        }
        QVERIFY2(tooLarge.isEmpty(), qPrintable(tooLarge.join(", ")));
    }
};

QTEST_MAIN(SmallScreensTest)
#include "small_screens_test.moc"
