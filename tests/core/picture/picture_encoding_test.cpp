// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture_encoding.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/picture/byte_order.h"
#include "core/picture/colour_profile.h"
#include "core/picture/picture_file.h"
#include "core/picture/picture_header.h"
#include "core/picture/picture_kind.h"
#include "core/recipe/recipe_picture.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <map>

using namespace flipside;

namespace {

/// A soft gradient, which JPEG and WebP keep well.
Image gradient(int channels)
{
    Image image{channels, 24, 32, {}};
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < 24; ++y)
            for (int x = 0; x < 32; ++x)
                image.pixels.push_back(float(x + y * (c + 1)) / 110.0f);
    return image;
}

/// The chunks of a RIFF file by their names; what is read twice would overwrite itself.
std::map<std::string, std::string> riffChunks(const std::string& file)
{
    std::map<std::string, std::string> chunks;
    for (std::size_t place = 12; place + 8 <= file.size();) {
        const std::size_t size = littleEndianAt(file, place + 4, 4);
        chunks[file.substr(place, 4)] = file.substr(place + 8, size);
        place += 8 + size + size % 2;
    }
    return chunks;
}

/// A tag's raw value: of longer ones, what they point to.
std::string tiffValue(const std::string& file, unsigned wanted)
{
    const std::size_t directory = littleEndianAt(file, 4, 4);
    const std::size_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1};
    unsigned before = 0;
    for (std::size_t i = 0; i < littleEndianAt(file, directory, 2); ++i) {
        const std::size_t entry = directory + 2 + i * 12;
        const auto tag = unsigned(littleEndianAt(file, entry, 2));
        if (tag <= before)
            qFatal("the entries are not in order");
        before = tag;
        const std::size_t size =
            sizes[littleEndianAt(file, entry + 2, 2)] * littleEndianAt(file, entry + 4, 4);
        if (tag == wanted)
            return size > 4 ? file.substr(littleEndianAt(file, entry + 8, 4), size)
                            : file.substr(entry + 8, size);
    }
    return {};
}

double fraction(const std::string& value)
{
    return double(littleEndianAt(value, 0, 4)) / double(littleEndianAt(value, 4, 4));
}

QString sentenceFor(int height, int width, const PictureEncoding& encoding)
{
    try {
        checkEncoding(height, width, encoding);
    } catch (const ArgumentError& error) {
        return error.what();
    }
    return {};
}

} // namespace

/// Pictures as files of several formats.
class PictureEncodingTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;
    std::filesystem::path root() const { return _temporary.path().toStdString(); }

    static void addFormats()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("channels");
        for (const PictureFormatFacts& facts : pictureFormats())
            for (const int channels : {1, 3})
                QTest::addRow("%s, %d channels", facts.name.c_str(), channels)
                    << int(facts.format) << channels;
    }

