// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_dialog.h"

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/model/model_folder.h"
#include "core/picture/picture_file.h"
#include "ui/pictures/picture_box.h"
#include "ui/training/training_curve.h"
#include "ui/training/training_form.h"
#include "ui/training/training_results.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace flipside;

namespace {

constexpr int patience = 120000;
constexpr int pictureCount = 40;

/// A picture of one colour with a bright square somewhere, wider than high.
Image spot(Random& random)
{
    Image image{3, 20, 30, {}};
    image.pixels.assign(image.size(), 0.2f);
    const std::size_t top = random.below(12);
    const std::size_t left = 5 + random.below(12);
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t y = top; y < top + 8; ++y)
            for (std::size_t x = left; x < left + 8; ++x)
                image.pixels[(c * 20 + y) * 30 + x] = c == 0 ? 0.9f : 0.6f;
    return image;
}

} // namespace

class TrainingDialogTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void picturesAreLookedOverAndProposalsMade();
    void whatIsNoFolderOfPicturesIsSaid();
    void aTrainingBecomesAModel();
    void stopAndKeepMakesAModelOfTheBestEpochSoFar();
    void aPausedTrainingHoldsStill();
    void closingTheDialogStopsTheTraining();
    void aTrainingGoesOnAfterTheProgramWasClosed();
    void aStoppedTrainingCanBeKeptAsItIs();
    void discardingLeavesNothing();
    void stoppingBeforeTheFirstEpochLeavesNothing();
    void noTwoProgramsTrainInOneFolder();

private:
    std::filesystem::path pictures() const { return _pictures.path().toStdString(); }
    std::filesystem::path root() const { return _folder->path().toStdString(); }
    std::filesystem::path model() const { return root() / "spots"; }

    /// A dialog whose form is filled in, with as many epochs.
    std::unique_ptr<TrainingDialog> filled(int epochs)
    {
        auto dialog = std::make_unique<TrainingDialog>(root());
        dialog->show();
        field<QComboBox>(*dialog, "trainingSize")->setCurrentIndex(0);
        dialog->form().setData(_pictures.path());
        if (!QTest::qWaitFor([&] { return said(*dialog).contains("41"); }, patience))
            qFatal("the pictures were not looked over");
        field<QSpinBox>(*dialog, "trainingEpochs")->setValue(epochs);
        field<QLineEdit>(*dialog, "trainingName")->selectAll();
        QTest::keyClicks(field<QLineEdit>(*dialog, "trainingName"), "Spots");
        return dialog;
    }
    template <typename Widget>
    static Widget* field(TrainingDialog& dialog, const char* name)
    {
        auto* found = dialog.findChild<Widget*>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    /// What is said of the chosen pictures.
    static QString said(TrainingDialog& dialog) { return field<QLabel>(dialog, "trainingFound")->text(); }
    static void click(TrainingDialog& dialog, const char* name)
    {
        auto* button = field<QPushButton>(dialog, name);
        QVERIFY(button->isVisible() && button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    /// Trains for an epoch or more of very many, and closes the dialog.
    void stopInTheMiddle()
    {
        const auto dialog = filled(100000);
        click(*dialog, "beginTraining");
        QTRY_VERIFY_WITH_TIMEOUT(dialog->results().curve().count() > 0, patience);
        dialog->close();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), patience);
    }

    QTemporaryDir _pictures;
    std::unique_ptr<QTemporaryDir> _folder;
};

void TrainingDialogTest::initTestCase()
{
    Random random(1);
    for (int i = 0; i < pictureCount; ++i)
        writePng(pictures() / (std::to_string(100 + i) + ".png"), spot(random));
    writeFile(pictures() / "broken.jpg", "no picture");
}

void TrainingDialogTest::init()
{
    _folder = std::make_unique<QTemporaryDir>();
    QCoreApplication::setOrganizationName("Flipside");
    QCoreApplication::setApplicationName("Flipside");
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, _folder->path());
}

