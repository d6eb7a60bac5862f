// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/variations/variations_panel.h"

#include "core/instrument/variation_sheet.h"
#include "tests/ui/support/window_fixture.h"
#include "ui/document/live_scheme.h"
#include "ui/latent/latent_list.h"
#include "ui/pictures/canvas_images.h"
#include "ui/variations/variation_grid.h"
#include "ui/variations/variation_preview.h"
#include "ui/variations/variation_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QHelpEvent>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QToolTip>

#include <cmath>

using namespace flipside;

namespace {

constexpr int patience = 20000;

double squaredDistance(const Image& a, const Image& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        sum += std::pow(double(a.pixels[i]) - double(b.pixels[i]), 2.0);
    return sum;
}

} // namespace

class VariationsTest : public QObject, protected test::WindowFixture {
    Q_OBJECT

private slots:
    void init()
    {
        _fixture = std::make_unique<test::PanelFixture>();
        document().openModel(QStringLiteral(FLIPSIDE_SOURCE_DIR "/resources/models/mnist"));
        QTRY_VERIFY_WITH_TIMEOUT(document().model() && document().model()->card.id == "mnist", patience);
        showPanel();
        QTRY_VERIFY_WITH_TIMEOUT(isComplete(), patience);
    }
    void cleanup()
    {
        _panel.reset();
        closeWindow();
    }

    void everyCellIsFilledAroundThePresentPicture()
    {
        QVERIFY(_fixture->isShown());
        QCOMPARE(grid().count(), 25);
        for (int cell = 0; cell < grid().count(); ++cell)
            QVERIFY(!grid().picture(cell).isNull());
        QCOMPARE(grid().variation(12)->recipe, document().recipe());
        QVERIFY(squaredDistance(grid().variation(12)->image, document().rendering()->image) < 1e-6);
        QCOMPARE(grid().marked(), std::set<int>{12});
    }

    void aClickAdoptsWhatIsShownAndUndoTakesItBack()
    {
        const Recipe before = document().recipe();
        const auto variation = grid().variation(3);
        const int steps = _fixture->steps();
        QTest::mouseClick(&grid(), Qt::LeftButton, {}, grid().cellRect(3).center());
        QCOMPARE(document().recipe(), variation->recipe);
        QCOMPARE(_fixture->steps(), steps + 1);
        QCOMPARE(document().undoStack().undoText(), QString("Adopt a variation"));
        QVERIFY(_fixture->isShown());
        QVERIFY(squaredDistance(document().rendering()->image, variation->image) < 1e-6);
        QTRY_VERIFY_WITH_TIMEOUT(isComplete(), patience); // around the adopted one
        document().undoStack().undo();
        QCOMPARE(document().recipe(), before);
    }

    void thePresentPictureIsNotAdopted()
    {
        const int steps = _fixture->steps();
        QTest::mouseClick(&grid(), Qt::LeftButton, {}, grid().cellRect(12).center());
        QCOMPARE(_fixture->steps(), steps);
    }

    void arrowsAndEnterAdopt()
    {
        grid().setFocus();
        QCOMPARE(grid().current(), 12);
        QTest::keyClick(&grid(), Qt::Key_Up);
        QTest::keyClick(&grid(), Qt::Key_Left);
        QCOMPARE(grid().current(), 6);
        QCOMPARE(grid().pointed(), 6);
        const Recipe chosen = grid().variation(6)->recipe;
        QTest::keyClick(&grid(), Qt::Key_Return);
        QCOMPARE(document().recipe(), chosen);
        QTest::keyClick(&grid(), Qt::Key_Home);
        QTest::keyClick(&grid(), Qt::Key_Left);
        QCOMPARE(grid().current(), 0);
        QTest::keyClick(&grid(), Qt::Key_End);
        QTest::keyClick(&grid(), Qt::Key_Down);
        QCOMPARE(grid().current(), 24);
    }

