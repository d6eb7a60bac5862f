// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/instrument/encode_picture.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace flipside;
using namespace flipside::test;

/// Pictures to latents, on models whose answer is known.
class EncodePictureTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;
    std::filesystem::path root() const { return _temporary.path().toStdString(); }

private slots:
    void initTestCase()
    {
        writeTinyModel(root() / "tiny");
        writeModel(root() / "plain", testCard("plain", 2, 1, 2, 2), linearScript());
    }

    void encoderAnswersAtOnce()
    {
        Instrument instrument{ModelFolder(root() / "tiny")};
        Progress progress;
        const Image picture{1, 2, 2, {0.1f, 0.3f, 0.5f, 0.7f}};
        const EncodedPicture encoded = encodePicture(instrument, picture, 0, progress);
        // The mean of each row (support/test_models.h).
        QVERIFY(std::abs(encoded.z[0] - 0.2f) < 1e-6f);
        QVERIFY(std::abs(encoded.z[1] - 0.6f) < 1e-6f);
    }

    void withoutEncoderTheLatentIsSearchedFor()
    {
        Instrument instrument{ModelFolder(root() / "plain")};
        const Image picture = instrument.decoder().render({"plain", {0.4f, -0.3f}, {}, {}}).image;
        Progress progress;
        int previews = 0;
        double last = 1e9;
        const EncodedPicture encoded =
            encodePicture(instrument, picture, 0, progress, [&](const EncodedPicture& soFar) {
                ++previews;
                QVERIFY(soFar.distance <= last); // never worse than before
                last = soFar.distance;
            });
        QVERIFY(previews > 5);
        QVERIFY2(encoded.distance < 0.02, qPrintable(QString::number(encoded.distance)));
        const Image again = instrument.decoder().render({"plain", encoded.z, {}, {}}).image;
        for (std::size_t i = 0; i < picture.pixels.size(); ++i)
            QVERIFY(std::abs(again.pixels[i] - picture.pixels[i]) < 0.02f);
    }

    void theSearchStaysWhereThePriorIs()
    {
        Instrument instrument{ModelFolder(root() / "plain")};
        Progress progress;
        // No latent makes these pixels, and the nearest ones lie far out.
        const EncodedPicture encoded = encodePicture(instrument, {1, 2, 2, {0, 1, 0, 1}}, 2000, progress);
        const double length = std::hypot(double(encoded.z[0]), double(encoded.z[1]));
        QVERIFY2(length < 2.87, qPrintable(QString::number(length))); // √(2 + 3.1·√4)
    }

    void theModelsOwnCropIsTheFirstProposal()
    {
        ModelCard card = testCard("cropped", 2, 1, 2, 2);
        QCOMPARE(usualCrop(card), Crop());
        card.provenance["crop"] = "0.83";
        QCOMPARE(usualCrop(card).size, 0.83);
        for (const char* wrong : {"", "wide", "0", "-1", "7", "nan"}) {
            card.provenance["crop"] = wrong;
            QCOMPARE(usualCrop(card), Crop());
        }
    }

    void searchCanBeCancelled()
    {
        class CancelAfterAWhile final : public Progress {
        public:
            void report(double done, const std::string&) override { _reached = done > 0.4; }
            bool cancelled() const override { return _reached; }

        private:
            bool _reached = false;
        };
        Instrument instrument{ModelFolder(root() / "plain")};
        CancelAfterAWhile progress;
        QVERIFY_THROWS_EXCEPTION(Cancelled,
                                 (void)encodePicture(instrument, {1, 2, 2, {0, 1, 0, 1}}, 0, progress));
    }

    void pictureOfAnotherSizeIsRefused()
    {
        Instrument instrument{ModelFolder(root() / "plain")};
        Progress progress;
        QVERIFY_THROWS_EXCEPTION(ArgumentError,
                                 (void)encodePicture(instrument, {1, 1, 2, {0, 1}}, 0, progress));
    }
};

QTEST_APPLESS_MAIN(EncodePictureTest)
#include "encode_picture_test.moc"
