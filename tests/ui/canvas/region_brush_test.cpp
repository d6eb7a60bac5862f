// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/region_brush.h"

#include "tests/ui/support/panel_fixture.h"
#include "ui/canvas/brush_bar.h"
#include "ui/canvas/canvas.h"

#include <QSlider>

#include <cmath>

using namespace flipside;

/// The brush on a small convolutional model: a dense layer, then channels of 4×4, pictures of 8×8.
class RegionBrushTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        _fixture = std::make_unique<test::PanelFixture>(test::PanelFixture::Channels{});
        _canvas = _fixture->show<Canvas>({700, 420});
        brush().setActive(true);
        QVERIFY(brush().isActive());
    }
    void cleanup()
    {
        _canvas.reset();
        _fixture.reset();
    }

    void paintingLeavesAFlipOnlyWhereTheBrushWas()
    {
        flipChannel(2);
        const std::vector<float> everywhere = differences();
        QVERIFY(everywhere[at(0, 0)] > 1e-4f || everywhere[at(7, 7)] > 1e-4f);
        brush().setSize(10);
        brush().setSoftness(0);
        const int before = _fixture->steps();
        drag(Qt::LeftButton, {0.15, 0.15}, {0.35, 0.15});
        QCOMPARE(_fixture->steps(), before + 1);
        QVERIFY(region().dabs.size() > 3);
        const std::vector<float> painted = differences();
        QVERIFY(painted[at(1, 2)] > 1e-4f);
        // The layer's places are two pixels apart and the kernel behind it reaches over four.
        for (int y = 4; y < 8; ++y)
            for (int x = 0; x < 8; ++x)
                QCOMPARE(painted[at(y, x)], 0.0f);

        _fixture->document.undoStack().undo();
        QVERIFY(_fixture->isShown());
        QCOMPARE(differences(), everywhere);
    }

    void rightButtonErasesAndAFlipWithoutPlacesIsReleased()
    {
        flipChannel(2);
        drag(Qt::LeftButton, {0.2, 0.2}, {0.2, 0.2});
        drag(Qt::LeftButton, {0.8, 0.8}, {0.8, 0.8});
        QCOMPARE(region().dabs.size(), 2u);
        drag(Qt::RightButton, {0.2, 0.2}, {0.2, 0.2});
        QCOMPARE(region().dabs.size(), 1u);
        brush().setErases(true);
        drag(Qt::LeftButton, {0.8, 0.8}, {0.8, 0.8});
        QVERIFY(document().recipe().edits.empty());
        document().undoStack().undo();
        QCOMPARE(region().dabs.size(), 1u);
        brush().fillEverything();
        QVERIFY(!document().recipe().edits.front().region);
    }

    void selectedChannelIsFlippedOnWhereItIsPainted()
    {
        document().setSelected(NeuronRef{2, 1});
        drag(Qt::LeftButton, {0.5, 0.5}, {0.5, 0.5});
        QCOMPARE(document().recipe().edits.size(), 1u);
        const Edit& edit = document().recipe().edits.front();
        QCOMPARE(edit.layer, document().model()->card.layers[2].id);
        QCOMPARE(edit.unit, 1);
        QVERIFY(edit.value);
        QCOMPARE(edit.region->dabs.size(), 1u);
    }

    void onlyTheSelectedChannelIsPaintedWhereThatIsAskedFor()
    {
        flipChannel(0);
        flipChannel(1);
        document().setSelected(NeuronRef{2, 1});
        brush().setTarget(RegionBrush::Target::Selected);
        drag(Qt::LeftButton, {0.5, 0.5}, {0.5, 0.5});
        for (const Edit& edit : document().recipe().edits)
            QCOMPARE(bool(edit.region), edit.unit == 1);
    }

    void withoutASelectedChannelItSaysThatNoneIsSelected()
    {
        flipChannel(0);
        brush().setTarget(RegionBrush::Target::Selected);
        QSignalSpy refused(&brush(), &RegionBrush::refused);
        drag(Qt::LeftButton, {0.5, 0.5}, {0.6, 0.5});
        QCOMPARE(refused.count(), 1);
        QVERIFY(refused[0][0].toString().contains("none with a map is selected"));
    }

    void withoutAFlipTheBrushSaysWhatToDo()
    {
        QSignalSpy refused(&brush(), &RegionBrush::refused);
        drag(Qt::LeftButton, {0.5, 0.5}, {0.6, 0.5});
        QCOMPARE(refused.count(), 1);
        QVERIFY(document().recipe().edits.empty());
        QCOMPARE(_fixture->steps(), 0);
    }

    void keyboardMovesTheBrushAndPaints()
    {
        flipChannel(2);
        _canvas->setFocus();
        for (int i = 0; i < 10; ++i)
            QTest::keyClick(_canvas.get(), Qt::Key_Right);
        QTest::keyClick(_canvas.get(), Qt::Key_Return);
        QCOMPARE(region().dabs.size(), 1u);
        QVERIFY(std::abs(region().dabs.front().x - 0.7f) < 1e-3f);
        const int size = brush().size();
        QTest::keyClick(_canvas.get(), Qt::Key_BracketRight);
        QVERIFY(brush().size() > size);
        QTest::keyClick(_canvas.get(), Qt::Key_Return, Qt::ShiftModifier);
        QVERIFY(document().recipe().edits.empty());
    }

    void barFollowsTheBrushAndLeadsIt()
    {
        BrushBar bar(brush());
        bar.show();
        auto* size = bar.findChild<QSlider*>(QStringLiteral("brushSize"));
        size->setValue(42);
        QCOMPARE(brush().size(), 42);
        brush().setSize(7);
        QCOMPARE(size->value(), 7);
        brush().setActive(false);
        QVERIFY(bar.isHidden());
    }

    void modelWithoutChannelsHasNoBrush()
    {
        test::PanelFixture dense;
        QVERIFY(dense.isReady());
        RegionBrush none(dense.document);
        none.setActive(true);
        QVERIFY(!none.isActive());
    }

