// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/picture/picture_encoding.h"
#include "core/picture/picture_file.h"
#include "core/picture/picture_header.h"
#include "tests/core/support/sentence.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace flipside;

/// What a picture file says of its size before it is decoded.
class PictureHeaderTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;
    std::filesystem::path root() const { return _temporary.path().toStdString(); }

private slots:
    void sizesAreThoseOfThePictures_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file :
             {"small.png", "small.jpg", "small.webp", "small-lossless.webp", "small.bmp", "small.tiff",
              "small.ppm", "small.pgm", "small.pbm", "small.heic", "small.avif", "moving.gif", "moving.webp"})
            QTest::newRow(file) << QString(file);
    }
    void sizesAreThoseOfThePictures()
    {
        QFETCH(QString, file);
        const std::string folder = FLIPSIDE_SOURCE_DIR "/tests/data/fuzz/picture_header/";
        const std::filesystem::path path = folder + file.toStdString();
        QCOMPARE(sizeInHeader(readFile(path)), (std::optional<PictureSize>{{5, 3}}));
        const Image picture = readPicture(path, 3);
        QCOMPARE(picture.width, 5);
        QCOMPARE(picture.height, 3);
    }

    void enormousPicturesAreRefusedBeforeTheyAreDecoded_data()
    {
        QTest::addColumn<QByteArray>("file");
        // 30,000 x 30,000 pixels each: 2.7 GB, would they be decoded.
        QTest::newRow("png") << QByteArray::fromHex(
            "89504e470d0a1a0a0000000d4948445200007530000075300100000000");
        QTest::newRow("jpeg") << QByteArray::fromHex(
            "ffd8ffe000044a46ffc2001108753075300301220002110103110100");
        QTest::newRow("webp") << QByteArray("RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0", 24) +
                                     QByteArray::fromHex("2f75002f7500") + QByteArray(20, 0);
        QTest::newRow("bmp") << QByteArray("BM") + QByteArray(12, 0) +
                                    QByteArray::fromHex("28000000307500"
                                                        "00"
                                                        "d08affff"
                                                        "01001800") +
                                    QByteArray(40, 0);
        QTest::newRow("tiff") << QByteArray::fromHex("49492a0008000000"
                                                     "0200"
                                                     "000104000100000030750000"
                                                     "010104000100000030750000"
                                                     "00000000");
        QTest::newRow("pgm") << QByteArray("P5 # 1 1\n30000\n30000 255\n");
    }
    void enormousPicturesAreRefusedBeforeTheyAreDecoded()
    {
        QFETCH(QByteArray, file);
        writeFile(root() / "bomb", file.toStdString());
        const QString sentence = test::sentenceOf([&] { (void)readPicture(root() / "bomb", 3); });
        QVERIFY2(sentence.contains("more than 100 megapixels"), qPrintable(sentence));
    }

    void aPhotographOfATelephoneIsReadAtHalfSize()
    {
        Image grey{1, 10000, 10100, {}}; // 101 megapixels
        grey.pixels.assign(grey.size(), 0.35f);
        PictureEncoding jpeg;
        jpeg.format = PictureFormat::Jpeg;
        writeFile(root() / "large.jpg", encodePicture(grey, jpeg));
        grey = {};
        const Image image = readPicture(root() / "large.jpg", 1);
        QCOMPARE(image.width, 5050);
        QCOMPARE(image.height, 5000);
        QVERIFY(std::abs(image.at(0, 2000, 3000) - 0.35f) < 0.01f);
    }

    void aFileThatCannotBeReadIsCalledByItsKind_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("wayOut");
        QTest::newRow("heic") << QByteArray("\0\0\0\x18"
                                            "ftypheic",
                                            12)
                              << "HEIC"
                              << "get it again";
        QTest::newRow("gif") << QByteArray("GIF89a\x01\0\x01\0", 10) << "GIF"
                             << "get it again";
        QTest::newRow("jxl") << QByteArray("\0\0\0\x0cJXL \r\n\x87\n", 12) << "JPEG XL"
                             << "save it as JPEG or PNG";
        QTest::newRow("moving") << QByteArray("RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\0\0\0\0\0\0ANIM",
                                              34)
                                << "WebP"
                                << "get it again";
        QTest::newRow("cut") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << "PNG"
                             << "get it again";
        QTest::newRow("text") << QByteArray("once upon a time") << "not a picture"
                              << "choose another file";
    }
    void aFileThatCannotBeReadIsCalledByItsKind()
    {
        QFETCH(QByteArray, file);
        QFETCH(QString, kind);
        QFETCH(QString, wayOut);
        writeFile(root() / "file", file.toStdString());
        const QString sentence = test::sentenceOf([&] { (void)readPicture(root() / "file", 3); });
        QVERIFY2(sentence.contains(kind) && sentence.contains(wayOut), qPrintable(sentence));
    }
};

QTEST_GUILESS_MAIN(PictureHeaderTest)
#include "picture_header_test.moc"
