// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture_file.h"

#include "core/base/file.h"
#include "core/picture/picture_encoding.h"
#include "core/picture/picture_header.h"
#include "core/picture/picture_kind.h"
#include "tests/core/support/sentence.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

using namespace flipside;
using namespace std::string_literals;

namespace {

const std::filesystem::path pictures = FLIPSIDE_SOURCE_DIR "/tests/data/pictures";

std::string little(std::uint64_t number, int bytes)
{
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text += char(number >> 8 * i & 255);
    return text;
}

/// A chunk of RIFF, which WebP is.
std::string chunk(const std::string& name, const std::string& content)
{
    return name + little(content.size(), 4) + content + (content.size() % 2 == 1 ? "\0"s : ""s);
}

/// A picture in a GIF, uncompressed: codes of 8 bits, begun anew before they would grow.
std::string gifPicture(int left, int top, int width, const std::string& colours, bool interlaced)
{
    const int height = int(colours.size()) / width;
    std::string codes;
    for (std::size_t i = 0; i < colours.size(); ++i)
        codes += (i % 100 == 0 ? "\x80"s : ""s) + colours[i];
    codes += '\x81';
    std::string text = "," + little(std::uint64_t(left), 2) + little(std::uint64_t(top), 2) +
                       little(std::uint64_t(width), 2) + little(std::uint64_t(height), 2) +
                       (interlaced ? "\x40"s : "\0"s) + "\7"s;
    for (std::size_t i = 0; i < codes.size(); i += 255)
        text += char(std::min<std::size_t>(255, codes.size() - i)) + codes.substr(i, 255);
    return text + "\0"s;
}

/// Of 128 colours: number i is red i, green 2 i, blue 255 − i.
std::string gifOf(int width, int height, const std::string& pictures)
{
    std::string file =
        "GIF89a" + little(std::uint64_t(width), 2) + little(std::uint64_t(height), 2) + "\xf6\0\0"s;
    for (int i = 0; i < 128; ++i)
        file += {char(i), char(2 * i), char(255 - i)};
    return file + pictures + ";";
}

/// That colour `transparent` of the next picture is.
std::string gifTransparency(int transparent)
{
    return "!\xf9\4\1\0\0"s + char(transparent) + "\0"s;
}

} // namespace

/// What telephones and browsers save.
class PictureFileTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;

    std::filesystem::path written(const std::string& content) const
    {
        const std::filesystem::path path = _temporary.path().toStdString() + "/file";
        writeFile(path, content);
        return path;
    }
    Image read(const std::string& content, int channels = 3) const
    {
        return readPicture(written(content), channels);
    }
    QString sentenceFor(const std::string& content) const
    {
        const std::filesystem::path path = written(content);
        return test::sentenceOf([&] { (void)readPicture(path, 3); });
    }
    static std::string content(const char* name) { return readFile(pictures / name); }
    /// In steps of 256; 1000 where the sizes differ.
    static double furthest(const Image& one, const Image& other)
    {
        if (one.width != other.width || one.height != other.height || one.channels != other.channels)
            return 1000.0;
        double furthest = 0.0;
        for (std::size_t i = 0; i < one.pixels.size(); ++i)
            furthest = std::max(furthest, std::abs(double(one.pixels[i]) - double(other.pixels[i])) * 255.0);
        return furthest;
    }

