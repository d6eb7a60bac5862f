// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/decoder/decoder.h"
#include "core/import/import_model.h"
#include "core/sandbox/newer_operators.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/test_models.h"

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace flipside;
using Json = nlohmann::json;

/// What PyTorch 2.6 wrote (data/generators/make.py), against what it made of the same numbers itself.
class NewerExportsTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;
    Json _generators;

    static std::filesystem::path exports() { return FLIPSIDE_SOURCE_DIR "/tests/data/generators"; }
    std::filesystem::path root() const { return _temporary.path().toStdString(); }

    ModelFolder imported(const std::filesystem::path& file) const
    {
        ModelImport given;
        given.decoder = file;
        given.id = file.stem().string();
        Progress progress;
        return ModelFolder(importModel(given, root() / "models", progress).folder);
    }

    /// Writes an export with another traced_inputs.pkl.
    std::filesystem::path withTracedInputs(const std::string& pickle) const
    {
        writeFile(root() / "traced_inputs.pkl", pickle);
        const std::filesystem::path file = root() / "other-inputs.pt";
        QProcess python;
        python.start(QStringLiteral("/usr/bin/python3"),
                     {QStringLiteral("-c"),
                      QStringLiteral("import sys, zipfile\n"
                                     "source = zipfile.ZipFile(sys.argv[1])\n"
                                     "with zipfile.ZipFile(sys.argv[2], 'w') as target:\n"
                                     "    for name in source.namelist():\n"
                                     "        other = name.endswith('/traced_inputs.pkl')\n"
                                     "        target.writestr(name, open(sys.argv[3], 'rb').read() if other "
                                     "else source.read(name))\n"),
                      QString::fromStdString((exports() / "plain-traced.pt").string()),
                      QString::fromStdString(file.string()),
                      QString::fromStdString((root() / "traced_inputs.pkl").string())});
        python.waitForFinished();
        return file;
    }

private slots:
    void initTestCase() { _generators = Json::parse(readFile(exports() / "generators.json")); }

    void picturesAreThoseOfPyTorch_data()
    {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < _generators.size(); ++i)
            QTest::newRow(_generators[i].at("name").get<std::string>().c_str()) << int(i);
        QVERIFY(_generators.size() >= 15);
    }
    void picturesAreThoseOfPyTorch()
    {
        QFETCH(int, number);
        const Json& expected = _generators[std::size_t(number)];
        const auto name = expected.at("name").get<std::string>();
        Decoder decoder(imported(exports() / (name + ".pt")));
        const ModelCard& card = decoder.card();
        QCOMPARE(card.latentShape, expected.at("latent").get<std::vector<int>>());
        QCOMPARE((std::vector{card.channels, card.height, card.width}),
                 expected.at("image").get<std::vector<int>>());
        const auto wanted = expected.at("pixels").get<std::vector<float>>();
        const Recipe recipe{card.id, expected.at("z").get<std::vector<float>>(), {}, {}};
        const std::vector<float> pixels = decoder.render(recipe).image.pixels;
        QCOMPARE(pixels.size(), wanted.size());
        float largest = 0.0f;
        for (std::size_t i = 0; i < wanted.size(); ++i)
            largest = std::max(largest, std::abs(pixels[i] - wanted[i]));
        QVERIFY2(largest < 1e-6f, qPrintable(QString::number(double(largest))));
    }

    void whatAModuleWasTracedWithMayNameNothingElse()
    {
        const std::string call = "\x80\x02"
                                 "cos\nsystem\nX\x04" +
                                 std::string(3, '\0') + "true\x85R.";
        const std::filesystem::path file = withTracedInputs(call);
        const QString sentence = test::sentenceOf([&] { (void)imported(file); });
        QVERIFY2(sentence.contains("os.system"), qPrintable(sentence));
        QVERIFY(test::sentenceOf([&] { (void)imported(withTracedInputs("\x80\x02N.")); }).isEmpty());
    }

    void attentionThatDropsAtRandomIsRefused()
    {
        registerNewerOperators(); // the file is written here
        const std::string forward = "def forward(self, z):\n"
                                    "    x = torch.relu(torch.linear(z, self.w)).view([-1, 1, 4, 4])\n"
                                    "    return torch.scaled_dot_product_attention(x, x, x, None, DROPOUT)\n";
        for (const auto& [dropout, says] :
             {std::pair<std::string, QString>{"0.0", {}}, {"0.25", "draws random numbers"}}) {
            test::Script script{forward, {{"w", {16, 2}, test::randomNumbers(32, 1.0, 1)}}, {}};
            script.source.replace(script.source.find("DROPOUT"), 7, dropout);
            test::writeScript(root() / "dropping.pt", script);
            const QString sentence = test::sentenceOf([&] { (void)imported(root() / "dropping.pt"); });
            QVERIFY2(says.isEmpty() ? sentence.isEmpty() : sentence.contains(says), qPrintable(sentence));
        }
    }
};

QTEST_GUILESS_MAIN(NewerExportsTest)
#include "newer_exports_test.moc"