void TrainingDialogTest::picturesAreLookedOverAndProposalsMade()
{
    TrainingDialog dialog(root());
    dialog.show();
    QVERIFY(dialog.results().sheet().picture().isNull());
    dialog.form().setData(_pictures.path());
    QTRY_VERIFY_WITH_TIMEOUT(said(dialog).contains("41"), patience);
    // Four by four of the usual 64 pixels.
    QCOMPARE(dialog.results().sheet().picture().width(), 4 * 64 + 3 * 2);
    QCOMPARE(dialog.results().sheet().picture().pixelColor(0, 0), QColor(51, 51, 51));
    QCOMPARE(field<QComboBox>(dialog, "trainingArchitecture")->currentText(), QString("Autoencoder"));
    QCOMPARE(field<QLineEdit>(dialog, "trainingName")->text().toLower(),
             QDir(_pictures.path()).dirName().toLower());
    const TrainingPlan plan = dialog.form().plan();
    QCOMPARE(plan.data, _pictures.path());
    QCOMPARE(plan.options.batch, 16);
    QVERIFY(plan.options.epochs > 100); // of so few pictures
    QVERIFY(plan.options.mirror);
    field<QComboBox>(dialog, "trainingArchitecture")->setCurrentText("Generator and critic");
    QVERIFY(dialog.form().plan().options.epochs > plan.options.epochs);
}

void TrainingDialogTest::whatIsNoFolderOfPicturesIsSaid()
{
    TrainingDialog dialog(root());
    dialog.show();
    click(dialog, "beginTraining");
    QVERIFY2(dialog.message().contains("Choose"), qPrintable(dialog.message()));
    dialog.form().setData(_folder->path());
    QTRY_VERIFY_WITH_TIMEOUT(said(dialog).contains("no pictures in"), patience);
    click(dialog, "beginTraining");
    QVERIFY2(dialog.message().contains("no pictures in"), qPrintable(dialog.message()));
    QVERIFY(!dialog.isRunning());
    writeFile(root() / "only.jpg", "no picture");
    dialog.form().setData(_folder->path());
    QTRY_VERIFY_WITH_TIMEOUT(said(dialog).contains("None of these"), patience);
}

void TrainingDialogTest::aTrainingBecomesAModel()
{
    const auto dialog = filled(2);
    QSignalSpy trained(dialog.get(), &TrainingDialog::trained);
    click(*dialog, "beginTraining");
    QVERIFY(dialog->isRunning());
    QTRY_COMPARE_WITH_TIMEOUT(trained.count(), 1, patience);
    QCOMPARE(trained.front().at(0).toString(), QString::fromStdString(model().string()));
    QCOMPARE(trained.front().at(1).toString(), _pictures.path());
    const ModelFolder folder(model());
    QCOMPARE(folder.card().name, std::string("Spots"));
    QCOMPARE(folder.card().height, 16);
    QVERIFY(folder.hasEncoder());
    QVERIFY(!dialog->isVisible());
    QCOMPARE(dialog->results().curve().count(), 2);
    QCOMPARE(dialog->findChild<QWidget*>("trainingSkipped")->toolTip(), QString()); // of the next one
    QVERIFY(!TrainingPlan::remembered());

    // Another one of the same name does not touch it.
    dialog->show();
    QTRY_VERIFY_WITH_TIMEOUT(said(*dialog).contains("41"), patience);
    click(*dialog, "beginTraining");
    QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QWidget*>("trainingSkipped")->toolTip() == "broken.jpg",
                             patience);
    QTRY_COMPARE_WITH_TIMEOUT(trained.count(), 2, patience);
    QCOMPARE(ModelFolder(root() / "spots-2").card().name, std::string("Spots-2")); // told apart in lists
}

void TrainingDialogTest::stopAndKeepMakesAModelOfTheBestEpochSoFar()
{
    const auto dialog = filled(100000);
    QSignalSpy trained(dialog.get(), &TrainingDialog::trained);
    click(*dialog, "beginTraining");
    QVERIFY(!field<QPushButton>(*dialog, "keepTraining")->isEnabled()); // nothing to keep yet
    QTRY_VERIFY_WITH_TIMEOUT(dialog->results().curve().count() >= 2, patience);
    click(*dialog, "keepTraining");
    QTRY_COMPARE_WITH_TIMEOUT(trained.count(), 1, patience);
    QVERIFY(std::stoi(ModelFolder(model()).card().provenance.at("epochs")) >= 2);
}

