// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/export_pictures.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/instrument/instrument.h"
#include "core/picture/picture_file.h"
#include "core/picture/resample.h"
#include "core/recipe/recipe_picture.h"
#include "tests/core/support/test_models.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace flipside;

/// Many pictures as files of one folder.
class ExportPicturesTest : public QObject {
    Q_OBJECT

private:
    static constexpr int count = 20; // more than are decoded at once
    QTemporaryDir _temporary;
    std::vector<Recipe> _recipes;

    std::filesystem::path root() const { return _temporary.path().toStdString(); }
    ModelFolder model() const { return ModelFolder(root() / "six"); }
    PictureSeries series(const char* folder) const
    {
        return {root() / folder, "it", 90, interpolationMethods().front(), {}};
    }
    static QStringList filesIn(const PictureSeries& series)
    {
        return QDir(QString::fromStdString(series.folder.string()))
            .entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }
    void write(const PictureSeries& series, const std::function<void(std::size_t)>& written,
               Progress&& progress = {}) const
    {
        exportPictures(
            _recipes, [this](const std::string&) { return model(); }, series, progress, written);
    }

private slots:
    void initTestCase()
    {
        test::writeRandomMlpModel(root() / "six", 4, {8}, 6, 6);
        for (int i = 0; i < count; ++i)
            _recipes.push_back({"six", {float(i), 0.0f, 1.0f, -1.0f}, {}, {}});
    }

    void everyFileIsThePictureOfItsRecipe()
    {
        const PictureSeries wanted = series("all");
        std::vector<std::size_t> told;
        write(wanted, [&](std::size_t number) { told.push_back(number); });
        QCOMPARE(filesIn(wanted).size(), count);
        QCOMPARE(filesIn(wanted).front(), QString("it-001.png"));
        QCOMPARE(filesIn(wanted).back(), QString("it-020.png"));
        QCOMPARE(told.size(), std::size_t(count));
        QCOMPARE(told.back(), std::size_t(count));
        Instrument instrument(model());
        for (const std::size_t place : {std::size_t(0), std::size_t(16), std::size_t(19)}) {
            const auto file = fileOf(wanted, place, count);
            QVERIFY(*readRecipeInside(file) == _recipes[place]);
            const Image made = instrument.decoder().renderImages(std::vector{_recipes[place]}).front();
            const Image expected = resampled(made, 90, 90, Interpolation::Nearest);
            const Image read = readPicture(file, 1);
            QCOMPARE(read.size(), expected.size());
            for (std::size_t i = 0; i < read.pixels.size(); ++i)
                QVERIFY(std::abs(read.pixels[i] - expected.pixels[i]) < 1.01f / 255.0f);
        }
    }

    void numbersHaveAsManyDigitsAsTheLastOne()
    {
        QCOMPARE(fileOf(series("n"), 0, 9).filename().string(), std::string("it-001.png"));
        QCOMPARE(fileOf(series("n"), 11, 12345).filename().string(), std::string("it-00012.png"));
    }

    void fullDiskSaysHowManyAreThereAndLeavesThem()
    {
        const PictureSeries wanted = series("full");
        // A limit on the size of files fails the write half-way, as a full disk does.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        QString said;
        try {
            write(wanted, [&](std::size_t number) {
                const rlimit small{64, before.rlim_max};
                if (number == 17)
                    setrlimit(RLIMIT_FSIZE, &small);
            });
        } catch (const Error& error) {
            said = error.what();
        }
        setrlimit(RLIMIT_FSIZE, &before);
        QCOMPARE(said, QString("only 17 of 20 pictures are in %1, as no more can be written: File too large; "
                               "choose a disk that takes larger files")
                           .arg(QString::fromStdString(wanted.folder.string())));
        QCOMPARE(filesIn(wanted).size(), 17); // and nothing half-written
        for (std::size_t place = 0; place < 17; ++place)
            QCOMPARE(readPicture(fileOf(wanted, place, count), 1).width, 90);
    }

    void aFolderThatCannotBeMadeIsSaidBeforeAnythingIsDone()
    {
        writeFile(root() / "file", "in the way");
        int told = 0;
        QVERIFY_EXCEPTION_THROWN(write(series("file/pictures"), [&](std::size_t) { ++told; }), Error);
        QCOMPARE(told, 0);
    }

    void whatIsCancelledKeepsWhatIsWritten()
    {
        class Impatient : public Progress {
        public:
            void report(double /*fraction*/, const std::string& what) override { said = what; }
            bool cancelled() const override { return said == "3 of 20"; }
            std::string said;
        };
        const PictureSeries wanted = series("cancelled");
        Impatient progress;
        QVERIFY_EXCEPTION_THROWN(exportPictures(
                                     _recipes, [this](const std::string&) { return model(); }, wanted,
                                     progress, [](std::size_t) {}),
                                 Cancelled);
        QCOMPARE(filesIn(wanted).size(), 3);
    }

    void aModelThatIsGoneStopsAfterTheOthers()
    {
        std::vector<Recipe> recipes(2, _recipes.front());
        recipes.push_back({"zero", {1.0f}, {}, {}});
        Progress progress;
        try {
            exportPictures(
                recipes,
                [this](const std::string& id) {
                    return id == "six" ? model() : throw ArgumentError("there is no model called zero");
                },
                series("gone"), progress, [](std::size_t) {});
            QFAIL("there is no such model");
        } catch (const Error& error) {
            QVERIFY(QString(error.what()).startsWith("only 2 of 3 pictures are in "));
            QVERIFY(QString(error.what()).endsWith(": there is no model called zero"));
        }
    }
};

QTEST_APPLESS_MAIN(ExportPicturesTest)
#include "export_pictures_test.moc"