private slots:
    void everyFormatIsReadBackAsThePicture_data() { addFormats(); }
    void everyFormatIsReadBackAsThePicture()
    {
        QFETCH(int, format);
        QFETCH(int, channels);
        const Image image = gradient(channels);
        PictureEncoding encoding;
        encoding.format = PictureFormat(format);
        encoding.quality = 95;
        encoding.dotsPerInch = 300.0;
        encoding.hasColourProfile = true;
        const std::string bytes = encodePicture(image, encoding);
        QCOMPARE(QString::fromUtf8(pictureKind(bytes)),
                 QString::fromStdString(factsOf(encoding.format).words));
        QVERIFY(sizeInHeader(bytes) == (PictureSize{32, 24}));
        const auto file = root() / ("picture" + factsOf(encoding.format).suffixes.front());
        writeFile(file, bytes);
        QVERIFY(pictureFormatOf(file) == encoding.format);
        const Image again = readPicture(file, channels);
        QCOMPARE(again.width, 32);
        QCOMPARE(again.height, 24);
        const float tolerance = factsOf(encoding.format).hasQuality ? 0.05f : 0.5f / 255.0f + 1e-5f;
        for (std::size_t i = 0; i < image.pixels.size(); ++i)
            QVERIFY(std::abs(again.pixels[i] - image.pixels[i]) <= tolerance);
    }

    void withoutWishesAPngIsTheOneThatWasAlwaysWritten()
    {
        QVERIFY(encodePicture(gradient(1), {}) == encodePng(gradient(1)));
        QVERIFY(encodePicture(gradient(3), {}) == encodePng(gradient(3)));
    }

    void webpOfTheBestQualityLosesNothing()
    {
        PictureEncoding encoding;
        encoding.format = PictureFormat::WebP;
        encoding.quality = 100;
        writeFile(root() / "best.webp", encodePicture(gradient(3), encoding));
        const Image again = readPicture(root() / "best.webp", 3);
        for (std::size_t i = 0; i < again.pixels.size(); ++i)
            QCOMPARE(std::lround(again.pixels[i] * 255.0f), std::lround(gradient(3).pixels[i] * 255.0f));
    }

    void sixteenBitsAreInTheFile()
    {
        PictureEncoding encoding;
        encoding.bits = 16;
        QCOMPARE(int(encodePicture(gradient(3), encoding)[24]), 16); // IHDR's bit depth
        encoding.format = PictureFormat::Tiff;
        const std::string tiff = encodePicture(gradient(3), encoding);
        QCOMPARE(int(littleEndianAt(tiffValue(tiff, 258), 0, 2)), 16); // BitsPerSample
    }

    void dotsPerInchAreInTheFile()
    {
        PictureEncoding encoding;
        encoding.dotsPerInch = 300.0;
        // 300 / 0.0254 = 11811.02 dots per metre
        const std::string png = encodePicture(gradient(1), encoding);
        const std::string pixels("pHYs\0\0\x2e\x23\0\0\x2e\x23\1", 13);
        QVERIFY(png.find(pixels) != std::string::npos);
        QVERIFY(png.find(pixels) < png.find("IDAT"));

        encoding.format = PictureFormat::Jpeg;
        QCOMPARE(encodePicture(gradient(1), encoding).substr(13, 5), std::string("\1\1\x2c\1\x2c", 5));

        encoding.format = PictureFormat::Tiff;
        const std::string tiff = encodePicture(gradient(1), encoding);
        QCOMPARE(fraction(tiffValue(tiff, 282)), 300.0);
        QCOMPARE(fraction(tiffValue(tiff, 283)), 300.0);
        QCOMPARE(int(littleEndianAt(tiffValue(tiff, 296), 0, 2)), 2); // inches

        encoding.format = PictureFormat::WebP;
        auto chunks = riffChunks(encodePicture(gradient(1), encoding));
        QCOMPARE(chunks["VP8X"], std::string("\x08\0\0\0\x1f\0\0\x17\0\0", 10)); // Exif; 32 × 24
        QCOMPARE(fraction(tiffValue(chunks["EXIF"], 282)), 300.0);
    }

    void theColourProfileIsInTheFile()
    {
        PictureEncoding encoding;
        encoding.hasColourProfile = true;
        const std::string profile = srgbProfile(3);
        QVERIFY(encodePicture(gradient(3), encoding).find("iCCPsRGB") != std::string::npos);
        encoding.format = PictureFormat::Jpeg;
        const std::string jpeg = encodePicture(gradient(3), encoding);
        const std::size_t place = jpeg.find(std::string("ICC_PROFILE\0\1\1", 14));
        QCOMPARE(jpeg.substr(place + 14, profile.size()), profile);
        encoding.format = PictureFormat::Tiff;
        QCOMPARE(tiffValue(encodePicture(gradient(3), encoding), 34675), profile);
        encoding.format = PictureFormat::WebP;
        QCOMPARE(riffChunks(encodePicture(gradient(3), encoding))["ICCP"], profile);
        QCOMPARE(riffChunks(encodePicture(gradient(1), encoding))["ICCP"], profile); // WebP has no grey
    }

    void aProfileSaysItsSizeAndHasItsTagsInside()
    {
        for (const int channels : {1, 3}) {
            const std::string profile = srgbProfile(channels);
            QCOMPARE(profile.substr(0, 4), bigEndian(profile.size(), 4));
            QCOMPARE(profile.substr(16, 4), std::string(channels == 1 ? "GRAY" : "RGB "));
            QCOMPARE(profile.substr(36, 4), std::string("acsp"));
            QCOMPARE(int(profile.size() % 4), 0);
            const auto numberAt = [&](std::size_t at) {
                std::size_t number = 0;
                for (std::size_t i = 0; i < 4; ++i)
                    number = number << 8 | static_cast<unsigned char>(profile[at + i]);
                return number;
            };
            for (std::size_t tag = 0; tag < numberAt(128); ++tag) {
                const std::size_t place = numberAt(132 + 12 * tag + 4);
                QCOMPARE(int(place % 4), 0);
                QVERIFY(place >= 132 + 12 * numberAt(128));
                QVERIFY(place + numberAt(132 + 12 * tag + 8) <= profile.size());
            }
        }
    }

    void onlyPngCarriesTheRecipe()
    {
        const Recipe recipe{"mnist", {0.1f, -1.0f / 3.0f}, {{"hidden3", 4, EditAction::On, 2.5f}}, {}};
        for (const PictureFormatFacts& facts : pictureFormats()) {
            PictureEncoding encoding;
            encoding.format = facts.format;
            encoding.dotsPerInch = 300.0;
            encoding.hasColourProfile = true;
            const auto inside = recipeInside(encodeWithRecipe(gradient(1), recipe, encoding), "it");
            QCOMPARE(inside.has_value(), facts.format == PictureFormat::Png);
            QVERIFY(!inside || *inside == recipe);
        }
    }

    void whatCannotBeWrittenIsSaidInASentence()
    {
        PictureEncoding encoding;
        QVERIFY(sentenceFor(20000, 20000, encoding).isEmpty());
        QCOMPARE(sentenceFor(20001, 20000, encoding),
                 QString("the picture would have 400 megapixels, and 400 is the most; choose a smaller size "
                         "or fewer dots per inch"));
        encoding.format = PictureFormat::WebP;
        QCOMPARE(sentenceFor(1, 16384, encoding),
                 QString("WebP takes pictures of up to 16383 pixels each way; choose a smaller size or "
                         "another format"));
        encoding.bits = 16;
        QCOMPARE(sentenceFor(1, 1, encoding), QString("WebP has 8 bits a channel, not 16"));
        encoding = {};
        encoding.quality = 0;
        QVERIFY(!sentenceFor(1, 1, encoding).isEmpty());
        encoding = {};
        encoding.dotsPerInch = std::nan("");
        QVERIFY(!sentenceFor(1, 1, encoding).isEmpty());
        QVERIFY(!sentenceFor(0, 1, {}).isEmpty());
        QVERIFY_EXCEPTION_THROWN(pictureFormatFrom("bmp"), ArgumentError);
    }
};

QTEST_APPLESS_MAIN(PictureEncodingTest)
#include "picture_encoding_test.moc"
