// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/resample.h"

#include "core/base/error.h"
#include "core/picture/picture_row.h"
#include "core/picture/print_size.h"
#include "core/picture/resizing_method.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace flipside;

namespace {

constexpr float pi = 3.14159265f;

/// Soft waves in all channels, far from black and white.
Image waves(int channels, int height, int width)
{
    Image image{channels, height, width, {}};
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                image.pixels.push_back(0.5f + 0.2f * std::sin(2 * pi * float(x + c) / float(width)) +
                                       0.1f * std::cos(2 * pi * float(y) / float(height)));
    return image;
}

double mean(const Image& image)
{
    return std::accumulate(image.pixels.begin(), image.pixels.end(), 0.0) / double(image.pixels.size());
}

void compare(const std::vector<float>& made, const std::vector<float>& expected, float tolerance)
{
    QCOMPARE(made.size(), expected.size());
    for (std::size_t i = 0; i < made.size(); ++i)
        QVERIFY2(std::abs(made[i] - expected[i]) <= tolerance,
                 qPrintable(QString("%1: %2 instead of %3").arg(i).arg(made[i]).arg(expected[i])));
}

} // namespace

/// Pictures at other sizes.
class ResampleTest : public QObject {
    Q_OBJECT

private:
    static void addInterpolations()
    {
        QTest::addColumn<int>("interpolation");
        for (const Interpolation each : interpolations())
            QTest::newRow(toString(each).c_str()) << int(each);
    }

private slots:
    void sharpPixelsAreRepeated()
    {
        const Image image{1, 2, 2, {0.1f, 0.2f, 0.3f, 0.4f}};
        compare(resampled(image, 4, 6, Interpolation::Nearest).pixels,
                {0.1f, 0.1f, 0.1f, 0.2f, 0.2f, 0.2f, 0.1f, 0.1f, 0.1f, 0.2f, 0.2f, 0.2f,
                 0.3f, 0.3f, 0.3f, 0.4f, 0.4f, 0.4f, 0.3f, 0.3f, 0.3f, 0.4f, 0.4f, 0.4f},
                0.0f);
    }

    void sharpPixelsHaveOneSizeAtEveryWholeScale()
    {
        Image row{1, 1, 64, {}};
        for (int x = 0; x < 64; ++x)
            row.pixels.push_back(float(x) / 64.0f);
        for (int scale = 1; scale <= 80; ++scale) {
            const Image wide = resampled(row, 1, 64 * scale, Interpolation::Nearest);
            for (int x = 0; x < wide.width; ++x)
                QCOMPARE(wide.pixels[std::size_t(x)], row.pixels[std::size_t(x / scale)]);
        }
    }

    /// Pixel centres at half a pixel: of 2 pixels made 4, the inner two lie a quarter of the way inside.
    void linearValuesLieOnTheLineBetweenTheCentres()
    {
        const Image image{1, 1, 2, {0.2f, 0.6f}};
        compare(resampled(image, 1, 4, Interpolation::Linear).pixels, {0.2f, 0.3f, 0.5f, 0.6f}, 1e-6f);
        const Image high{1, 2, 1, {0.2f, 0.6f}};
        compare(resampled(high, 4, 1, Interpolation::Linear).pixels, {0.2f, 0.3f, 0.5f, 0.6f}, 1e-6f);
    }

    void smallerPicturesHaveTheMeansOfWhatTheyCover_data() { addInterpolations(); }
    void smallerPicturesHaveTheMeansOfWhatTheyCover()
    {
        QFETCH(int, interpolation);
        const Image image{1, 2, 4, {0.0f, 0.2f, 0.4f, 0.6f, 0.4f, 0.6f, 0.8f, 1.0f}};
        compare(resampled(image, 1, 2, Interpolation(interpolation)).pixels, {0.3f, 0.7f}, 1e-6f);
    }

    void aPictureOfOneValueKeepsIt_data() { addInterpolations(); }
    void aPictureOfOneValueKeepsIt()
    {
        QFETCH(int, interpolation);
        const Image image{3, 5, 7, std::vector<float>(3 * 5 * 7, 0.37f)};
        const Image large = resampled(image, 83, 31, Interpolation(interpolation));
        compare(large.pixels, std::vector<float>(large.size(), 0.37f), 1e-6f);
    }

