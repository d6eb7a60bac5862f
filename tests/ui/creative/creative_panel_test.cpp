// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/scheme.h"
#include "tests/ui/support/panel_fixture.h"
#include "ui/creative/creative_controls.h"
#include "ui/creative/creative_flips.h"
#include "ui/creative/creative_panel.h"
#include "ui/document/live_scheme.h"
#include "ui/document/neuron_lookup.h"
#include "ui/widgets/panel_scroll.h"
#include "ui/widgets/seed_box.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <memory>

using namespace flipside;

class CreativePanelTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::PanelFixture> fixture;
    std::unique_ptr<CreativePanel> panel;

    Document& document() { return fixture->document; }
    const Recipe& recipe() { return document().recipe(); }
    template <typename Widget>
    Widget* child(const char* name)
    {
        return panel->findChild<Widget*>(QLatin1String(name));
    }
    const Edit& edit0() { return recipe().edits.front(); }
    void clickCoactivate() { QTest::mouseClick(child<QPushButton>("coactivate"), Qt::LeftButton); }
    bool isOffered(const char* name)
    {
        auto* pattern = child<QComboBox>("schemePattern");
        const QModelIndex item = pattern->model()->index(pattern->findText(name), 0);
        return pattern->model()->flags(item).testFlag(Qt::ItemIsEnabled);
    }
    void choosePattern(const char* name)
    {
        auto* pattern = child<QComboBox>("schemePattern");
        pattern->setCurrentIndex(pattern->findText(name));
    }
    /// Applies the random scheme, which can flip any count, with seed 0.
    void applyRandom()
    {
        child<QComboBox>("scheme")->setCurrentIndex(
            child<QComboBox>("scheme")->findData(QStringLiteral("random")));
        clickCoactivate();
        QTRY_COMPARE(recipe().edits.size(), std::size_t(5));
    }

