// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/motion/motion_panel.h"

#include "tests/ui/support/motion_fixture.h"
#include "ui/motion/film_player.h"
#include "ui/motion/latent_walker.h"
#include "ui/motion/timeline_view.h"
#include "ui/widgets/seed_box.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QToolButton>

#include <array>
#include <cmath>
#include <memory>

using namespace flipside;

namespace {

constexpr int patience = test::MotionFixture::patience;

double distance(const std::vector<float>& a, const std::vector<float>& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::pow(double(a[i]) - double(b[i]), 2.0);
    return std::sqrt(sum);
}

} // namespace

class MotionTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        _fixture = std::make_unique<test::MotionFixture>();
        _panel = std::make_unique<MotionPanel>(_fixture->workspace);
        _panel->resize(800, 220);
        _panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(_panel.get()));
        QVERIFY(_fixture->isReady());
    }
    void cleanup()
    {
        _panel.reset();
        _fixture.reset();
    }

    void playingLeavesTheUndoStackAlone()
    {
        Timeline timeline = _fixture->timeline();
        timeline.loops = true; // however slow the machine, it plays long enough
        film().restore(timeline);
        const Recipe before = document().recipe();
        QSignalSpy changed(&document(), &Document::recipeChanged);
        QSignalSpy painted(&document(), &Document::renderingChanged);
        QTest::mouseClick(child<QToolButton>("playFilm"), Qt::LeftButton);
        QVERIFY(player().isPlaying());
        QTRY_VERIFY_WITH_TIMEOUT(painted.count() > 20, patience);
        QVERIFY(document().isPreviewing());
        QVERIFY(!document().isShown());
        QCOMPARE(document().undoStack().count(), 0);
        QCOMPARE(changed.count(), 0);
        QVERIFY(document().recipe() == before);
        _panel->stop();
        QVERIFY(!document().isPreviewing());
        QTRY_VERIFY_WITH_TIMEOUT(document().isShown(), patience);
        QVERIFY(document().rendering()->recipe == before);
    }

    void playingShowsTheFilmInItsOwnTimeAndEndsWithItsLastPicture()
    {
        Timeline timeline = _fixture->timeline();
        for (Keyframe& keyframe : timeline.keyframes)
            keyframe.length = 0.4;
        film().restore(timeline);
        QElapsedTimer clock;
        clock.start();
        player().play();
        QTRY_VERIFY_WITH_TIMEOUT(!player().isPlaying(), patience);
        QVERIFY2(clock.elapsed() > 550, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(player().time(), timeline.duration());
        QVERIFY(_fixture->isDecoded());
        QVERIFY(document().rendering()->recipe == timeline.keyframes.back().recipe);
        player().play();
        QVERIFY2(player().time() < 0.1, "from the start again");
    }

    void scrubbingShowsTheRecipeOfThatTime()
    {
        film().restore(_fixture->timeline());
        for (const double time : {0.25, 1.5, 1.0}) {
            // Below the pictures, where no keyframe is pressed.
            QTest::mouseClick(&view(), Qt::LeftButton, {},
                              QPoint(int(std::lround(view().xOf(time))), view().height() - 12));
            QVERIFY(_fixture->isDecoded());
            QVERIFY2(std::abs(player().time() - time) < 0.01, qPrintable(QString::number(player().time())));
            QVERIFY(document().rendering()->recipe == film().timeline().at(player().time()));
        }
        QCOMPARE(document().undoStack().count(), 0);
    }

    void everyPlaceThatIsScrubbedOverIsShown()
    {
        film().restore(_fixture->timeline());
        QSignalSpy painted(&document(), &Document::renderingChanged);
        QElapsedTimer clock;
        clock.start();
        for (int i = 0; i < 50; ++i) {
            const auto before = painted.count();
            player().seek(0.02 + 0.03 * i);
            QVERIFY(QTest::qWaitFor([&] { return painted.count() > before; }, patience));
            QVERIFY(document().rendering()->recipe == film().timeline().at(player().time()));
        }
        qInfo("%.1f ms a place", double(clock.elapsed()) / 50.0);
    }

    void loopEndMeetsItsBeginning()
    {
        film().restore(_fixture->timeline());
        QTest::mouseClick(child<QToolButton>("loopFilm"), Qt::LeftButton);
        QVERIFY(film().timeline().loops);
        QCOMPARE(film().timeline().duration(), 3.0);
        const std::vector<float> start = film().timeline().at(0.0).z;
        QVERIFY(distance(film().timeline().at(3.0 - 1e-4).z, start) < 1e-3);
        player().seek(2.9);
        player().play();
        QTRY_VERIFY_WITH_TIMEOUT(player().time() < 0.5, patience);
        QVERIFY2(player().isPlaying(), "it goes round");
        document().undoStack().undo();
        QVERIFY(!film().timeline().loops);
    }

    void aChangeEndsThePreviewAndPauses()
    {
        film().restore(_fixture->timeline());
        player().play();
        QVERIFY(document().isPreviewing());
        document().setLatent(0, 0.5f, {});
        QVERIFY(!document().isPreviewing());
        QVERIFY(!player().isPlaying());
        QVERIFY(_fixture->isDecoded());
        QVERIFY(document().isShown());
        QVERIFY(document().rendering()->recipe == document().recipe());
        QCOMPARE(document().undoStack().count(), 1);
    }

    void walkStopsAsOneStep()
    {
        const Recipe before = document().recipe();
        child<QSlider>("walkSpeed")->setValue(100);
        QSignalSpy painted(&document(), &Document::renderingChanged);
        QTest::mouseClick(child<QPushButton>("walk"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(painted.count() > 20, patience);
        QCOMPARE(document().undoStack().count(), 0);
        QVERIFY(document().recipe() == before);
        const Recipe place = walker().recipe();
        QVERIFY(distance(place.z, before.z) > 0.01);
        QTest::mouseClick(child<QPushButton>("walk"), Qt::LeftButton);
        QVERIFY(!walker().isRunning());
        QCOMPARE(document().undoStack().count(), 1);
        QCOMPARE(document().undoStack().undoText(), QString("Walk"));
        QVERIFY(document().recipe().z == place.z);
        document().undoStack().undo();
        QVERIFY(document().recipe() == before);
    }

    void aWalkLeavesLockedDimensionsAndGoesOnWhereTheyWere()
    {
        document().setLatentHold({1.0, {}, {1}, {}});
        const float start = document().recipe().z[1];
        walker().setSpeed(2.0);
        walker().start(7);
        QTRY_VERIFY_WITH_TIMEOUT(distance(walker().recipe().z, document().recipe().z) > 0.3, patience);
        QCOMPARE(walker().recipe().z[1], start);
        const float held = walker().recipe().z[0];
        document().setLatentHold({1.0, {}, {0}, {}});
        QTRY_VERIFY_WITH_TIMEOUT(walker().recipe().z[1] != start, patience);
        QCOMPARE(walker().recipe().z[0], held);
        walker().stop();
    }

    void aWalkIsSmooth()
    {
        constexpr double speed = 0.3;
        walker().setSpeed(speed);
        std::vector<float> last = document().recipe().z;
        double worst = 0.0; // of what a step covers to what it may cover
        int steps = 0;
        QElapsedTimer clock;
        clock.start();
        // A picture is of a moment after the one before it came, and that one's of a moment after the one
        // before.
        std::array<double, 2> came{0.0, 0.0};
        connect(&document(), &Document::renderingChanged, this, [&] {
            const std::vector<float>& z = document().rendering()->recipe.z;
            const double now = double(clock.nsecsElapsed()) * 1e-9;
            const double step = distance(z, last) / std::sqrt(double(z.size()));
            // A number of z moves by 1 in a place, on the average; three times that is a jump.
            worst = std::max(worst, step / (3.0 * speed * (now - came[0])));
            came = {came[1], now};
            last = z;
            ++steps;
        });
        walker().start(3);
        QTRY_VERIFY_WITH_TIMEOUT(steps > 20, patience);
        walker().stop();
        disconnect(&document(), &Document::renderingChanged, this, nullptr);
        QVERIFY2(worst < 1.0, qPrintable(QString::number(worst)));
    }

    void flipsMadeOnAWalkComeAlong()
    {
        document().clearFlips(); // of the first sight
        const int steps = document().undoStack().count();
        walker().start(1);
        QTRY_VERIFY_WITH_TIMEOUT(document().isPreviewing() && !document().isDecoding(), patience);
        document().flip(0, {3}, Flip::Off);
        QVERIFY(walker().isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(
            document().isPreviewing() && document().rendering()->recipe.edits.size() == 1, patience);
        document().setLatent(0, 1.0f, {});
        QVERIFY2(!walker().isRunning(), "another latent is another place");
        QCOMPARE(document().undoStack().count(), steps + 2);
    }

    void keyframesAreAddedWhileWalking()
    {
        walker().setSpeed(2.0);
        walker().start(5);
        for (int i = 0; i < 3; ++i) {
            QTest::qWait(120);
            QTest::mouseClick(child<QPushButton>("addKeyframe"), Qt::LeftButton);
        }
        QVERIFY(walker().isRunning());
        const auto& keyframes = film().timeline().keyframes;
        QCOMPARE(keyframes.size(), 3u);
        QVERIFY(keyframes[0].recipe.z != keyframes[1].recipe.z &&
                keyframes[1].recipe.z != keyframes[2].recipe.z);
        walker().stop();
        for (int i = 0; i < 4; ++i)
            document().undoStack().undo();
        QVERIFY(film().timeline().keyframes.empty());
    }

    void theKeyframeAddedIsWhatIsSeen()
    {
        _panel->addKeyframe();
        QVERIFY(film().timeline().keyframes[0].recipe == document().recipe());
        document().setLatent(0, 2.0f, {});
        _panel->addKeyframe();
        QVERIFY(film().timeline().keyframes[1].recipe == document().recipe());
        player().seek(0.5);
        const Recipe between = film().timeline().at(0.5);
        _panel->addKeyframe();
        const auto& keyframes = film().timeline().keyframes;
        QCOMPARE(keyframes.size(), 3u);
        QVERIFY(keyframes[1].recipe == between);
        QCOMPARE(keyframes[0].length, 0.5);
        QCOMPARE(film().timeline().timeOf(2), 2.0);
        QCOMPARE(view().selected(), 1);
    }

    void recipesOfAnotherModelAreRefusedWithASentence()
    {
        film().restore(_fixture->timeline());
        QSignalSpy refused(&_fixture->workspace, &Workspace::problem);
        Recipe other = _fixture->recipe(9);
        other.model = "celeba";
        _panel->addKeyframes({_fixture->recipe(8), other});
        QCOMPARE(refused.count(), 1);
        const QString sentence = refused[0][0].toString();
        QVERIFY2(sentence.contains("celeba") && sentence.contains("Handwritten digits"),
                 qPrintable(sentence));
        QCOMPARE(film().timeline().keyframes.size(), 3u);
        _panel->addKeyframes({_fixture->recipe(8), _fixture->recipe(9)});
        QCOMPARE(film().timeline().keyframes.size(), 5u);
        QCOMPARE(document().undoStack().count(), 1);
    }

    void onEditsOfKeyframesCarryTheirValues()
    {
        Recipe recipe = _fixture->recipe(1);
        recipe.edits.push_back({document().model()->card.layers[0].id, 4, EditAction::On, {}});
        _panel->addKeyframes({recipe});
        QVERIFY(film().timeline().keyframes[0].recipe.edits[0].value);
    }

    void aSingleKeyframeIsNoFilmYet()
    {
        _panel->addKeyframe();
        QSignalSpy refused(&_fixture->workspace, &Workspace::problem);
        QTest::mouseClick(child<QToolButton>("playFilm"), Qt::LeftButton);
        QCOMPARE(refused.count(), 1);
        QVERIFY(!player().isPlaying());
    }

    void draggingAKeyframeChangesLengthsAndThenTheOrder()
    {
        const Timeline before = _fixture->timeline();
        film().restore(before);
        drag(1, view().xOf(1.5));
        QCOMPARE(film().timeline().keyframes[0].length, 1.5);
        QCOMPARE(film().timeline().keyframes[1].length, 0.5);
        QCOMPARE(film().timeline().duration(), 2.0);
        document().undoStack().undo();
        QVERIFY(film().timeline() == before);
        drag(0, view().xOf(1.5));
        QVERIFY(film().timeline().keyframes[0].recipe == before.keyframes[1].recipe);
        QVERIFY(film().timeline().keyframes[1].recipe == before.keyframes[0].recipe);
        QCOMPARE(film().timeline().keyframes[0].length, 0.5);
        QCOMPARE(view().selected(), 1);
        document().undoStack().undo();
        QVERIFY(film().timeline() == before);
    }

    void escapeTakesADragBack()
    {
        const Timeline before = _fixture->timeline();
        film().restore(before);
        const QPoint from = view().pictureRect(1).center();
        QTest::mousePress(&view(), Qt::LeftButton, {}, from);
        QTest::mouseMove(&view(), from + QPoint(80, 0));
        QTest::keyClick(&view(), Qt::Key_Escape);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, from + QPoint(80, 0));
        QVERIFY(film().timeline() == before);
        QCOMPARE(document().undoStack().count(), 0);
    }

    void theKeyboardGoesFromKeyframeToKeyframe()
    {
        film().restore(_fixture->timeline());
        view().setFocus();
        QTest::keyClick(&view(), Qt::Key_Home);
        QCOMPARE(view().selected(), 0);
        QTest::keyClick(&view(), Qt::Key_Right);
        QCOMPARE(view().selected(), 1);
        QCOMPARE(player().time(), 1.0);
        QVERIFY(_fixture->isDecoded());
        QVERIFY(document().rendering()->recipe == film().timeline().keyframes[1].recipe);
        QTest::keyClick(&view(), Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(std::abs(player().time() - 1.0 - 1.0 / 30.0) < 1e-9);
        const Recipe second = film().timeline().keyframes[1].recipe;
        QTest::keyClick(&view(), Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(film().timeline().keyframes[2].recipe == second);
        QCOMPARE(view().selected(), 2);
        QTest::keyClick(&view(), Qt::Key_Return);
        QVERIFY(document().recipe() == second);
        QTest::keyClick(&view(), Qt::Key_Delete);
        QCOMPARE(film().timeline().keyframes.size(), 2u);
        QCOMPARE(document().undoStack().count(), 3);
    }

    void doubleClickOpensTheKeyframe()
    {
        film().restore(_fixture->timeline());
        QTest::mouseDClick(&view(), Qt::LeftButton, {}, view().pictureRect(2).center());
        QVERIFY(document().recipe() == film().timeline().keyframes[2].recipe);
        QVERIFY(!document().isPreviewing());
        QVERIFY(_fixture->isDecoded());
        QVERIFY(document().isShown());
    }

    void aTempoCountsInBeatsAndLeavesTheFilmAsLong()
    {
        film().restore(_fixture->timeline());
        auto* unit = child<QComboBox>("filmUnit");
        auto* tempo = child<QDoubleSpinBox>("filmTempo");
        QVERIFY(!tempo->isVisible());
        unit->setCurrentIndex(1);
        QVERIFY(tempo->isVisible());
        QCOMPARE(film().timeline().beatsPerMinute, std::optional(120.0));
        QCOMPARE(film().timeline().keyframes[0].length, 2.0);
        QCOMPARE(film().timeline().duration(), 2.0);
        tempo->setValue(60.0);
        QCOMPARE(film().timeline().duration(), 4.0);
        QVERIFY(child<QLabel>("filmTime")->text().contains("beats"));
        unit->setCurrentIndex(0);
        QCOMPARE(film().timeline().duration(), 4.0);
        QVERIFY(!film().timeline().beatsPerMinute);
    }

    void lengthAndEasingAreOfTheSelectedSegment()
    {
        film().restore(_fixture->timeline());
        view().select(1);
        auto* length = child<QDoubleSpinBox>("keyframeLength");
        auto* easing = child<QComboBox>("keyframeEasing");
        QCOMPARE(length->value(), 1.0);
        for (int times = 0; times < 5; ++times)
            length->stepBy(1);
        QCOMPARE(film().timeline().keyframes[1].length, 2.25);
        QCOMPARE(document().undoStack().count(), 1); // the arrows held down are one step
        document().undoStack().undo();
        QCOMPARE(length->value(), 1.0);
        length->setValue(0.75);
        easing->setCurrentIndex(easing->findData(int(Easing::Jump)));
        QCOMPARE(film().timeline().keyframes[1].length, 0.75);
        QVERIFY(film().timeline().keyframes[1].easing == Easing::Jump);
        QVERIFY(film().timeline().keyframes[0].easing == Easing::Smooth);
        view().select(2);
        QVERIFY2(!length->isEnabled(), "the last one goes on to nothing");
        child<QToolButton>("loopFilm")->click();
        QVERIFY(length->isEnabled());
    }

    void everyKeyframeGetsItsPicture()
    {
        film().restore(_fixture->timeline());
        const auto differs = [&](int keyframe) {
            const QImage shown = view().grab(view().pictureRect(keyframe).adjusted(3, 3, -3, -3)).toImage();
            for (int y = 0; y < shown.height(); ++y)
                for (int x = 0; x < shown.width(); ++x)
                    if (qGray(shown.pixel(x, y)) > 150)
                        return true;
            return false;
        };
        for (int i = 0; i < 3; ++i)
            QTRY_VERIFY_WITH_TIMEOUT(differs(i), patience);
    }

private:
    Document& document() { return _fixture->document; }
    Film& film() { return _fixture->film; }
    FilmPlayer& player() { return _panel->player(); }
    LatentWalker& walker() { return _panel->walker(); }
    TimelineView& view() { return _panel->timelineView(); }
    template <typename Widget>
    Widget* child(const char* name)
    {
        auto* found = _panel->findChild<Widget*>(name);
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    /// Drags a keyframe so that its left edge comes to `x`.
    void drag(int keyframe, double x)
    {
        const QPoint from = view().pictureRect(keyframe).center();
        const QPoint to(from.x() + int(std::lround(x)) - view().pictureRect(keyframe).x(), from.y());
        QTest::mousePress(&view(), Qt::LeftButton, {}, from);
        QTest::mouseMove(&view(), (from + to) / 2);
        QTest::mouseMove(&view(), to);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, to);
    }

    std::unique_ptr<test::MotionFixture> _fixture;
    std::unique_ptr<MotionPanel> _panel;
};

QTEST_MAIN(MotionTest)
#include "motion_test.moc"
