// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/deeds.h"

#include "core/recipe/flips.h"
#include "core/variation/latent_axes.h"
#include "tests/ui/support/panel_fixture.h"

#include <QTest>

using namespace flipside;

/// What a person does is told by what became of the session, not by the button that was pressed.
class DeedsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::PanelFixture> _fixture;
    std::unique_ptr<DeedWatch> _watch;
    QList<Deed> _deeds;

    Document& document() { return _fixture->document; }

private slots:
    void init()
    {
        _fixture = std::make_unique<test::PanelFixture>();
        QVERIFY(_fixture->isReady());
        _watch = std::make_unique<DeedWatch>(_fixture->workspace);
        _deeds.clear();
        connect(_watch.get(), &DeedWatch::done, this, [this](Deed deed) { _deeds.append(deed); });
    }
    void cleanup()
    {
        _watch.reset();
        _fixture.reset();
    }

    void anotherLatentIsAnotherPicture()
    {
        Recipe next = document().recipe();
        for (float& z : next.z)
            z += 0.5f;
        document().change("Randomise", next);
        QTRY_COMPARE(_deeds, QList<Deed>{Deed::Another});
    }

    void oneNumberOfTheLatentIsASlider()
    {
        document().setLatent(2, 1.25f, "drag");
        QTRY_COMPARE(_deeds, QList<Deed>{Deed::Slide});
    }

    /// Every number of z moves with either.
    void oneDirectionIsASliderAndAnotherStartIsAnotherPicture()
    {
        _watch.reset();
        _fixture.reset();
        _fixture = std::make_unique<test::PanelFixture>(test::PanelFixture::Directions{});
        QVERIFY(_fixture->isReady());
        _watch = std::make_unique<DeedWatch>(_fixture->workspace);
        connect(_watch.get(), &DeedWatch::done, this, [this](Deed deed) { _deeds.append(deed); });
        const LatentAxes axes(document().model()->card);
        QVERIFY(axes.areDirections());
        Recipe moved = document().recipe();
        std::vector<float> values = axes.values(moved.z);
        values[1] += 0.8f;
        moved.z = axes.placed(moved.z, values);
        document().change("Slide", moved);
        QTRY_COMPARE(_deeds, QList<Deed>{Deed::Slide});
        for (float& z : moved.z)
            z = 0.3f - z;
        document().change("Randomise", moved);
        QTRY_COMPARE(_deeds, (QList<Deed>{Deed::Slide, Deed::Another}));
    }

    void partOfALatentIsMovedAndNotAnother()
    {
        Recipe painted = document().recipe();
        painted.z[0] += 1.0f;
        painted.z[1] -= 1.0f;
        QVERIFY(painted.z.size() > 4);
        document().change("Paint", painted);
        QTRY_COMPARE(_deeds, QList<Deed>{Deed::Slide});
    }

    void aSchemesChoiceWakesNeurons()
    {
        document().coactivate(SchemeCall{});
        QTRY_COMPARE_WITH_TIMEOUT(_deeds, QList<Deed>{Deed::Wake}, 20000);
    }

    void oneFlipByHandIsAClickAndClearingAllIsNone()
    {
        document().flip(0, {4}, Flip::Off);
        QTRY_COMPARE(_deeds, QList<Deed>{Deed::Click});
        document().flip(0, {1, 2}, Flip::Off);
        document().clearFlips();
        QTest::qWait(20);
        QCOMPARE(_deeds.size(), 1);
    }

    void takingBackIsNothingElse()
    {
        document().coactivate(SchemeCall{});
        QTRY_COMPARE_WITH_TIMEOUT(_deeds, QList<Deed>{Deed::Wake}, 20000);
        document().undo();
        QTRY_COMPARE(_deeds, (QList<Deed>{Deed::Wake, Deed::TakeBack}));
    }

    void aKeptPictureIsKept()
    {
        _fixture->workspace.keeper().keepShown();
        QTRY_COMPARE_WITH_TIMEOUT(_deeds, QList<Deed>{Deed::Keep}, 20000);
    }
};

QTEST_MAIN(DeedsTest)
#include "deeds_test.moc"
