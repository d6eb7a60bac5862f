// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/import/picture_likeness.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace flipside;

class PictureLikenessTest : public QObject {
    Q_OBJECT

    static constexpr int side = 24;
    Random _random{5};

    std::vector<Image> pictures(const std::function<float(int picture, int y, int x)>& pixel) const
    {
        std::vector<Image> made(6, Image{1, side, side, {}});
        for (std::size_t i = 0; i < made.size(); ++i)
            for (int k = 0; k < side * side; ++k)
                made[i].pixels.push_back(pixel(int(i), k / side, k % side));
        return made;
    }

    /// A soft blob, somewhere else in each.
    static float blob(int picture, int y, int x)
    {
        const double down = y - 4.0 - 2.5 * picture;
        const double across = x - 18.0 + 2.0 * picture;
        return float(std::exp(-(down * down + across * across) / 30.0));
    }

private slots:
    void smoothPicturesAreLikerToPicturesThanNoise()
    {
        const double smooth = pictureLikeness(pictures(&blob));
        const double noise =
            pictureLikeness(pictures([&](int, int, int) { return float(_random.uniform()); }));
        const double half = pictureLikeness(
            pictures([&](int i, int y, int x) { return 0.5f * (blob(i, y, x) + float(_random.uniform())); }));
        QVERIFY2(smooth > 0.7, qPrintable(QString::number(smooth)));
        QVERIFY2(noise < 0.1, qPrintable(QString::number(noise)));
        QVERIFY(half > noise && half < smooth);
    }

    void picturesThatAreAllAlikeOrFlatAreNone()
    {
        QCOMPARE(pictureLikeness(pictures([](int, int y, int x) { return blob(0, y, x); })), 0.0);
        QCOMPARE(pictureLikeness(pictures([](int, int, int) { return 0.5f; })), 0.0);
        QCOMPARE(pictureLikeness({}), 0.0);
        const double pale =
            pictureLikeness(pictures([](int i, int y, int x) { return 0.5f + 0.05f * blob(i, y, x); }));
        QVERIFY(pale < 0.2 * pictureLikeness(pictures(&blob)));
    }
};

QTEST_GUILESS_MAIN(PictureLikenessTest)
#include "picture_likeness_test.moc"
