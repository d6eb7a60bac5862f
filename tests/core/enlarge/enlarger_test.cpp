// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/enlarge/enlarger.h"
#include "core/enlarge/resizing_methods.h"
#include "core/picture/crop.h"
#include "core/picture/resample.h"
#include "tests/core/support/halves.h"
#include "tests/core/support/known_pictures.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace flipside;

namespace {

constexpr int times = 4;
constexpr int reach = 10; ///< how far the network looks, in pixels of the small picture

/// A part of a picture.
Image part(const Image& whole, int top, int left, int height, int width)
{
    Image image{whole.channels, height, width, {}};
    for (int c = 0; c < whole.channels; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                image.pixels.push_back(whole.at(c, top + y, left + x));
    return image;
}

double largestDifference(const Image& one, const Image& other)
{
    double largest = one.pixels.size() == other.pixels.size() ? 0.0 : INFINITY;
    for (std::size_t i = 0; i < one.pixels.size() && largest < INFINITY; ++i)
        largest = std::max(largest, std::abs(double(one.pixels[i]) - double(other.pixels[i])));
    return largest;
}

Image noise(int channels, int height, int width)
{
    Random random(7);
    Image image{channels, height, width, {}};
    for (std::size_t i = 0; i < image.size(); ++i)
        image.pixels.push_back(float(random.uniform()));
    return image;
}

/// Each pixel the mean of its 3 × 3 neighbours, 1 2 1 each way; the border as it is.
Image softened(const Image& sharp)
{
    Image soft = sharp;
    for (int c = 0; c < sharp.channels; ++c)
        for (int y = 1; y + 1 < sharp.height; ++y)
            for (int x = 1; x + 1 < sharp.width; ++x) {
                float sum = 0.0f;
                for (int dy = -1; dy <= 1; ++dy)
                    for (int dx = -1; dx <= 1; ++dx)
                        sum += float((2 - std::abs(dy)) * (2 - std::abs(dx))) * sharp.at(c, y + dy, x + dx);
                soft.pixels[std::size_t((c * sharp.height + y) * sharp.width + x)] = sum / 16.0f;
            }
    return soft;
}

void addStyles()
{
    QTest::addColumn<Enlarger::Style>("style");
    QTest::newRow("sharp") << Enlarger::Style::Sharp;
    QTest::newRow("painterly") << Enlarger::Style::Painterly;
}

} // namespace

/// The enlargers that come with Flipside.
class EnlargerTest : public QObject {
    Q_OBJECT

private slots:
    void partsEqualTheWhole_data() { addStyles(); }
    void partsEqualTheWhole();
    void everySizeIsEnlarged_data();
    void everySizeIsEnlarged();
    void greyIsEnlargedLikeColour();
    void brightnessStays_data() { addStyles(); }
    void brightnessStays();
    void sharpIsNearerToTheOriginalThanBicubic_data();
    void sharpIsNearerToTheOriginalThanBicubic();
    void sixteenTimesIsFourTimesTwice();
    void cancelledWorkStops();
    void whatCannotBeEnlargedIsSaid();
    void missingFileIsNamed();
    void methodsAreKnownByTheirNames();
    void networkComesBeforeTheRestOfTheWay();
    void otherFilesAreRefused();

private:
    std::filesystem::path path(const char* name) const { return _folder.filePath(name).toStdString(); }

    QTemporaryDir _folder;
};

void EnlargerTest::partsEqualTheWhole()
{
    QFETCH(Enlarger::Style, style);
    const Enlarger enlarger(style);
    Progress progress;
    // Worked on in parts of 128 pixels; these lie across their borders, and are small enough to be one.
    const Image whole = noise(3, 300, 200);
    const Image larger = enlarger.enlarged(whole, progress);
    constexpr int side = 128;
    for (const auto& [top, left] : {std::pair(64, 64), std::pair(172, 72), std::pair(120, 0)}) {
        const Image alone = enlarger.enlarged(part(whole, top, left, side, side), progress);
        constexpr int inner = times * (side - 2 * reach);
        QVERIFY(largestDifference(part(alone, times * reach, times * reach, inner, inner),
                                  part(larger, times * (top + reach), times * (left + reach), inner, inner)) <
                1e-5);
    }
}

void EnlargerTest::everySizeIsEnlarged_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    for (const int channels : {1, 3})
        for (const auto& [height, width] :
             {std::pair(1, 1), std::pair(1, 7), std::pair(3, 500), std::pair(129, 127)})
            QTest::addRow("%d channels, %dx%d", channels, height, width) << channels << height << width;
}

void EnlargerTest::everySizeIsEnlarged()
{
    QFETCH(int, channels);
    QFETCH(int, height);
    QFETCH(int, width);
    Progress progress;
    const Image larger = Enlarger(Enlarger::Style::Sharp).enlarged(noise(channels, height, width), progress);
    QCOMPARE(larger.channels, channels);
    QCOMPARE(larger.height, times * height);
    QCOMPARE(larger.width, times * width);
    QCOMPARE(larger.pixels.size(), larger.size());
    QVERIFY(std::ranges::all_of(larger.pixels, [](float pixel) { return pixel >= 0.0f && pixel <= 1.0f; }));
}

