// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/instrument/measurer.h"
#include "core/novelty/picture_features.h"
#include "core/novelty/reference_balls.h"
#include "core/novelty/vendi_score.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace flipside;
using namespace flipside::test;

namespace {

Image greyPicture(float number)
{
    return {1, 2, 2, std::vector<float>(4, number)};
}

double meanOf(const std::vector<float>& numbers)
{
    return std::accumulate(numbers.begin(), numbers.end(), 0.0) / double(numbers.size());
}

float distanceOf(const float* a, const float* b, std::size_t length)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < length; ++i)
        sum += double(a[i] - b[i]) * double(a[i] - b[i]);
    return float(std::sqrt(sum));
}

} // namespace

/// Measures by what a network sees in pictures. The networks are small enough to be done by hand.
class FeaturesTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        _temporary = std::make_unique<QTemporaryDir>();
        writeModel(folder(), testCard("seen", 2, 1, 2, 2), linearScript());
    }

    void modelsWithoutANetworkHaveNoFeatures()
    {
        QVERIFY(!PictureFeatures::areIn(ModelFolder(folder())));
        QVERIFY_EXCEPTION_THROWN(PictureFeatures{ModelFolder(folder())}, Error);
        Instrument instrument{ModelFolder(folder())};
        QVERIFY_EXCEPTION_THROWN(Measurer(instrument, {"kns5-features"}), Error);
    }

    void aNetworkOfOnesOwnSaysItsOwnNumbers()
    {
        writeFeatures("picture.flatten(1) * 2.0");
        const PictureFeatures features{ModelFolder(folder())};
        QCOMPARE(features.length(), std::size_t(4));
        const std::vector<float> pixels{0.0f, 0.25f, 0.5f, 1.0f, 1.0f, 0.0f, 0.0f, 0.0f};
        QCOMPARE(features.of(pixels), (std::vector<float>{0.0f, 0.5f, 1.0f, 2.0f, 2.0f, 0.0f, 0.0f, 0.0f}));
        QVERIFY(features.of({}).empty());
    }

    void aCriticIsAskedForItsLastHiddenLayer()
    {
        writeScript(folder() / "critic.pt",
                    {"def forward(self, picture):\n"
                     "    hidden = torch.relu(torch.linear(picture.flatten(1), self.w))\n"
                     "    return hidden.sum(1, keepdim=True)\n",
                     {{"w", {2, 4}, {1, 1, 1, 1, -1, 0, 0, 2}}},
                     {}});
        const PictureFeatures features{ModelFolder(folder())};
        QCOMPARE(features.length(), std::size_t(2));
        QCOMPARE(features.of(std::vector<float>{1.0f, 0.5f, 0.25f, 0.25f}), (std::vector<float>{2.0f, 0.0f}));
    }

    void aNetworkThatSaysOneNumberIsRefused()
    {
        writeFeatures("picture.mean([1, 2, 3]).view([-1, 1])");
        QVERIFY_EXCEPTION_THROWN(PictureFeatures{ModelFolder(folder())}, Error);
    }

    void ballsReachToTheFifthNeighbour()
    {
        const std::size_t length = 3;
        const std::vector<float> points = randomNumbers(40 * length, 1.0, 7);
        const ReferenceBalls balls(points, length);
        QCOMPARE(balls.count(), std::size_t(40));
        std::vector<float> sorted;
        for (std::size_t i = 0; i < 40; ++i) {
            std::vector<float> distances;
            for (std::size_t j = 0; j < 40; ++j)
                if (j != i)
                    distances.push_back(distanceOf(&points[i * length], &points[j * length], length));
            std::ranges::sort(distances);
            QVERIFY(std::abs(balls.radii()[i] - distances[4]) < 1e-4f);
            sorted.push_back(distances[4]);
        }
        std::ranges::sort(sorted);
        QVERIFY(std::abs(*std::ranges::max_element(balls.clippedRadii()) - sorted[20]) < 1e-4f);
        QVERIFY_EXCEPTION_THROWN(ReferenceBalls(std::span(points).first(15), length), ArgumentError);
    }

    void vendiScoreCountsWhatHasNothingInCommon()
    {
        const std::vector<float> alike{1, 2, 2, 4, 3, 6};
        QVERIFY(std::abs(vendiScore(vendiSums(alike, 2)) - 1.0) < 1e-9);
        const std::vector<float> different{5, 0, 0, 0, 1, 0, 0, 0, 9};
        QVERIFY(std::abs(vendiScore(vendiSums(different, 3)) - 3.0) < 1e-9);
        QCOMPARE(vendiScore({}), 0.0);
        // The entropy of the eigenvalues 1/2 ± 1/4 of two vectors at 60 degrees.
        const double expected = std::exp(-(0.75 * std::log(0.75) + 0.25 * std::log(0.25)));
        const std::vector<float> sixty{1.0f, 0.0f, 0.5f, std::sqrt(0.75f)};
        QVERIFY(std::abs(vendiScore(vendiSums(sixty, 2)) - expected) < 1e-6);
    }

    void vendiSumsOfPartsAreThoseOfTheWhole()
    {
        const std::vector<float> rows = randomNumbers(200 * 300, 1.0, 3); // longer than is kept
        SetSums parts = vendiSums(std::span(rows).first(80 * 300), 300);
        parts.add(vendiSums(std::span(rows).subspan(80 * 300), 300));
        QVERIFY(std::abs(vendiScore(parts) - vendiScore(vendiSums(rows, 300))) < 1e-6);
    }

    void whatAModelUsuallyMakesIsNotNovel()
    {
        writeFeatures("picture.flatten(1)");
        Instrument instrument{ModelFolder(folder())};
        const Measurer measurer(instrument, {"kns5-features", "blank", "vendi"});
        SchemeCall regular;
        regular.name = "regular";
        const auto usual = instrument.decoder().renderImages(instrument.sample(regular, 5, 0, 200));
        const Measurements measured = measurer.measure(usual);
        QVERIFY(meanOf(measured.values[0]) < 1.5);
        QVERIFY(measured.values[2].empty());
        QCOMPARE(measured.sets[2].samples, std::uint64_t(200));
        // Its pictures are grey; one with a pattern is like none of them.
        const Image odd{1, 2, 2, {1.0f, 0.0f, 0.0f, 1.0f}};
        QVERIFY(measurer.measure(std::span(&odd, 1)).values[0].front() > 10.0f);
    }

    void blankPicturesAreCounted()
    {
        Instrument instrument{ModelFolder(folder())};
        const Measurer measurer(instrument, {"blank"});
        const std::vector<Image> pictures{
            greyPicture(0.1f), greyPicture(0.5f), greyPicture(0.95f), {1, 2, 2, {0.0f, 0.0f, 0.0f, 1.0f}}};
        QCOMPARE(measurer.measure(pictures).values[0], (std::vector<float>{1.0f, 0.0f, 1.0f, 0.0f}));
    }

    void trainingPicturesAreNearThemselves()
    {
        writeFeatures("picture.flatten(1)");
        writeData(300);
        ModelCard card = ModelFolder(folder()).card();
        card.dataset = data().string();
        writeCard(folder() / "card.json", card);
        Instrument instrument{ModelFolder(folder())};
        const Measurer measurer(instrument, {"density", "coverage", "rarity"});
        std::vector<Image> real;
        for (int i = 0; i < 300; ++i)
            real.push_back(dataPicture(i));
        const Measurements near = measurer.measure(real);
        QVERIFY(std::abs(meanOf(near.values[0]) - 1.0) < 0.2);
        QVERIFY(findMetric("coverage").valueOf(near.sets[1]) > 0.9);
        QVERIFY(std::abs(meanOf(near.values[2]) - 1.0) < 0.5);
        const std::vector<Image> far(50, Image{1, 2, 2, {1.0f, 0.0f, 1.0f, 0.0f}});
        const Measurements strange = measurer.measure(far);
        QCOMPARE(meanOf(strange.values[0]), 0.0);
        QVERIFY(findMetric("coverage").valueOf(strange.sets[1]) < 0.05);
        QVERIFY(meanOf(strange.values[2]) > meanOf(near.values[2]));
    }

