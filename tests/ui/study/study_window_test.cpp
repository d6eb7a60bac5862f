// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/model_library.h"
#include "ui/study/study_window.h"

#include "core/base/file.h"
#include "core/instrument/instrument.h"
#include "core/picture/picture_file.h"
#include "core/recipe/recipe_picture.h"
#include "ui/pictures/canvas_images.h"
#include "ui/study/sample_pictures.h"
#include "ui/study/study_curves.h"
#include "ui/study/study_form.h"
#include "ui/study/study_table.h"
#include "ui/study/study_trade_off.h"
#include "ui/style/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QtTest>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

using namespace flipside;

namespace {

constexpr int patience = 120000;

StudyPlan planOf(const std::vector<std::string>& schemes, std::vector<int> neurons, std::size_t samples)
{
    StudyPlan plan;
    plan.models = {"mnist"};
    for (const std::string& scheme : schemes)
        plan.schemes.push_back(studyScheme(scheme, {}));
    plan.neurons = std::move(neurons);
    plan.metrics = {"dr", "kns5"};
    plan.samples = samples;
    return plan;
}

} // namespace

/// On the bundled models, through the window's own buttons.
class StudyWindowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName("Flipside");
        QCoreApplication::setApplicationName("Flipside");
    }

    void init()
    {
        applyTheme(*qApp, ThemeChoice::Dark);
        QSettings().clear();
        _folder = std::make_unique<QTemporaryDir>();
        _models.watch();
        _window = std::make_unique<StudyWindow>(_models);
        _window->show();
        QVERIFY(QTest::qWaitForWindowExposed(_window.get()));
    }
    void cleanup()
    {
        _window.reset();
        _folder.reset();
    }

    void aStudyOfThePapersRunsAtOneClickAndIsCompared()
    {
        setSamples(100);
        QTest::mouseClick(button("ready-table-1"), Qt::LeftButton);
        QVERIFY(_window->isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(_window->study() != nullptr, patience);
        const QTableWidget& table = _window->findChild<StudyTable*>()->table();
        QCOMPARE(table.rowCount(), 12);
        QCOMPARE(table.item(0, 4)->text(), QLocale().toString(1.45, 'f', 3));
        const StudyRow& row = _window->study()->rows.front();
        QCOMPARE(table.item(0, 5)->text(), QLocale().toString(row.mean, 'f', 3));
        QCOMPARE(row.samples, 100u);
        QVERIFY(QFileInfo::exists(_window->study()->folder + "/results.csv"));
        QVERIFY(!_window->isRunning());
    }

    void anotherStudyDoesNotTakeTheFolderOfAPapersOne()
    {
        setSamples(100);
        QTest::mouseClick(button("ready-table-1"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(_window->study() != nullptr, patience);
        const QString folder = _window->study()->folder;
        const std::string before = readFile((folder + "/results.csv").toStdString());
        StudyPlan plan = _window->study()->results.plan;
        plan.models.pop_back(); // a part of it is another one too
        form().setPlan(plan);
        QTest::mouseClick(button("runStudy"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!_window->isRunning() && _window->study()->folder != folder, patience);
        QCOMPARE(QDir(_window->study()->folder).dirName(), "own");
        QVERIFY(readFile((folder + "/results.csv").toStdString()) == before);
    }

    void curvesGoThroughTheMeansOfTheResults()
    {
        run(planOf({"regular", "low-active"}, {1, 3, 9}, 60));
        const auto* curves = _window->findChild<StudyCurves*>();
        QVERIFY(curves->isVisible());
        const QCustomPlot& plot = curves->plot();
        // Of each scheme the band's two edges, and the mean.
        QCOMPARE(plot.graphCount(), 6);
        for (int scheme = 0; scheme < 2; ++scheme)
            for (int i = 0; i < 3; ++i) {
                const MetricSums& sums =
                    _window->study()->results.series[std::size_t(scheme * 3 + i)].result.metrics[0];
                const double error = 1.96 * sums.deviation() / std::sqrt(60.0);
                QCOMPARE(plot.graph(3 * scheme + 2)->dataMainValue(i), sums.mean());
                QVERIFY(std::abs(plot.graph(3 * scheme)->dataMainValue(i) - (sums.mean() - error)) < 1e-9);
                QVERIFY(std::abs(plot.graph(3 * scheme + 1)->dataMainValue(i) - (sums.mean() + error)) <
                        1e-9);
            }
    }

    void oneNumberOfNeuronsHasItsConfidenceToo()
    {
        run(planOf({"regular", "low-active"}, {5}, 60));
        QCustomPlot& plot = _window->findChild<StudyCurves*>()->plot();
        for (int scheme = 0; scheme < 2; ++scheme) {
            const auto* bars =
                dynamic_cast<QCPErrorBars*>(plot.plottable(4 * scheme + 3)); // after the band and the mean
            QVERIFY(bars);
            const MetricSums& sums = _window->study()->results.series[std::size_t(scheme)].result.metrics[0];
            const double error = 1.96 * sums.deviation() / std::sqrt(60.0);
            QCOMPARE(bars->data()->size(), 1);
            QVERIFY(std::abs(bars->data()->at(0).errorPlus - error) < 1e-9);
            QVERIFY(std::abs(bars->data()->at(0).errorMinus - error) < 1e-9);
        }
    }

    void aScatterOfOneMetricSaysThatItNeedsTwo()
    {
        StudyPlan plan = planOf({"low-active"}, {5}, 20);
        plan.metrics = {"dr"};
        run(plan);
        tabs().setCurrentIndex(3);
        const QCustomPlot& plot = _window->findChild<StudyScatter*>("studyScatter")->plot();
        QCOMPARE(plot.graphCount(), 0);
        const auto* text = dynamic_cast<QCPItemText*>(plot.item(0));
        QVERIFY(text && text->text().contains("needs two"));
    }

    void aPausedStudyDoesNotSayHowLongItTakes()
    {
        form().setPlan(planOf({"regular", "low-active"}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5000));
        _window->run(path("paused"));
        const auto* state = _window->findChild<QLabel*>("studyState");
        QTRY_VERIFY2_WITH_TIMEOUT(state->text().contains("left"), qPrintable(state->text()), patience);
        QTest::mouseClick(button("pauseStudy"), Qt::LeftButton);
        QTest::qWait(500); // for the step under way
        QVERIFY2(state->text().startsWith("Paused"), qPrintable(state->text()));
        QVERIFY2(!state->text().contains("left"), qPrintable(state->text()));
        QTest::mouseClick(button("pauseStudy"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!state->text().startsWith("Paused"), patience);
        QTest::mouseClick(button("cancelStudy"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!_window->isRunning(), patience);
    }

    void theAxisOfNeuronsCountsThemWhole()
    {
        run(planOf({"regular"}, {5}, 20));
        const QCPAxis* axis = _window->findChild<StudyCurves*>()->plot().xAxis;
        QList<double> ticks;
        axis->ticker()->generate(axis->range(), QLocale(), QLatin1Char('f'), 1, ticks, nullptr, nullptr);
        QVERIFY(ticks.contains(5.0));
        for (const double tick : ticks)
            QCOMPARE(tick, std::round(tick));
    }

    void aCancelledStudyGoesOnAndEndsAsIfItHadNotBeenStopped()
    {
        const StudyPlan plan = planOf({"regular", "low-active", "random"}, {5}, 3000);
        form().setPlan(plan);
        QSignalSpy changed(_window->findChild<Job*>(), &Job::progressed);
        _window->run(path("stopped"));
        QVERIFY(changed.wait(patience));
        QTest::mouseClick(button("cancelStudy"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!_window->isRunning(), patience);
        QVERIFY(!_window->study());
        QTest::mouseClick(button("runStudy"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(_window->study() != nullptr, patience);

        Progress progress;
        Study whole(path("whole").toStdString(), plan);
        whole.run(progress);
        (void)whole.writeResults();
        QCOMPARE(readFile(path("stopped").toStdString() + "/results.csv"),
                 readFile(path("whole").toStdString() + "/results.csv"));
    }

    void aNewWindowShowsTheStudyOfTheLast()
    {
        run(planOf({"regular"}, {5}, 30));
        const std::vector<StudyRow> rows = _window->study()->rows;
        _window = std::make_unique<StudyWindow>(_models);
        _window->show();
        QTRY_VERIFY_WITH_TIMEOUT(_window->study() != nullptr, patience);
        QCOMPARE(_window->study()->rows[0].mean, rows[0].mean);
        QVERIFY(form().plan() == planOf({"regular"}, {5}, 30));
    }

    void thePointUnderTheCursorShowsItsPicture()
    {
        run(planOf({"low-active"}, {5}, 40));
        tabs().setCurrentIndex(3);
        auto* scatter = _window->findChild<StudyScatter*>("studyScatter");
        QCustomPlot& plot = scatter->plot();
        QTest::qWait(50);
        QSignalSpy made(_window->findChild<SamplePictures*>(), &SamplePictures::made);
        const PartResult& result = _window->study()->results.series[0].result;
        QTest::mouseMove(&plot, QPointF(plot.xAxis->coordToPixel(result.examples[0][17]),
                                        plot.yAxis->coordToPixel(result.examples[1][17]))
                                    .toPoint());
        QVERIFY(made.wait(patience));
        QVERIFY(scatter->pointed().has_value());
        const std::size_t number = scatter->pointed()->number;

        Instrument instrument(findModel("mnist"));
        SchemeCall call;
        const auto recipe = instrument.sample(call, 1, number, 1);
        QCOMPARE(made[0][1].value<QImage>(), toQImage(instrument.decoder().renderImages(recipe).front()));
        QCOMPARE(plot.itemCount(), 2); // the ring around the point, and the picture
        QTest::mouseMove(&plot, QPoint(2, 2));
        QTRY_COMPARE(plot.itemCount(), 0);
        QColor drawn = plot.graph(0)->scatterStyle().pen().color();
        drawn.setAlpha(255);
        QCOMPARE(drawn, seriesColour(0, flipside::palette()));
    }

    void aLineGoesThroughTheWaysThatNoOtherBeatsInBoth()
    {
        StudyPlan plan = planOf({"regular", "low-active", "random", "noisy"}, {1, 5, 20}, 40);
        plan.metrics = {"dr", "ice"};
        run(plan);
        tabs().setCurrentIndex(4);
        QCustomPlot& plot = _window->findChild<StudyTradeOff*>()->plot();
        // One for the other: more distant is more novel, a lower entropy is worth more.
        const auto& series = _window->study()->results.series;
        QCOMPARE(series.size(), std::size_t(12));
        std::set<std::pair<double, double>> unbeaten;
        for (const StudySeries& one : series) {
            const double x = one.result.metrics[0].mean();
            const double y = one.result.metrics[1].mean();
            const bool isBeaten = std::ranges::any_of(series, [&](const StudySeries& other) {
                const double otherX = other.result.metrics[0].mean();
                const double otherY = other.result.metrics[1].mean();
                return otherX >= x && otherY <= y && (otherX > x || otherY < y);
            });
            if (!isBeaten)
                unbeaten.insert({x, y});
        }
        QVERIFY(unbeaten.size() > 1);
        const auto* line = qobject_cast<QCPCurve*>(plot.plottable(plot.plottableCount() - 1));
        QVERIFY(line);
        std::set<std::pair<double, double>> drawn;
        for (const QCPCurveData& point : *line->data())
            drawn.insert({point.key, point.value});
        QVERIFY(drawn == unbeaten);
    }

    void noveltyAgainstValueIsOneClick()
    {
        StudyPlan plan = planOf({"regular"}, {5}, 1);
        form().setPlan(plan);
        QTest::mouseClick(button("noveltyValue"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(_window->study() != nullptr, patience);
        QCOMPARE(_window->study()->results.plan.metrics[0], std::string("kns5-features"));
        QVERIFY(_window->study()->results.plan.schemes.size() > 24);
        QCOMPARE(tabs().currentIndex(), 4);
        // The point under the cursor says which way of flipping it is.
        auto* tradeOff = _window->findChild<StudyTradeOff*>();
        QCustomPlot& plot = tradeOff->plot();
        QTest::qWait(50);
        const StudySeries& one = _window->study()->results.series.back();
        QSignalSpy made(_window->findChild<SamplePictures*>(), &SamplePictures::made);
        QTest::mouseMove(&plot, QPointF(plot.xAxis->coordToPixel(one.result.metrics[0].mean()),
                                        plot.yAxis->coordToPixel(one.result.metrics[1].mean()))
                                    .toPoint());
        QVERIFY(made.wait(patience));
        QVERIFY(tradeOff->pointed().has_value());
        const auto* text = dynamic_cast<QCPItemText*>(plot.item(plot.itemCount() - 1));
        QVERIFY(text && text->text().contains(QStringLiteral("neuron")));
    }

    void whatIsShownIsExportedInEveryFormat_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QByteArray>("begin");
        QTest::newRow("png") << "png" << QByteArray("\x89PNG");
        QTest::newRow("pdf") << "pdf" << QByteArray("%PDF-");
        QTest::newRow("svg") << "svg" << QByteArray("<?xml");
        QTest::newRow("csv") << "csv" << QByteArray("scheme,neurons,mean,low95,high95\nregular,1,");
    }
    void whatIsShownIsExportedInEveryFormat()
    {
        QFETCH(QString, suffix);
        QFETCH(QByteArray, begin);
        run(planOf({"regular"}, {1, 2}, 20));
        const QString file = path("plot.") + suffix;
        _window->exportTo(file);
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(file), patience);
        const std::string content = readFile(file.toStdString());
        QVERIFY(content.starts_with(begin.toStdString()));
        if (suffix == "png") {
            // On paper, whatever the window's theme is.
            const QImage image(file);
            QVERIFY(image.pixelColor(2, 2).lightness() > 200);
        }
        const StudyCurves* curves = _window->findChild<StudyCurves*>();
        QVERIFY2(curves->title().contains("20 samples") && curves->title().contains("seed"),
                 qPrintable(curves->title()));
        if (suffix == "svg")
            QVERIFY(QString::fromStdString(content).contains(curves->title()));
        // The window's own plot has no heading.
        QCOMPARE(curves->plot().plotLayout()->rowCount(), 1);
    }

    void whatCannotBeStudiedIsSaid()
    {
        StudyPlan plan = planOf({"regular"}, {5}, 10);
        plan.metrics.clear();
        form().setPlan(plan);
        _window->run(path("nothing"));
        QVERIFY(!_window->isRunning());
        QVERIFY(_window->message().contains("at least one"));

        plan.metrics = {"dr"};
        form().setPlan(plan);
        QTest::keyClicks(_window->findChild<QLineEdit*>("studyNeurons"), "x");
        _window->run(path("nothing"));
        QVERIFY(_window->message().contains("5x"));
        QVERIFY(!QFileInfo::exists(path("nothing")));
    }

    void theFormSpeaksOfModelsAndSchemesByTheirNames()
    {
        const StudyPlan plan = planOf({"regular", "low-active-random"}, {5}, 10);
        form().setPlan(plan);
        form().setModels({{"mnist", "Handwritten digits"}});
        const auto* models = _window->findChild<QListWidget*>("studyModels");
        QCOMPARE(models->findItems("Handwritten digits", Qt::MatchExactly).size(), 1);
        QVERIFY(models->findItems("mnist", Qt::MatchExactly).isEmpty());
        const auto* schemes = _window->findChild<QListWidget*>("studySchemes");
        QCOMPARE(schemes->findItems("Quiet neurons at random", Qt::MatchExactly).size(), 1);
        QVERIFY(form().plan() == plan);
    }

    void theFormOffersOnlyWhatTheModelsCanDoAndSaysWhyNot()
    {
        StudyPlan plan = planOf({"regular", "low-active"}, {5}, 10);
        plan.metrics = {"dr", "critic"};
        plan.models = {"mnist"};
        // Apart from the window, which tells its form of the models that there really are.
        StudyForm form;
        form.setModels({{"mnist", "Handwritten digits", {MetricNeed::Critic}},
                        {"paintings", "Paintings", {MetricNeed::Encoder, MetricNeed::References}},
                        {"plain", "Plain", {MetricNeed::Critic}, false},
                        {"unsorted", "Unsorted", {MetricNeed::Dataset}, true, false}});
        form.setPlan(plan);
        const auto* metrics = form.findChild<QListWidget*>("studyMetrics");
        const auto critic = metrics->findItems("critic", Qt::MatchContains);
        QVERIFY(!critic.isEmpty());
        QVERIFY(!(critic.front()->flags() & Qt::ItemIsEnabled));
        QVERIFY2(critic.front()->text().endsWith("needs a critic"), qPrintable(critic.front()->text()));
        QVERIFY(critic.front()->toolTip().contains("Handwritten digits"));
        QCOMPARE(form.plan().metrics, std::vector<std::string>{"dr"}); // and this can be run

        // Another model: what was wished comes back, and what it lacks goes.
        auto* models = form.findChild<QListWidget*>("studyModels");
        models->findItems("Handwritten digits", Qt::MatchExactly).front()->setCheckState(Qt::Unchecked);
        models->findItems("Paintings", Qt::MatchExactly).front()->setCheckState(Qt::Checked);
        QCOMPARE(form.plan().metrics, std::vector<std::string>{"critic"});

        models->findItems("Paintings", Qt::MatchExactly).front()->setCheckState(Qt::Unchecked);
        models->findItems("Plain", Qt::MatchExactly).front()->setCheckState(Qt::Checked);
        const auto* schemes = form.findChild<QListWidget*>("studySchemes");
        const auto low = schemes->findItems("Quiet neurons", Qt::MatchStartsWith);
        QVERIFY(!(low.front()->flags() & Qt::ItemIsEnabled));
        QVERIFY(low.front()->text().contains("needs a profile"));
        QCOMPARE(form.plan().schemes.size(), std::size_t(1));

        models->findItems("Plain", Qt::MatchExactly).front()->setCheckState(Qt::Unchecked);
        models->findItems("Unsorted", Qt::MatchExactly).front()->setCheckState(Qt::Checked);
        QCOMPARE(schemes->findItems("needs training pictures with classes", Qt::MatchContains).size(), 1);
        QVERIFY(!metrics->findItems("needs the pictures it was trained on", Qt::MatchContains).isEmpty());
    }

    void aModelWithoutTheUsualMetricIsOfferedAnother()
    {
        StudyPlan plan = planOf({"regular"}, {5}, 10);
        plan.metrics = {"dr"};
        plan.models = {"paintings"};
        StudyForm form;
        form.setModels({{"paintings",
                         "Paintings",
                         {MetricNeed::Encoder, MetricNeed::References, MetricNeed::InDomainSvm,
                          MetricNeed::Classifier}}});
        form.setPlan(plan);
        QCOMPARE(form.plan().metrics.size(), std::size_t(1));
        QVERIFY(form.plan().metrics.front() != "dr");
    }

    void aSchemeWithParametersIsAddedByTypingIt()
    {
        auto* another = _window->findChild<QLineEdit*>("anotherScheme");
        QTest::keyClicks(another, "cluster:chosen=3");
        QTest::keyClick(another, Qt::Key_Return);
        form().setModels({{"mnist", "Handwritten digits"}});
        StudyPlan plan = planOf({"regular"}, {5}, 10);
        plan.schemes.push_back(studyScheme("cluster:chosen=3", {}));
        const auto* schemes = _window->findChild<QListWidget*>("studySchemes");
        const auto items = schemes->findItems("Resting clusters, resting ones 3", Qt::MatchExactly);
        QCOMPARE(items.size(), 1);
        QCOMPARE(items[0]->checkState(), Qt::Checked);
        form().setPlan(plan);
        QVERIFY(form().plan() == plan);
        QTest::keyClicks(another, "clusters:chosen=3");
        QTest::keyClick(another, Qt::Key_Return);
        QVERIFY(_window->message().contains("clusters"));
    }

    void aStudyOfManyWaysFitsItsWindow()
    {
        StudyPlan plan = planOf({"regular"}, {5}, 10);
        plan.metrics = {"dr", "kns1"};
        for (int share = 1; share <= 60; ++share)
            plan.schemes.push_back(studyScheme("noisy:share=" + std::to_string(share), {}));
        run(plan);
        const QList<StudyPlot*> plots = _window->findChildren<StudyPlot*>();
        QVERIFY(plots.size() >= 4);
        for (StudyPlot* plot : plots) {
            plot->plot().replot();
            plot->plot().updateGeometry(); // as showing its tab does
            QVERIFY2(plot->minimumSizeHint().height() < 600, plot->metaObject()->className());
        }
    }

    void ofManyWaysWithFewerNeuronsSomeAreSaid()
    {
        StudyPlan plan = planOf({}, {500}, 10);
        for (int i = 1; i <= 60; ++i) {
            plan.schemes.push_back(studyScheme("low-active", {}));
            plan.schemes.back().call.gamma = 1.0 + i / 100.0;
            plan.schemes.back().label += ' ' + std::to_string(i);
        }
        run(plan);
        const auto* note = _window->findChild<QLabel*>("studyNote");
        QVERIFY2(note->text().endsWith("\n… and 54 more such lines"), qPrintable(note->text()));
        QCOMPARE(note->text().count('\n'), 6);
    }

    void samplesWithFewerNeuronsThanAskedForAreSaid()
    {
        run(planOf({"low-active"}, {5, 500}, 40));
        const QString note = _window->findChild<QLabel*>("studyNote")->text();
        QVERIFY2(note.contains("Quiet neurons, 500 neurons: not as many qualified for 40 of 40"),
                 qPrintable(note));
        QVERIFY(!note.contains("5 neurons: not as many qualified for 0"));
    }

    void closingTheProgramDuringAStudyKeepsWhatIsFinished()
    {
        form().setPlan(planOf({"regular"}, {1, 2, 3, 4, 5}, 1000));
        _window->run(path("closed"));
        const QString parts = path("closed/parts");
        QTRY_VERIFY_WITH_TIMEOUT(!QDir(parts).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty(),
                                 patience);
        _window.reset();
        const Study study(path("closed").toStdString());
        QVERIFY(study.finishedParts().first <= study.finishedParts().second);
    }

    void aTableIsExportedAsNumbersOnly()
    {
        run(planOf({"regular"}, {5}, 20));
        tabs().setCurrentIndex(0);
        _window->exportTo(path("table.png"));
        QVERIFY2(_window->message().contains("use .csv"), qPrintable(_window->message()));
        QVERIFY(!_window->message().contains(".png, .pdf"));
    }

    void labelsOfPeopleAreShownBesideThePublishedNumbers()
    {
        const QString table = judgedPictures();
        run(planOf({"regular"}, {1, 2}, 20));
        QVERIFY(button("openLabels")->isEnabled());
        _window->runLabels(table);
        QVERIFY(_window->isRunning());
        QVERIFY(!button("openLabels")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(!_window->isRunning(), patience);
        QCOMPARE(_window->message(), QString());
        QVERIFY(!_window->study());

        const QTableWidget& shown = _window->findChild<StudyTable*>()->table();
        QVERIFY(shown.isVisible());
        const auto cell = [&](int row, int column) { return shown.item(row, column)->text(); };
        const auto number = [](double value) { return QLocale().toString(value, 'f', 3); };
        // Two schemes by four labels, two tests, and means of four metrics for the three labels that were
        // given.
        QCOMPARE(shown.rowCount(), 8 + 2 + 4 * 3);
        QCOMPARE(cell(0, 0), QString("Handwritten digits"));
        QCOMPARE(cell(0, 1), QString("Quiet neurons"));
        QCOMPARE(cell(0, 2), QString("L1 creative"));
        QCOMPARE(cell(0, 4), number(0.39));
        QCOMPARE(cell(0, 5), number(0.75));
        QCOMPARE(cell(8, 1), QString("Quiet neurons / Regular"));
        QCOMPARE(cell(10, 3), QString("How odd (D_r)"));
        QCOMPARE(cell(10, 4), number(5.361));
        QVERIFY(_window->findChild<QLabel*>("studyNote")->text().contains("There is no classifier"));
        for (int tab = 0; tab < tabs().count(); ++tab)
            QCOMPARE(tabs().isTabVisible(tab), tab == 0);
        _window->exportTo(path("labels-shown.csv"));
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(path("labels-shown.csv")), patience);
        QVERIFY(readFile(path("labels-shown.csv").toStdString())
                    .starts_with("model,number,scheme,label,metric,measured,published,pictures\n"
                                 "mnist,share,low-active,L1,,0.75,0.39,4\n"));

        run(planOf({"regular"}, {1, 2}, 20));
        for (int tab = 0; tab < tabs().count(); ++tab)
            QVERIFY(tabs().isTabVisible(tab));
    }

    void labelsThatCannotBeUsedAreSaidAndTheStudyStays()
    {
        run(planOf({"regular"}, {5}, 20));
        writeFile(path("bad.csv").toStdString(), "picture,label\nno-such.png,L1\n");
        _window->runLabels(path("bad.csv"));
        QTRY_VERIFY_WITH_TIMEOUT(!_window->isRunning(), patience);
        QVERIFY2(_window->message().contains("bad.csv, line 2: there is no picture"),
                 qPrintable(_window->message()));
        QVERIFY(_window->study());
        QCOMPARE(_window->findChild<QLabel*>("studyState")->text(), QString());
    }

private:
    /// Four low-active pictures, three of them creative and one novel, and four regular ones, which are
    /// neither; the path of their table.
    QString judgedPictures() const
    {
        Instrument instrument(findModel("mnist"));
        std::string table = "picture,label\n";
        for (const char* scheme : {"low-active", "regular"}) {
            SchemeCall call;
            call.name = scheme;
            const auto recipes = instrument.sample(call, 1, 0, 4);
            const auto pictures = instrument.decoder().renderImages(recipes);
            for (std::size_t i = 0; i < recipes.size(); ++i) {
                const std::string name = scheme + std::to_string(i) + ".png";
                writeFile(path(QString::fromStdString(name)).toStdString(),
                          withRecipe(encodePng(pictures[i]), recipes[i]));
                table += name + (call.name == "regular" ? ",L3\n" : i == 0 ? ",L2\n" : ",L1\n");
            }
        }
        writeFile(path("labels.csv").toStdString(), table);
        return path("labels.csv");
    }
    QString path(const QString& name) const { return _folder->filePath(name); }
    QPushButton* button(const char* name) const { return _window->findChild<QPushButton*>(name); }
    StudyForm& form() const { return *_window->findChild<StudyForm*>(); }
    QTabWidget& tabs() const { return *_window->findChild<QTabWidget*>("studyTabs"); }
    void setSamples(int samples) const { _window->findChild<QSpinBox*>("studySamples")->setValue(samples); }
    void run(const StudyPlan& plan)
    {
        form().setPlan(plan);
        _window->run(path("study"));
        QVERIFY(_window->isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(_window->study() != nullptr, patience);
    }

    std::unique_ptr<QTemporaryDir> _folder;
    ModelLibrary _models;
    std::unique_ptr<StudyWindow> _window;
};

QTEST_MAIN(StudyWindowTest)
#include "study_window_test.moc"
