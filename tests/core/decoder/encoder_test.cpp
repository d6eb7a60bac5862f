// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/encoder.h"
#include "core/model/model_folder.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

using namespace flipside;
using namespace flipside::test;

class EncoderTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;

    std::filesystem::path root() const { return _temporary.path().toStdString(); }

private slots:
    void encoderGivesTheLatentsOfPictures()
    {
        writeTinyModel(root() / "tiny");
        const Encoder encoder(ModelFolder(root() / "tiny"));
        // The mean of each row of each picture.
        const std::vector<float> pixels = {0.1f, 0.3f, 0.5f, 0.7f, 1, 1, 0, 0};
        const std::vector<float> latents = encoder.encode(std::span(pixels));
        const std::vector<float> expected = {0.2f, 0.6f, 1, 0};
        QVERIFY(
            std::ranges::equal(latents, expected, [](float a, float b) { return std::abs(a - b) < 1e-6f; }));
        QVERIFY(sentenceOf([&] {
                    (void)encoder.encode(std::span(pixels).first(3));
                }).contains("scale the picture"));
    }

    void modelWithoutEncoderSaysSo()
    {
        writeModel(root() / "plain", testCard("plain", 2, 1, 2, 2), linearScript());
        QVERIFY(
            sentenceOf([&] { Encoder encoder(ModelFolder(root() / "plain")); }).contains("has no encoder"));
    }

    void encoderThatDisagreesWithTheCardIsRefused()
    {
        const Script wrong{"def forward(self, x):\n    return x.flatten(1)\n", {}, {}};
        const Script decoder = linearScript();
        writeModel(root() / "wrong", testCard("wrong", 2, 1, 2, 2), decoder, &wrong);
        QVERIFY(sentenceOf([&] {
                    Encoder encoder(ModelFolder(root() / "wrong"));
                }).contains("gives 4 numbers for a picture, and the card's latent has 2"));
    }
};

QTEST_GUILESS_MAIN(EncoderTest)
#include "encoder_test.moc"