    void pointingShowsTheDifferenceAndLeavingThePicture()
    {
        const QRect cell = grid().cellRect(7).adjusted(2, 2, -2, -2);
        const auto look = [&] { return grid().grab(cell).toImage(); };
        const QImage picture = look();
        QTest::mouseMove(&grid(), cell.center());
        const QImage difference = look();
        QVERIFY(difference != picture);
        // A corner of a digit's picture is black in both: the difference is neutral there.
        QCOMPARE(difference.pixelColor(1, 1), QColor(differenceColour(0.0).rgb()));
        QTest::mouseMove(&grid(), grid().cellRect(8).center());
        QCOMPARE(look(), picture);
    }

    void pointingAtACellSaysWhatChanges()
    {
        choose(VariationKind::SingleFlips);
        const auto variation = grid().variation(13);
        const QString text = variationText(*variation, document().recipe(), document().model()->card);
        QVERIFY2(text.contains(QString("Hidden 3 · neuron %1: flipped").arg(*variation->unit + 1)),
                 qPrintable(text));
        QVERIFY(text.contains(QLocale().toString(variation->change, 'f', 2)));
        QHelpEvent help(QEvent::ToolTip, grid().cellRect(13).center(),
                        grid().mapToGlobal(grid().cellRect(13).center()));
        QApplication::sendEvent(&grid(), &help);
        QTRY_COMPARE(QToolTip::text(), text);
        QToolTip::hideText();
    }

    void everyControlMakesAnotherSheet()
    {
        for (const auto& act : std::initializer_list<std::function<void()>>{
                 [&] { child<QComboBox>("variationSide")->setCurrentIndex(5); },
                 [&] { child<QSlider>("variationStrength")->setValue(80); },
                 [&] { child<QToolButton>("variationNewSeed")->click(); },
                 [&] { child<QCheckBox>("variationKeepLatent")->setChecked(false); },
                 [&] { child<QComboBox>("variationKind")->setCurrentIndex(1); },
                 [&] { document().setLatent(0, 2.5f, {}); }}) {
            const auto before = grid().variation(0);
            _completed->clear();
            act();
            QTRY_VERIFY_WITH_TIMEOUT(isComplete(), patience);
            QVERIFY(grid().variation(0) != before);
            QVERIFY(grid().variation(0)->image != before->image);
        }
        QCOMPARE(grid().count(), 64);
    }

    void whatAKindDoesNotUseMakesNoOtherSheet()
    {
        document().clearFlips(); // of the first sight, which would follow the scheme
        choose(VariationKind::SingleFlips);
        _completed->clear();
        SchemeCall call;
        call.neurons = 9;
        document().scheme().change(call, "test");
        document().setLatentHold({1.0, {}, {0}, {}});
        QTest::qWait(300);
        QCOMPARE(_completed->count(), 0);
    }

    void lockedDimensionsStayInSteps()
    {
        document().setLatentHold({1.0, {}, {4}, {}});
        choose(VariationKind::LatentSteps);
        for (int cell = 0; cell < grid().count(); ++cell)
            if (cell != grid().centre()) {
                QCOMPARE(grid().variation(cell)->recipe.z[4], document().recipe().z[4]);
                QVERIFY(grid().variation(cell)->recipe.z[5] != document().recipe().z[5]);
            }
    }

    void flipsAreKeptOrReplacedAsTheLockSays()
    {
        _completed->clear();
        document().hold(2, {8}, 3.0f);
        // The whole sheet, not its first picture: what it tells later is not taken for the next one's end.
        QTRY_VERIFY_WITH_TIMEOUT(isComplete(), patience);
        const auto kept = [&](int cell) {
            return grid().variation(cell)->recipe.findEdit(document().model()->card.layers[2].id, 8) !=
                   nullptr;
        };
        auto* keep = child<QCheckBox>("variationKeepFlips");
        QVERIFY(isAroundThePresent());
        QVERIFY(!kept(0));
        _completed->clear();
        keep->setChecked(true);
        QTRY_VERIFY_WITH_TIMEOUT(isComplete(), patience);
        QVERIFY(kept(0));
        // Each kind has its own locks: steps keep flips from the start.
        choose(VariationKind::LatentSteps);
        QVERIFY(keep->isChecked() && kept(0));
        QVERIFY(!child<QCheckBox>("variationKeepLatent")->isEnabled());
    }

