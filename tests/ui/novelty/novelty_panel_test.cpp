// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/instrument.h"
#include "core/instrument/measurer.h"
#include "tests/core/support/test_models.h"
#include "ui/novelty/novelty_gauge.h"
#include "ui/novelty/novelty_panel.h"

#include <QImage>
#include <QLabel>
#include <QSet>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace flipside;

class NoveltyPanelTest : public QObject {
    Q_OBJECT

private:
    std::filesystem::path model(const char* name, bool measured)
    {
        const std::filesystem::path folder = std::filesystem::path(_folder.path().toStdString()) / name;
        test::writeRandomMlpModel(folder, 6, {10, 20, 30}, 5, 5, true);
        ModelCard card = readCard(folder / "card.json");
        if (measured)
            card.typical = {{"dr", {{"regular", {0.5, 1.0, 1.5}}, {"low-active", {1.0, 2.0, 3.0}}}}};
        writeCard(folder / "card.json", card);
        return folder;
    }

    QTemporaryDir _folder;

private slots:
    void theGaugeShowsTheDistanceOfThePictureOnScreen()
    {
        const auto folder = model("measured", true);
        Player player;
        Document document(player);
        NoveltyPanel panel(document);
        panel.show();
        document.openModel(QString::fromStdString(folder.string()));
        QTRY_COMPARE_WITH_TIMEOUT(panel.gauges().size(), std::size_t(1), 20000);
        const NoveltyGauge& gauge = *panel.gauges().at("dr");
        QTRY_VERIFY_WITH_TIMEOUT(gauge.value().has_value(), 20000);
        const double before = *gauge.value();
        document.hold(2, {4}, 9.0f);
        QTRY_VERIFY_WITH_TIMEOUT(*gauge.value() != before, 20000);

        Instrument instrument{ModelFolder(folder)};
        const Image picture = instrument.decoder().render(document.recipe()).image;
        const float expected = Measurer(instrument, {"dr"}).measure(std::span(&picture, 1)).values[0][0];
        QVERIFY(std::abs(*gauge.value() - double(expected)) < 1e-4);
    }

    void everyGaugeSaysWhichWayIsNovelAndHowNovelThePictureIs()
    {
        const TypicalRange regular{0.0, 5.0, 10.0};
        NoveltyGauge distance(findMetric("dr"), regular, regular);
        NoveltyGauge critic(findMetric("critic"), regular, regular);
        QVERIFY2(distance.toolTip().contains("The higher, the more novel"), qPrintable(distance.toolTip()));
        QVERIFY2(critic.toolTip().contains("The lower, the more novel"), qPrintable(critic.toolTip()));
        for (NoveltyGauge* gauge : {&distance, &critic}) {
            QVERIFY(!gauge->toolTip().contains("This picture"));
            gauge->setValue(10.0);
        }
        QVERIFY2(distance.toolTip().contains("more novel than 95 % of the regular ones"),
                 qPrintable(distance.toolTip()));
        QVERIFY2(critic.toolTip().contains("more novel than 5 % of the regular ones"),
                 qPrintable(critic.toolTip()));
        QCOMPARE(critic.accessibleDescription(), critic.toolTip());
        // The triangle stands where pictures are more novel: at the right of one, at the left of the other.
        const auto isMarked = [](NoveltyGauge& gauge, bool atTheRight) {
            gauge.resize(200, gauge.sizeHint().height());
            const QImage picture = gauge.grab().toImage();
            const int from = atTheRight ? picture.width() - 5 : 0;
            QSet<QRgb> colours;
            for (int x = from; x < from + 5; ++x)
                for (int y = gauge.fontMetrics().height() + 2; y < picture.height(); ++y)
                    colours << picture.pixel(x, y);
            return colours.size() > 1;
        };
        QVERIFY(isMarked(distance, true) && !isMarked(distance, false));
        QVERIFY(isMarked(critic, false) && !isMarked(critic, true));
    }

    void withoutAModelNothingIsSaidAboutOne()
    {
        Player player;
        Document document(player);
        NoveltyPanel panel(document);
        const auto* explanation = panel.findChild<QLabel*>("noveltyExplanation");
        QVERIFY(explanation->text().startsWith("Open a model"));
        document.openModel(QString::fromStdString(model("silent", false).string()));
        QVERIFY(QTest::qWaitFor([&] { return document.model() != nullptr; }, 20000));
        QVERIFY(explanation->text().contains("no encoder"));
    }

    void aProfileThatIsMadeLaterBringsTheGauges()
    {
        const auto folder = model("later", false);
        Player player;
        Document document(player);
        NoveltyPanel panel(document);
        document.openModel(QString::fromStdString(folder.string()));
        QVERIFY(QTest::qWaitFor([&] { return document.rendering() != nullptr; }, 20000));
        QVERIFY(panel.gauges().empty());
        (void)model("later", true);
        document.openModel(QString::fromStdString(folder.string()));
        QTRY_COMPARE_WITH_TIMEOUT(panel.gauges().size(), std::size_t(1), 20000);
    }

    void aModelThatWasNotMeasuredHasNoGauges()
    {
        Player player;
        Document document(player);
        NoveltyPanel panel(document);
        document.openModel(QString::fromStdString(model("plain", false).string()));
        QVERIFY(QTest::qWaitFor([&] { return document.rendering() != nullptr; }, 20000));
        QVERIFY(panel.gauges().empty());
    }
};

QTEST_MAIN(NoveltyPanelTest)
#include "novelty_panel_test.moc"
