// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/panel_fixture.h"
#include "ui/latent/directions_dialog.h"
#include "ui/latent/latent_list.h"
#include "ui/latent/latent_map.h"
#include "ui/latent/latent_panel.h"
#include "ui/style/theme.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace flipside;

/// Latents that are maps, painted with the mouse; and inputs beside the latent, moved by sliders.
class LatentMapTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::PanelFixture> fixture;
    std::unique_ptr<LatentPanel> panel;

    Document& document() { return fixture->document; }
    template <typename Widget>
    Widget* child(const char* name)
    {
        return panel->findChild<Widget*>(QLatin1String(name));
    }
    LatentMap& maps() { return *child<LatentMap>("latentMap"); }
    ChannelCanvas& canvas() { return maps().canvas(); }
    QWidget* shownPage() { return qobject_cast<QStackedWidget*>(maps().parentWidget())->currentWidget(); }
    /// The middle of a place of the map.
    QPoint at(int row, int column)
    {
        const QRectF map = canvas().mapRect();
        return QPointF(map.left() + (column + 0.5) * map.width() / 8.0,
                       map.top() + (row + 0.5) * map.height() / 6.0)
            .toPoint();
    }
    void open(std::unique_ptr<test::PanelFixture> opened)
    {
        panel.reset();
        fixture = std::move(opened);
        panel = fixture->show<LatentPanel>({300, 600});
    }