    void aHiddenPanelMakesNothing()
    {
        _completed->clear();
        _panel->hide();
        document().setLatent(0, 1.0f, {});
        QTest::qWait(300);
        QCOMPARE(_completed->count(), 0);
        QVERIFY(grid().variation(12)->recipe != document().recipe());
        _panel->show();
        QTRY_VERIFY_WITH_TIMEOUT(isAroundThePresent(), patience);
    }

    void aDragShowsPicturesOnTheWay()
    {
        choose(VariationKind::LatentSteps);
        std::set<std::shared_ptr<const Variation>> seen;
        for (int i = 0; i < 100; ++i) {
            child<QSlider>("variationStrength")->setValue(i);
            QTest::qWait(5);
            seen.insert(grid().variation(12));
        }
        QVERIFY2(seen.size() > 5u, qPrintable(QString::number(seen.size())));
        QTRY_VERIFY_WITH_TIMEOUT(isComplete(), patience);
    }

    void aModelWithoutProfileSaysWhatToDo()
    {
        _panel.reset();
        _fixture = std::make_unique<test::PanelFixture>(6, std::vector{12, 30, 40}, false);
        QVERIFY(_fixture->isReady());
        showPanel();
        QTRY_VERIFY_WITH_TIMEOUT(grid().nothing().contains("Profile this model"), patience);
        choose(VariationKind::LatentSteps);
        QVERIFY(grid().nothing().isEmpty());
        QVERIFY(!grid().picture(0).isNull());
    }

    void withoutAModelItSaysSo()
    {
        Player player;
        Document empty(player);
        VariationsPanel panel(empty);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QTRY_VERIFY(panel.findChild<VariationGrid*>()->nothing().contains("Open a model"));
        QVERIFY(!panel.findChild<QComboBox*>("variationKind")->isEnabled());
    }

    void aSchemeThatCannotBeRolledSaysWhy()
    {
        _panel.reset();
        _fixture = std::make_unique<test::PanelFixture>();
        QVERIFY(_fixture->isReady());
        showPanel();
        SchemeCall call;
        call.name = "interpolation"; // needs reference latents
        document().scheme().change(call, "test");
        QTRY_VERIFY_WITH_TIMEOUT(!grid().nothing().isEmpty(), patience);
        QVERIFY(grid().nothing().endsWith('.') && grid().nothing().front().isUpper());
    }

    void theControlsFitIntoOneRowOf700Pixels()
    {
        _panel->resize(700, 300);
        for (const VariationKind kind :
             {VariationKind::SchemeRolls, VariationKind::LatentSteps, VariationKind::SingleFlips}) {
            choose(kind);
            int right = 0;
            for (const char* name : {"variationKind", "variationLayer", "variationSide", "variationStrength",
                                     "variationKeepLatent", "variationKeepFlips", "variationNewSeed"}) {
                auto* control = _panel->findChild<QWidget*>(name);
                if (!control->isVisible())
                    continue;
                QVERIFY2(control->geometry().left() > right, name);
                QVERIFY2(control->width() >= control->minimumSizeHint().width(), name);
                right = control->geometry().right();
            }
            QVERIFY(right < 700);
        }
    }

    void narrowPanelsHaveTwoRowsOfControls()
    {
        choose(VariationKind::SingleFlips);
        _panel->resize(460, 400);
        auto* seed = child<QToolButton>("variationNewSeed");
        auto* side = child<QComboBox>("variationSide");
        QTRY_VERIFY(seed->geometry().top() > side->geometry().bottom());
        QVERIFY(seed->geometry().right() < 460 && side->geometry().right() < 460);
        _panel->resize(700, 400);
        QTRY_VERIFY(seed->geometry().top() < side->geometry().bottom());
    }