private slots:
    void init()
    {
        fixture = std::make_unique<test::PanelFixture>();
        panel = fixture->show<CreativePanel>({290, 500});
    }
    void cleanup()
    {
        panel.reset();
        fixture.reset();
    }

    void startsWithThePapersDefaults()
    {
        QCOMPARE(child<QComboBox>("scheme")->currentData().toString(), QStringLiteral("low-active"));
        QCOMPARE(child<QComboBox>("schemeLayer")->currentIndex(), 2);
        QCOMPARE(child<QSpinBox>("schemeNeurons")->value(), 5);
        QCOMPARE(child<QDoubleSpinBox>("schemeGamma")->value(), 2.0);
        QCOMPARE(child<QComboBox>("schemeStatistic")->currentIndex(), 0);
    }

    void startsWithTheLayerThatTheModelsAuthorFoundBest()
    {
        ModelCard card = document().model()->card;
        card.schemeLayer = card.layers[1].id;
        const auto other = fixture->path.parent_path() / "other";
        std::filesystem::copy(fixture->path, other, std::filesystem::copy_options::recursive);
        writeCard(other / "card.json", card);
        document().openModel(QString::fromStdString(other.string()));
        QTRY_COMPARE(child<QComboBox>("schemeLayer")->currentIndex(), 1);
        clickCoactivate();
        QTRY_VERIFY(!recipe().edits.empty());
        QCOMPARE(edit0().layer, fixture->layerId(1));
    }

    void patternsAreOfferedWhereThereAreMaps()
    {
        QVERIFY(!child<QComboBox>("schemePattern")->isVisible()); // a dense layer's neurons are cells already

        fixture = std::make_unique<test::PanelFixture>(test::PanelFixture::Channels{});
        panel = fixture->show<CreativePanel>({290, 500});
        QVERIFY(fixture->isReady());
        auto* pattern = child<QComboBox>("schemePattern");
        auto* layer = child<QComboBox>("schemeLayer");
        layer->setCurrentIndex(0);
        QVERIFY(!pattern->isVisible());
        layer->setCurrentIndex(1);
        QVERIFY(pattern->isVisible());
        auto* scheme = child<QComboBox>("scheme");
        scheme->setCurrentIndex(scheme->findData(QStringLiteral("cluster")));
        QVERIFY(!isOffered("Single places"));
        scheme->setCurrentIndex(scheme->findData(QStringLiteral("random")));
        QVERIFY(isOffered("Single places"));

        choosePattern("Single places");
        clickCoactivate();
        QTRY_VERIFY(!recipe().edits.empty());
        QVERIFY(recipe().scheme->cells);
        for (const Edit& edit : recipe().edits)
            QVERIFY(edit.region && !edit.region->cells.empty());
        QCOMPARE(flippedNeurons(recipe()), 5);
        QVERIFY(child<QAbstractItemView>("flips")->model()->index(0, 0).data().toString().contains(
            edit0().region->cells.size() == 1 ? "row" : "places"));
        choosePattern("Even"); // acts at once, and back to whole channels
        QTRY_VERIFY(!edit0().region);
    }

    void patternsOfAnOlderProfileAreNotOfferedAndItIsSaidWhy()
    {
        fixture = std::make_unique<test::PanelFixture>(test::PanelFixture::Channels{.havePatterns = false});
        panel = fixture->show<CreativePanel>({290, 500});
        QVERIFY(fixture->isReady());
        child<QComboBox>("schemeLayer")->setCurrentIndex(1);
        auto* pattern = child<QComboBox>("schemePattern");
        for (const char* name : {"Typical", "One example"}) {
            QVERIFY(!isOffered(name));
            QVERIFY(
                pattern->itemData(pattern->findText(name), Qt::ToolTipRole).toString().contains("Profile"));
        }
    }

    void aSchemesOwnParametersHaveControls()
    {
        for (const Scheme* scheme : allSchemes()) {
            auto* choice = child<QComboBox>("scheme");
            choice->setCurrentIndex(choice->findData(QString::fromStdString(scheme->name())));
            const QString symbol = QString::fromStdString(scheme->symbol());
            QVERIFY2(choice->currentText().contains(symbol, Qt::CaseInsensitive), qPrintable(symbol));
            QCOMPARE(child<QLabel>("schemeDescription")->text(),
                     QString::fromStdString(scheme->description()));
            for (const SchemeParameter& parameter : scheme->parameters()) {
                auto* spin = panel->findChild<QDoubleSpinBox*>(QString::fromStdString(parameter.name));
                QVERIFY(spin && spin->isVisible());
                QCOMPARE(spin->value(), parameter.standard);
                QCOMPARE(spin->maximum(), parameter.maximum);
            }
        }
    }

    void whatLowActiveMeansIsSaidWithTheLayersOwnNumber()
    {
        const auto* meaning = child<QLabel>("schemeMeaning");
        auto* layer = child<QComboBox>("schemeLayer");
        for (int k = 0; k < 3; ++k) {
            layer->setCurrentIndex(k);
            // The 15th percentile of the neurons that are not dead, between the ranks on both sides.
            std::vector<float> live;
            for (const float share : fixture->profile(k).percentActivation)
                if (share >= deadBelow)
                    live.push_back(share);
            std::sort(live.begin(), live.end());
            const double place = 0.15 * double(live.size() - 1);
            const auto rank = std::size_t(place);
            const double most = live[rank] + (place - double(rank)) * double(live[rank + 1] - live[rank]);
            const QString number = QLocale().toString(100.0 * most, 'f', 1);
            QVERIFY2(meaning->isVisible() && meaning->text().contains("at most " + number + " %"),
                     qPrintable(meaning->text()));
            QCOMPARE(meaning->text().contains("almost always off"), most <= 0.05);
        }
        const QString usual = meaning->text();
        child<QDoubleSpinBox>("high-percentile")->setValue(90.0);
        QVERIFY(meaning->text() != usual);
        auto* scheme = child<QComboBox>("scheme");
        scheme->setCurrentIndex(scheme->findData("random"));
        QVERIFY(!meaning->text().contains("at most"));
    }

    void ofNeuronsThatAreSeldomOnItMaySayAlmostAlwaysOff()
    {
        CreativeControls controls;
        auto profile = std::make_shared<ActivationProfile>(*document().model()->profile);
        controls.setCard(document().model()->card);
        for (LayerProfile& layer : profile->layers)
            for (float& share : layer.percentActivation)
                share *= 0.01f;
        controls.setProfile(profile);
        const auto* meaning = controls.findChild<QLabel*>("schemeMeaning");
        QVERIFY2(meaning->text().contains("almost always off"), qPrintable(meaning->text()));
        controls.setProfile(nullptr);
        QVERIFY(meaning->isHidden());
    }

    void aShortProfileSaysHowSureOfItsSharesItIs()
    {
        CreativeControls controls;
        controls.setCard(document().model()->card);
        auto profile = std::make_shared<ActivationProfile>(*document().model()->profile);
        profile->data = "mnist";
        controls.setProfile(profile);
        const auto* meaning = controls.findChild<QLabel*>("schemeMeaning");
        QVERIFY(!meaning->text().contains("draws"));
        auto brief = std::make_shared<ActivationProfile>(*profile);
        brief->data = "prior";
        brief->samples = 625;
        controls.setProfile(brief);
        QVERIFY2(meaning->text().contains("625 draws, to within " + QLocale().toString(4.0, 'f', 1) + " %"),
                 qPrintable(meaning->text()));
    }

    void coactivateFlipsAsOneStepAndAgainMakesAnotherChoice()
    {
        applyRandom();
        QCOMPARE(recipe().scheme->seed, 0u);
        QCOMPARE(fixture->steps(), 1);
        const std::vector<Edit> first = recipe().edits;
        for (const Edit& edit : first)
            QCOMPARE(edit.layer, fixture->layerId(2));
        clickCoactivate();
        QTRY_COMPARE(recipe().scheme->seed, 1u);
        QVERIFY(recipe().edits != first);
        QCOMPARE(fixture->steps(), 2);
        document().undoStack().undo();
        QCOMPARE(recipe().edits, first);
        QCOMPARE(child<SeedBox>("schemeSeed")->value(), quint64(0));
    }

    void parametersActLiveAndTogetherAreOneStep()
    {
        applyRandom();
        auto* gamma = child<QDoubleSpinBox>("schemeGamma");
        gamma->setValue(3.0);
        QTRY_COMPARE(recipe().scheme->gamma, 3.0);
        gamma->setValue(4.0);
        QTRY_COMPARE(recipe().scheme->gamma, 4.0);
        const Edit& edit = recipe().edits.front();
        QCOMPARE(*edit.value, 4.0f * fixture->profile(2).maximum[std::size_t(edit.unit)]);
        QCOMPARE(fixture->steps(), 2);
        child<QSpinBox>("schemeNeurons")->setValue(2);
        QTRY_COMPARE(recipe().edits.size(), std::size_t(2));
        QCOMPARE(recipe().scheme->seed, 0u);
    }

    void parametersWaitUntilASchemeHasBeenApplied()
    {
        child<QDoubleSpinBox>("schemeGamma")->setValue(3.0);
        QTest::qWait(150);
        QVERIFY(recipe().edits.empty());
        QCOMPARE(fixture->steps(), 0);
    }

    void controlsShowTheSchemeOfARecipeFromElsewhere()
    {
        Recipe other = recipe();
        SchemeCall call;
        call.name = "low-active";
        call.neurons = 3;
        call.layer = fixture->layerId(1);
        call.gamma = 1.5;
        call.statistic = Statistic::Mean;
        call.seed = 15755416379863521842u; // as flipside-cli makes them: all 64 bits
        call.parameters = {{"low-percentile", 4.0}, {"high-percentile", 30.0}};
        other.scheme = call;
        other.edits = {{fixture->layerId(1), 3, EditAction::On, 2.0f}};
        document().openRecipe(other, QStringLiteral("test"));
        QCOMPARE(child<QSpinBox>("schemeNeurons")->value(), 3);
        QCOMPARE(child<QComboBox>("schemeLayer")->currentIndex(), 1);
        QCOMPARE(child<QDoubleSpinBox>("schemeGamma")->value(), 1.5);
        QCOMPARE(child<QComboBox>("schemeStatistic")->currentIndex(), 1);
        QCOMPARE(child<SeedBox>("schemeSeed")->value(), quint64(call.seed));
        QCOMPARE(panel->findChild<QDoubleSpinBox*>(QStringLiteral("high-percentile"))->value(), 30.0);
        QTest::qWait(150);
        QCOMPARE(recipe().edits, other.edits);
    }

    void aSchemeThatFindsTooFewNeuronsSaysHowMany()
    {
        auto* hint = child<QLabel>("creativeHint");
        applyRandom();
        QVERIFY(!hint->isVisible());
        child<QSpinBox>("schemeNeurons")->setValue(1000);
        QTRY_COMPARE(recipe().scheme->neurons, 1000);
        QVERIFY(hint->isVisible());
        QVERIFY(hint->text().contains(QString::number(recipe().edits.size())));
        QVERIFY(hint->text().contains(QStringLiteral("1000")));
    }

    void aSchemeThatFindsNoNeuronSaysSo()
    {
        auto* lowPercentile = child<QDoubleSpinBox>("low-percentile");
        lowPercentile->setValue(90); // nothing lies between 90 and 15
        clickCoactivate();
        auto* hint = child<QLabel>("creativeHint");
        QTRY_VERIFY(hint->isVisible());
        QVERIFY(recipe().edits.empty());
        QVERIFY2(hint->text().startsWith(QStringLiteral("No neuron qualifies")), qPrintable(hint->text()));
        lowPercentile->setValue(1);
        QTRY_VERIFY(!hint->isVisible());
    }

    void aChangeByHandIsSaidUntilTheSchemeIsAppliedAgain()
    {
        auto* hint = child<QLabel>("creativeHint");
        document().flip(1, {4}, Flip::On);
        QVERIFY(!hint->isVisible());
        applyRandom();
        QVERIFY(!hint->isVisible());
        document().flip(1, {4}, Flip::On);
        QVERIFY(hint->isVisible());
        QVERIFY(hint->text().contains(QStringLiteral("not what the scheme chose")));
        clickCoactivate();
        QTRY_VERIFY(!hint->isVisible());
        document().clearFlips();
        QVERIFY(!hint->isVisible());
    }

    void everyFlipIsListedAndItsCrossReleasesIt()
    {
        document().flip(1, {4}, Flip::On);
        document().hold(2, {7}, 0.5f);
        auto* flips = child<FlipsView>("flips");
        QCOMPARE(flips->count(), 2);
        QCOMPARE(child<QLabel>("flipsTitle")->text(), QStringLiteral("Flips (2)"));
        QTest::mouseClick(flips->viewport(), Qt::LeftButton, {}, flips->crossRect(0).center());
        QCOMPARE(recipe().edits.size(), std::size_t(1));
        QCOMPARE(recipe().edits.front().unit, 7);
        document().undoStack().undo();
        QCOMPARE(flips->count(), 2);
    }

    void twoClicksOnACrossReleaseTwoFlipsAlsoWhereAHintComes()
    {
        for (const int height : {500, 330}) {
            panel->resize(290, height);
            document().scheme().apply();
            QTRY_COMPARE(recipe().edits.size(), std::size_t(5));
            auto* flips = child<FlipsView>("flips");
            QVERIFY(!child<QLabel>("creativeHint")->isVisible());
            const QPoint cross = flips->viewport()->mapTo(panel.get(), flips->crossRect(0).center());
            for (const std::size_t left : {4u, 3u}) {
                QWidget* under = panel->childAt(cross);
                QTest::mouseClick(under, Qt::LeftButton, {}, under->mapFrom(panel.get(), cross));
                QCoreApplication::processEvents();
                QCOMPARE(recipe().edits.size(), left);
                QVERIFY(child<QLabel>("creativeHint")->isVisible());
            }
        }
    }

    void whereThereIsLittleRoomThePanelScrollsAsOne()
    {
        PanelScroll scroll;
        scroll.setWidget(panel.release());
        auto* creative = qobject_cast<CreativePanel*>(scroll.widget());
        auto* controls = creative->findChild<CreativeControls*>();
        scroll.resize(300, 200);
        scroll.show();
        QTRY_VERIFY(controls->parentWidget()->height() >= controls->height());
        QVERIFY(creative->height() > scroll.viewport()->height());
        scroll.resize(300, 400);
        QTRY_COMPARE(creative->height(), scroll.viewport()->height());
    }

    void theLastFlipsCrossLeavesTheKeyboardInThePanel()
    {
        document().flip(1, {4}, Flip::On);
        auto* flips = child<FlipsView>("flips");
        flips->setFocus();
        QTest::mouseClick(flips->viewport(), Qt::LeftButton, {}, flips->crossRect(0).center());
        QVERIFY(recipe().edits.empty());
        QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(panel.get()));
    }

    void theSeedIsDimmedWhileItChoseNothingAndComesBackWithTheFlips()
    {
        auto* seed = child<SeedBox>("schemeSeed");
        applyRandom();
        QVERIFY(!seed->isDimmed());
        document().undoStack().undo();
        QVERIFY(seed->isDimmed());
        seed->setValue(7);
        document().undoStack().redo();
        QCOMPARE(seed->value(), quint64(0));
        QVERIFY(!seed->isDimmed());
    }

    void clickGoesToTheNeuronAndDeleteReleasesIt()
    {
        document().flip(1, {4}, Flip::On);
        document().flip(2, {7}, Flip::Off);
        auto* flips = child<FlipsView>("flips");
        const QRect cross = flips->crossRect(1);
        QTest::mouseClick(flips->viewport(), Qt::LeftButton, {}, QPoint(40, cross.center().y()));
        QCOMPARE(document().selected(), std::optional(NeuronRef{2, 7}));
        QTest::keyClick(flips, Qt::Key_Delete);
        QCOMPARE(flips->count(), 1);
        QTest::keyClick(flips, Qt::Key_Delete);
        QCOMPARE(flips->count(), 0);
        QVERIFY(recipe().edits.empty());
    }

    void clearAllReleasesEverythingInOneStep()
    {
        applyRandom();
        QTest::mouseClick(child<QPushButton>("clearFlips"), Qt::LeftButton);
        QVERIFY(recipe().edits.empty());
        QVERIFY(!child<QPushButton>("clearFlips")->isEnabled());
        document().undoStack().undo();
        QCOMPARE(recipe().edits.size(), std::size_t(5));
    }

    void controlsThatASchemeDoesNotUseAreOff()
    {
        auto* scheme = child<QComboBox>("scheme");
        const auto offers = [&](const char* name, bool neurons, bool onValues) {
            scheme->setCurrentIndex(scheme->findData(QString::fromLatin1(name)));
            return child<QSpinBox>("schemeNeurons")->isEnabled() == neurons &&
                   child<QComboBox>("schemeStatistic")->isEnabled() == onValues &&
                   child<QDoubleSpinBox>("schemeGamma")->isEnabled() == onValues;
        };
        QVERIFY(offers("turn-off", true, false));
        QVERIFY(offers("noisy", true, false));
        QVERIFY(offers("interpolation", false, false));
        QVERIFY(offers("low-active", true, true));
    }

    void aModelWithoutProfileSaysWhySchemesCannotChoose()
    {
        panel.reset();
        fixture = std::make_unique<test::PanelFixture>(4, std::vector<int>{8, 10}, false);
        panel = std::make_unique<CreativePanel>(document());
        panel->show();
        QVERIFY(fixture->isReady());
        QVERIFY(!child<QPushButton>("coactivate")->isEnabled());
        document().scheme().apply();
        QTest::qWait(100);
        QVERIFY(recipe().edits.empty());
    }
};

QTEST_MAIN(CreativePanelTest)
#include "creative_panel_test.moc"
