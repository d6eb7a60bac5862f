// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/data/dataset.h"
#include "core/data/idx_file.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <zlib.h>

#include <memory>

using namespace flipside;

namespace {

std::string bigEndian(std::uint32_t number)
{
    return {char(number >> 24), char(number >> 16), char(number >> 8), char(number)};
}

/// n pictures of 2×3 pixels; picture i is filled with i.
std::string imageFile(int n)
{
    std::string bytes = bigEndian(0x00000803) + bigEndian(std::uint32_t(n)) + bigEndian(2) + bigEndian(3);
    for (int i = 0; i < n; ++i)
        bytes.append(6, char(i));
    return bytes;
}

std::string labelFile(int n, int classes)
{
    std::string bytes = bigEndian(0x00000801) + bigEndian(std::uint32_t(n));
    for (int i = 0; i < n; ++i)
        bytes += char(i % classes);
    return bytes;
}

std::string gzipped(const std::string& bytes, const QTemporaryDir& scratch)
{
    const QByteArray path = scratch.filePath("scratch.gz").toUtf8();
    gzFile file = gzopen(path.constData(), "wb");
    gzwrite(file, bytes.data(), unsigned(bytes.size()));
    gzclose(file);
    return readFile(path.toStdString());
}

} // namespace

class DatasetTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void picturesAndLabelsAreReadInOrder();
    void compressedFilesReadTheSame();
    void unionPutsClassesOneAfterAnother();
    void differentSizesCannotBeJoined();
    void aHeaderThatPromisesTooMuchTakesNoMemory();
    void badFilesEachHaveTheirOwnSentence_data();
    void badFilesEachHaveTheirOwnSentence();
    void everyDamagedByteOfAGzipFileIsNoticed();
    void unknownNameListsThePlaces();
    void fashionMnistIsTheCanonicalOne();
    void mnistIsTheCanonicalOne();

private:
    void write(const char* name, const std::string& bytes) { writeFile(folder() / name, bytes); }
    std::filesystem::path folder() const { return _folder->path().toStdString(); }
    void checkDigests(const char* name, const std::vector<QByteArray>& md5);

    std::unique_ptr<QTemporaryDir> _folder;
};

void DatasetTest::init()
{
    _folder = std::make_unique<QTemporaryDir>();
    write("train-images-idx3-ubyte", imageFile(20));
    write("train-labels-idx1-ubyte", labelFile(20, 4));
    write("t10k-images-idx3-ubyte", imageFile(5));
    write("t10k-labels-idx1-ubyte", labelFile(5, 4));
}

void DatasetTest::picturesAndLabelsAreReadInOrder()
{
    const auto data = findDataset(folder().string());
    QCOMPARE(data->size(Split::Train), 20u);
    QCOMPARE(data->size(Split::Test), 5u);
    QCOMPARE(data->height(), 2);
    QCOMPARE(data->width(), 3);
    QCOMPARE(data->classes(), 4);
    const auto reader = data->open(Split::Train);
    std::vector<std::uint8_t> pixels;
    std::vector<int> labels;
    int next = 0;
    while (const std::size_t got = reader->read(7, pixels, labels)) {
        QCOMPARE(pixels.size(), got * 6);
        QCOMPARE(labels.size(), got);
        for (std::size_t i = 0; i < got; ++i, ++next) {
            QCOMPARE(int(pixels[i * 6 + 5]), next);
            QCOMPARE(labels[i], next % 4);
        }
    }
    QCOMPARE(next, 20);
}

void DatasetTest::compressedFilesReadTheSame()
{
    const QTemporaryDir scratch;
    QVERIFY(QFile::remove(_folder->filePath("train-images-idx3-ubyte")));
    write("train-images-idx3-ubyte.gz", gzipped(imageFile(20), scratch));
    picturesAndLabelsAreReadInOrder();
}

void DatasetTest::unionPutsClassesOneAfterAnother()
{
    const auto data = findDataset(folder().string() + "," + folder().string());
    QCOMPARE(data->size(Split::Train), 40u);
    QCOMPARE(data->classes(), 8);
    QCOMPARE(data->classNames().size(), 8u);
    const auto reader = data->open(Split::Train);
    std::vector<std::uint8_t> pixels;
    std::vector<int> labels;
    std::vector<int> all;
    while (reader->read(7, pixels, labels))
        all.insert(all.end(), labels.begin(), labels.end());
    QCOMPARE(all.size(), 40u);
    QCOMPARE(all[19], 3);
    QCOMPARE(all[20], 4);
    QCOMPARE(all[39], 7);
}

void DatasetTest::differentSizesCannotBeJoined()
{
    const QTemporaryDir other;
    for (const char* name : {"train-labels-idx1-ubyte", "t10k-labels-idx1-ubyte"})
        writeFile(other.filePath(name).toStdString(), labelFile(1, 1));
    for (const char* name : {"train-images-idx3-ubyte", "t10k-images-idx3-ubyte"})
        writeFile(other.filePath(name).toStdString(),
                  bigEndian(0x00000803) + bigEndian(1) + bigEndian(1) + bigEndian(1) + "x");
    QVERIFY_EXCEPTION_THROWN(findDataset(folder().string() + "," + other.path().toStdString()), Error);
}