    void whatIsPointedAtIsSeenLargeWhereThereIsRoom()
    {
        _panel->resize(700, 260);
        auto* preview = child<VariationPreview>("variationPreview");
        QTRY_VERIFY(preview->isVisible());
        QVERIFY(preview->height() > 4 * grid().cellRect(0).height());
        QTest::mouseMove(&grid(), grid().cellRect(7).center());
        QCOMPARE(preview->picture(), grid().picture(7));
        QVERIFY(preview->text().contains("flipped on"));
        QTest::mouseMove(&grid(), {0, 0});
        QCOMPARE(preview->picture(), grid().picture(12));
        _panel->resize(400, 500);
        QTRY_VERIFY(!preview->isVisible());
    }

    void cellsAreSquareAndDoNotOverlap()
    {
        for (const QSize size : {QSize(700, 240), QSize(400, 800)}) {
            _panel->resize(size);
            QTRY_COMPARE(_panel->size(), size);
            for (int cell = 0; cell < grid().count(); ++cell) {
                const QRect rect = grid().cellRect(cell);
                QCOMPARE(rect.width(), rect.height());
                QVERIFY(grid().rect().contains(rect));
                QCOMPARE(grid().cellAt(rect.center()), cell);
                if (cell > 0)
                    QVERIFY(!rect.intersects(grid().cellRect(cell - 1)));
            }
        }
    }

    void theWindowHandsOnLocksAndScheme()
    {
        _panel.reset();
        closeWindow();
        QVERIFY(openWindow());
        auto* dock = _window->findChild<QDockWidget*>("variationsDock");
        dock->raise();
        auto* panel = _window->findChild<VariationsPanel*>();
        auto* variations = panel->findChild<VariationGrid*>();
        QTRY_VERIFY_WITH_TIMEOUT(variations->variation(0), patience);
        const auto flips = [&] { return variations->variation(0)->recipe.scheme->neurons; };
        _window->findChild<QSpinBox*>("schemeNeurons")->setValue(3);
        QTRY_COMPARE_WITH_TIMEOUT(flips(), 3, patience);
        auto* list = _window->findChild<LatentList*>("latentList");
        list->setFocus();
        QTest::keyClick(list, Qt::Key_L);
        panel->findChild<QComboBox*>("variationKind")->setCurrentIndex(int(VariationKind::LatentSteps));
        const float z = document().recipe().z[0];
        QTRY_VERIFY_WITH_TIMEOUT(variations->variation(0)->recipe.z != document().recipe().z, patience);
        QCOMPARE(variations->variation(0)->recipe.z[0], z);
    }

private:
    Document& document() const { return _fixture->document; }
    VariationGrid& grid() const { return *_panel->findChild<VariationGrid*>(); }
    template <typename Widget>
    Widget* child(const char* name) const
    {
        return _panel->findChild<Widget*>(name);
    }
    void showPanel()
    {
        _panel = std::make_unique<VariationsPanel>(document());
        _completed = std::make_unique<QSignalSpy>(_panel.get(), &VariationsPanel::completed);
        _panel->resize(700, 420);
        _panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(_panel.get()));
    }
    bool isComplete() const { return _completed->count() > 0; }
    bool isAroundThePresent() const
    {
        return grid().variation(grid().centre())->recipe == document().recipe();
    }
    void choose(VariationKind kind)
    {
        auto* kinds = child<QComboBox>("variationKind");
        if (kinds->currentIndex() == int(kind))
            return;
        _completed->clear();
        kinds->setCurrentIndex(int(kind));
        QTRY_VERIFY_WITH_TIMEOUT(isComplete(), patience);
    }

    std::unique_ptr<VariationsPanel> _panel;
    std::unique_ptr<QSignalSpy> _completed;
};

QTEST_MAIN(VariationsTest)
#include "variations_test.moc"
