// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas.h"

#include "tests/ui/support/panel_fixture.h"
#include "ui/canvas/canvas_zoom.h"
#include "ui/pictures/canvas_images.h"

#include <QClipboard>
#include <QWheelEvent>

using namespace flipside;

class CanvasTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        _fixture = std::make_unique<test::PanelFixture>();
        _canvas = std::make_unique<Canvas>(_fixture->document);
        _canvas->resize(640, 400);
        _canvas->show();
        QVERIFY(_fixture->isReady());
        // Something is flipped, so that the two pictures differ.
        for (const int unit : {0, 1, 2, 4, 5})
            _fixture->document.flip({_fixture->lastHidden, unit});
        QVERIFY(_fixture->isShown());
        QVERIFY(regular() != creative());
    }
    void cleanup()
    {
        _canvas.reset();
        _fixture.reset();
    }

    void sideBySideShowsEveryPixelOfBothPictures()
    {
        comparePixels(_canvas->pictureRect(0), regular());
        comparePixels(_canvas->pictureRect(1), creative());
        QVERIFY(!_canvas->pictureRect(0).intersects(_canvas->pictureRect(1)));
    }

    void smallPicturesFillTheirRoomInSharpPixels()
    {
        int whole = 0;
        for (int width = 300; width < 900; width += 37) {
            _canvas->resize(width, 300);
            const double scale = _canvas->scale();
            whole += scale == std::floor(scale) ? 1 : 0;
            // Half of the width but for margins, or the height but for the caption: within a twentieth.
            const double room = std::min((width - 48) / 2.0, 300 - 24 - 30.0);
            QVERIFY(6.0 * scale <= room + 1e-6);
            QVERIFY2(6.0 * scale >= 0.95 * room - 1.0, qPrintable(QString::number(6.0 * scale / room)));
            comparePixels(_canvas->pictureRect(0), regular());
        }
        QVERIFY(whole > 0);
    }

    void aTallCanvasPutsOnePictureAboveTheOther()
    {
        _canvas->resize(300, 640);
        QCOMPARE(_canvas->pictureRect(0).left(), _canvas->pictureRect(1).left());
        QVERIFY(_canvas->pictureRect(0).bottom() < _canvas->pictureRect(1).top());
    }

    void theDividerIsDraggedAcrossTheSplit()
    {
        _canvas->setView(CanvasView::Split);
        const QRectF picture = _canvas->pictureRect(0);
        const QPoint handle(int(picture.center().x()), int(picture.top() + 5.0));
        QTest::mousePress(_canvas.get(), Qt::LeftButton, {}, handle);
        QTest::mouseMove(_canvas.get(), QPoint(int(picture.right()) - 1, handle.y()));
        QTest::mouseRelease(_canvas.get(), Qt::LeftButton, {}, QPoint(int(picture.right()) - 1, handle.y()));
        QVERIFY(_canvas->divider() > 0.98);
        QCOMPARE(shown(picture, 2, 3), regular().pixel(2, 3));
        _canvas->setDivider(0.0);
        QCOMPARE(shown(picture, 2, 3), creative().pixel(2, 3));
        QTest::keyClick(_canvas.get(), Qt::Key_Right);
        QVERIFY(_canvas->divider() > 0.0);
    }

    void shiftAndArrowsMoveThePictureInTheSplitToo()
    {
        _canvas->setView(CanvasView::Split);
        for (int i = 0; i < 6; ++i)
            _canvas->zoomIn();
        const double left = _canvas->pictureRect(0).left();
        const double divider = _canvas->divider();
        QTest::keyClick(_canvas.get(), Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(_canvas->pictureRect(0).left() < left);
        QCOMPARE(_canvas->divider(), divider);
    }

    void theDifferenceIsSignedAndNeutralAtZero()
    {
        Image a{1, 1, 3, {0.5f, 0.9f, 0.1f}};
        Image b{1, 1, 3, {0.5f, 0.1f, 0.9f}};
        QCOMPARE(differenceRange(a, b), 1.0);
        const QImage image = differenceImage(a, b, 0.8);
        QCOMPARE(image.pixel(0, 0), flipside::palette().differenceZero.rgb());
        QCOMPARE(image.pixel(1, 0), flipside::palette().differencePositive.rgb());
        QCOMPARE(image.pixel(2, 0), flipside::palette().differenceNegative.rgb());
        const Image colour{3, 1, 1, {0.5f, 0.75f, 0.25f}};
        const Image grey{3, 1, 1, {0.5f, 0.5f, 0.5f}};
        QCOMPARE(differenceImage(colour, grey, 0.5).pixel(0, 0), qRgb(128, 191, 64));

        _canvas->setView(CanvasView::Difference);
        const auto rendering = _fixture->document.rendering();
        const double range = differenceRange(rendering->image, rendering->regular);
        comparePixels(_canvas->pictureRect(0), differenceImage(rendering->image, rendering->regular, range));
    }

    void theOnionSkinMixesThePicturesAlone()
    {
        QImage dark(1, 1, QImage::Format_Grayscale8);
        dark.fill(0);
        QImage light(2, 2, QImage::Format_Grayscale8);
        light.fill(200);
        const QImage mixed = mixedImage(light, dark, 0.25);
        QCOMPARE(mixed.size(), QSize(2, 2));
        QVERIFY(std::abs(qRed(mixed.pixel(1, 1)) - 150) <= 1);
        _canvas->setView(CanvasView::OnionSkin);
        _canvas->setDivider(0.3);
        const QImage expected = mixedImage(regular(), creative(), 0.3);
        for (int y = 0; y < 5; ++y) // the slider of the mix lies over the last row
            for (int x = 0; x < 6; ++x)
                QCOMPARE(shown(_canvas->pictureRect(0), x, y), expected.pixel(x, y));
    }

    void theLoupeShowsWhatIsUnderIt()
    {
        _canvas->setView(CanvasView::Split);
        _canvas->setDivider(0.5);
        _canvas->setLoupe(true);
        const QRectF picture = _canvas->pictureRect(0);
        // Beside the frame that marks the pixel under the pointer.
        const auto seenAt = [&](int column) {
            const double side = picture.width() / 6.0;
            const QPointF cursor = picture.topLeft() + QPointF(column + 0.5, 3.5) * side;
            QTest::mouseMove(_canvas.get(), cursor.toPoint());
            return _canvas->grab().toImage().pixel(cursor.toPoint());
        };
        QCOMPARE(seenAt(1), regular().pixel(1, 3));
        QCOMPARE(seenAt(4), creative().pixel(4, 3));
        _canvas->setView(CanvasView::OnionSkin);
        _canvas->setDivider(0.0);
        QCOMPARE(seenAt(4), regular().pixel(4, 3));
    }

    void theSingleViewShowsEither()
    {
        _canvas->setView(CanvasView::Single);
        comparePixels(_canvas->pictureRect(0), creative());
        _canvas->setPeeking(true);
        comparePixels(_canvas->pictureRect(0), regular());
        _canvas->setPeeking(false);
        _canvas->setShowsRegular(true);
        comparePixels(_canvas->pictureRect(0), regular());
    }

    void theWheelZoomsAtTheCursor()
    {
        _canvas->setView(CanvasView::Single);
        const double fitted = _canvas->scale();
        // A picture smaller than the canvas stays in its middle; beyond that the cursor holds it.
        while (_canvas->pictureRect(0).width() < _canvas->width())
            wheel(_canvas->rect().center(), 120);
        const QPointF cursor(420.0, 110.0);
        const auto under = [&] {
            const QRectF rect = _canvas->pictureRect(0);
            return QPointF((cursor.x() - rect.x()) / rect.width(), (cursor.y() - rect.y()) / rect.height());
        };
        const QPointF before = under();
        const double scale = _canvas->scale();
        for (int i = 0; i < 4; ++i)
            wheel(cursor, 120);
        QVERIFY(_canvas->scale() > scale);
        QVERIFY((under() - before).manhattanLength() < 0.02);
        QTest::mouseDClick(_canvas.get(), Qt::LeftButton, {}, cursor.toPoint());
        QCOMPARE(_canvas->scale(), fitted);
    }

    void aPictureZoomedOutIsStillSeen()
    {
        const auto zoomedOut = [](QSize picture) {
            CanvasZoom zoom;
            const QRectF area(0, 0, 600, 400);
            zoom.zoom(-100, area.center(), picture, area, 1.0, false);
            return zoom.pictureRect(picture, area, 1.0, false).size();
        };
        QCOMPARE(zoomedOut({28, 28}), QSizeF(28, 28));
        QCOMPARE(zoomedOut({64, 64}), QSizeF(32, 32));
        QCOMPARE(zoomedOut({1024, 512}), QSizeF(64, 32));
    }

    void draggingPansAZoomedPictureAndNeverLosesIt()
    {
        _canvas->setView(CanvasView::Single);
        const QPoint centre = _canvas->rect().center();
        for (int i = 0; i < 5; ++i)
            wheel(centre, 120);
        const QRectF before = _canvas->pictureRect(0);
        drag(centre, centre + QPoint(25, 10));
        QCOMPARE(_canvas->pictureRect(0).topLeft(), before.topLeft() + QPointF(25.0, 10.0));
        for (int i = 0; i < 40; ++i)
            drag(centre, centre + QPoint(150, 150));
        QVERIFY(_canvas->pictureRect(0).left() <= 17.0);
        QVERIFY(_canvas->pictureRect(0).contains(centre));
    }

    void smoothEnlargementFillsTheRoomAndBlends()
    {
        _canvas->setView(CanvasView::Single);
        const double whole = _canvas->scale();
        _canvas->setSmooth(true);
        QVERIFY(_canvas->scale() >= whole);
        const QRectF rect = _canvas->pictureRect(0);
        const QImage image = _canvas->grab().toImage();
        QSet<QRgb> colours;
        for (int x = int(rect.left()) + 1; x < int(rect.right()) - 1; ++x)
            colours.insert(image.pixel(x, int(rect.center().y())));
        QVERIFY2(colours.size() > 12, "six pixels across, blended into each other");
    }

    void copyingHandsOverTheCreativePictureAtItsSizeOnScreen()
    {
        _canvas->copyPicture();
        const QImage copied = QApplication::clipboard()->image();
        const int factor = int(_canvas->scale());
        QCOMPARE(copied.size(), QSize(6, 6) * factor);
        for (int y = 0; y < 6; ++y) {
            for (int x = 0; x < 6; ++x)
                QCOMPARE(copied.pixel(x * factor + factor / 2, y * factor + factor / 2),
                         creative().pixel(x, y));
        }
    }

    void itTellsWhenANewPictureHasBeenPainted()
    {
        (void)_canvas->grab();
        QSignalSpy painted(_canvas.get(), &Canvas::picturePainted);
        _fixture->document.setLatent(0, 3.0f, {});
        QVERIFY(QTest::qWaitFor([&] { return painted.count() == 1; }, 20000));
        comparePixels(_canvas->pictureRect(1), creative());
    }

private:
    QImage creative() const { return toQImage(_fixture->document.rendering()->image); }
    QImage regular() const { return toQImage(_fixture->document.rendering()->regular); }

    QRgb shown(const QRectF& rect, int x, int y) const
    {
        const double scale = rect.width() / 6.0;
        return _canvas->grab().toImage().pixel(int(rect.left() + (x + 0.5) * scale),
                                               int(rect.top() + (y + 0.5) * scale));
    }

    void comparePixels(const QRectF& rect, const QImage& expected) const
    {
        const QImage image = _canvas->grab().toImage();
        const double scale = rect.width() / expected.width();
        for (int y = 0; y < expected.height(); ++y) {
            for (int x = 0; x < expected.width(); ++x) {
                // Near all four corners of the enlarged pixel: its edges are where they should be.
                for (const double dx : {0.1, 0.9}) {
                    for (const double dy : {0.1, 0.9})
                        QCOMPARE(image.pixel(int(rect.left() + (x + dx) * scale),
                                             int(rect.top() + (y + dy) * scale)),
                                 expected.pixel(x, y));
                }
            }
        }
    }

    void wheel(QPointF position, int delta)
    {
        QWheelEvent event(position, _canvas->mapToGlobal(position), {}, QPoint(0, delta), Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(_canvas.get(), &event);
    }

    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(_canvas.get(), Qt::LeftButton, {}, from);
        QTest::mouseMove(_canvas.get(), to);
        QTest::mouseRelease(_canvas.get(), Qt::LeftButton, {}, to);
    }

    std::unique_ptr<test::PanelFixture> _fixture;
    std::unique_ptr<Canvas> _canvas;
};

QTEST_MAIN(CanvasTest)
#include "canvas_test.moc"
