// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/encoding/crop_view.h"

#include <QImage>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

#include <cmath>
#include <memory>

using namespace flipside;

/// Choosing the part of a picture that is used.
class CropViewTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        QImage picture(300, 200, QImage::Format_RGB32);
        picture.fill(QColor(200, 160, 120));
        _view = std::make_unique<CropView>(picture, QSize(28, 28));
        _view->resize(612, 512); // the picture is drawn at twice its size, and 6 pixels from the edge
        _view->show();
        QVERIFY(QTest::qWaitForWindowExposed(_view.get()));
        QCOMPARE(_view->pictureRect(), QRectF(6, 56, 600, 400));
    }
    void cleanup() { _view.reset(); }

    void theLargestPartIsInTheMiddleAtFirst()
    {
        QCOMPARE(_view->crop(), Crop{});
        QCOMPARE(_view->cropRect(), QRectF(106, 56, 400, 400));
    }

    void theRestIsDimmed()
    {
        const QImage shown = _view->grab().toImage();
        QCOMPARE(QColor(shown.pixel(300, 250)), QColor(200, 160, 120));
        QVERIFY(QColor(shown.pixel(30, 250)).lightness() < 90);
    }

    void aDragMovesThePart()
    {
        drag({300, 250}, {240, 250});
        QCOMPARE(_view->cropRect(), QRectF(46, 56, 400, 400));
        drag({240, 250}, {-500, -500}); // not over the edge
        QCOMPARE(_view->cropRect(), QRectF(6, 56, 400, 400));
    }

    void aCornerResizesThePartAndTheOppositeOneStays()
    {
        drag({106, 56}, {206, 156});
        QCOMPARE(_view->cropRect(), QRectF(206, 156, 300, 300));
        QCOMPARE(_view->crop().size, 0.75);
        drag({506, 456}, {2000, 2000}); // there is room up to the edge alone
        QCOMPARE(_view->cropRect().topLeft(), QPointF(206, 156));
        QVERIFY(_view->pictureRect().contains(_view->cropRect().adjusted(0.01, 0.01, -0.01, -0.01)));
        drag(_view->cropRect().bottomRight().toPoint(), {-2000, -2000}); // it does not turn over
        QVERIFY(_view->cropRect().width() > 0.0);
    }

    void aPressBesideThePartBringsItThere()
    {
        _view->setCrop({0.5, 0.5, 0.25});
        QTest::mouseClick(_view.get(), Qt::LeftButton, {}, {106, 156});
        QCOMPARE(_view->cropRect().center(), QPointF(106, 156));
    }

    void theWheelResizesThePart()
    {
        turn(-120);
        const double smaller = _view->crop().size;
        QVERIFY(smaller < 1.0);
        turn(120);
        QVERIFY(std::abs(_view->crop().size - 1.0) < 1e-9);
        turn(120);
        QCOMPARE(_view->crop().size, 1.0);
        turn(-120 * 200);
        QVERIFY(_view->crop().size > 0.0);
    }

    void theKeyboardDoesAllThatTheMouseDoes()
    {
        for (int i = 0; i < 20; ++i)
            QTest::keyClick(_view.get(), Qt::Key_Minus);
        const double size = _view->crop().size;
        QVERIFY(size < 0.5);
        QTest::keyClick(_view.get(), Qt::Key_Plus);
        QVERIFY(_view->crop().size > size);
        const Crop middle = _view->crop();
        QTest::keyClick(_view.get(), Qt::Key_Left);
        QTest::keyClick(_view.get(), Qt::Key_Up);
        QVERIFY(_view->crop().centreX < middle.centreX && _view->crop().centreY < middle.centreY);
        const Crop before = _view->crop();
        QTest::keyClick(_view.get(), Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(_view.get(), Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(_view->crop().centreX > before.centreX && _view->crop().centreX < middle.centreX);
        QVERIFY(_view->crop().centreY > before.centreY && _view->crop().centreY < middle.centreY);
        for (int i = 0; i < 100; ++i)
            QTest::keyClick(_view.get(), Qt::Key_Right);
        QCOMPARE(_view->cropRect().right(), _view->pictureRect().right());
        QTest::keyClick(_view.get(), Qt::Key_Home);
        QCOMPARE(_view->crop(), Crop{});
    }

    void aDoubleClickTakesTheMost()
    {
        _view->setCrop({0.3, 0.4, 0.2});
        QTest::mouseDClick(_view.get(), Qt::LeftButton, {}, _view->cropRect().center().toPoint());
        QCOMPARE(_view->crop(), Crop{});
    }

    void everyChangeIsToldOnce()
    {
        QSignalSpy changes(_view.get(), &CropView::cropChanged);
        _view->setCrop({0.5, 0.5, 0.5});
        QCOMPARE(changes.count(), 1);
        _view->setCrop({0.5, 0.5, 0.5});
        QCOMPARE(changes.count(), 1);
    }

    void theWindowsSizeChangesNothing()
    {
        _view->setCrop({0.3, 0.4, 0.2});
        const Crop crop = _view->crop();
        _view->resize(300, 260);
        QCOMPARE(_view->crop(), crop);
        QVERIFY(_view->pictureRect().contains(_view->cropRect()));
    }

private:
    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(_view.get(), Qt::LeftButton, {}, from);
        QTest::mouseMove(_view.get(), (from + to) / 2);
        QTest::mouseMove(_view.get(), to);
        QTest::mouseRelease(_view.get(), Qt::LeftButton, {}, to);
    }
    void turn(int angle)
    {
        QWheelEvent event({300, 250}, _view->mapToGlobal(QPointF(300, 250)), {}, {0, angle}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(_view.get(), &event);
    }

    std::unique_ptr<CropView> _view;
};

QTEST_MAIN(CropViewTest)
#include "crop_view_test.moc"
