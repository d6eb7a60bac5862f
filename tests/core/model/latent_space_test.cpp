// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/model/latent_space.h"
#include "core/model/model_card.h"
#include "core/model/prior.h"
#include "core/variation/latent_axes.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <memory>

using namespace flipside;

namespace {

constexpr std::size_t length = 6;

/// Two starts and two directions, along the numbers 1 and 4.
LatentSpace someSpace(float reach = 0.5f)
{
    const std::vector<float> starts{1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6};
    const std::vector<float> middle{0, 10, 0, 0, 0, 0};
    const std::vector<float> directions{0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0};
    return {{"one", "other"},
            PackedRows::of(starts, length),
            PackedRows::of(middle, length),
            PackedRows::of(directions, length),
            {2.0f, 4.0f},
            reach};
}

ModelCard cardWith(LatentSpace space)
{
    ModelCard card;
    card.id = "maps";
    card.latentShape = {1, 2, 3};
    card.prior = prior::starts;
    card.latentSpace = std::make_shared<const LatentSpace>(std::move(space));
    return card;
}

bool isNear(double a, double b)
{
    return std::abs(a - b) < 1e-3;
}

} // namespace

class LatentSpaceTest : public QObject {
    Q_OBJECT

private slots:
    void coordinatesAreDeviationsFromTheMiddle()
    {
        const std::vector<float> along = someSpace().coordinates(std::vector<float>{7, 14, 7, 7, -6, 7});
        QCOMPARE(along.size(), 2u);
        QVERIFY(isNear(along[0], (14.0 - 10.0) / 2.0));
        QVERIFY(isNear(along[1], -6.0 / 4.0));
    }

    void placingMovesAlongTheDirectionsAlone()
    {
        const std::vector<float> z{7, 14, 7, 7, -6, 7};
        const std::vector<float> placed = someSpace().placed(z, std::vector<float>{-1.0f, 3.0f});
        const std::vector<float> wanted{7, 8, 7, 7, 12, 7};
        for (std::size_t i = 0; i < length; ++i)
            QVERIFY(isNear(placed[i], wanted[i]));
    }

    void drawIsAStartMovedByNormalNumbers()
    {
        const LatentSpace space = someSpace();
        Random random(5);
        Random same(5);
        const std::vector<float> drawn = space.drawn(random, 0.8);
        std::vector<float> wanted = space.start(std::size_t(same.below(2)));
        wanted[1] += float(0.8 * 0.5 * 2.0 * same.normal());
        wanted[4] += float(0.8 * 0.5 * 4.0 * same.normal());
        for (std::size_t i = 0; i < length; ++i)
            QVERIFY(isNear(drawn[i], wanted[i]));
    }

    void priorOfSuchACardDrawsFromItsSpace()
    {
        const ModelCard card = cardWith(someSpace());
        Random random(9);
        Random same(9);
        QCOMPARE(drawLatent(card, random), card.latentSpace->drawn(same, 1.0));
    }

    void cardWithoutItsSpaceIsRefused()
    {
        ModelCard card = cardWith(someSpace());
        card.latentSpace.reset();
        Random random(1);
        QVERIFY_EXCEPTION_THROWN((void)drawLatent(card, random), Error);
    }

    void fileGivesTheSameDraws()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("latents.cbor").toStdString();
        const LatentSpace space = someSpace();
        space.write(file);
        const LatentSpace read = LatentSpace::parsed(readFile(file), "latents.cbor");
        QCOMPARE(read.startNames(), space.startNames());
        Random one(3);
        Random other(3);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(read.drawn(one, 1.0), space.drawn(other, 1.0));
    }

    void damagedFileIsNamed()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("latents.cbor").toStdString();
        someSpace().write(file);
        const std::string content = readFile(file);
        for (std::size_t size = 0; size < content.size(); size += 7) {
            try {
                (void)LatentSpace::parsed(content.substr(0, size), "here/latents.cbor");
                QFAIL("a part of the file was taken for all of it");
            } catch (const Error& error) {
                QVERIFY(std::string(error.what()).find("here/latents.cbor") != std::string::npos);
            }
        }
    }

    void partsThatDoNotFitAreRefused()
    {
        const std::vector<float> row(length, 1.0f);
        const auto rows = [&](std::size_t of) { return PackedRows::of(row, of); };
        QVERIFY_EXCEPTION_THROWN(LatentSpace({"a", "b"}, rows(length), rows(length), rows(length), {1}, 1),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(LatentSpace({"a"}, rows(length), rows(length), rows(length), {0}, 1), Error);
        QVERIFY_EXCEPTION_THROWN(LatentSpace({"a"}, rows(length), rows(length), rows(length), {1, 2}, 1),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(LatentSpace({"a"}, rows(length), rows(length), rows(length), {1}, -1),
                                 Error);
    }

    void axesOfOtherModelsAreTheNumbers()
    {
        const LatentAxes axes;
        const std::vector<float> z{1, 2, 3};
        QVERIFY(!axes.areDirections());
        QCOMPARE(axes.values(z), z);
        QCOMPARE(axes.placed(z, {4, 5, 6}), (std::vector<float>{4, 5, 6}));
    }

    void axesOfASpaceAreItsDirections()
    {
        const LatentAxes axes(cardWith(someSpace()));
        const std::vector<float> z{7, 14, 7, 7, -6, 7};
        QVERIFY(axes.areDirections());
        std::vector<float> values = axes.values(z);
        QCOMPARE(values.size(), 2u);
        QCOMPARE(axes.placed(z, values), z);
        values[1] += 2.0f;
        const std::vector<float> moved = axes.values(axes.placed(z, values));
        QVERIFY(isNear(moved[0], values[0]) && isNear(moved[1], values[1]));
    }
};

QTEST_GUILESS_MAIN(LatentSpaceTest)
#include "latent_space_test.moc"
