// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/decoder.h"
#include "core/model/model_folder.h"
#include "core/sandbox/run_limit.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <limits>
#include <stop_token>
#include <thread>

using namespace flipside;
using namespace flipside::test;

class DecoderRefusalsTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;

    std::filesystem::path root() const { return _temporary.path().toStdString(); }

    /// The sentence with which a decoder with this source is refused. Its latent has 2 numbers, its
    /// picture 4.
    QString refusalOf(const Script& script, const std::function<void(ModelCard&)>& change = {}) const
    {
        ModelCard card = testCard("bad", 2, 1, 2, 2);
        if (change)
            change(card);
        writeModel(root() / "bad", card, script);
        return sentenceOf([&] { Decoder decoder(ModelFolder(root() / "bad")); });
    }

private slots:
    void cardThatDisagreesWithTheGraphIsRefused()
    {
        QCOMPARE(refusalOf(linearScript()), QString());
        QVERIFY(refusalOf(linearScript(), [](ModelCard& card) {
                    card.latentShape = {5};
                }).contains("a latent of the shape"));
        QVERIFY(refusalOf(linearScript(), [](ModelCard& card) {
                    card.height = 3;
                }).contains("its card says pictures"));
        QVERIFY(refusalOf(linearScript(), [](ModelCard& card) {
                    card.height = 1;
                    card.width = 4;
                }).contains("1×1×2×2"));
        const LayerInfo right{"hidden1", LayerKind::Dense, "relu", 3, 1, 1, 1};
        QCOMPARE(refusalOf(linearScript(), [&](ModelCard& card) { card.layers = {right}; }), QString());
        QVERIFY(refusalOf(linearScript(), [&](ModelCard& card) {
                    card.layers = {right, right};
                    card.layers[1].id = "hidden2";
                }).contains("has 1 hidden layers, and its card lists 2"));
        QVERIFY(refusalOf(linearScript(), [&](ModelCard& card) {
                    card.layers = {right};
                    card.layers[0].units = 4;
                }).contains("do not belong together"));
    }

    void deadUnitsComeFromTheCard()
    {
        ModelCard card = testCard("dead", 2, 1, 2, 2);
        card.layers = {{"hidden1", LayerKind::Dense, "relu", 3, 1, 1, 2}};
        writeModel(root() / "dead", card, linearScript());
        QCOMPARE(Decoder(ModelFolder(root() / "dead")).layers()[0].dead, 2);
    }

    void weightsThatAreNotNumbersAreNamed()
    {
        Script script = linearScript();
        script.weights[1].values[5] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(refusalOf(script).contains("its weights w2 contain NaN"));
        script.weights[1].values[5] = std::numeric_limits<float>::infinity();
        QVERIFY(refusalOf(script).contains("its weights w2 contain infinite numbers"));
    }

    void forwardThatAsksForMoreMemoryThanThereIsIsStopped()
    {
        Script script = linearScript();
        // 4 TB, of which Linux would not notice before they are written that they are not there.
        script.source = "def forward(self, z):\n    big = torch.empty([1000000, 1000000])\n"
                        "    return torch.sigmoid(z).repeat(1, 2).view([-1, 1, 2, 2]) + big[0, 0]\n";
        QVERIFY2(refusalOf(script).contains("GB of memory"), qPrintable(refusalOf(script)));
    }

    void forwardsThatAreNotDecodersAreRefused()
    {
        Script script = linearScript();
        script.source = "def decode(self, z):\n    return z\n";
        QVERIFY(refusalOf(script).contains("no forward method"));
        script.source = "def forward(self, z):\n    return (z, z)\n";
        QVERIFY(refusalOf(script).contains("must return one tensor"));
        script.source = "def forward(self, z, y):\n    return z + y\n";
        QVERIFY(refusalOf(script).contains("takes 2 arguments"));
        script.source = "def forward(self, z):\n    return torch.randn([1, 1, 2, 2]) + z.sum()\n";
        QVERIFY(refusalOf(script).contains("draws random numbers"));
        script.source = "def forward(self, z):\n    self.count = self.count + 1\n"
                        "    return torch.zeros([1, 1, 2, 2]) + self.count + z.sum()\n";
        script.integers = {{"count", 0}};
        QVERIFY(refusalOf(script).contains("changes its own weights"));
        script.source = "def forward(self, z):\n    assert bool(z.sum() > 1e9), \"no\"\n    return z\n";
        QVERIFY(refusalOf(script).contains("a latent of the shape"));
    }

    void aLoopWithoutEndIsLeftWhenTheCallerAsks()
    {
        Script script = linearScript();
        script.source = "def forward(self, z):\n    i = 0\n    while i >= 0:\n        i = (i + 1) % 7\n"
                        "    return torch.zeros([1, 1, 2, 2]) + z.sum() + i\n";
        writeModel(root() / "endless", testCard("endless", 2, 1, 2, 2), script);
        std::stop_source stop;
        std::thread caller([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            stop.request_stop();
        });
        const RunScope scope(stop.get_token());
        QVERIFY_THROWS_EXCEPTION(Cancelled, Decoder(ModelFolder(root() / "endless")));
        QVERIFY(stop.stop_requested());
        caller.join();
    }

    void everySentenceIsOneLine()
    {
        Script script = linearScript();
        script.source = "def inner(self, z):\n    return torch.mm(z, z)\n"
                        "def forward(self, z):\n    return self.inner(z.view([1, -1]))\n";
        const QString sentence = refusalOf(script);
        QVERIFY(!sentence.isEmpty());
        QVERIFY2(!sentence.contains('\n') && !sentence.contains("frame #"), qPrintable(sentence));
    }
};

QTEST_GUILESS_MAIN(DecoderRefusalsTest)
#include "decoder_refusals_test.moc"
