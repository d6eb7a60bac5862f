// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/examples.h"

#include "core/instrument/recipe_pictures.h"
#include "core/model/model_folder.h"
#include "core/session/session_json.h"
#include "ui/pictures/canvas_images.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <cstdlib>

using namespace flipside;

namespace {

/// Of two pictures of 8 bits, the largest difference of a colour.
int farthest(const QImage& one, const QImage& other)
{
    int far = 0;
    for (int y = 0; y < one.height(); ++y)
        for (int x = 0; x < one.width(); ++x) {
            const QColor a = one.pixelColor(x, y);
            const QColor b = other.pixelColor(x, y);
            far = std::max({far, std::abs(a.red() - b.red()), std::abs(a.green() - b.green()),
                            std::abs(a.blue() - b.blue())});
        }
    return far;
}

} // namespace

class ExamplesTest : public QObject {
    Q_OBJECT

private slots:
    void thereAreThreeAndEachHasATitle()
    {
        QCOMPARE(examples().size(), 3);
        for (const Example& example : examples())
            QVERIFY(!example.title.isEmpty());
    }

    void everyKeptPictureIsWhatItsRecipeMakes()
    {
        QStringList files;
        for (const Example& example : examples())
            files << example.file;
        // Those of the releases before, too: their models and recipes make what they always made.
        const QDir earlier(QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/data/sessions"));
        for (const QString& name : earlier.entryList({QStringLiteral("*.flipside")}))
            files << earlier.filePath(name);
        QVERIFY(files.size() >= 5);
        for (const QString& file : files) {
            const Session session = readSession(file.toStdString());
            QVERIFY(session.recipe && session.gallery.size() >= 5);
            std::vector<Recipe> recipes;
            for (const auto& item : session.gallery)
                recipes.push_back(item->recipe);
            Progress progress;
            const std::vector<Image> made = picturesOf(recipes, findModel, progress);
            for (std::size_t i = 0; i < made.size(); ++i) {
                const GalleryItem& item = *session.gallery[i];
                const QImage promised = QImage::fromData(QByteArray::fromStdString(item.thumbnail));
                const QImage picture = toQImage(made[i]);
                QVERIFY(!item.name.empty());
                QCOMPARE(promised.size(), picture.size());
                QVERIFY2(farthest(promised, picture) <= 2, item.name.c_str());
            }
        }
    }

    void everyFilmPlaysOnItsModel()
    {
        for (const Example& example : examples()) {
            const Session session = readSession(example.file.toStdString());
            QVERIFY(session.timeline.duration() > 5.0);
            QVERIFY(session.timeline.loops);
            std::vector<Recipe> frames;
            for (int second = 0; second < 3; ++second)
                frames.push_back(session.timeline.at(double(second)));
            Progress progress;
            const std::vector<Image> pictures = picturesOf(frames, findModel, progress);
            QVERIFY(pictures[0] != pictures[1]);
        }
    }
};

QTEST_GUILESS_MAIN(ExamplesTest)
#include "examples_test.moc"
