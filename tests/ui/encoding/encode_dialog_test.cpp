// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/encoding/encode_dialog.h"

#include "core/base/file.h"
#include "core/picture/picture_file.h"
#include "core/picture/tone.h"
#include "tests/ui/support/window_fixture.h"
#include "ui/encoding/crop_view.h"
#include "ui/pictures/canvas_images.h"
#include "ui/pictures/picture_box.h"

#include <QCheckBox>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>

#include <cmath>

using namespace flipside;
using namespace flipside::test;
namespace fs = std::filesystem;

namespace {

constexpr int patience = 60000;

QPushButton* button(EncodeDialog& dialog, const char* text)
{
    for (QPushButton* one : dialog.findChildren<QPushButton*>())
        if (one->text() == QLatin1String(text))
            return one;
    return nullptr;
}

QImage paper()
{
    QImage image(300, 200, QImage::Format_RGB32);
    image.fill(QColor(240, 236, 228));
    return image;
}

/// A seven in ink on paper.
QImage inkOnPaper()
{
    QImage image = paper();
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QColor(30, 34, 60), 16.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygon({{110, 50}, {190, 50}, {135, 155}}));
    return image;
}

std::shared_ptr<const StartPicture> startPicture(const QImage& image)
{
    return std::make_shared<const StartPicture>(StartPicture::from(image));
}

double brightness(const QImage& image)
{
    return image.isNull() ? -1.0 : QColor(image.pixel(0, 0)).lightnessF();
}

} // namespace

/// A picture from outside as the starting point: the dialog, and the window that opens it.
class EncodeDialogTest : public QObject, protected WindowFixture {
    Q_OBJECT

private slots:
    void init() { QVERIFY(openWindow()); }
    void cleanup() { closeWindow(); }

