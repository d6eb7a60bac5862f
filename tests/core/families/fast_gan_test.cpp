// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/recognise.h"
#include "core/weights/state_dict.h"
#include "core/weights/weights_file.h"
#include "tests/core/support/blueprint_run.h"
#include "tests/core/support/strangers_files.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace flipside;
using namespace flipside::test;

/// FastGANs under their authors' names (support/fast_gans.py computes their pictures with PyTorch's modules).
class FastGanTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;

    std::filesystem::path root() const { return _temporary.path().toStdString(); }
    StateDict dictOf(const std::string& file) const { return findStateDict(readWeights(root() / file).nest); }

private slots:
    void initTestCase()
    {
        QProcess python;
        python.start(
            QStringLiteral("/usr/bin/python3"),
            {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/fast_gans.py"), _temporary.path()});
        QVERIFY2(python.waitForFinished(600000) && python.exitCode() == 0, python.readAllStandardError());
    }

    /// With spectral norms as PyTorch has saved them before and since 1.9, and without.
    void everySizeMakesItsAuthorsPictures_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file : {"fast-gan-256.pth", "fast-gan-512.pth", "fast-gan-1024.pth"})
            QTest::newRow(file) << file;
    }
    void everySizeMakesItsAuthorsPictures()
    {
        QFETCH(QString, file);
        const StateDict dict = dictOf(file.toStdString());
        const NetworkReading reading = recogniseNetwork(dict).reading;
        const std::filesystem::path reference = root() / (file.toStdString() + ".npz");
        const std::vector<float> x = arrayIn(reference, "x");
        const std::vector<float> image = arrayIn(reference, "image");
        const std::vector<float> made = runBlueprint(reading.decoder, x, {2, std::int64_t(x.size()) / 2});
        const auto [low, high] = std::ranges::minmax(image);
        const float off = furthest(made, image) / (high - low);
        QVERIFY2(off < 2e-5F, qPrintable(QString::number(double(off))));
    }

    void noiseIsNoneUnlessAskedForAndThenTheSameEachTime()
    {
        const StateDict dict = dictOf("fast-gan-256.pth");
        const NetworkReading reading = recogniseNetwork(dict).reading;
        QCOMPARE(reading.inputs.size(), std::size_t{2});
        QCOMPARE(reading.inputs[1].name, std::string("noise"));
        QCOMPARE(reading.inputs[1].standard, std::vector{0.0});
        const std::vector<float> x = arrayIn(root() / "fast-gan-256.pth.npz", "x");
        const auto length = std::int64_t(x.size()) / 2;
        std::vector<float> noisy = x;
        noisy[std::size_t(length) - 1] = 1.0F;
        const std::vector<float> still = runBlueprint(reading.decoder, x, {2, length});
        const std::vector<float> once = runBlueprint(reading.decoder, noisy, {2, length});
        const std::vector<float> again =
            runBlueprint(recogniseNetwork(dict).reading.decoder, noisy, {2, length});
        QCOMPARE(once, again);
        const auto picture = std::ptrdiff_t(still.size() / 2);
        QVERIFY(!std::equal(still.begin(), still.begin() + picture, once.begin()));
        QVERIFY(std::equal(still.begin() + picture, still.end(), once.begin() + picture));
    }
};

QTEST_GUILESS_MAIN(FastGanTest)
#include "fast_gan_test.moc"