void DatasetTest::badFilesEachHaveTheirOwnSentence_data()
{
    QTest::addColumn<QByteArray>("images");
    QTest::addColumn<QString>("sentence");
    const QTemporaryDir scratch;
    const std::string good = imageFile(20);
    const std::string compressed = gzipped(good, scratch);
    const auto row = [](const char* name, const std::string& bytes, const char* sentence) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(sentence);
    };
    row("empty", "", "shorter than its header says");
    row("half a header", good.substr(0, 9), "shorter than its header says");
    row("short", good.substr(0, good.size() - 1), "shorter than its header says");
    row("no IDX", "this is some text", "not an IDX file");
    row("floats", std::string("\0\0\x0d\x03", 4) + good.substr(4), "another type than unsigned bytes");
    row("labels instead", labelFile(20, 4), "1 dimensions where 3 are needed");
    row("other number", imageFile(19), "19 images but 20 labels");
    row("giant pictures", good.substr(0, 8) + bigEndian(0x7fffffff) + bigEndian(3), "header is damaged");
    row("giant pictures of fair sides", good.substr(0, 8) + bigEndian(65536) + bigEndian(65536),
        "header is damaged");
    row("no pictures wide", good.substr(0, 8) + bigEndian(0) + bigEndian(3), "header is damaged");
    row("gzip cut", compressed.substr(0, compressed.size() - 12), "");
    row("gzip checksum", compressed.substr(0, compressed.size() - 8) + "12345678", "damaged");
}

void DatasetTest::aHeaderThatPromisesTooMuchTakesNoMemory()
{
    // 16 TB of pictures, and three bytes.
    write("train-images-idx3-ubyte",
          imageFile(0).substr(0, 4) + bigEndian(1000000) + bigEndian(4096) + bigEndian(4096) + "abc");
    IdxFile images(folder() / "train-images-idx3-ubyte", 3);
    std::vector<std::uint8_t> pixels;
    QVERIFY_THROWS_EXCEPTION(Error, images.read(1000000, pixels));
    QVERIFY(pixels.size() < 100000000);
}

void DatasetTest::badFilesEachHaveTheirOwnSentence()
{
    QFETCH(QByteArray, images);
    QFETCH(QString, sentence);
    write("train-images-idx3-ubyte", images.toStdString());
    QString error;
    try {
        const auto data = findDataset(folder().string());
        const auto reader = data->open(Split::Train);
        std::vector<std::uint8_t> pixels;
        std::vector<int> labels;
        while (reader->read(8, pixels, labels)) {
        }
    } catch (const Error& thrown) {
        error = thrown.what();
    }
    QVERIFY(!error.isEmpty());
    QVERIFY2(error.contains(sentence), qPrintable("the error was: " + error));
    QVERIFY(error.contains(_folder->path()));
}

void DatasetTest::everyDamagedByteOfAGzipFileIsNoticed()
{
    const QTemporaryDir scratch;
    const std::string good = imageFile(20);
    const std::string compressed = gzipped(good, scratch);
    QVERIFY(QFile::remove(_folder->filePath("train-images-idx3-ubyte")));
    // The ten bytes of a gzip header hold a time and a system that no one checks.
    for (std::size_t i = 10; i < compressed.size(); ++i) {
        std::string damaged = compressed;
        damaged[i] = char(damaged[i] ^ 0x55);
        write("train-images-idx3-ubyte.gz", damaged);
        bool refused = false;
        try {
            const auto data = findDataset(folder().string());
            const auto reader = data->open(Split::Train);
            std::vector<std::uint8_t> pixels;
            std::vector<int> labels;
            while (reader->read(8, pixels, labels)) {
            }
        } catch (const Error&) {
            refused = true;
        }
        QVERIFY2(refused, qPrintable(QString("byte %1 of %2").arg(i).arg(compressed.size())));
    }
}

void DatasetTest::unknownNameListsThePlaces()
{
    try {
        findDataset("no-such-data");
        QFAIL("a dataset was found that is not there");
    } catch (const ArgumentError& error) {
        QVERIFY(QString(error.what()).contains("/usr/share/datasets"));
        QVERIFY(QString(error.what()).contains("no-such-data"));
    }
}

void DatasetTest::checkDigests(const char* name, const std::vector<QByteArray>& md5)
{
    const auto data = findDataset(name);
    QCOMPARE(data->classes(), 10);
    for (const Split split : {Split::Train, Split::Test}) {
        const bool train = split == Split::Train;
        QCOMPARE(data->size(split), train ? 60000u : 10000u);
        std::string header =
            bigEndian(0x00000803) + bigEndian(train ? 60000 : 10000) + bigEndian(28) + bigEndian(28);
        QCryptographicHash images(QCryptographicHash::Md5);
        images.addData(QByteArray::fromStdString(header));
        const auto reader = data->open(split);
        std::vector<std::uint8_t> pixels;
        std::vector<int> labels;
        while (reader->read(1000, pixels, labels))
            images.addData(
                QByteArrayView(reinterpret_cast<const char*>(pixels.data()), qsizetype(pixels.size())));
        QCOMPARE(images.result().toHex(), md5[train ? 0 : 1]);
    }
}

void DatasetTest::fashionMnistIsTheCanonicalOne()
{
    // Of the uncompressed files.
    checkDigests("fashion-mnist", {"f4a8712d7a061bf5bd6d2ca38dc4d50a", "8181f5470baa50b63fa0f6fddb340f0a"});
}

void DatasetTest::mnistIsTheCanonicalOne()
{
    if (qEnvironmentVariableIsEmpty("FLIPSIDE_DATA"))
        QSKIP("MNIST is not here: set FLIPSIDE_DATA to a folder that has it");
    checkDigests("mnist", {"6bbc9ace898e44ae57da46a324031adb", "2646ac647ad5339dbf082846283269ea"});
}

QTEST_GUILESS_MAIN(DatasetTest)
#include "dataset_test.moc"
