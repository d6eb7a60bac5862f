// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/shortcuts_dialog.h"
#include "ui/breeding/breeding_window.h"
#include "ui/canvas/canvas.h"
#include "ui/canvas/output_window.h"
#include "ui/document/film.h"
#include "ui/document/gallery.h"
#include "ui/document/live_scheme.h"
#include "ui/export/export_preview.h"
#include "ui/export/picture_export_dialog.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/study/study_window.h"
#include "ui/style/theme.h"
#include "ui/training/training_dialog.h"
#include "ui/variations/variations_panel.h"
#include "ui/window/appearance.h"
#include "ui/window/arranger.h"
#include "ui/window/main_window.h"
#include "ui/window/menus.h"
#include "ui/window/preferences_dialog.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDockWidget>
#include <QListWidget>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <set>

using namespace flipside;

/// Pictures of every view, dark and light, for people to look at: build/<preset>/screenshots. What a test can
/// tell of them is that each is there, is not empty, and differs from the others.
class ScreenshotsTest : public QObject {
    Q_OBJECT
private:
    QTemporaryDir _settings;
    const QDir _folder{QStringLiteral(FLIPSIDE_BUILD_DIR "/screenshots")};
    std::set<QByteArray> _seen;

    void save(QWidget& widget, const QString& name)
    {
        QCoreApplication::processEvents();
        const QImage image = widget.grab().toImage();
        QVERIFY2(image.save(_folder.filePath(name + ".png")), qPrintable(name));
        std::set<QRgb> colours;
        for (int y = 0; y < image.height(); y += 3)
            for (int x = 0; x < image.width(); x += 3)
                colours.insert(image.pixel(x, y));
        QVERIFY2(colours.size() > 8, qPrintable(name));
        const QByteArray bytes(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes());
        QVERIFY2(_seen.insert(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256)).second,
                 qPrintable(name));
    }

private slots:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName("Flipside");
        QCoreApplication::setApplicationName("Flipside");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, _settings.path());
        QVERIFY(_folder.mkpath("."));
        // Of a view that there is no more none stays.
        for (const QString& name : _folder.entryList({"*.png"}, QDir::Files))
            QVERIFY2(QFile::remove(_folder.filePath(name)), qPrintable(name));
    }

    void everyViewIsPictured_data()
    {
        QTest::addColumn<QString>("theme");
        QTest::newRow("dark") << "dark";
        QTest::newRow("light") << "light";
    }

    void everyViewIsPictured()
    {
        QFETCH(const QString, theme);
        applyTheme(*qApp, themeFrom(theme));
        Player player;
        Workspace workspace(player);
        Document& document = workspace.document();
        MainWindow window(workspace);
        const auto name = [&](const char* view) {
            return QStringLiteral("%1-%2").arg(theme, QLatin1String(view));
        };
        window.resize(1440, 900);
        window.show();
        QSignalSpy problems(&workspace, &Workspace::problem);
        workspace.document().openModel("no-such-model");
        QTRY_COMPARE_WITH_TIMEOUT(problems.count(), 1, 30000);
        save(window, name("start"));
        document.openModel("mnist");
        QTRY_VERIFY_WITH_TIMEOUT(document.rendering() != nullptr, 30000);

        // Three kept pictures that are also a film.
        Timeline timeline;
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            SchemeCall call;
            call.seed = seed;
            document.coactivate(call);
            QTRY_VERIFY_WITH_TIMEOUT(document.isShown() && document.recipe().scheme &&
                                         document.recipe().scheme->seed == seed,
                                     30000);
            workspace.keeper().keepShown();
            QTRY_COMPARE(workspace.gallery().items().size(), std::size_t(seed));
            timeline.keyframes.push_back({document.recipe(), 2.0, Easing::Smooth});
        }
        workspace.film().change("film", timeline);
        const std::pair<CanvasView, const char*> views[] = {{CanvasView::SideBySide, "side-by-side"},
                                                            {CanvasView::Split, "split"},
                                                            {CanvasView::Difference, "difference"},
                                                            {CanvasView::Single, "single"},
                                                            {CanvasView::OnionSkin, "onion-skin"}};
        for (const auto& [view, label] : views) {
            window.canvas().setView(view);
            save(window, name(label));
        }
        window.canvas().setView(CanvasView::SideBySide);
        for (const char* dock : {"clusters", "gallery", "variations", "motion", "novelty"}) {
            auto* panel = window.findChild<QDockWidget*>(dock + QStringLiteral("Dock"));
            QVERIFY2(panel, dock);
            if (auto* variations = panel->findChild<VariationsPanel*>()) {
                QSignalSpy completed(variations, &VariationsPanel::completed);
                panel->raise();
                QVERIFY(completed.wait(30000));
            }
            panel->raise();
            QTest::qWait(400); // what is made in the background
            save(window, name(dock));
        }

        PictureExportDialog exporting(document.rendering());
        exporting.show();
        QTRY_VERIFY_WITH_TIMEOUT(exporting.preview().isReady(), 30000);
        save(exporting, name("export"));
        BreedingWindow breeding(workspace);
        QSignalSpy bred(&breeding, &BreedingWindow::completed);
        breeding.resize(900, 640);
        breeding.breed({workspace.gallery().items()[0]->recipe, workspace.gallery().items()[2]->recipe});
        breeding.show();
        QVERIFY(bred.wait(30000));
        save(breeding, name("breeding"));
        StudyWindow study(workspace.models());
        study.show();
        QTRY_VERIFY(study.findChild<QListWidget*>("studyModels")->count() > 0); // the models have been found
        save(study, name("study"));
        TrainingDialog training(_settings.path().toStdString());
        training.show();
        save(training, name("training"));
        ShortcutsDialog keys(window.actionsById(), actionGroups(window.actionsById()));
        keys.show();
        save(keys, name("keys"));
        PreferencesDialog preferences(&window);
        preferences.show();
        save(preferences, name("preferences"));
    }

    void everyWorkspaceIsPicturedInEverySize_data() { everyViewIsPictured_data(); }

    void everyWorkspaceIsPicturedInEverySize()
    {
        QFETCH(const QString, theme);
        applyTheme(*qApp, themeFrom(theme));
        Player player;
        Workspace workspace(player);
        Document& document = workspace.document();
        MainWindow window(workspace);
        window.show();
        document.openModel("wikiart");
        QTRY_VERIFY_WITH_TIMEOUT(document.rendering() != nullptr, 30000);
        document.scheme().apply();
        QTRY_VERIFY_WITH_TIMEOUT(document.isShown() && document.recipe().scheme, 30000);
        document.setSelected(NeuronRef{1, 4});
        const std::pair<QSize, int> kinds[] = {{{640, 480}, 100},  {{640, 480}, 200},  {{1280, 720}, 100},
                                               {{1280, 720}, 200}, {{1440, 900}, 100}, {{1440, 900}, 200},
                                               {{3840, 2160}, 200}};
        for (const auto& [size, text] : kinds) {
            Appearance{themeFrom(theme), text, false}.remember();
            for (const Arrangement& one : arrangements()) {
                window.arranger().choose(one);
                window.arranger().takeAppearance();
                window.resize(size);
                window.arranger().reset();
                QTest::qWait(50); // layouts follow each other
                save(window, QStringLiteral("%1-%2-%3-%4")
                                 .arg(theme, QLatin1String(one.id))
                                 .arg(size.width())
                                 .arg(text));
            }
        }
        applyTextSize(*qApp, smallestText);
    }
};

QTEST_MAIN(ScreenshotsTest)
#include "screenshots_test.moc"
