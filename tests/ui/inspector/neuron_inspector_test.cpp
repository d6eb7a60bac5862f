// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/panel_fixture.h"
#include "ui/inspector/neuron_class_bars.h"
#include "ui/inspector/neuron_inspector.h"
#include "ui/inspector/neuron_pictures.h"
#include "ui/pictures/canvas_images.h"
#include "ui/style/text_size.h"

#include <QLabel>
#include <QScrollArea>
#include <QTextDocumentFragment>
#include <QToolButton>

using namespace flipside;

class NeuronInspectorTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::PanelFixture> fixture;
    std::unique_ptr<NeuronInspector> inspector;

    Document& document() { return fixture->document; }
    QString text(const char* name) { return inspector->findChild<QLabel*>(QLatin1String(name))->text(); }

private slots:
    void init()
    {
        fixture = std::make_unique<test::PanelFixture>();
        inspector = fixture->show<NeuronInspector>({290, 520});
    }
    void cleanup()
    {
        inspector.reset();
        fixture.reset();
        applyTextSize(*qApp, smallestText);
    }

    void saysWhatToDoWhileThereIsNothingToShow()
    {
        auto* empty = inspector->findChild<QLabel*>(QStringLiteral("inspectorEmpty"));
        QVERIFY(empty->isVisible());
        document().setSelected(NeuronRef{1, 2});
        QTRY_VERIFY(!empty->isVisible());
        document().setSelected({});
        QTRY_VERIFY(empty->isVisible());
    }

    void theHoveredNeuronGoesBeforeTheSelectedOne()
    {
        document().setSelected(NeuronRef{1, 2});
        QTRY_COMPARE(inspector->shown(), std::optional(NeuronRef{1, 2}));
        document().setHovered(NeuronRef{2, 7});
        QTRY_COMPARE(inspector->shown(), std::optional(NeuronRef{2, 7}));
        document().setHovered({});
        QTRY_COMPARE(inspector->shown(), std::optional(NeuronRef{1, 2}));
    }

    void numbersAreTheProfilesAndTheRenderings()
    {
        const LayerProfile& profile = fixture->profile(1);
        document().setSelected(NeuronRef{1, 4});
        QTRY_COMPARE(inspector->shown(), std::optional(NeuronRef{1, 4}));
        const double share = 100.0 * double(profile.percentActivation[4]);
        QCOMPARE(text("inspectorPercent"),
                 QStringLiteral("%1 %").arg(QLocale().toString(share, 'f', share < 10 ? 2 : 1)));
        int rank = 1;
        for (const float other : profile.percentActivation)
            rank += other > profile.percentActivation[4];
        QVERIFY(text("inspectorRank").startsWith(QString::number(rank) + QLatin1Char(' ')));
        QVERIFY(text("inspectorRank").endsWith(QStringLiteral(" 30")));
        QCOMPARE(text("inspectorOn"), QLocale().toString(2.0 * double(profile.maximum[4]), 'f', 3));
        document().setLatent(0, 1.25f, {});
        QVERIFY(fixture->isShown());
        const double now = double(document().rendering()->activations[1][4]);
        QTRY_COMPARE(text("inspectorNow"), QLocale().toString(now, 'f', 3));
    }

    void showsThePictureWithOnlyThisNeuronFlipped()
    {
        // Another flip must not be in either picture.
        document().hold(2, {9}, 3.0f);
        QVERIFY(fixture->isShown());
        Recipe alone{document().recipe().model, document().recipe().z, {}, {}};
        Decoder decoder{ModelFolder(fixture->path)};
        const QImage without = toQImage(decoder.render(alone).image);
        const bool isOn = document().rendering()->regularActivations[1][6] > 1e-7f;
        const std::string& layer = fixture->layerId(1);
        alone = alone.withEdit(isOn ? Edit{layer, 6, EditAction::Off, {}}
                                    : Edit{layer, 6, EditAction::On, 2.0f * fixture->profile(1).maximum[6]});
        const QImage flipped = toQImage(decoder.render(alone).image);
        document().setSelected(NeuronRef{1, 6});
        auto* pictures = inspector->findChild<NeuronPictures*>();
        QTRY_COMPARE(pictures->flipped(), flipped);
        QCOMPARE(pictures->without(), without);
        QVERIFY(flipped != without);
    }

    void correlatedNeuronsCanBeGoneTo()
    {
        document().setSelected(NeuronRef{1, 4});
        QTRY_COMPARE(inspector->shown(), std::optional(NeuronRef{1, 4}));
        const std::vector<int> expected = fixture->profile(1).mostCorrelated(4, 6);
        auto* second = inspector->findChild<QToolButton*>(QStringLiteral("correlated1"));
        QVERIFY(second->text().startsWith(QString::number(expected[1] + 1) + QLatin1Char(' ')));
        QTest::mouseClick(second, Qt::LeftButton);
        QCOMPARE(document().selected(), std::optional(NeuronRef{1, expected[1]}));
    }

    void aDeadNeuronIsExplainedInWords()
    {
        document().setSelected(NeuronRef{2, test::PanelFixture::deadUnit});
        auto* note = inspector->findChild<QLabel*>(QStringLiteral("inspectorNote"));
        QTRY_VERIFY(note->isVisible());
        QVERIFY(note->text().contains(QStringLiteral("dead")));
        document().setSelected(NeuronRef{2, test::PanelFixture::deadUnit + 1});
        QTRY_VERIFY(!note->isVisible());
    }

    void aDeadNeuronHasNoEmptyHeadings()
    {
        const auto headings = [&] {
            QStringList shown;
            const auto labels = inspector->findChildren<QLabel*>();
            for (const QLabel* label : labels)
                if (label->isVisible())
                    shown.append(QTextDocumentFragment::fromHtml(label->text()).toPlainText());
            return shown;
        };
        auto* bars = inspector->findChild<NeuronClassBars*>();
        for (const bool dead : {false, true, false}) {
            document().setSelected(NeuronRef{2, test::PanelFixture::deadUnit + (dead ? 0 : 1)});
            QTRY_COMPARE(bars->isVisible(), !dead);
            QCOMPARE(headings().contains(QStringLiteral("Goes along with")), !dead);
            QCOMPARE(headings().contains(QStringLiteral("How often on, class by class")), !dead);
        }
    }

    void theStateFollowsTheRecipe()
    {
        document().setSelected(NeuronRef{1, 4});
        QTRY_COMPARE(inspector->shown(), std::optional(NeuronRef{1, 4}));
        document().flip(1, {4}, Flip::On);
        QTRY_VERIFY(text("inspectorState").contains(QStringLiteral("Flipped on")));
        document().undoStack().undo();
        QTRY_VERIFY(!text("inspectorState").contains(QStringLiteral("Flipped")));
    }

    void nothingIsOutOfReachWhateverTheTextSize_data()
    {
        QTest::addColumn<int>("text");
        QTest::addColumn<int>("width");
        for (const int text : {100, 150, 200})
            for (const int width : {240, 310, 500})
                QTest::addRow("%d %% in %d", text, width) << text << width;
    }
    void nothingIsOutOfReachWhateverTheTextSize()
    {
        QFETCH(const int, text);
        QFETCH(const int, width);
        applyTextSize(*qApp, text);
        inspector->resize(width, 520);
        document().setSelected(NeuronRef{1, 4});
        QTRY_COMPARE(inspector->shown(), std::optional(NeuronRef{1, 4}));
        auto* scroll = inspector->findChild<QScrollArea*>();
        QTRY_VERIFY(scroll->isVisible());
        QTRY_VERIFY2(scroll->widget()->width() <= scroll->viewport()->width(),
                     qPrintable(QString::number(scroll->widget()->width())));
        // What is beside a caption does not run into it.
        const auto labels = scroll->widget()->findChildren<QLabel*>(Qt::FindDirectChildrenOnly);
        const auto overlapping = [&] {
            for (const QLabel* one : labels)
                for (const QLabel* other : labels)
                    if (one != other && one->isVisible() && other->isVisible() &&
                        one->geometry().intersects(other->geometry()))
                        return one->text();
            return QString();
        };
        QTRY_COMPARE(overlapping(), QString());
    }

    void thePicturesStandBelowEachOtherWhereTheirCaptionsHaveNoRoomBeside()
    {
        NeuronPictures pictures;
        const int beside = pictures.sizeHint().width();
        QCOMPARE(pictures.heightForWidth(beside), pictures.sizeHint().height());
        QVERIFY(pictures.heightForWidth(beside - 1) > 2 * pictures.sizeHint().height());
    }

    void smallTextGrowsWithTheRest()
    {
        NeuronClassBars bars;
        bars.setClasses({QStringLiteral("a cat"), QStringLiteral("a dog")}, {1.0f, 0.25f});
        const int height = bars.height();
        const double size = bars.font().pointSizeF();
        applyTextSize(*qApp, 200);
        QCOMPARE(bars.font().pointSizeF(), 2.0 * size);
        QVERIFY(bars.height() >= 1.7 * height);
    }

    void classBarsAreAsTallAsTheClassesAreActive()
    {
        NeuronClassBars bars;
        bars.setClasses({QStringLiteral("a"), QStringLiteral("b")}, {1.0f, 0.25f});
        bars.resize(200, bars.height());
        const QImage picture = bars.grab().toImage();
        const auto height = [&](int x) {
            int count = 0;
            for (int y = 0; y < picture.height(); ++y)
                count += picture.pixelColor(x, y) == flipside::palette().onMiddle;
            return count;
        };
        QVERIFY(height(50) > 40);
        QVERIFY(std::abs(height(150) * 4 - height(50)) <= 4);
    }
};

QTEST_MAIN(NeuronInspectorTest)
#include "neuron_inspector_test.moc"
