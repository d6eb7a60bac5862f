// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/variation/latent_brush.h"
#include "core/variation/style_mixing.h"
#include "tests/core/support/test_models.h"

#include <QTest>

#include <cmath>

using namespace flipside;
using namespace flipside::test;

class StyleMixingTest : public QObject {
    Q_OBJECT

private:
    /// As a compiled StyleGAN with three classes takes them.
    static ModelCard styleCard()
    {
        using Kind = NetworkInput::Kind;
        ModelCard card = testCard("style", 2, 3, 8, 8);
        card.inputs = {{"class", Kind::Class, {3}},
                       {"psiLayers", Kind::Setting, {1}, {6.0}},
                       {"directions", Kind::Setting, {2}, {0.0, 0.0}},
                       {"mixFrom", Kind::Setting, {1}, {0.0}},
                       {"mixTo", Kind::Setting, {1}, {0.0}},
                       {"mixZ", Kind::Setting, {2}, {0.0, 0.0}},
                       {"mixClass", Kind::Setting, {3}, {0.0, 0.0, 0.0}},
                       {"mixDirections", Kind::Setting, {2}, {0.0, 0.0}}};
        return card;
    }

private slots:
    void theOtherPicturesStyleIsTakenAndNothingElseOfIt()
    {
        const ModelCard card = styleCard();
        QVERIFY(mixesStyles(card));
        QCOMPARE(styleLayers(card), 6);
        QVERIFY((finerLayers(card) == MixedLayers{3, 6}));
        Recipe own{card.id, {1.0f, 2.0f}, {}, {}, {{"class", {0.0f, 1.0f, 0.0f}}}};
        const Recipe other{
            card.id, {3.0f, 4.0f}, {}, {}, {{"directions", {0.5f, -1.0f}}, {"psiLayers", {2.0f}}}};
        const Recipe mixed = withStyleOf(own, other, {1, 4}, card);
        QCOMPARE(mixed.z, own.z);
        QCOMPARE(mixed.inputs.at("class"), own.inputs.at("class"));
        QCOMPARE(mixed.inputs.at("mixZ"), other.z);
        QCOMPARE(mixed.inputs.at("mixClass"), (std::vector<float>{1.0f, 0.0f, 0.0f})); // the standard's
        QCOMPARE(mixed.inputs.at("mixDirections"), (std::vector<float>{0.5f, -1.0f}));
        QCOMPARE(mixed.inputs.at("mixFrom"), std::vector<float>{1.0f});
        QCOMPARE(mixed.inputs.at("mixTo"), std::vector<float>{4.0f});
        QVERIFY(!mixed.inputs.contains("psiLayers"));
        // What was mixed in before is not there any more.
        const Recipe again = withStyleOf(mixed, own, {0, 1}, card);
        QCOMPARE(again.inputs.at("mixZ"), own.z);
        QCOMPARE(again.inputs.at("mixClass"), own.inputs.at("class"));
        QCOMPARE(again.inputs.at("mixDirections"), (std::vector<float>{0.0f, 0.0f}));
    }

    void whatCannotBeMixedIsSaid()
    {
        const ModelCard card = styleCard();
        const Recipe own{card.id, {1.0f, 2.0f}, {}, {}};
        for (const MixedLayers layers : {MixedLayers{-1, 2}, MixedLayers{2, 2}, MixedLayers{0, 7}})
            QVERIFY_THROWS_EXCEPTION(ArgumentError, (void)withStyleOf(own, own, layers, card));
        QVERIFY_THROWS_EXCEPTION(
            ArgumentError, (void)withStyleOf(own, Recipe{"another", {1.0f, 2.0f}, {}, {}}, {0, 1}, card));
        const ModelCard plain = testCard("plain", 2, 3, 8, 8);
        QVERIFY(!mixesStyles(plain));
        QCOMPARE(styleLayers(plain), 0);
        QVERIFY_THROWS_EXCEPTION(ArgumentError,
                                 (void)withStyleOf(Recipe{"plain", {1.0f, 2.0f}, {}, {}},
                                                   Recipe{"plain", {1.0f, 2.0f}, {}, {}}, {0, 1}, plain));
    }

    void keyframesHaveEveryInput()
    {
        const ModelCard card = styleCard();
        const RecipeInputs all = completed({{"directions", {2.0f, 0.0f}}}, card.inputs);
        QCOMPARE(all.size(), card.inputs.size());
        QCOMPARE(all.at("directions"), (std::vector<float>{2.0f, 0.0f}));
        QCOMPARE(all.at("class"), (std::vector<float>{1.0f, 0.0f, 0.0f}));
        // Half way from a picture that leaves the directions alone.
        const RecipeInputs half = mixedInputs(completed({}, card.inputs), all, 0.5);
        QCOMPARE(half.at("directions"), (std::vector<float>{1.0f, 0.0f}));
    }

    void aDabBesideTheMapReachesIntoIt()
    {
        const std::vector<int> shape{2, 3, 3};
        QVERIFY(isLatentMap(shape));
        QVERIFY(!isLatentMap({18}));
        QVERIFY(!isLatentMap({18, 1, 1}));
        std::vector<float> z(18, 0.0f);
        dab(z, shape, 1, -0.5, 1.5, {2.0, 1.0});
        // One place below its middle it has half of its strength.
        QVERIFY(std::abs(z[10] - 0.5f) < 1e-6f);
        QCOMPARE(z[13], 0.0f);
        for (std::size_t i = 0; i < 9; ++i)
            QCOMPARE(z[i], 0.0f);
        dab(z, shape, 0, 50.0, -50.0, {2.0, 1.0});
        QCOMPARE(z[0], 0.0f);
    }
};

QTEST_APPLESS_MAIN(StyleMixingTest)
#include "style_mixing_test.moc"
