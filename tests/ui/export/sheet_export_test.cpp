// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/recipe_pictures.h"
#include "core/picture/picture_file.h"
#include "tests/ui/support/panel_fixture.h"
#include "ui/export/contact_sheet.h"
#include "ui/export/sheet_export_dialog.h"
#include "ui/pictures/canvas_images.h"

#include <QCheckBox>
#include <QColorSpace>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPainter>
#include <QSettings>
#include <QSpinBox>

using namespace flipside;

/// Contact sheets, of a small real model of 6 × 6 grey pixels.
class SheetExportTest : public QObject {
    Q_OBJECT

private:
    static constexpr int patience = 60000;
    std::unique_ptr<QTemporaryDir> _folder;
    std::unique_ptr<test::PanelFixture> _fixture;
    std::unique_ptr<SheetExportDialog> _dialog;
    std::vector<SheetPicture> _pictures;

    void open(int count)
    {
        _pictures.clear();
        for (int i = 0; i < count; ++i) {
            Recipe recipe = _fixture->document.recipe();
            recipe.z[0] = float(i) / float(count);
            _pictures.push_back({recipe, encodePng(_fixture->document.rendering()->image),
                                 QString::number(i + 1), "a\nb\nc\nd"});
        }
        _dialog = std::make_unique<SheetExportDialog>(
            _pictures, [path = _fixture->path](const std::string&) { return ModelFolder(path); });
        _dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(_dialog.get()));
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
    QString exportTo(const QString& name)
    {
        child<QLineEdit>("exportPath")->setText(_folder->filePath(name));
        QSignalSpy exported(_dialog.get(), &ExportDialog::exported);
        _dialog->begin();
        [&] { QTRY_VERIFY2_WITH_TIMEOUT(exported.size() == 1, qPrintable(_dialog->state()), patience); }();
        return _folder->filePath(name);
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
        _fixture = std::make_unique<test::PanelFixture>();
        QVERIFY(_fixture->isReady());
    }
    void cleanup()
    {
        _dialog.reset();
        _fixture.reset();
    }

    void contactSheetShowsEveryPictureWithItsCaption()
    {
        const Image chequered{1, 2, 2, {1.0f, 0.0f, 0.0f, 1.0f}};
        const ContactSheet sheet({3, {toQImage(chequered), "name", "one\ntwo\nthree\nfour"}},
                                 ContactSheet::usualColumns(3), SheetCaptions::NamesAndFacts);
        QCOMPARE(sheet.columns(), 2);
        const QSize own =
            sheet.ownSize({200, 200}); // of larger ones, for what rounding does to small numbers
        QImage image(1600, 1600 * own.height() / own.width() + 1, QImage::Format_RGB32);
        image.fill(Qt::red);
        {
            QPainter painter(&image);
            sheet.paint(painter, QRectF(image.rect()));
        }
        // Two columns: the centre of each picture's upper right pixel is black, of its upper left one white.
        const auto brightness = [&](double x, double y) {
            return qGray(image.pixel(int(x * 800.0), int(y * 800.0)));
        };
        QVERIFY(brightness(0.25, 0.25) > 250 && brightness(0.75, 0.25) < 5);
        QVERIFY(brightness(1.25, 0.25) > 250 && brightness(1.75, 0.25) < 5);
        // Five lines, whole: the last one is as high as the others.
        std::vector<int> heights{0};
        for (int y = 810; y < image.height() / 2; ++y) {
            bool isWritten = false;
            for (int x = 30; x < 700; ++x)
                isWritten = isWritten || qGray(image.pixel(x, y)) < 200;
            if (isWritten)
                ++heights.back();
            else if (heights.back() > 0)
                heights.push_back(0);
        }
        QVERIFY(heights.size() > 5 && heights.back() == 0);
        QVERIFY2(heights[4] > heights[1] * 6 / 10, qPrintable(QString::number(heights[4])));
        QVERIFY(sheet.pdf().startsWith("%PDF-"));
    }

    void theFileHasEveryPictureWithItsPixels()
    {
        open(5);
        child<QSpinBox>("sheetColumns")->setValue(2);
        choose("sheetCaptions", int(SheetCaptions::None));
        choose("exportFormat", int(PictureFormat::Tiff));
        choose("exportDepth", 16);
        const QSize size = _dialog->size();
        const Image sheet = readPicture(exportTo("sheet.tif").toStdString(), 1);
        QCOMPARE(QSize(sheet.width, sheet.height), size);
        std::vector<Recipe> recipes;
        for (const SheetPicture& picture : _pictures)
            recipes.push_back(picture.recipe);
        Progress progress;
        const std::vector<Image> pictures = picturesOf(
            recipes, [&](const std::string&) { return ModelFolder(_fixture->path); }, progress);
        // The middle of every pixel of every picture; three rows of two, and the last place empty.
        const double cell = double(sheet.width) / 2.0;
        const double side = cell * 0.94;
        for (int i = 0; i < 6; ++i)
            for (int y = 0; y < 6; ++y)
                for (int x = 0; x < 6; ++x) {
                    const int left = int(i % 2 * cell + cell * 0.03 + (x + 0.5) * side / 6.0);
                    const int top = int(i / 2 * cell + cell * 0.03 + (y + 0.5) * side / 6.0);
                    const float expected = i < 5 ? pictures[std::size_t(i)].at(0, y, x) : 1.0f;
                    QVERIFY(std::abs(sheet.at(0, top, left) - expected) < 0.003f);
                }
    }

    void columnsAndCaptionsChangeTheSheetAndNotItsPictures()
    {
        open(12);
        QCOMPARE(child<QSpinBox>("sheetColumns")->value(), 4);
        const QSize four = _dialog->size();
        QVERIFY(four.width() > 1000);
        child<QSpinBox>("sheetColumns")->setValue(3);
        const QSize three = _dialog->size();
        QVERIFY2(std::abs(three.width() / 3.0 - four.width() / 4.0) < four.width() / 40.0,
                 qPrintable(QString::number(three.width())));
        QVERIFY(three.height() > four.height());
        choose("sheetCaptions", int(SheetCaptions::Names));
        QVERIFY(_dialog->size().height() < three.height());
    }

    void aDocumentHasPagesAndAsksForNoSize()
    {
        open(40);
        choose("sheetKind", true);
        QVERIFY(child<QLineEdit>("exportPath")->text().endsWith(".pdf"));
        QVERIFY(!child<QComboBox>("exportFormat")->isEnabled());
        QFile file(exportTo("sheet.pdf"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.startsWith("%PDF-"));
        QVERIFY(bytes.contains("/Count 2")); // a page holds 6 rows of 6 with captions
    }

    void theFormatIsThatOfTheName()
    {
        open(3);
        const QString file = exportTo("sheet.jpg");
        QVERIFY(QFile(file).exists());
        const QImage image(file);
        QVERIFY(!image.isNull());
        QVERIFY(image.colorSpace() == QColorSpace(QColorSpace::SRgb));
        QVERIFY(_dialog->encoding().format == PictureFormat::Jpeg);
    }

    void whatWasChosenIsKept()
    {
        open(3);
        choose("sheetCaptions", int(SheetCaptions::Names));
        choose("exportFormat", int(PictureFormat::WebP));
        exportTo("sheet.webp");
        open(3);
        QCOMPARE(child<QComboBox>("sheetCaptions")->currentData().toInt(), int(SheetCaptions::Names));
        QVERIFY(child<QLineEdit>("exportPath")->text().endsWith(".webp"));
    }
};

QTEST_MAIN(SheetExportTest)
#include "sheet_export_test.moc"