private:
    Document& document() { return _fixture->document; }
    RegionBrush& brush() { return _canvas->brush(); }
    const Region& region() { return *document().recipe().edits.front().region; }
    static std::size_t at(int y, int x) { return std::size_t(y * 8 + x); }

    void flipChannel(int unit)
    {
        document().hold(2, {unit}, 3.0f);
        QVERIFY(_fixture->isShown());
    }
    /// Of every pixel, the largest of its channels.
    std::vector<float> differences()
    {
        const auto rendering = document().rendering();
        std::vector<float> largest(64, 0.0f);
        for (std::size_t i = 0; i < rendering->image.pixels.size(); ++i)
            largest[i % 64] = std::max(largest[i % 64],
                                       std::abs(rendering->image.pixels[i] - rendering->regular.pixels[i]));
        return largest;
    }
    /// From one point of the creative picture to another, in shares of it.
    void drag(Qt::MouseButton button, QPointF from, QPointF to)
    {
        const QRectF picture = _canvas->pictureRect(1);
        const auto pixel = [&](QPointF share) {
            return QPointF(picture.left() + share.x() * picture.width(),
                           picture.top() + share.y() * picture.height())
                .toPoint();
        };
        QTest::mousePress(_canvas.get(), button, {}, pixel(from));
        if (from != to)
            QTest::mouseMove(_canvas.get(), pixel(to));
        QTest::mouseRelease(_canvas.get(), button, {}, pixel(to));
        QVERIFY(_fixture->isShown());
    }

    std::unique_ptr<test::PanelFixture> _fixture;
    std::unique_ptr<Canvas> _canvas;
};

QTEST_MAIN(RegionBrushTest)
#include "region_brush_test.moc"
