// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/picture/picture_file.h"
#include "core/recipe/recipe_picture.h"
#include "tests/ui/support/panel_fixture.h"
#include "ui/export/export_preview.h"
#include "ui/export/picture_export_dialog.h"
#include "ui/export/preview_pane.h"
#include "ui/export/series_export_dialog.h"
#include "ui/pictures/canvas_images.h"

#include <QCheckBox>
#include <QColorSpace>
#include <QComboBox>
#include <QDir>
#include <QImageReader>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSlider>
#include <QSpinBox>

#include <csignal>
#include <sys/resource.h>

using namespace flipside;

/// The dialogs that export pictures, on a small real model of 6 × 6 grey pixels.
class ExportDialogTest : public QObject {
    Q_OBJECT

private:
    static constexpr int patience = 60000;
    std::unique_ptr<QTemporaryDir> _folder;
    std::unique_ptr<test::PanelFixture> _fixture;
    std::unique_ptr<ExportDialog> _dialog;

    void open()
    {
        _dialog = std::make_unique<PictureExportDialog>(_fixture->document.rendering());
        _dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(_dialog.get()));
    }
    void openMany(int count)
    {
        std::vector<Recipe> recipes(std::size_t(count), _fixture->document.recipe());
        for (int i = 0; i < count; ++i)
            recipes[std::size_t(i)].z[0] = float(i) / float(count);
        _dialog = std::make_unique<SeriesExportDialog>(
            recipes, _fixture->document.rendering()->image,
            [path = _fixture->path](const std::string&) { return ModelFolder(path); });
        _dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(_dialog.get()));
        child<QLineEdit>("exportPath")->setText(_folder->filePath("many"));
    }
    template <typename Widget>
    Widget* child(const char* name) const
    {
        auto* found = _dialog->findChild<Widget*>(QLatin1String(name));
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    void choose(const char* box, const QVariant& data) const
    {
        auto* combo = child<QComboBox>(box);
        combo->setCurrentIndex(combo->findData(data));
    }
    QString file(const QString& name) const { return _folder->filePath("out/" + name); }
    /// Exports to this file and waits.
    void exportTo(const QString& name)
    {
        child<QLineEdit>("exportPath")->setText(name);
        QSignalSpy exported(_dialog.get(), &ExportDialog::exported);
        _dialog->begin();
        QTRY_VERIFY2_WITH_TIMEOUT(exported.size() == 1, qPrintable(_dialog->state()), patience);
    }
    QStringList filesThere(const QString& folder) const
    {
        return QDir(_folder->filePath(folder)).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }

private slots:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName("Flipside");
        QCoreApplication::setApplicationName("Flipside");
    }
    void init()
    {
        _folder = std::make_unique<QTemporaryDir>();
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, _folder->filePath("settings"));
        QSettings().clear();
        QDir(_folder->path()).mkdir("out");
        _fixture = std::make_unique<test::PanelFixture>();
        QVERIFY(_fixture->isReady());
    }
    void cleanup()
    {
        _dialog.reset();
        _fixture.reset();
    }

    void itBeginsWithAWholeNumberOfTimesThePicture()
    {
        open();
        QCOMPARE(_dialog->size(), QSize(6 * 64, 6 * 64));
        QVERIFY(_dialog->encoding().format == PictureFormat::Png);
        QCOMPARE(_dialog->encoding().dotsPerInch, 300.0);
        QVERIFY(_dialog->encoding().hasColourProfile);
        QVERIFY(_dialog->method().interpolation == Interpolation::Nearest);
    }

    void theFileHasThePixelsOnScreenAndTheRecipe()
    {
        open();
        exportTo(file("a.png"));
        const auto rendering = _fixture->document.rendering();
        const QImage read = QImage(file("a.png")).convertToFormat(QImage::Format_Grayscale8);
        const QImage shown = toQImage(rendering->image);
        QCOMPARE(read.size(), QSize(384, 384));
        for (int y = 0; y < 384; ++y)
            for (int x = 0; x < 384; ++x)
                QCOMPARE(qGray(read.pixel(x, y)), qGray(shown.pixel(x / 64, y / 64)));
        QVERIFY(*readRecipeInside(file("a.png").toStdString()) == rendering->recipe);
        QVERIFY(!_dialog->isVisible());
    }

    void theRegularPictureCarriesARecipeWithoutFlips()
    {
        open();
        child<QComboBox>("exportPicture")->setCurrentIndex(PictureExportDialog::Regular);
        exportTo(file("regular.png"));
        const auto recipe = readRecipeInside(file("regular.png").toStdString());
        QVERIFY(recipe && recipe->edits.empty() && !recipe->scheme);
        QVERIFY(recipe->z == _fixture->document.recipe().z);
    }

    void otherProgramsReadDotsAndColours_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isGrey");
        for (const char* name : {"a.png", "a.jpg"})
            for (const bool isGrey : {true, false})
                QTest::addRow("%s, %s", name, isGrey ? "grey" : "colour") << QString(name) << isGrey;
    }
    void otherProgramsReadDotsAndColours()
    {
        QFETCH(QString, name);
        QFETCH(bool, isGrey);
        if (!isGrey) {
            _fixture = std::make_unique<test::PanelFixture>(test::PanelFixture::Channels());
            QVERIFY(_fixture->isReady());
        }
        open();
        choose("exportFormat", int(*pictureFormatOf(name.toStdString())));
        exportTo(file(name));
        QImageReader reader(file(name));
        const QImage read = reader.read();
        QVERIFY2(!read.isNull(), qPrintable(reader.errorString()));
        QCOMPARE(read.isGrayscale(), isGrey);
        QVERIFY(std::abs(read.dotsPerMeterX() - 11811) <= 1); // 300 / 0.0254
        QVERIFY(std::abs(read.dotsPerMeterY() - 11811) <= 1);
        QVERIFY(read.colorSpace().isValid());
        if (isGrey)
            return; // Qt 6.4 converts no grey
        QCOMPARE(read.colorSpace().primaries(), QColorSpace::Primaries::SRgb);
        const QImage converted =
            read.convertToFormat(QImage::Format_RGB32).convertedToColorSpace(QColorSpace::SRgb);
        for (int y = 0; y < read.height(); y += 7)
            for (int x = 0; x < read.width(); x += 7) {
                const QColor before = read.pixelColor(x, y);
                const QColor after = converted.pixelColor(x, y);
                QVERIFY(std::abs(before.red() - after.red()) <= 1);
                QVERIFY(std::abs(before.green() - after.green()) <= 1);
                QVERIFY(std::abs(before.blue() - after.blue()) <= 1);
            }
    }

    void sixteenBitsHaveStepsBetweenThoseOfEight()
    {
        open();
        choose("exportMethod", "linear");
        choose("exportDepth", 16);
        exportTo(file("deep.png"));
        const QImage read(file("deep.png"));
        QCOMPARE(read.format(), QImage::Format_Grayscale16);
        bool isBetween = false;
        for (int x = 0; x < read.width(); ++x)
            isBetween |= reinterpret_cast<const quint16*>(read.constScanLine(100))[x] % 257 != 0;
        QVERIFY(isBetween);
    }

    void lengthsOnPaperBecomePixels()
    {
        open();
        choose("exportUnit", 1); // cm
        child<QDoubleSpinBox>("exportWidth")->setValue(10.0);
        QCOMPARE(_dialog->size(), QSize(1181, 1181)); // 10 / 2.54 × 300
        child<QSpinBox>("exportDots")->setValue(150);
        QCOMPARE(_dialog->size(), QSize(591, 591));
        QCOMPARE(child<QDoubleSpinBox>("exportWidth")->value(), 10.01); // whole pixels
        choose("exportUnit", 2);                                        // inches
        child<QDoubleSpinBox>("exportHeight")->setValue(4.0);
        QCOMPARE(_dialog->size(), QSize(600, 600));
        choose("exportUnit", 0);
        QCOMPARE(child<QDoubleSpinBox>("exportHeight")->value(), 600.0);
        child<QSpinBox>("exportDots")->setValue(300); // says what is written, and changes no pixel
        QCOMPARE(_dialog->size(), QSize(600, 600));
        QVERIFY(child<QLabel>("exportResult")->text().startsWith("600 × 600 pixels\n"));
    }

    void theShapeStays()
    {
        open();
        child<QComboBox>("exportPicture")->setCurrentIndex(PictureExportDialog::Both);
        QCOMPARE(_dialog->size(), QSize((6 + 6 + 6) * 64, 10 * 64)); // with the grey around them
        child<QDoubleSpinBox>("exportWidth")->setValue(900);
        QCOMPARE(_dialog->size(), QSize(900, 500));
        child<QDoubleSpinBox>("exportHeight")->setValue(250);
        QCOMPARE(_dialog->size(), QSize(450, 250));
        exportTo(file("both.png"));
        QCOMPARE(QImage(file("both.png")).size(), QSize(450, 250));
    }

    void onlyWhatTheFormatHasIsAsked()
    {
        open();
        QVERIFY(child<QComboBox>("exportDepth")->isVisible());
        QVERIFY(!child<QSlider>("exportQuality")->isVisible());
        choose("exportFormat", int(PictureFormat::WebP));
        QVERIFY(!child<QComboBox>("exportDepth")->isVisible());
        QVERIFY(child<QSlider>("exportQuality")->isVisible());
        QVERIFY(_dialog->state().contains("only PNG"));
    }

    void nameAndFormatFollowEachOther()
    {
        open();
        auto* path = child<QLineEdit>("exportPath");
        choose("exportFormat", int(PictureFormat::Tiff));
        QVERIFY(path->text().endsWith(".tif"));
        path->setFocus();
        path->selectAll();
        QTest::keyClicks(path, file("typed.jpeg"));
        QTest::keyClick(path, Qt::Key_Tab);
        QVERIFY(_dialog->encoding().format == PictureFormat::Jpeg);
        QCOMPARE(path->text(), file("typed.jpeg"));
    }

    void choicesAreKeptForTheNextTime()
    {
        open();
        choose("exportUnit", 1);
        child<QDoubleSpinBox>("exportWidth")->setValue(5.0);
        child<QSpinBox>("exportDots")->setValue(254);
        choose("exportMethod", "lanczos");
        choose("exportFormat", int(PictureFormat::Jpeg));
        child<QSlider>("exportQuality")->setValue(71);
        child<QCheckBox>("exportProfile")->setChecked(false);
        exportTo(file("a.jpg"));
        open();
        QCOMPARE(_dialog->size(), QSize(500, 500));
        QCOMPARE(child<QComboBox>("exportUnit")->currentData().toInt(), 1);
        QVERIFY(_dialog->method().interpolation == Interpolation::Lanczos);
        PictureEncoding expected;
        expected.format = PictureFormat::Jpeg;
        expected.quality = 71;
        expected.dotsPerInch = 254.0;
        QVERIFY(_dialog->encoding() == expected);
        QVERIFY(child<QLineEdit>("exportPath")->text().endsWith(".jpg"));
        QVERIFY(child<QLineEdit>("exportPath")->text().startsWith(_folder->filePath("out")));
    }

    void enterExports()
    {
        open();
        child<QLineEdit>("exportPath")->setText(file("enter.png"));
        QSignalSpy exported(_dialog.get(), &ExportDialog::exported);
        QTRY_VERIFY(child<QDoubleSpinBox>("exportWidth")->hasFocus());
        QTest::keyClicks(QApplication::focusWidget(), "100");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, patience);
        QCOMPARE(QImage(file("enter.png")).size(), QSize(100, 100));
    }

    void whatIsTooLargeIsSaidAndNotWritten()
    {
        open();
        child<QLineEdit>("exportPath")->setText(file("huge.png"));
        child<QDoubleSpinBox>("exportWidth")->setValue(30000);
        QCOMPARE(_dialog->state(), QString("The picture would have 900 megapixels, and 400 is the most; "
                                           "choose a smaller size or fewer dots per inch."));
        _dialog->begin();
        QVERIFY(!_dialog->isRunning());
        QVERIFY(filesThere("out").isEmpty());
        child<QDoubleSpinBox>("exportWidth")->setValue(30);
        QVERIFY(!_dialog->state().contains("megapixels"));
    }

    void anExistingFileIsWrittenOverOnlyWhenAskedTwice()
    {
        writeFile(file("a.png").toStdString(), "mine");
        open();
        child<QLineEdit>("exportPath")->setText(file("a.png"));
        _dialog->begin();
        QVERIFY(!_dialog->isRunning());
        QVERIFY(_dialog->state().startsWith("a.png is there already."));
        QCOMPARE(readFile(file("a.png").toStdString()), std::string("mine"));
        exportTo(file("a.png"));
        QVERIFY(!QImage(file("a.png")).isNull());
    }

    void fullDiskLeavesTheOlderFile()
    {
        writeFile(file("a.png").toStdString(), "mine");
        open();
        child<QLineEdit>("exportPath")->setText(file("a.png"));
        _dialog->begin(); // asks
        // A limit on the size of files fails the write half-way, as a full disk does. The settings are files,
        // too.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{1024, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        _dialog->begin();
        QTRY_VERIFY_WITH_TIMEOUT(!_dialog->isRunning(), patience);
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY2(_dialog->state().startsWith("Cannot write " + file("a.png")), qPrintable(_dialog->state()));
        QCOMPARE(readFile(file("a.png").toStdString()), std::string("mine"));
        QCOMPARE(filesThere("out"), QStringList("a.png"));
        QVERIFY(_dialog->isVisible());
    }

    void thePreviewShowsWhatIsWritten()
    {
        open();
        choose("exportMethod", "cubic");
        child<QDoubleSpinBox>("exportWidth")->setValue(3001);
        QTRY_VERIFY_WITH_TIMEOUT(_dialog->preview().isReady(), patience);
        const QImage close = child<PreviewPane>("exportClose")->picture();
        QCOMPARE(close.size(), child<PreviewPane>("exportClose")->deviceSize());
        exportTo(file("a.png"));
        const QImage written = QImage(file("a.png")).convertToFormat(QImage::Format_Grayscale8);
        const QPoint corner(qRound(1500.5 - close.width() / 2.0), qRound(1500.5 - close.height() / 2.0));
        for (int y = 0; y < close.height(); y += 5)
            for (int x = 0; x < close.width(); x += 5)
                QVERIFY(std::abs(qGray(close.pixel(x, y)) - qGray(written.pixel(corner + QPoint(x, y)))) <=
                        1);
    }

    void arrowKeysMoveWhatIsSeenClose()
    {
        open();
        choose("exportMethod", "linear");
        child<QDoubleSpinBox>("exportWidth")->setValue(3000);
        QTRY_VERIFY_WITH_TIMEOUT(_dialog->preview().isReady(), patience);
        const QImage before = child<PreviewPane>("exportClose")->picture();
        auto* whole = child<PreviewPane>("exportWhole");
        QCOMPARE(whole->focusPolicy(), Qt::StrongFocus);
        QTest::keyClick(whole, Qt::Key_Right);
        QTest::keyClick(whole, Qt::Key_Right);
        QTRY_VERIFY_WITH_TIMEOUT(_dialog->preview().isReady(), patience);
        QVERIFY(child<PreviewPane>("exportClose")->picture() != before);
    }

    void aMethodFromElsewhereIsOfferedAndUsed()
    {
        auto methods = interpolationMethods();
        methods.push_back({"negative", "Light for dark", Interpolation::Nearest, [](const Image& image) {
                               Image other = image;
                               for (float& pixel : other.pixels)
                                   pixel = 1.0f - pixel;
                               return other;
                           }});
        _dialog = std::make_unique<PictureExportDialog>(_fixture->document.rendering(), nullptr, methods);
        choose("exportMethod", "negative");
        child<QDoubleSpinBox>("exportWidth")->setValue(6);
        exportTo(file("negative.png"));
        const Image read = readPicture(file("negative.png").toStdString(), 1);
        const Image& shown = _fixture->document.rendering()->image;
        for (std::size_t i = 0; i < read.pixels.size(); ++i)
            QVERIFY(std::abs(read.pixels[i] - (1.0f - shown.pixels[i])) < 0.01f);
    }

    void manyPicturesGetNumbers()
    {
        openMany(20);
        QVERIFY(!child<QDoubleSpinBox>("exportHeight")->isVisible());
        child<QDoubleSpinBox>("exportWidth")->setValue(60);
        child<QLineEdit>("exportName")->setText("show");
        exportTo(_folder->filePath("many"));
        QCOMPARE(filesThere("many").size(), 20);
        QCOMPARE(filesThere("many").front(), QString("show-001.png"));
        QCOMPARE(QImage(_folder->filePath("many/show-020.png")).size(), QSize(60, 60));
    }

    void existingFilesAreCountedBeforeTheyAreWrittenOver()
    {
        QDir(_folder->path()).mkdir("many");
        for (const char* name : {"picture-001.png", "picture-003.png"})
            writeFile(_folder->filePath(QString("many/") + name).toStdString(), "mine");
        openMany(3);
        _dialog->begin();
        QVERIFY(!_dialog->isRunning());
        QVERIFY2(_dialog->state().startsWith("2 of these files "), qPrintable(_dialog->state()));
        QCOMPARE(filesThere("many").size(), 2);
    }

    void cancellingKeepsWhatIsWritten()
    {
        openMany(2000);
        child<QDoubleSpinBox>("exportWidth")->setValue(500);
        _dialog->begin();
        QTRY_VERIFY2_WITH_TIMEOUT(_dialog->state().contains(" of 2000"), qPrintable(_dialog->state()),
                                  patience);
        QVERIFY(!_dialog->costOfQuitting().isEmpty());
        _dialog->reject();
        QTRY_VERIFY_WITH_TIMEOUT(!_dialog->isRunning(), patience);
        const auto written = filesThere("many").size();
        QVERIFY(written > 0 && written < 2000);
        QCOMPARE(
            _dialog->state(),
            QString("Cancelled; %1 of 2000 pictures are in %2.").arg(written).arg(_folder->filePath("many")));
        QVERIFY(_dialog->isVisible());
    }

    void namesThatAreNoneAreRefused()
    {
        openMany(3);
        child<QLineEdit>("exportName")->setText("a/b");
        _dialog->begin();
        QCOMPARE(_dialog->state(), QString("Say what the pictures are called, without a slash."));
        child<QLineEdit>("exportName")->setText("a");
        child<QLineEdit>("exportPath")->clear();
        _dialog->begin();
        QCOMPARE(_dialog->state(), QString("Say into which folder the pictures are to be written."));
        QVERIFY(!_dialog->isRunning());
    }
};

QTEST_MAIN(ExportDialogTest)
#include "export_dialog_test.moc"
