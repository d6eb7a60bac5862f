// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/graphs/read_graph.h"
#include "tests/core/support/blueprint_run.h"
#include "tests/core/support/strangers_files.h"

#include <QTest>

#include <numeric>

using namespace flipside;
using namespace flipside::test;

/// Networks that PyTorch 2.6 has exported make the pictures that they made there.
class StrangersGraphsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (strangersFiles().empty())
            QSKIP("others' generators are not here: set FLIPSIDE_GENERATORS to a folder that has them");
    }

    void exportedNetworkMakesItsPictures_data()
    {
        QTest::addColumn<bool>("channelsLast");
        QTest::newRow("onnx-channels-last/generator.onnx") << true;
        QTest::newRow("torch-2.6-upsampler/generator.onnx") << false;
        QTest::newRow("torch-2.6-upsampler/generator.pt2") << false;
        QTest::newRow("torch-2.6-attention/generator.pt2") << false;
    }
    void exportedNetworkMakesItsPictures()
    {
        QFETCH(bool, channelsLast);
        const std::filesystem::path file = strangersFiles() / QTest::currentDataTag();
        const auto content = std::make_shared<const std::string>(readFile(file));
        const GraphReading network = readGraph(*content, content);
        const std::filesystem::path reference = file.parent_path() / "reference.npz";
        const std::vector<float> z = arrayIn(reference, "z");
        std::vector<float> pictures = arrayIn(reference, "image");
        const std::int64_t length =
            std::accumulate(network.inputs.front().shape.begin(), network.inputs.front().shape.end(),
                            std::int64_t{1}, std::multiplies<>());
        std::vector<std::int64_t> shape{std::int64_t(z.size()) / length};
        shape.insert(shape.end(), network.inputs.front().shape.begin(), network.inputs.front().shape.end());
        QCOMPARE(network.outputShape.size(), 3U);
        if (channelsLast) {
            const std::vector<float> last = pictures;
            const auto channels = std::size_t(network.outputShape[0]);
            const std::size_t places =
                std::size_t(network.outputShape[1]) * std::size_t(network.outputShape[2]);
            for (std::size_t i = 0; i < last.size(); ++i) {
                const std::size_t picture = i / (channels * places);
                const std::size_t place = i / channels % places;
                pictures[(picture * channels + i % channels) * places + place] = last[i];
            }
        }
        const float off = furthest(runBlueprint(network.decoder, z, shape), pictures);
        QVERIFY2(off < 1e-5F, qPrintable(QString::number(double(off))));
        QVERIFY(network.unused.empty());
    }
};

QTEST_GUILESS_MAIN(StrangersGraphsTest)
#include "strangers_graphs_test.moc"