void TrainingDialogTest::aPausedTrainingHoldsStill()
{
    const auto dialog = filled(100000);
    click(*dialog, "beginTraining");
    QTRY_VERIFY_WITH_TIMEOUT(dialog->results().curve().count() > 0, patience);
    click(*dialog, "pauseTraining");
    QTest::qWait(500); // for the step under way
    const qsizetype before = dialog->results().curve().count();
    QTest::qWait(1500);
    QVERIFY(dialog->results().curve().count() <= before + 1);
    const qsizetype held = dialog->results().curve().count();
    click(*dialog, "pauseTraining");
    QTRY_VERIFY_WITH_TIMEOUT(dialog->results().curve().count() > held, patience);
}

void TrainingDialogTest::closingTheDialogStopsTheTraining()
{
    const auto dialog = filled(100000);
    QSignalSpy noticed(dialog.get(), &TrainingDialog::noticed);
    click(*dialog, "beginTraining");
    QTRY_VERIFY_WITH_TIMEOUT(dialog->results().curve().count() > 0, patience);
    QVERIFY(!dialog->results().sheet().picture().isNull());
    dialog->close();
    QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), patience);
    QCOMPARE(noticed.count(), 1);
    QVERIFY(noticed.front().front().toString().contains("Spots"));
    QVERIFY(hasCheckpoint(model()));
    dialog->show();
    QVERIFY2(dialog->state().contains("stopped after epoch"), qPrintable(dialog->state()));
    QVERIFY(!dialog->form().isEnabled());
}

void TrainingDialogTest::aTrainingGoesOnAfterTheProgramWasClosed()
{
    {
        // The program is closed in the middle.
        const auto dialog = filled(100000);
        click(*dialog, "beginTraining");
        QTRY_VERIFY_WITH_TIMEOUT(dialog->results().curve().count() > 0, patience);
    }
    QVERIFY(TrainingDialog::notice().contains("Spots"));
    const int done = TrainingPlan::remembered()->epochsDone;
    QVERIFY(done > 0);
    TrainingDialog again(root());
    again.show();
    QVERIFY2(again.state().contains("Spots"), qPrintable(again.state()));
    QCOMPARE(field<QSpinBox>(again, "trainingEpochs")->value(), 100000);
    QVERIFY(!again.results().sheet().picture().isNull());
    QVERIFY2(!again.results().curve().isVisible(), "an empty plot says nothing");
    click(again, "goOnTraining");
    QTRY_VERIFY_WITH_TIMEOUT(again.results().curve().count() > 0, patience);
    QVERIFY(again.results().curve().isVisible());
    QVERIFY(TrainingPlan::remembered()->epochsDone > done);
}

void TrainingDialogTest::aStoppedTrainingCanBeKeptAsItIs()
{
    stopInTheMiddle();
    const int done = TrainingPlan::remembered()->epochsDone;
    TrainingDialog again(root());
    again.show();
    QSignalSpy trained(&again, &TrainingDialog::trained);
    click(again, "keepTraining");
    QTRY_COMPARE_WITH_TIMEOUT(trained.count(), 1, patience);
    const int epochs = std::stoi(ModelFolder(model()).card().provenance.at("epochs"));
    QVERIFY(epochs == done || epochs == done + 1); // one that had ended as the dialog was closed
}

void TrainingDialogTest::discardingLeavesNothing()
{
    stopInTheMiddle();
    TrainingDialog again(root());
    again.show();
    again.discard();
    QVERIFY(!std::filesystem::exists(model()));
    QVERIFY(TrainingDialog::notice().isEmpty());
    QVERIFY(again.form().isEnabled());
    QVERIFY(field<QPushButton>(again, "beginTraining")->isVisible());
}

void TrainingDialogTest::stoppingBeforeTheFirstEpochLeavesNothing()
{
    const auto dialog = filled(2);
    dialog->begin();
    dialog->cancel();
    QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), patience);
    QVERIFY2(dialog->state().contains("nothing was kept"), qPrintable(dialog->state()));
    QVERIFY(!std::filesystem::exists(model()));
    QVERIFY(dialog->form().isEnabled());
}

void TrainingDialogTest::noTwoProgramsTrainInOneFolder()
{
    stopInTheMiddle();
    TrainingDialog one(root());
    TrainingDialog other(root());
    one.show();
    other.show();
    one.goOn();
    QVERIFY(one.isRunning());
    other.goOn();
    QVERIFY(!other.isRunning());
    QVERIFY2(other.message().contains("another window"), qPrintable(other.message()));
    other.discard();
    QVERIFY(hasCheckpoint(model()));
}

QTEST_MAIN(TrainingDialogTest)
#include "training_dialog_test.moc"