private slots:
    void picturesOfTelephonesHaveTheColoursTheyWereMadeFrom_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<double>("tolerance");
        // heif-enc and libaom made these from the PNG files: most lose a little, and colours more than light.
        QTest::newRow("lossless.heic") << "face.png" << 1.01;
        QTest::newRow("lossless.avif") << "face.png" << 1.01;
        QTest::newRow("usual.heic") << "face.png" << 15.0;
        QTest::newRow("usual.avif") << "face.png" << 15.0;
        QTest::newRow("deep.avif") << "face.png" << 15.0;   // 10 bits
        QTest::newRow("moving.avif") << "face.png" << 15.0; // the second picture is grey
        QTest::newRow("transparent.avif") << "transparent.png" << 1.01;
        QTest::newRow("transparent.heic") << "transparent.png" << 8.0;
    }
    void picturesOfTelephonesHaveTheColoursTheyWereMadeFrom()
    {
        QFETCH(QString, from);
        QFETCH(double, tolerance);
        const char* name = QTest::currentDataTag();
        const Image expected = readPicture(pictures / from.toStdString(), 3);
        QCOMPARE(sizeInHeader(content(name)), (std::optional<PictureSize>{{40, 24}}));
        const double distance = furthest(readPicture(pictures / name, 3), expected);
        QVERIFY2(distance < tolerance, qPrintable(QString::number(distance)));
        const double greyDistance =
            furthest(readPicture(pictures / name, 1), readPicture(pictures / from.toStdString(), 1));
        QVERIFY2(greyDistance < tolerance, qPrintable(QString::number(greyDistance)));
    }

    void aGreyPictureIsGrey()
    {
        const double distance =
            furthest(readPicture(pictures / "grey.avif", 1), readPicture(pictures / "face.png", 1));
        QVERIFY2(distance < 2.01, qPrintable(QString::number(distance)));
    }

    /// In tiles, as telephones write them: turned anticlockwise by so many quarters and then mirrored.
    void aTurnedPictureOfATelephoneStandsUpright_data()
    {
        QTest::addColumn<int>("quarters");
        QTest::addColumn<int>("mirror");
        for (int quarters = 0; quarters < 4; ++quarters)
            for (int mirror = 0; mirror < 2; ++mirror)
                QTest::addRow("%d quarters, %s", quarters, mirror == 0 ? "top to bottom" : "left to right")
                    << quarters << mirror;
    }
    void aTurnedPictureOfATelephoneStandsUpright()
    {
        QFETCH(int, quarters);
        QFETCH(int, mirror);
        std::string file = content("telephone.heic");
        file.at(file.find("irot") + 4) = char(quarters);
        file.at(file.find("imir") + 4) = char(mirror);
        const Image face = readPicture(pictures / "face.png", 3);
        const bool lies = quarters % 2 == 1;
        Image expected{3, lies ? face.width : face.height, lies ? face.height : face.width, {}};
        for (int c = 0; c < 3; ++c)
            for (int row = 0; row < expected.height; ++row)
                for (int column = 0; column < expected.width; ++column) {
                    const int y = mirror == 0 ? expected.height - 1 - row : row;
                    const int x = mirror == 1 ? expected.width - 1 - column : column;
                    const std::map<int, float> turned{
                        {0, quarters == 0 ? face.at(c, y, x) : 0},
                        {1, quarters == 1 ? face.at(c, x, face.width - 1 - y) : 0},
                        {2, quarters == 2 ? face.at(c, face.height - 1 - y, face.width - 1 - x) : 0},
                        {3, quarters == 3 ? face.at(c, face.height - 1 - x, y) : 0}};
                    expected.pixels.push_back(turned.at(quarters));
                }
        QCOMPARE(sizeInHeader(file), (std::optional<PictureSize>{
                                         {std::uint64_t(expected.width), std::uint64_t(expected.height)}}));
        const double distance = furthest(read(file), expected);
        QVERIFY2(distance < 1.01, qPrintable(QString::number(distance)));
    }

    void aGifShowsItsFirstPictureOnWhite()
    {
        std::string colours;
        for (int i = 0; i < 5 * 9; ++i)
            colours += char(i);
        const std::string later = gifPicture(0, 0, 1, "\x7f", false);
        for (const bool interlaced : {false, true}) {
            std::string rows = colours;
            if (interlaced) {
                rows.clear();
                for (const int row : {0, 8, 4, 2, 6, 1, 3, 5, 7})
                    rows += colours.substr(std::size_t(row) * 5, 5);
            }
            const std::string file =
                gifOf(8, 10, gifTransparency(7) + gifPicture(2, 1, 5, rows, interlaced) + later);
            QCOMPARE(sizeInHeader(file), (std::optional<PictureSize>{{8, 10}}));
            const Image image = read(file);
            QCOMPARE(image.width, 8);
            QCOMPARE(image.height, 10);
            for (int y = 0; y < 10; ++y)
                for (int x = 0; x < 8; ++x) {
                    const int colour = x >= 2 && x < 7 && y >= 1 ? (y - 1) * 5 + x - 2 : 7;
                    const std::array<int, 3> expected = colour == 7
                                                            ? std::array{255, 255, 255}
                                                            : std::array{colour, 2 * colour, 255 - colour};
                    for (int c = 0; c < 3; ++c)
                        QCOMPARE(int(std::lround(image.at(c, y, x) * 255.0f)), expected[std::size_t(c)]);
                }
        }
    }

    void aGifThatSticksOutOfItselfIsCutOff()
    {
        const Image image = read(gifOf(2, 2, gifPicture(1, 1, 3, std::string(9, '\x40'), false)));
        QCOMPARE(image.width, 2);
        QCOMPARE(image.height, 2);
        QCOMPARE(image.at(0, 0, 0), 1.0f);
        QCOMPARE(int(std::lround(image.at(0, 1, 1) * 255.0f)), 0x40);
    }

    void aMovingWebpShowsItsFirstPictureOnWhite()
    {
        PictureEncoding lossless;
        lossless.format = PictureFormat::WebP;
        lossless.quality = 100;
        const auto frame = [&](float grey) {
            Image small{3, 2, 3, {}};
            for (int i = 0; i < 18; ++i)
                small.pixels.push_back(i < 6 ? 1.0f : i < 12 ? grey : 0.0f);
            const std::string file = encodePicture(small, lossless);
            return chunk("ANMF", little(1, 3) + little(0, 3) + little(2, 3) + little(1, 3) + little(100, 3) +
                                     "\0"s + file.substr(file.find("VP8L")));
        };
        const std::string file =
            chunk("RIFF", "WEBP" + chunk("VP8X", little(2, 4) + little(6, 3) + little(4, 3)) +
                              chunk("ANIM", little(0, 6)) + frame(0.4f) + frame(0.8f));
        QCOMPARE(sizeInHeader(file), (std::optional<PictureSize>{{7, 5}}));
        const Image image = read(file);
        QCOMPARE(image.width, 7);
        QCOMPARE(image.height, 5);
        for (int y = 0; y < 5; ++y)
            for (int x = 0; x < 7; ++x) {
                const bool inside = x >= 2 && x < 5 && y < 2; // a place is said in steps of 2
                QCOMPARE(image.at(0, y, x), 1.0f);
                QCOMPARE(image.at(1, y, x), inside ? 0.4f : 1.0f);
                QCOMPARE(image.at(2, y, x), inside ? 0.0f : 1.0f);
            }
        for (const std::size_t size : {file.size() / 2, std::size_t{40}})
            QVERIFY(
                sentenceFor(file.substr(0, size)).endsWith("damaged or incomplete WebP file; get it again"));
    }

    void aDamagedPictureIsRefusedInOneSentence_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* name : {"usual.heic", "telephone.heic"})
            QTest::newRow(name) << "HEIC";
        for (const char* name : {"usual.avif", "transparent.avif"})
            QTest::newRow(name) << "AVIF";
    }
    void aDamagedPictureIsRefusedInOneSentence()
    {
        QFETCH(QString, kind);
        const std::string whole = content(QTest::currentDataTag());
        const QString expected = " is a damaged or incomplete " + kind + " file; get it again";
        for (const std::size_t size :
             {std::size_t{20}, whole.size() / 4, whole.size() / 2, whole.size() - 40}) {
            const QString sentence = sentenceFor(whole.substr(0, size));
            QVERIFY2(sentence.endsWith(expected), qPrintable(QString::number(size) + ": " + sentence));
        }
    }

    void aDamagedGifIsRefusedInOneSentence()
    {
        const std::string whole = gifOf(8, 8, gifPicture(0, 0, 8, std::string(64, '\x40'), false));
        for (const std::size_t size : {std::size_t{8}, std::size_t{100}, whole.size() - 40})
            QVERIFY(sentenceFor(whole.substr(0, size))
                        .endsWith(" is a damaged or incomplete GIF file; get it again"));
    }

    /// Its tiles are named as tiles of themselves, which libheif would follow until the stack ends.
    void aPictureThatIsATileOfItselfEndsNothing()
    {
        std::string file = content("telephone.heic");
        const std::size_t tiles = file.find("dimg") + 4; // from item 5, four of them: 1, 2, 3, 4
        QCOMPARE(file.substr(tiles, 6), "\0\5\0\4\0\1"s);
        file[tiles + 5] = '\5';
        QVERIFY(sentenceFor(file).endsWith(" is a damaged or incomplete HEIC file; get it again"));
    }

    /// 40 × 24 pixels in the header of the file, and 65,528 × 65,528 in the one of the codec.
    void aPictureThatIsLargerInsideTakesNoMemory()
    {
        const QString sentence = sentenceFor(content("larger-inside.heic"));
        QVERIFY2(sentence.contains("takes more memory to read than any picture of its size") ||
                     sentence.endsWith(" file; get it again"),
                 qPrintable(sentence));
    }

    void enormousPicturesAreRefusedBeforeTheyAreDecoded_data()
    {
        QTest::addColumn<QByteArray>("file");
        std::string gif = gifOf(30000, 30000, "");
        QTest::newRow("gif") << QByteArray::fromStdString(gif);
        std::string frame = gifOf(8, 8, gifPicture(0, 0, 1, "\1", false));
        const std::size_t size = frame.rfind(',') + 5;
        frame.replace(size, 4, little(60000, 2) + little(60000, 2));
        QTest::newRow("gif's picture") << QByteArray::fromStdString(frame);
        for (const char* name : {"usual.heic", "usual.avif"}) {
            std::string file = content(name);
            for (std::size_t at = 0; (at = file.find("ispe", at)) != std::string::npos; ++at)
                file.replace(at + 8, 8, "\0\0\x75\x30\0\0\x75\x30"s);
            QTest::newRow(name) << QByteArray::fromStdString(file);
        }
    }
    void enormousPicturesAreRefusedBeforeTheyAreDecoded()
    {
        QFETCH(QByteArray, file);
        const QString sentence = sentenceFor(file.toStdString());
        QVERIFY2(sentence.endsWith(" has more than 100 megapixels; scale it down first"),
                 qPrintable(sentence));
    }

    void aCodecThatIsNotThereIsSaid()
    {
        std::string file = content("usual.heic");
        file.replace(file.find("hvc1"), 4, "vvc1");
        QVERIFY2(sentenceFor(file).contains("libheif cannot read"), qPrintable(sentenceFor(file)));
    }

    void everyEndingIsOfAKindThatIsRead()
    {
        const std::filesystem::path small = pictures.parent_path() / "fuzz/picture_header";
        const std::map<std::string_view, std::string> examples{
            {"jpg", readFile(small / "small.jpg")},
            {"jpeg", readFile(small / "small.jpg")},
            {"png", content("face.png")},
            {"webp", readFile(small / "small.webp")},
            {"heic", content("usual.heic")},
            {"heif", content("usual.heic")},
            {"avif", content("usual.avif")},
            {"gif", gifOf(1, 1, gifPicture(0, 0, 1, "\1", false))},
            {"tif", readFile(small / "small.tiff")},
            {"tiff", readFile(small / "small.tiff")},
            {"bmp", readFile(small / "small.bmp")},
            {"ppm", readFile(small / "small.ppm")},
            {"pgm", readFile(small / "small.pgm")},
            {"pbm", readFile(small / "small.pbm")}};
        for (const std::string_view ending : pictureEndings) {
            QVERIFY2(examples.contains(ending), std::string(ending).c_str());
            QVERIFY(read(examples.at(ending)).width > 0);
        }
    }
};

QTEST_GUILESS_MAIN(PictureFileTest)
#include "picture_file_test.moc"
