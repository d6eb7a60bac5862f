// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a session of a thousand kept faces in the window, and prints one JSON object: milliseconds from the
// file to the gallery with its picture, beside plain reading of the same JSON; milliseconds a step of
// scrolling takes to paint; resident memory.
#include "core/instrument/instrument.h"
#include "core/model/model_folder.h"
#include "core/picture/picture_file.h"
#include "core/session/session_json.h"
#include "tests/bench/timed_window.h"
#include "ui/document/gallery.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/gallery/gallery_view.h"
#include "ui/session/session_keeper.h"

#include <QDockWidget>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollBar>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <fstream>

using namespace flipside;

namespace {

constexpr int pictures = 1000;

void writeThousandFaces(const std::filesystem::path& file)
{
    Instrument instrument(findModel("celeba"));
    const std::vector<Recipe> recipes = instrument.sample({}, 1, 0, pictures);
    const std::vector<Image> images = instrument.decoder().renderImages(recipes);
    Session session;
    session.recipe = recipes.front();
    for (std::size_t i = 0; i < recipes.size(); ++i) {
        GalleryItem item;
        item.id = i + 1;
        item.recipe = recipes[i];
        item.thumbnail = encodePng(images[i]);
        item.metrics["dr"] = double(i % 7);
        session.gallery.push_back(std::make_shared<const GalleryItem>(std::move(item)));
    }
    writeSession(file, session);
}

} // namespace

int main(int argc, char** argv)
{
    chooseBlasKernels();
    TimedWindow timed(argc, argv, "celeba");
    auto& [scratch, application, player, workspace, document, window, painted] = timed;
    const QString file = scratch.filePath("thousand.flipside");
    writeThousandFaces(file.toStdString());

    QElapsedTimer timer;
    timer.start();
    std::ifstream stream(file.toStdString());
    const std::size_t parts = nlohmann::json::parse(stream).size();
    const auto plain = double(timer.nsecsElapsed()) / 1e6;
    window.findChild<QDockWidget*>("galleryDock")->raise();
    QTest::qWait(500);

    timer.start();
    const qsizetype before = painted.count();
    window.openFile(file);
    while (window.workspace().gallery().items().size() < pictures)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    waitFor(painted, before);
    const auto opened = double(timer.nsecsElapsed()) / 1e6;

    GalleryView& view = window.findChild<GalleryPanel*>()->view();
    QTest::qWait(200);
    std::vector<double> steps;
    for (int value = 0; value < view.verticalScrollBar()->maximum(); value += 40) {
        timer.start();
        view.verticalScrollBar()->setValue(value);
        view.viewport()->repaint();
        steps.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    const QJsonObject numbers{{"open_ms", opened},
                              {"plain_ms", plain},
                              {"parts", int(parts)},
                              {"scroll_step_ms", quantile(steps, 0.99)},
                              {"resident_mb", residentMegabytes()}};
    std::printf("%s\n", QJsonDocument(numbers).toJson(QJsonDocument::Compact).constData());
    return 0;
}
