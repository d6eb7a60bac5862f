// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/import/choice_sheets.h"
#include "core/import/describe_file.h"
#include "core/import/sample_pictures.h"
#include "core/sandbox/run_limit.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <stop_token>

using namespace flipside;
using Json = nlohmann::json;

/// What is shown of weights that PyTorch has saved (support/networks.py), against what PyTorch makes of them.
class ChoiceSheetsTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;
    Json _networks;

    std::filesystem::path file(const std::string& name) const
    {
        return std::filesystem::path(_temporary.path().toStdString()) / name;
    }

    static ReadNetwork looked(const std::filesystem::path& file, const NetworkChoices& choices = {})
    {
        return readNetwork(file, {{}, choices, false, usualSamples});
    }

    static float furthestApart(const std::vector<Image>& samples, const std::vector<Image>& others)
    {
        float most = samples.size() == others.size() ? 0.0F : 1.0F;
        for (std::size_t i = 0; i < std::min(samples.size(), others.size()); ++i)
            for (std::size_t k = 0; k < samples[i].pixels.size(); ++k)
                most = std::max(most, std::abs(samples[i].pixels[k] - others[i].pixels[k]));
        return most;
    }

    static const NetworkQuestion& question(const ReadNetwork& network, const char* id)
    {
        return *std::ranges::find(network.questions, id, &NetworkQuestion::id);
    }

private slots:
    void initTestCase()
    {
        QProcess python;
        python.start(
            QStringLiteral("/usr/bin/python3"),
            {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/networks.py"), _temporary.path()});
        QVERIFY2(python.waitForFinished(120000) && python.exitCode() == 0, python.readAllStandardError());
        _networks = Json::parse(readFile(file("networks.json")));
    }

    void samplesAreTheAuthorsPictures_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"dcgan.pth", "upsampling-classes.pth", "dense.pth", "pair.pth"})
            QTest::newRow(name) << QString(name);
    }
    void samplesAreTheAuthorsPictures()
    {
        QFETCH(const QString, name);
        const Json& made = *std::ranges::find_if(
            _networks, [&](const Json& each) { return each.at("file") == name.toStdString(); });
        const auto expected = made.at("samples").get<std::vector<float>>();
        const ReadNetwork network = looked(file(name.toStdString()));
        QCOMPARE(network.samples.size(), std::size_t(usualSamples));
        QVERIFY(network.decoder.empty());
        QVERIFY(network.range.has_value());
        const auto low = float(network.range->first);
        const auto width = float(network.range->second) - low;
        float most = 0.0F;
        std::size_t k = 0;
        for (const Image& sample : network.samples)
            for (const float pixel : sample.pixels)
                most = std::max(most, std::abs(pixel - (expected.at(k++) - low) / width));
        QCOMPARE(k, expected.size());
        QVERIFY2(most < 0.004F,
                 qPrintable(QString::number(double(most)))); // half a step of 8 bits, and noise
    }

    void aSheetShowsWhatItsChoiceWouldMake()
    {
        const ReadNetwork taken = looked(file("dcgan.pth"));
        const NetworkQuestion& asked = question(taken, "activation");
        QVERIFY(asked.choices.size() > 2);
        const ChoiceSheet same =
            choiceSheet(file("dcgan.pth"), taken, {}, "activation", asked.chosen, usualSamples);
        QCOMPARE(furthestApart(same.pictures, taken.samples), 0.0F);
        const int other = int(std::ranges::find(asked.choices, "tanh") - asked.choices.begin());
        const ChoiceSheet sheet =
            choiceSheet(file("dcgan.pth"), taken, {}, "activation", other, usualSamples);
        QVERIFY(sheet.lack.empty());
        QVERIFY(furthestApart(sheet.pictures, taken.samples) > 0.1F);
        NetworkChoices choices = taken.answers();
        choices["activation"] = other;
        QCOMPARE(furthestApart(sheet.pictures, looked(file("dcgan.pth"), choices).samples), 0.0F);
    }

    void theTakenChoiceIsShownFirst()
    {
        const ReadNetwork taken = looked(file("dcgan-leaky.pth"));
        const NetworkQuestion& asked = question(taken, "activation");
        QCOMPARE(QString::fromStdString(asked.choices[std::size_t(asked.chosen)]),
                 QString("leaky ReLU of 0.2"));
        std::vector<int> order = shownOrder(asked);
        QCOMPARE(order.front(), asked.chosen);
        std::ranges::sort(order);
        for (std::size_t i = 0; i < order.size(); ++i)
            QCOMPARE(order[i], int(i));
        QCOMPARE(order.size(), asked.choices.size());
    }

    void statisticsLeaveFewChoicesAndSayNothingOfTheLastFunction()
    {
        const ReadNetwork taken = looked(file("dcgan.pth"));
        const NetworkQuestion& asked = question(taken, "activation");
        const std::vector<int> order = shownOrder(asked);
        QStringList likely;
        for (int i = 0; i < asked.likely; ++i)
            likely.append(QString::fromStdString(asked.choices[std::size_t(order[std::size_t(i)])]));
        QVERIFY2(likely.contains("ReLU") && !likely.contains("tanh") && !likely.contains("sigmoid"),
                 qPrintable(likely.join(", ")));
        QCOMPARE(question(taken, "end").likely, int(question(taken, "end").choices.size()));
    }

    void aChoiceThatThereIsNotIsRefused()
    {
        const ReadNetwork taken = looked(file("dcgan.pth"));
        QVERIFY_EXCEPTION_THROWN((void)choiceSheet(file("dcgan.pth"), taken, {}, "activation", 99, 4),
                                 ArgumentError);
        QVERIFY_EXCEPTION_THROWN((void)choiceSheet(file("dcgan.pth"), taken, {}, "colour", 0, 4),
                                 ArgumentError);
    }

    void aSheetIsGivenUpAtOnce()
    {
        const ReadNetwork taken = looked(file("dcgan.pth"));
        std::stop_source stop;
        const RunScope scope(stop.get_token());
        stop.request_stop();
        QElapsedTimer timer;
        timer.start();
        bool isCancelled = false;
        try {
            (void)choiceSheet(file("dcgan.pth"), taken, {}, "activation", 1, usualSamples);
        } catch (const Cancelled&) {
            isCancelled = true;
        }
        QVERIFY(isCancelled);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void everyKindOfFileHasSamples()
    {
        const FileDescription weights = describeFile(file("pair.pth"), {{}, {}, false, usualSamples});
        QCOMPARE(weights.network.samples.size(), std::size_t(usualSamples));
        // What was compiled of them is TorchScript of its own.
        writeFile(file("compiled.pt"), readNetwork(file("pair.pth"), {}).decoder);
        const FileDescription script = describeFile(file("compiled.pt"), {{}, {}, false, usualSamples});
        QCOMPARE(script.kind, std::string("torchscript"));
        QCOMPARE(furthestApart(script.network.samples, weights.network.samples), 0.0F);
        QVERIFY(describeFile(file("compiled.pt")).network.samples.empty());
    }
};

QTEST_GUILESS_MAIN(ChoiceSheetsTest)
#include "choice_sheets_test.moc"