void EnlargerTest::greyIsEnlargedLikeColour()
{
    const Enlarger enlarger(Enlarger::Style::Sharp);
    Progress progress;
    const Image grey = noise(1, 20, 30);
    Image colour{3, 20, 30, {}};
    for (int c = 0; c < 3; ++c)
        colour.pixels.insert(colour.pixels.end(), grey.pixels.begin(), grey.pixels.end());
    const Image larger = enlarger.enlarged(grey, progress);
    const Image inColour = enlarger.enlarged(colour, progress);
    for (int y = 0; y < larger.height; ++y)
        for (int x = 0; x < larger.width; ++x) {
            const float mean = (inColour.at(0, y, x) + inColour.at(1, y, x) + inColour.at(2, y, x)) / 3.0f;
            QVERIFY(std::abs(larger.at(0, y, x) - mean) < 1e-5f);
        }
}

void EnlargerTest::brightnessStays()
{
    QFETCH(Enlarger::Style, style);
    Progress progress;
    const Image small = test::shapes(48, 64);
    const Image again = cropped(Enlarger(style).enlarged(small, progress), 48, 64);
    QVERIFY(test::psnr(again, small) > 32.0);
}

void EnlargerTest::sharpIsNearerToTheOriginalThanBicubic_data()
{
    QTest::addColumn<bool>("isSoft");
    QTest::addColumn<double>("gain"); ///< in dB
    QTest::newRow("a clean picture") << false << 0.0;
    QTest::newRow("a soft one, as generators make them") << true << 0.5;
}

void EnlargerTest::sharpIsNearerToTheOriginalThanBicubic()
{
    QFETCH(bool, isSoft);
    QFETCH(double, gain);
    const Image original = test::shapes(256, 256);
    Image small = cropped(original, original.height / times, original.width / times);
    if (isSoft)
        small = softened(small);
    Progress progress;
    const double bicubic = test::psnr(test::bicubic(small, times), original);
    const double ours = test::psnr(Enlarger(Enlarger::Style::Sharp).enlarged(small, progress), original);
    QVERIFY2(ours > bicubic + gain, qPrintable(QStringLiteral("%1 dB, bicubic %2").arg(ours).arg(bicubic)));
}

void EnlargerTest::sixteenTimesIsFourTimesTwice()
{
    const Enlarger enlarger(Enlarger::Style::Painterly);
    Progress progress;
    const Image small = noise(3, 9, 12);
    QVERIFY(largestDifference(enlarger.enlarged(small, progress, 16),
                              enlarger.enlarged(enlarger.enlarged(small, progress), progress)) < 1e-6);
}

void EnlargerTest::cancelledWorkStops()
{
    StopAt stop(0.3);
    QVERIFY_THROWS_EXCEPTION(Cancelled, Enlarger(Enlarger::Style::Sharp).enlarged(noise(1, 400, 400), stop));
}

void EnlargerTest::whatCannotBeEnlargedIsSaid()
{
    const Enlarger enlarger(Enlarger::Style::Sharp);
    Progress progress;
    QVERIFY_THROWS_EXCEPTION(ArgumentError, enlarger.enlarged(noise(3, 4, 4), progress, 8));
    QVERIFY_THROWS_EXCEPTION(ArgumentError, enlarger.enlarged(noise(4, 4, 4), progress));
    QVERIFY_THROWS_EXCEPTION(ArgumentError, enlarger.enlarged(Image{}, progress));
    QVERIFY_THROWS_EXCEPTION(ArgumentError, enlarger.enlarged(noise(1, 1000, 1000), progress, 16));
}

void EnlargerTest::methodsAreKnownByTheirNames()
{
    for (const ResizingMethod& method : resizingMethods())
        QCOMPARE(resizingMethodFrom(method.name).words, method.words);
    QCOMPARE(resizingMethods().size(), interpolations().size() + 2);
    const QString sentence = test::sentenceOf([] { resizingMethodFrom("spline"); });
    QCOMPARE(sentence, QString("there is no interpolation \"spline\"; choose one of nearest, linear, cubic, "
                               "lanczos, network-sharp, network-painterly"));
}

void EnlargerTest::networkComesBeforeTheRestOfTheWay()
{
    const Image small = noise(3, 10, 12);
    const ResizingMethod method = resizingMethodFrom("network-sharp");
    Progress progress;
    const Image by4 = Enlarger(Enlarger::Style::Sharp).enlarged(small, progress);
    QCOMPARE(method.prepared(small).pixels, by4.pixels);
    QCOMPARE(resampled(method.prepared(small), 40, 48, method.interpolation).pixels, by4.pixels);
}

void EnlargerTest::missingFileIsNamed()
{
    QVERIFY(Enlarger::isThere(Enlarger::Style::Sharp));
    const QString sentence = test::sentenceOf([&] { Enlarger{path("nothing.pt")}; });
    QVERIFY2(sentence.contains("nothing.pt") && sentence.contains("install Flipside again"),
             qPrintable(sentence));
    QCOMPARE(sentence.count('\n'), 0);
}

void EnlargerTest::otherFilesAreRefused()
{
    writeFile(path("noise.pt"), "these are not weights");
    test::writeScript(path("half.pt"), {"def forward(self, z):\n    return z * 0.5\n", {}, {}});
    for (const char* name : {"noise.pt", "half.pt"}) {
        const QString sentence = test::sentenceOf([&] { Enlarger{path(name)}; });
        QVERIFY2(sentence.contains(name) && sentence.contains("train-enlarger"), qPrintable(sentence));
    }
}

QTEST_APPLESS_MAIN(EnlargerTest)
#include "enlarger_test.moc"