private slots:
    void init() { open(std::make_unique<test::PanelFixture>(test::PanelFixture::LatentMaps{})); }
    void cleanup()
    {
        panel.reset();
        fixture.reset();
    }

    void aTouchAddsTheBrushAndNothingElse()
    {
        QCOMPARE(shownPage(), static_cast<QWidget*>(&maps()));
        const std::vector<float> before = document().recipe().z;
        maps().strip().setCurrent(1);
        child<QDoubleSpinBox>("latentBrushSize")->setValue(2.0);
        child<QDoubleSpinBox>("latentBrushStrength")->setValue(1.5);
        QTest::mousePress(&canvas(), Qt::LeftButton, {}, at(2, 3));
        QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, at(2, 3));
        const std::vector<float>& after = document().recipe().z;
        for (int channel = 0; channel < 3; ++channel)
            for (int row = 0; row < 6; ++row)
                for (int column = 0; column < 8; ++column) {
                    const double far = std::hypot(row - 2, column - 3) / 2.0;
                    const double added = channel == 1 && far < 1.0
                                             ? 1.5 * std::pow(std::cos(std::numbers::pi * far / 2.0), 2)
                                             : 0.0;
                    const auto i = std::size_t((channel * 6 + row) * 8 + column);
                    // The mouse is at whole pixels, so the brush may reach a trace farther.
                    QVERIFY(std::abs(double(after[i] - before[i]) - added) <
                            (channel == 1 && far < 1.05 ? 0.1 : 1e-7));
                }
        QCOMPARE(fixture->steps(), 1);
        QVERIFY(fixture->isShown());
        const float expected =
            (std::max(0.0f, after[19] * 0.2f + 0.5f) + std::max(0.0f, after[67] * 0.2f + 0.5f) +
             std::max(0.0f, after[115] * 0.2f + 0.5f)) /
            3.0f;
        QVERIFY(std::abs(document().rendering()->image.pixels[19] - std::clamp(expected, 0.0f, 1.0f)) <
                1e-5f);
        document().undo();
        QCOMPARE(document().recipe().z, before);
    }

    void aStrokeIsOneStepAndTheRightButtonTakesAway()
    {
        const std::vector<float> before = document().recipe().z;
        const auto stroke = [&](Qt::MouseButton button, Qt::KeyboardModifiers modifiers) {
            QTest::mousePress(&canvas(), button, modifiers, at(1, 0));
            for (int column = 1; column < 8; ++column) {
                QMouseEvent move(QEvent::MouseMove, QPointF(at(1, column)),
                                 QPointF(canvas().mapToGlobal(at(1, column))), Qt::NoButton, button,
                                 modifiers);
                QApplication::sendEvent(&canvas(), &move);
            }
            QTest::mouseRelease(&canvas(), button, modifiers, at(1, 7));
        };
        stroke(Qt::LeftButton, {});
        QCOMPARE(fixture->steps(), 1);
        const std::vector<float> painted = document().recipe().z;
        for (int column = 0; column < 8; ++column)
            QVERIFY(painted[std::size_t(8 + column)] > before[std::size_t(8 + column)] + 0.3f);
        // The same way back, but for rounding.
        stroke(Qt::RightButton, {});
        QCOMPARE(fixture->steps(), 2);
        const std::vector<float> back = document().recipe().z;
        for (std::size_t i = 0; i < before.size(); ++i)
            QVERIFY(std::abs(back[i] - before[i]) < 1e-5f);
        stroke(Qt::LeftButton, Qt::ControlModifier);
        QVERIFY(document().recipe().z[8] < before[8] - 0.3f);
        QCOMPARE(fixture->steps(), 3);
    }

    void deleteSetsTheChosenChannelToZero()
    {
        maps().strip().setFocus();
        QTest::keyClick(&maps().strip(), Qt::Key_Right);
        QTest::keyClick(&maps().strip(), Qt::Key_Right);
        QCOMPARE(canvas().channel(), 2);
        QTest::keyClick(&maps().strip(), Qt::Key_Right);
        QCOMPARE(canvas().channel(), 2);
        const std::vector<float> before = document().recipe().z;
        QTest::keyClick(&canvas(), Qt::Key_Delete);
        for (std::size_t i = 0; i < before.size(); ++i)
            QCOMPARE(document().recipe().z[i], i < 96 ? before[i] : 0.0f);
        QCOMPARE(fixture->steps(), 1);
    }

    void channelsAreShownAsTheirNumbers()
    {
        Recipe recipe = document().recipe();
        std::fill(recipe.z.begin(), recipe.z.end(), 0.0f);
        recipe.z[5] = 3.0f;
        recipe.z[6] = -3.0f;
        document().change(QStringLiteral("numbers"), recipe);
        const QImage picture = channelPicture(document(), 0);
        QCOMPARE(picture.size(), QSize(8, 6));
        QCOMPARE(picture.pixelColor(5, 0), palette().differencePositive);
        QCOMPARE(picture.pixelColor(6, 0), palette().differenceNegative);
        QCOMPARE(picture.pixelColor(7, 0), palette().differenceZero);
        // The second channel's is chosen with the mouse.
        QTest::mouseClick(maps().strip().viewport(), Qt::LeftButton, {},
                          maps().strip().channelRect(1).center());
        QCOMPARE(canvas().channel(), 1);
    }

    void slidersStayWithinReachOfMaps()
    {
        auto* choice = child<QComboBox>("latentSliders");
        QVERIFY(choice->isVisible());
        choice->setCurrentIndex(0);
        QCOMPARE(shownPage(), static_cast<QWidget*>(child<LatentList>("latentList")));
        open(std::make_unique<test::PanelFixture>());
        QVERIFY(!child<QComboBox>("latentSliders")->isVisible());
        QCOMPARE(shownPage(), static_cast<QWidget*>(child<LatentList>("latentList")));
    }

    void picturesOfOnesOwnGiveTheSliders()
    {
        QVERIFY(DirectionsDialog::problemWith(fixture->workspace).isEmpty());
        QTemporaryDir folder;
        // They differ in how bright they are on the left, and less in how bright on the right.
        for (int i = 0; i < 12; ++i) {
            QImage picture(8, 6, QImage::Format_Grayscale8);
            for (int y = 0; y < 6; ++y)
                for (int x = 0; x < 8; ++x)
                    picture.scanLine(y)[x] =
                        uchar(x < 4 ? 20 + 18 * i : 100 + (i % 4 == 1 || i % 4 == 2 ? 20 : 0));
            QVERIFY(picture.save(folder.filePath(QStringLiteral("%1.png").arg(i))));
        }
        DirectionsDialog dialog(fixture->workspace);
        auto* pictures = dialog.findChild<QLineEdit*>("directionPictures");
        pictures->setText(folder.filePath("nowhere"));
        dialog.begin();
        QVERIFY(!dialog.isRunning());
        QVERIFY(dialog.state().contains("no such folder"));
        pictures->setText(folder.path());
        dialog.findChild<QSpinBox*>("directionCount")->setValue(8);
        dialog.begin();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.isRunning(), 60000);
        QVERIFY2(dialog.state().contains("differ most"), qPrintable(dialog.state()));
        QTRY_VERIFY_WITH_TIMEOUT(document().model()->card.hasLatentSpace(), 20000);
        // Two directions are all there are, and the first one brightens the left half.
        auto* list = child<LatentList>("latentList");
        QCOMPARE(panel->locked().size(), std::size_t{2});
        child<QComboBox>("latentSliders")->setCurrentIndex(0);
        const std::vector<float> before = document().recipe().z;
        const QRect bar = list->barRect(0);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          {int(std::lround(LatentRowPainter::positionOf(bar, 3.5))), bar.center().y()});
        const std::vector<float>& after = document().recipe().z;
        const float moved = after[0] - before[0];
        QVERIFY(std::abs(moved) > 0.1f);
        for (std::size_t i = 0; i < 48; ++i) {
            const float expected = i % 8 < 4 ? moved : 0.0f;
            const float tolerance = 0.05f * std::abs(moved);
            QVERIFY(std::abs(after[i] - before[i] - expected) < tolerance);
            QVERIFY(std::abs(after[48 + i] - before[48 + i] - 2.0f * expected) < 2.0f * tolerance);
            QVERIFY(std::abs(after[96 + i] - before[96 + i] + expected) < tolerance);
        }
    }

    void slidersMoveTheInputThatIsChosen()
    {
        open(std::make_unique<test::PanelFixture>(test::PanelFixture::Inputs{}));
        auto* choice = child<QComboBox>("latentSliders");
        QVERIFY(choice->isVisible());
        QCOMPARE(choice->count(), 2);
        auto* list = child<LatentList>("inputList");
        choice->setCurrentIndex(1);
        QCOMPARE(shownPage(), static_cast<QWidget*>(list));
        const QRect bar = list->barRect(4);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          {int(std::lround(LatentRowPainter::positionOf(bar, 2.0))), bar.center().y()});
        const std::vector<float>& numbers = document().recipe().inputs.at("second");
        for (std::size_t i = 0; i < numbers.size(); ++i)
            QVERIFY(std::abs(numbers[i] - (i == 4 ? 2.0f : 0.25f)) < 0.05f);
        QCOMPARE(fixture->steps(), 1);
        QTest::keyClick(list, Qt::Key_L); // there is nothing to lock
        QCOMPARE(panel->locked(), std::vector<bool>(4, false));
        QVERIFY(child<QDoubleSpinBox>("input-level-0"));
        QVERIFY(!child<QDoubleSpinBox>("input-second-0"));
        child<QPushButton>("latentReset")->click();
        QVERIFY(!document().recipe().inputs.contains("second"));
        QCOMPARE(fixture->steps(), 2);
    }
};

QTEST_MAIN(LatentMapTest)
#include "latent_map_test.moc"