private:
    std::filesystem::path folder() const
    {
        return std::filesystem::path(_temporary->path().toStdString()) / "seen";
    }
    std::filesystem::path data() const
    {
        return std::filesystem::path(_temporary->path().toStdString()) / "data";
    }

    void writeFeatures(const std::string& expression) const
    {
        writeScript(folder() / "features.pt",
                    {"def forward(self, picture):\n    return " + expression + "\n", {}, {}});
    }

    static std::uint8_t dataByte(int picture, int pixel)
    {
        return std::uint8_t(60 + (picture * 7 + pixel * (picture % 11)) % 90);
    }
    static Image dataPicture(int picture)
    {
        Image image{1, 2, 2, {}};
        for (int pixel = 0; pixel < 4; ++pixel)
            image.pixels.push_back(float(dataByte(picture, pixel)) / 255.0f);
        return image;
    }
    /// Grey IDX files of 2×2 pixels.
    void writeData(int count) const
    {
        std::filesystem::create_directories(data());
        for (const char* split : {"train", "t10k"}) {
            const auto big = [](int number) {
                return std::string{char(number >> 24), char(number >> 16), char(number >> 8), char(number)};
            };
            std::string images = big(0x803) + big(count) + big(2) + big(2);
            std::string labels = big(0x801) + big(count);
            for (int i = 0; i < count; ++i) {
                for (int pixel = 0; pixel < 4; ++pixel)
                    images += char(dataByte(i, pixel));
                labels += char(i % 2);
            }
            writeFile(data() / (std::string(split) + "-images-idx3-ubyte"), images);
            writeFile(data() / (std::string(split) + "-labels-idx1-ubyte"), labels);
        }
    }

    std::unique_ptr<QTemporaryDir> _temporary;
};

QTEST_GUILESS_MAIN(FeaturesTest)
#include "features_test.moc"