    void theMeanStaysTheSame_data() { addInterpolations(); }
    void theMeanStaysTheSame()
    {
        QFETCH(int, interpolation);
        const Image image = waves(3, 28, 28);
        QVERIFY(std::abs(mean(resampled(image, 280, 280, Interpolation(interpolation))) - mean(image)) <
                1e-3);
        QVERIFY(std::abs(mean(resampled(image, 14, 280, Interpolation(interpolation))) - mean(image)) < 1e-3);
    }

    void valuesStayBetweenBlackAndWhite_data() { addInterpolations(); }
    void valuesStayBetweenBlackAndWhite()
    {
        QFETCH(int, interpolation);
        const Image image{1, 1, 4, {0.0f, 0.0f, 1.0f, 1.0f}};
        for (const float value : resampled(image, 1, 64, Interpolation(interpolation)).pixels)
            QVERIFY(value >= 0.0f && value <= 1.0f);
    }

    void aPartIsThatOfTheWhole_data() { addInterpolations(); }
    void aPartIsThatOfTheWhole()
    {
        QFETCH(int, interpolation);
        const Image image = waves(3, 20, 28);
        const Image whole = resampled(image, 311, 200, Interpolation(interpolation));
        const PicturePart part{61, 100, 50, 33};
        const Image piece = resampledPart(image, 311, 200, Interpolation(interpolation), part);
        for (int c = 0; c < 3; ++c)
            for (int y = 0; y < part.height; ++y)
                for (int x = 0; x < part.width; ++x)
                    QVERIFY(std::abs(piece.at(c, y, x) - whole.at(c, part.y + y, part.x + x)) < 1e-6f);
    }

    void whatIsNoSizeIsRefused()
    {
        const Image image = waves(1, 4, 4);
        QVERIFY_EXCEPTION_THROWN(resampled(image, 0, 4, Interpolation::Linear), ArgumentError);
        QVERIFY_EXCEPTION_THROWN(resampled(image, 4, -1, Interpolation::Linear), ArgumentError);
        QVERIFY_EXCEPTION_THROWN(resampledPart(image, 8, 8, Interpolation::Linear, {4, 4, 5, 4}),
                                 ArgumentError);
    }

    void picturesInARowKeepTheirEdges_data() { addInterpolations(); }
    void picturesInARowKeepTheirEdges()
    {
        QFETCH(int, interpolation);
        const Image dark{1, 3, 3, std::vector<float>(9, 0.0f)};
        const Image light{1, 3, 3, std::vector<float>(9, 1.0f)};
        const PictureRow row({dark, light});
        QCOMPARE(row.width(), 2 + 3 + 2 + 3 + 2);
        QCOMPARE(row.height(), 2 + 3 + 2);
        const Image large = row.resampled(70, 120, Interpolation(interpolation));
        for (int y = 0; y < 70; ++y)
            for (int x = 0; x < 120; ++x) {
                const bool inside = y >= 20 && y < 50;
                const float expected = inside && x >= 20 && x < 50    ? 0.0f
                                       : inside && x >= 70 && x < 100 ? 1.0f
                                                                      : 0.5f;
                QVERIFY(std::abs(large.at(0, y, x) - expected) < 1e-6f);
            }
        const Image piece = row.part(70, 120, Interpolation(interpolation), {45, 10, 30, 20});
        for (int y = 0; y < 20; ++y)
            for (int x = 0; x < 30; ++x)
                QCOMPARE(piece.at(0, y, x), large.at(0, 10 + y, 45 + x));
    }

    /// A4 at 300 dots per inch, as every table has it: 2480 × 3508.
    void paperHasThePixelsThatTablesSay()
    {
        QCOMPARE(pixelsOf(21.0 / centimetresInAnInch, 300), 2480);
        QCOMPARE(pixelsOf(29.7 / centimetresInAnInch, 300), 3508);
        QVERIFY(std::abs(inchesOf(3000, 300) - 10.0) < 1e-12);
        QCOMPARE(inProportion(300, 28, 14), 150);
        QCOMPARE(inProportion(1, 1000, 1), 1);
    }
};

QTEST_APPLESS_MAIN(ResampleTest)
#include "resample_test.moc"