    void anEncoderAnswersAtOnceAndToEveryOtherPart()
    {
        openBundledModel();
        EncodeDialog dialog(document(), startPicture(inkOnPaper()));
        dialog.show();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.made().picture().isNull(), patience);
        QCOMPARE(dialog.seen().picture().size(), QSize(28, 28));
        QVERIFY(dialog.seen().picture().isGrayscale());
        const QImage before = dialog.made().picture();
        QVERIFY(!dialog.isSearching());
        for (int i = 0; i < 8; ++i)
            QTest::keyClick(&dialog.cropView(), Qt::Key_Minus);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.made().picture() != before, patience);
    }

    void inkOnPaperBecomesLightOnBlackUnlessTheUserSaysOtherwise()
    {
        openBundledModel();
        EncodeDialog dialog(document(), startPicture(inkOnPaper()));
        dialog.show();
        auto* negative = dialog.findChildren<QCheckBox*>().front();
        QTRY_VERIFY_WITH_TIMEOUT(negative->isChecked(), patience);
        QVERIFY(brightness(dialog.seen().picture()) < 0.2);
        QTest::keyClick(negative, Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(brightness(dialog.seen().picture()) > 0.8, patience);
        QTest::keyClick(&dialog.cropView(), Qt::Key_Minus); // and that stays
        QTest::qWait(200);
        QVERIFY(!negative->isChecked());
        QVERIFY(brightness(dialog.seen().picture()) > 0.8);
    }

    void transparentPlacesShowAsWhite()
    {
        QTemporaryDir folder;
        QImage image(3, 1, QImage::Format_ARGB32);
        image.setPixel(0, 0, qRgba(200, 0, 0, 0)); // a colour that nobody sees
        image.setPixel(1, 0, qRgba(0, 0, 0, 128));
        image.setPixel(2, 0, qRgba(0, 0, 255, 255));
        const QString path = folder.filePath("logo.png");
        QVERIFY(image.save(path));
        const Image read = readPicture(path.toStdString(), 3);
        for (int channel = 0; channel < 3; ++channel) {
            QCOMPARE(read.at(channel, 0, 0), 1.0f);
            QVERIFY(std::abs(read.at(channel, 0, 1) - 0.5f) < 0.01f);
            QCOMPARE(read.at(channel, 0, 2), channel == 2 ? 1.0f : 0.0f);
        }
    }

    void theModelsOwnCropIsProposedFirst()
    {
        QSignalSpy opened(&document(), &Document::modelChanged);
        document().openModel("celeba");
        QTRY_VERIFY_WITH_TIMEOUT(!opened.isEmpty(), patience);
        EncodeDialog dialog(document(), startPicture(paper()));
        QCOMPARE(dialog.cropView().crop().size, 0.83);
    }

    void greyPaperBecomesBackground()
    {
        Image image{1, 28, 28, std::vector<float>(28 * 28, 0.7f)}; // paper in the shade,
        for (std::size_t i = 0; i < 28; ++i)
            image.pixels[i] = 0.75f; // lighter at the top,
        for (std::size_t i = 0; i < 40; ++i)
            image.pixels[12 * 28 + i] = 0.2f; // and ink
        const Image clear = withFullContrast(image);
        QCOMPARE(clear.at(0, 20, 5), 1.0f);
        QCOMPARE(clear.at(0, 0, 5), 1.0f);
        QCOMPARE(clear.at(0, 12, 5), 0.0f);
        const Image dark = withFullContrast(negative(image));
        QCOMPARE(dark.at(0, 20, 5), 0.0f);
        QCOMPARE(dark.at(0, 12, 5), 1.0f);
        const Image empty{1, 28, 28, std::vector<float>(28 * 28, 0.7f)};
        QVERIFY(withFullContrast(empty).at(0, 3, 3) > 0.6f);
    }

    void lightOnBlackIsTakenAsItIs()
    {
        openBundledModel();
        QImage image = inkOnPaper();
        image.invertPixels();
        EncodeDialog dialog(document(), startPicture(image));
        dialog.show();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.made().picture().isNull(), patience);
        QVERIFY(!dialog.findChildren<QCheckBox*>().front()->isChecked());
    }

    void startingIsOneStepAndKeepsTheFlips()
    {
        openBundledModel();
        document().flip({2, 5});
        const Recipe before = document().recipe();
        const int steps = document().undoStack().count();
        EncodeDialog dialog(document(), startPicture(inkOnPaper()));
        dialog.show();
        QTest::keyClick(&dialog.cropView(), Qt::Key_Return); // before the encoder has answered
        QTRY_COMPARE_WITH_TIMEOUT(dialog.result(), int(QDialog::Accepted), patience);
        QVERIFY(document().recipe().z != before.z);
        QVERIFY(document().recipe().edits == before.edits);
        QCOMPARE(document().undoStack().count(), steps + 1);
        QCOMPARE(document().undoStack().undoText(), QString("Start from picture"));
        QVERIFY(_fixture->isShown());
        // What the dialog showed is what the canvas shows.
        QCOMPARE(toQImage(document().rendering()->regular), dialog.made().picture());
        document().undoStack().undo();
        QVERIFY(document().recipe() == before);
    }

    void withAnEncoderRefiningComesNearer()
    {
        openBundledModel();
        EncodeDialog dialog(document(), startPicture(inkOnPaper()));
        dialog.show();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.made().picture().isNull(), patience);
        const QImage before = dialog.made().picture();
        dialog.findChild<QSpinBox*>()->setValue(40);
        QTest::mouseClick(button(dialog, "&Refine"), Qt::LeftButton);
        QVERIFY(dialog.isSearching());
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.isSearching(), patience);
        const QImage seen = dialog.seen().picture();
        QVERIFY(distance(dialog.made().picture(), seen) < distance(before, seen));
    }

    void withoutEncoderZIsSearchedFor()
    {
        Recipe recipe = document().recipe();
        recipe.z.assign(recipe.z.size(), 0.5f);
        document().change("elsewhere", recipe);
        QVERIFY(_fixture->isShown());
        const QImage target = toQImage(document().rendering()->regular).convertToFormat(QImage::Format_RGB32);
        document().undoStack().undo();
        EncodeDialog dialog(document(), startPicture(target));
        dialog.show();
        QTRY_COMPARE_WITH_TIMEOUT(dialog.seen().picture().size(), QSize(6, 6), patience);
        QVERIFY(!button(dialog, "&Start from this")->isEnabled());
        QTest::mouseClick(button(dialog, "&Find"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.isSearching(), patience);
        QVERIFY2(distance(dialog.made().picture(), target) < 0.1, qPrintable(dialog.state()));
        QTest::mouseClick(button(dialog, "&Start from this"), Qt::LeftButton);
        QCOMPARE(document().undoStack().undoText(), QString("Start from picture"));
    }

    void aStoppedSearchKeepsWhatItFound()
    {
        EncodeDialog dialog(document(), startPicture(inkOnPaper()));
        dialog.show();
        dialog.findChild<QSpinBox*>()->setValue(100000);
        QTest::mouseClick(button(dialog, "&Find"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.made().picture().isNull(), patience); // while it goes on
        QVERIFY(dialog.isSearching());
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.isSearching(), patience);
        QVERIFY(dialog.isVisible());
        QVERIFY2(dialog.state().contains("kept"), qPrintable(dialog.state()));
        QVERIFY(button(dialog, "&Start from this")->isEnabled());
        // Of another part it says nothing.
        QTest::keyClick(&dialog.cropView(), Qt::Key_Minus);
        QVERIFY(dialog.made().picture().isNull());
        QVERIFY(!button(dialog, "&Start from this")->isEnabled());
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QVERIFY(!dialog.isVisible());
    }

    void closingDuringASearchWaitsForNothing()
    {
        const fs::path slow = folder() / "slow";
        writeSlowModel(slow, 1.0);
        document().openModel(QString::fromStdString(slow.string()));
        QTRY_COMPARE_WITH_TIMEOUT(document().model()->card.id, std::string("slow"), patience);
        auto dialog = std::make_unique<EncodeDialog>(document(), startPicture(paper()));
        dialog->show();
        QTest::mouseClick(button(*dialog, "&Find"), Qt::LeftButton);
        QTest::qWait(500);
        QVERIFY(dialog->isSearching());
        QElapsedTimer timer;
        timer.start();
        dialog.reset();
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    }

    void anotherModelClosesTheDialog()
    {
        EncodeDialog dialog(document(), startPicture(paper()));
        dialog.show();
        openBundledModel();
        QVERIFY(!dialog.isVisible());
    }

    void aPictureDroppedOnTheWindowOpensTheDialog_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("png") << "photo.png";
        QTest::newRow("jpeg") << "photo.JPG";
        QTest::newRow("bmp") << "photo.bmp";
        QTest::newRow("no suffix") << "photo";
    }
    void aPictureDroppedOnTheWindowOpensTheDialog()
    {
        QFETCH(QString, name);
        const QString path = QString::fromStdString((folder() / name.toStdString()).string());
        QVERIFY(inkOnPaper().save(path, name.contains('.') ? nullptr : "PNG"));
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        drop(data);
        EncodeDialog* dialog = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((dialog = _window->findChild<EncodeDialog*>()) != nullptr, patience);
        QVERIFY(dialog->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(!dialog->seen().picture().isNull(), patience);
        dialog->reject();
        QTRY_VERIFY_WITH_TIMEOUT(!_window->findChild<EncodeDialog*>(), patience);
    }

    void aPictureWithoutAFileIsTakenAsWell()
    {
        QMimeData data;
        data.setImageData(inkOnPaper());
        drop(data);
        QTRY_VERIFY_WITH_TIMEOUT(_window->findChild<EncodeDialog*>() != nullptr, patience);
    }

    void whatIsTransparentBecomesWhite()
    {
        QImage image(20, 20, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        QCOMPARE(borderBrightness(StartPicture::from(image).pixels), 1.0);
    }

    void aDamagedPictureIsSaidInOneSentence()
    {
        const fs::path file = folder() / "broken.png";
        writeFile(file, "\x89PNG and nothing more");
        _window->openFile(QString::fromStdString(file.string()));
        QTRY_VERIFY_WITH_TIMEOUT(!_window->message().isEmpty(), patience);
        QVERIFY2(_window->message().contains("broken.png"), qPrintable(_window->message()));
        QVERIFY(!_window->findChild<EncodeDialog*>());
    }

    void aPictureBeforeAModelWaitsForOne()
    {
        Player player;
        Workspace workspace(player);
        const Document& empty = workspace.document();
        MainWindow window(workspace);
        const fs::path file = folder() / "photo.png";
        writePng(file, Image{1, 2, 2, {0.0f, 0.5f, 0.5f, 1.0f}});
        window.workspace().document().openModel(QString::fromStdString(_fixture->path.string()));
        window.openFile(QString::fromStdString(file.string()));
        QVERIFY(!window.findChild<EncodeDialog*>());
        QTRY_VERIFY_WITH_TIMEOUT(window.findChild<EncodeDialog*>() != nullptr, patience);
        QCOMPARE(empty.model()->folder, QString::fromStdString(_fixture->path.string()));
    }

private:
    Document& document() { return _fixture->document; }
    fs::path folder() const { return fs::path(_settings->path().toStdString()); }

    void openBundledModel()
    {
        document().openModel(QStringLiteral(FLIPSIDE_SOURCE_DIR "/resources/models/mnist"));
        QTRY_VERIFY_WITH_TIMEOUT(document().model()->card.id == "mnist" && document().rendering(), patience);
    }
    void drop(const QMimeData& data)
    {
        QDragEnterEvent enter(QPoint(640, 300), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(640.0, 300.0), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(_window.get(), &drop);
    }
    /// Mean difference of two grey pictures, in [0, 1].
    static double distance(const QImage& a, const QImage& b)
    {
        if (a.size() != b.size())
            return 1.0;
        double sum = 0.0;
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x)
                sum += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) / 255.0;
        return sum / (a.width() * a.height());
    }
};

QTEST_MAIN(EncodeDialogTest)
#include "encode_dialog_test.moc"
