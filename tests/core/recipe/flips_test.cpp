// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recipe/flips.h"

#include <QTest>

#include <array>

using namespace flipside;

namespace {

/// What a scheme chose: neuron 3 of "a" on, neuron 1 of "b" off.
Recipe chosen()
{
    Recipe recipe;
    recipe.model = "m";
    recipe.z = {0.5f, -1.0f};
    recipe.edits = {{"a", 3, EditAction::On, 2.0f}, {"b", 1, EditAction::Off, {}}};
    recipe.scheme.emplace();
    return recipe;
}

bool isOfA(const Edit& edit)
{
    return edit.layer == "a";
}

} // namespace

class FlipsTest : public QObject {
    Q_OBJECT

private slots:
    void whatAHandChangesNoSchemeHasChosen()
    {
        const std::array units{3};
        const std::array dabs{Dab{}};
        const Recipe recipe = chosen();
        for (const Recipe& next :
             {withFlips(recipe, "a", units, Flip::Off), withValues(recipe, "a", units, 1.0f),
              withFlippedPlace(recipe, "a", 3, {0, 0, {}}, true), withoutFlips(recipe),
              withPaint(recipe, isOfA, dabs), withoutPaint(recipe, isOfA, dabs, 8, 8)}) {
            QVERIFY(!next.scheme);
            QVERIFY(next.z == recipe.z && next.model == recipe.model);
        }
    }

    void aFlipTakesThePlaceOfAnotherAndLeavesOtherNeuronsAlone()
    {
        const std::array units{1, 3};
        const Recipe on = withFlips(chosen(), "a", units, Flip::On);
        QCOMPARE(on.edits.size(), std::size_t(3));
        QVERIFY(on.findEdit("a", 1)->action == EditAction::On && !on.findEdit("a", 1)->value);
        QVERIFY2(!on.findEdit("a", 3)->value, "its on value is of the scheme's γ no longer");
        QVERIFY(*on.findEdit("b", 1) == *chosen().findEdit("b", 1));
        const Recipe released = withFlips(on, "a", units, Flip::Release);
        QVERIFY(released.edits == std::vector<Edit>{chosen().edits[1]});
        QVERIFY(withoutFlips(on).edits.empty());
        const Recipe held = withValues(chosen(), "a", units, -1.5f);
        for (const int unit : units)
            QVERIFY(held.findEdit("a", unit)->action == EditAction::Value &&
                    held.findEdit("a", unit)->value == -1.5f);
    }

    void aPlaceIsFlippedAndReleasedAlone()
    {
        Recipe recipe;
        const Recipe one = withFlippedPlace(recipe, "a", 2, {1, 4, 9.0f}, false);
        QVERIFY(one.findEdit("a", 2)->action == EditAction::On);
        QVERIFY((one.findEdit("a", 2)->region->cells == std::vector<Cell>{{1, 4, 9.0f}}));
        const Recipe two = withFlippedPlace(one, "a", 2, {0, 0, {}}, true);
        QCOMPARE(two.findEdit("a", 2)->region->cells.size(), std::size_t(2));
        QVERIFY2(two.findEdit("a", 2)->action == EditAction::On, "as the channel's flip has it");
        const Recipe back =
            withFlippedPlace(withFlippedPlace(two, "a", 2, {1, 4, {}}, true), "a", 2, {0, 0, {}}, true);
        QVERIFY2(back.edits.empty(), "the flip goes with its last place");
        QVERIFY(withFlippedPlace(recipe, "a", 2, {1, 4, {}}, true).edits[0].action == EditAction::Off);
    }

    void paintSaysWhereAFlipAppliesAndErasingLeavesNothing()
    {
        const std::array dabs{Dab{0.25f, 0.5f, 0.1f, 0.0f}, Dab{0.75f, 0.5f, 0.1f, 0.0f}};
        const Recipe painted = withPaint(chosen(), isOfA, dabs);
        QCOMPARE(painted.findEdit("a", 3)->region->dabs.size(), std::size_t(2));
        QVERIFY(!painted.findEdit("b", 1)->region);
        QCOMPARE(withPaint(painted, isOfA, std::span(dabs).last(1)).findEdit("a", 3)->region->dabs.size(),
                 std::size_t(2));
        const Recipe half = withoutPaint(painted, isOfA, std::span(dabs).first(1), 28, 28);
        QCOMPARE(half.findEdit("a", 3)->region->dabs.size(), std::size_t(1));
        const Recipe none = withoutPaint(half, isOfA, dabs, 28, 28);
        QVERIFY(!none.findEdit("a", 3) && none.findEdit("b", 1));
        QVERIFY2(withoutPaint(chosen(), isOfA, dabs, 28, 28).edits == chosen().edits,
                 "a flip that applies everywhere has no places");
    }
};

QTEST_GUILESS_MAIN(FlipsTest)
#include "flips_test.moc"
