// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/motion/film_export_dialog.h"

#include "core/base/file.h"
#include "core/decoder/decoder.h"
#include "core/instrument/instrument.h"
#include "core/instrument/render_film.h"
#include "core/model/model_folder.h"
#include "core/picture/picture_file.h"
#include "tests/core/support/test_models.h"
#include "tests/ui/support/motion_fixture.h"
#include "ui/pictures/canvas_images.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSlider>
#include <QSpinBox>
#include <QTemporaryDir>

#include <algorithm>
#include <memory>

using namespace flipside;

namespace {

constexpr int patience = test::MotionFixture::patience;

std::string read(const QString& path)
{
    return readFile(path.toStdString());
}

} // namespace

class FilmExportTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        QCoreApplication::setOrganizationName("Flipside");
        QCoreApplication::setApplicationName("Flipside");
        _folder = std::make_unique<QTemporaryDir>();
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, _folder->filePath("settings"));
        QDir(_folder->path()).mkdir("films");
        _fixture = std::make_unique<test::MotionFixture>();
        QVERIFY(_fixture->isReady());
    }
    void cleanup()
    {
        _dialog.reset();
        _fixture.reset();
    }

    void onlyFormatsThatCanBeWrittenAreOffered()
    {
        open({FilmFormat::Gif, FilmFormat::PngSequence});
        auto* format = child<QComboBox>("filmFormat");
        QCOMPARE(format->count(), 2);
        QVERIFY(_dialog->settings().format == FilmFormat::Gif);
        QVERIFY(_dialog->path().endsWith(".gif"));
        QCOMPARE(child<QSpinBox>("filmRate")->maximum(), 50);
        QVERIFY(!child<QSlider>("filmQuality")->isEnabled());
    }

    void theSizeIsAWholeNumberOfTimesThePictureAndKeepsItsShape()
    {
        open();
        QCOMPARE(_dialog->settings().width, 504);
        QCOMPARE(_dialog->settings().height, 504);
        child<QSpinBox>("filmWidth")->setValue(300);
        QCOMPARE(_dialog->settings().height, 300);
        child<QCheckBox>("filmKeepsShape")->setChecked(false);
        child<QSpinBox>("filmHeight")->setValue(200);
        QCOMPARE(_dialog->settings().width, 300);
        _dialog->setPath(film("wide.mp4"));
        QCOMPARE(child<QLabel>("filmLength")->text(), "60 frames, " + QLocale().toString(2.0, 'f', 2) + " s");
    }

    void theFormatFollowsTheNameOfTheFile()
    {
        open();
        QVERIFY(_dialog->settings().format == FilmFormat::Mp4);
        auto* path = child<QLineEdit>("filmPath");
        path->selectAll();
        QTest::keyClicks(path, film("named.gif"));
        QFocusEvent left(QEvent::FocusOut, Qt::TabFocusReason);
        QCoreApplication::sendEvent(path, &left);
        QVERIFY(_dialog->settings().format == FilmFormat::Gif);
        QCOMPARE(_dialog->path(), film("named.gif"));
    }

    void framesAreThePicturesOfTheirTimes()
    {
        open();
        const QString path = film("frames");
        choose(FilmFormat::PngSequence, path, 28, 10);
        const QStringList files = QDir(path).entryList(QDir::Files, QDir::Name);
        QCOMPARE(files.size(), 20);
        Decoder decoder(findModel("mnist"));
        for (const int frame : {0, 7, 19}) {
            const Image image = decoder.render(_timeline.at(_timeline.timeOfFrame(frame, 10.0))).image;
            const QImage expected = toQImage(image).convertToFormat(QImage::Format_Grayscale8);
            const QImage written =
                QImage(QDir(path).filePath(files[frame])).convertToFormat(QImage::Format_Grayscale8);
            QCOMPARE(written.size(), expected.size());
            for (int y = 0; y < 28; ++y)
                for (int x = 0; x < 28; ++x)
                    // Batches and single pictures differ by rounding.
                    QVERIFY(std::abs(qGray(written.pixel(x, y)) - qGray(expected.pixel(x, y))) <= 1);
        }
    }

    void theSameFilmHasTheSameBytes_data()
    {
        QTest::addColumn<int>("format");
        for (const FilmFormat format : availableFormats())
            QTest::newRow(filmFormatId(format).c_str()) << int(format);
    }
    void theSameFilmHasTheSameBytes()
    {
        QFETCH(int, format);
        open();
        QStringList films;
        for (const char* name : {"one", "two"}) {
            films << film(name) + QString::fromStdString(filmFormatSuffix(FilmFormat(format)));
            choose(FilmFormat(format), films.back(), 112, 10);
            QVERIFY2(QFileInfo::exists(films.back()), qPrintable(_dialog->state()));
        }
        if (FilmFormat(format) == FilmFormat::PngSequence) {
            const QStringList pictures = QDir(films[0]).entryList(QDir::Files, QDir::Name);
            QCOMPARE(pictures.size(), 20);
            for (const QString& picture : pictures)
                QVERIFY(read(films[0] + "/" + picture) == read(films[1] + "/" + picture));
            return;
        }
        QVERIFY(read(films[0]) == read(films[1]));
    }

    void theWindowIsLiveMeanwhile()
    {
        open();
        child<QSpinBox>("filmRate")->setValue(240);
        _dialog->setPath(film("live.mp4"));
        _dialog->begin();
        QVERIFY(_dialog->isRunning());
        QVERIFY(!_dialog->isModal());
        const auto before = _fixture->document.rendering();
        _fixture->document.setLatent(0, 1.5f, {});
        QVERIFY(_fixture->isReady());
        QVERIFY(_fixture->document.rendering() != before);
        QVERIFY2(_dialog->isRunning(), "a film of 480 frames takes longer than a picture");
        QTRY_VERIFY_WITH_TIMEOUT(!_dialog->isRunning(), 4 * patience);
        QVERIFY(QFileInfo::exists(film("live.mp4")));
        QVERIFY2(_dialog->state().contains("live.mp4"), qPrintable(_dialog->state()));
    }

    void cancelledFilmLeavesNoFile_data()
    {
        QTest::addColumn<int>("format");
        for (const FilmFormat format : availableFormats())
            QTest::newRow(filmFormatId(format).c_str()) << int(format);
    }
    void cancelledFilmLeavesNoFile()
    {
        QFETCH(int, format);
        open();
        auto* formats = child<QComboBox>("filmFormat");
        formats->setCurrentIndex(formats->findData(format));
        child<QSpinBox>("filmRate")->setValue(240);
        child<QSpinBox>("filmWidth")->setValue(1024);
        _dialog->setPath(film("cancelled") + QString::fromStdString(filmFormatSuffix(FilmFormat(format))));
        _dialog->begin();
        QTRY_VERIFY_WITH_TIMEOUT(_dialog->state().contains("frame", Qt::CaseInsensitive), patience);
        _dialog->reject();
        QTRY_VERIFY_WITH_TIMEOUT(!_dialog->isRunning(), patience);
        QVERIFY2(_dialog->state().startsWith("Cancelled"), qPrintable(_dialog->state()));
        QCOMPARE(films(), QStringList());
    }

    void aDialogThatGoesAwayLeavesNoFile()
    {
        open();
        child<QSpinBox>("filmRate")->setValue(240);
        _dialog->setPath(film("gone.mp4"));
        _dialog->begin();
        QTRY_VERIFY_WITH_TIMEOUT(_dialog->state().contains("frame", Qt::CaseInsensitive), patience);
        _dialog.reset();
        QCOMPARE(films(), QStringList());
    }

    void aSlowModelIsCancelledInTheMidstOfAPicture()
    {
        const QString folder = _folder->filePath("slow");
        test::writeSlowModel(folder.toStdString(), 2.0);
        const ModelFolder model(folder.toStdString());
        OpenedModel opened{model.card(), nullptr, folder, false, false, {}, {}};
        Timeline timeline;
        for (int i = 0; i < 2; ++i)
            timeline.keyframes.push_back(
                {Recipe{model.card().id, std::vector<float>(model.card().latentLength(), float(i)), {}, {}},
                 1.0, Easing::Smooth});
        _dialog = std::make_unique<FilmExportDialog>(opened, timeline);
        _dialog->setPath(film("slow.mp4"));
        _dialog->begin();
        QTRY_VERIFY_WITH_TIMEOUT(_dialog->state().contains("frame", Qt::CaseInsensitive), 4 * patience);
        QElapsedTimer clock;
        clock.start();
        _dialog->reject();
        QTRY_VERIFY_WITH_TIMEOUT(!_dialog->isRunning(), patience);
        QVERIFY2(clock.elapsed() < 10000, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(films(), QStringList());
    }

    void whatCannotBeWrittenIsASentenceAndLeavesNothing()
    {
        open();
        _dialog->setPath(film("no such folder/film.mp4"));
        _dialog->begin();
        QTRY_VERIFY_WITH_TIMEOUT(!_dialog->isRunning(), patience);
        QVERIFY2(_dialog->state().contains("no such folder"), qPrintable(_dialog->state()));
        child<QCheckBox>("filmKeepsShape")->setChecked(false);
        child<QSpinBox>("filmWidth")->setValue(333);
        _dialog->setPath(film("odd.mp4"));
        _dialog->begin();
        QVERIFY(!_dialog->isRunning());
        QVERIFY2(_dialog->state().contains("even"), qPrintable(_dialog->state()));
        QCOMPARE(films(), QStringList());
    }

    void aFilmThatIsThereIsWrittenOverOnlyWhenAskedTwice()
    {
        writeFile(film("mine.mp4").toStdString(), "mine");
        open();
        _dialog->setPath(film("mine.mp4"));
        _dialog->begin();
        QVERIFY(!_dialog->isRunning());
        QVERIFY(_dialog->state().contains("mine.mp4"));
        QCOMPARE(read(film("mine.mp4")), std::string("mine"));
        _dialog->begin();
        QTRY_VERIFY_WITH_TIMEOUT(!_dialog->isRunning(), patience);
        QVERIFY(read(film("mine.mp4")) != "mine");
    }

    void equalTimelinesGiveEqualPictures()
    {
        const Timeline timeline = _fixture->timeline();
        Instrument one(findModel("mnist")), other(findModel("mnist"));
        FrameRenderer renderer(one, timeline, 60), again(other, timeline, 60);
        for (int frame = 0; frame < renderer.frames(); ++frame)
            QVERIFY2(renderer.picture(frame) == again.picture(frame), qPrintable(QString::number(frame)));
    }

    void editsFadeInTheFramesAsInThePreview()
    {
        Instrument instrument(findModel("mnist"));
        Timeline timeline = _fixture->timeline();
        timeline.keyframes.resize(2);
        timeline.keyframes[1].recipe = timeline.keyframes[0].recipe;
        timeline.keyframes[1].recipe.edits = {{instrument.card().layers[0].id, 5, EditAction::On, {}},
                                              {instrument.card().layers[1].id, 7, EditAction::Off, {}}};
        FrameRenderer renderer(instrument, timeline, 10);
        QCOMPARE(renderer.frames(), 10);
        timeline.keyframes[1].recipe = instrument.resolved(timeline.keyframes[1].recipe);
        for (int frame = 0; frame < renderer.frames(); ++frame) {
            const Image image = renderer.picture(frame);
            const Image expected =
                instrument.decoder().render(timeline.at(timeline.timeOfFrame(frame, 10.0))).image;
            for (std::size_t i = 0; i < image.pixels.size(); ++i)
                QVERIFY(std::abs(image.pixels[i] - expected.pixels[i]) < 1e-5f);
        }
    }

private:
    void open(const std::vector<FilmFormat>& formats = availableFormats())
    {
        _timeline = _fixture->timeline();
        _dialog =
            std::make_unique<FilmExportDialog>(*_fixture->document.model(), _timeline, nullptr, formats);
        _dialog->show();
    }
    /// Sets the fields, exports, and waits for the end.
    void choose(FilmFormat format, const QString& path, int side, int rate)
    {
        auto* formats = child<QComboBox>("filmFormat");
        formats->setCurrentIndex(formats->findData(int(format)));
        child<QSpinBox>("filmWidth")->setValue(side);
        child<QSpinBox>("filmRate")->setValue(rate);
        _dialog->setPath(path);
        _dialog->begin();
        QTRY_VERIFY_WITH_TIMEOUT(!_dialog->isRunning(), 4 * patience);
    }
    QString film(const QString& name) const { return _folder->filePath("films/" + name); }
    QStringList films() const
    {
        return QDir(_folder->filePath("films"))
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    template <typename Widget>
    Widget* child(const char* name)
    {
        auto* found = _dialog->findChild<Widget*>(name);
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }

    std::unique_ptr<QTemporaryDir> _folder;
    std::unique_ptr<test::MotionFixture> _fixture;
    std::unique_ptr<FilmExportDialog> _dialog;
    Timeline _timeline;
};

QTEST_MAIN(FilmExportTest)
#include "film_export_test.moc"
