// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/recognise.h"
#include "core/weights/state_dict.h"
#include "core/weights/weights_file.h"
#include "tests/core/support/blueprint_run.h"
#include "tests/core/support/strangers_files.h"

#include <QTest>

#include <numeric>

using namespace flipside;
using namespace flipside::test;

/// Weights that others have published make, without their Python, the pictures that they make with it.
class StrangersNetworksTest : public QObject {
    Q_OBJECT

private:
    using Strings = QStringList;

    static NetworkChoices choicesOf(const QStringList& words)
    {
        NetworkChoices choices;
        for (const QString& word : words)
            choices[word.section('=', 0, 0).toStdString()] = word.section('=', 1).toInt();
        return choices;
    }

private slots:
    void initTestCase()
    {
        if (strangersFiles().empty())
            QSKIP("others' generators are not here: set FLIPSIDE_GENERATORS to a folder that has them");
    }

    void recognisedNetworkMakesItsAuthorsPictures_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("family");
        QTest::addColumn<QStringList>("choices");
        QTest::addColumn<float>("tolerance");
        const auto row = [](const char* file, const char* family, const QStringList& choices,
                            float tolerance) {
            QTest::newRow(file) << file << family << choices << tolerance;
        };
        row("vae-digits/vae_epoch_25.pth", "vae", {}, 1e-4F);
        row("mlp-gan-digits/G--300.ckpt", "plain-stack", {}, 2e-4F);
        row("upsampling-digits/generator.pth", "plain-stack", {"activation=1", "epsilon=1"}, 2e-4F);
    }
    void recognisedNetworkMakesItsAuthorsPictures()
    {
        QFETCH(QString, file);
        QFETCH(QString, family);
        QFETCH(QStringList, choices);
        QFETCH(float, tolerance);
        const std::filesystem::path path = strangersFiles() / file.toStdString();
        const StateDict dict = findStateDict(readWeights(path).nest);
        const RecognisedNetwork network = recogniseNetwork(dict, choicesOf(choices));
        QCOMPARE(QString(network.family->name), family);
        const std::filesystem::path reference = path.parent_path() / "reference.npz";
        const std::vector<float> z = arrayIn(reference, "z");
        const std::vector<int>& latent = network.reading.inputs.at(0).shape;
        const auto length =
            std::accumulate(latent.begin(), latent.end(), std::int64_t{1}, std::multiplies<std::int64_t>());
        std::vector<std::int64_t> shape{std::int64_t(z.size()) / length};
        shape.insert(shape.end(), latent.begin(), latent.end());
        const float off =
            furthest(runBlueprint(network.reading.decoder, z, shape), arrayIn(reference, "image"));
        for (const NetworkQuestion& question : network.reading.questions)
            for (std::size_t i = 0; i < question.choices.size(); ++i)
                qInfo("%s %zu%s: %s", question.id.c_str(), i, int(i) == question.chosen ? " (chosen)" : "",
                      question.choices[i].c_str());
        QVERIFY2(off < tolerance, qPrintable(QString::number(double(off))));
    }
};

QTEST_GUILESS_MAIN(StrangersNetworksTest)
#include "strangers_networks_test.moc"
