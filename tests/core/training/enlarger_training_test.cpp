// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/picture/picture_file.h"
#include "core/training/enlarger_training.h"
#include "tests/core/support/halves.h"
#include "tests/core/support/known_pictures.h"
#include "tests/core/support/sentence.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace flipside;

namespace {

void addStyles()
{
    QTest::addColumn<Enlarger::Style>("style");
    QTest::newRow("sharp") << Enlarger::Style::Sharp;
    QTest::newRow("painterly") << Enlarger::Style::Painterly;
}

} // namespace

class EnlargerTrainingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void trainingLowersTheLoss();
    void whatWasTrainedEnlarges_data() { addStyles(); }
    void whatWasTrainedEnlarges();
    void killedRunResumedEndsAsIfItHadNotBeenKilled_data() { addStyles(); }
    void killedRunResumedEndsAsIfItHadNotBeenKilled();
    void weightsOfTheOtherStyleAreBegunWith();
    void whatWasTrainedBeforeIsNotOverwritten();
    void picturesThatItCannotLearnFromAreRefused_data();
    void picturesThatItCannotLearnFromAreRefused();

private:
    std::filesystem::path path(const QString& name) const { return _folder.filePath(name).toStdString(); }
    std::vector<std::unique_ptr<Dataset>> data(int side = enlargerPartSide, int channels = 3) const
    {
        std::vector<std::unique_ptr<Dataset>> all;
        all.push_back(findDataset(path("pictures").string(), {channels, side, side, 1.0}));
        return all;
    }
    static EnlargerTrainingOptions options(Enlarger::Style style, int epochs, int steps)
    {
        EnlargerTrainingOptions chosen;
        chosen.style = style;
        chosen.epochs = epochs;
        chosen.steps = steps;
        return chosen;
    }

    QTemporaryDir _folder;
    Progress _progress;
};

void EnlargerTrainingTest::initTestCase()
{
    createFolder(path("pictures"));
    for (int i = 0; i < 20; ++i)
        writePng(path("pictures") / (std::to_string(i) + ".png"), test::shapes(90 + i, 90 + 3 * i));
}

void EnlargerTrainingTest::trainingLowersTheLoss()
{
    const EnlargerTrainingResult result =
        trainEnlarger(data(), path("learning"), options(Enlarger::Style::Sharp, 4, 30), _progress);
    QCOMPARE(result.losses.size(), 4u);
    QVERIFY(result.losses.back() < 0.9 * result.losses.front());
    QVERIFY(result.psnr > result.bicubicPsnr);
}

void EnlargerTrainingTest::whatWasTrainedEnlarges()
{
    QFETCH(Enlarger::Style, style);
    const EnlargerTrainingResult result =
        trainEnlarger(data(), path(QTest::currentDataTag()), options(style, 1, 2), _progress);
    QVERIFY(std::isfinite(result.losses.front()));
    const Image larger = Enlarger(result.file).enlarged(test::shapes(8, 9), _progress);
    // Two steps change next to nothing, and fresh weights make what a bicubic curve makes.
    QVERIFY(test::psnr(larger, test::bicubic(test::shapes(8, 9), 4)) > 40.0);
}

void EnlargerTrainingTest::killedRunResumedEndsAsIfItHadNotBeenKilled()
{
    QFETCH(Enlarger::Style, style);
    const QString name = QTest::currentDataTag();
    const auto whole = trainEnlarger(data(), path(name + "-whole"), options(style, 2, 4), _progress);
    StopAt stop(0.7);
    QVERIFY_THROWS_EXCEPTION(Cancelled,
                             trainEnlarger(data(), path(name + "-killed"), options(style, 2, 4), stop));
    EnlargerTrainingOptions resumed = options(style, 2, 4);
    resumed.resume = true;
    const auto ended = trainEnlarger(data(), path(name + "-killed"), resumed, _progress);
    QCOMPARE(ended.losses.size(), 1u);
    QCOMPARE(sha256OfFile(ended.file), sha256OfFile(whole.file));
}

void EnlargerTrainingTest::weightsOfTheOtherStyleAreBegunWith()
{
    const auto first =
        trainEnlarger(data(), path("first"), options(Enlarger::Style::Sharp, 1, 80), _progress);
    EnlargerTrainingOptions further = options(Enlarger::Style::Painterly, 1, 1);
    further.from = path("first") / "enlarger-sharp-checkpoint.pt";
    // A step of a hundredth of the largest size away from them.
    const auto second = trainEnlarger(data(), path("second"), further, _progress);
    const double gained = first.psnr - first.bicubicPsnr;
    QVERIFY2(gained > 0.02, qPrintable(QString::number(gained)));
    QVERIFY2(std::abs(second.psnr - first.psnr) < 0.3 * gained, qPrintable(QString::number(second.psnr)));
    further.from = path("nowhere.pt");
    QVERIFY_THROWS_EXCEPTION(ArgumentError, trainEnlarger(data(), path("third"), further, _progress));
}

void EnlargerTrainingTest::whatWasTrainedBeforeIsNotOverwritten()
{
    const auto train = [this] {
        return trainEnlarger(data(), path("again"), options(Enlarger::Style::Sharp, 1, 1), _progress);
    };
    const auto file = train().file;
    const std::string before = sha256OfFile(file);
    const QString sentence = test::sentenceOf(train);
    QVERIFY2(sentence.contains("enlarger-sharp-checkpoint.pt"), qPrintable(sentence));
    QCOMPARE(sha256OfFile(file), before);
}

void EnlargerTrainingTest::picturesThatItCannotLearnFromAreRefused_data()
{
    QTest::addColumn<int>("side");
    QTest::addColumn<int>("channels");
    QTest::newRow("small") << enlargerPartSide - 4 << 3;
    QTest::newRow("not a multiple of 4") << enlargerPartSide + 2 << 3;
    QTest::newRow("grey") << enlargerPartSide << 1;
}

void EnlargerTrainingTest::picturesThatItCannotLearnFromAreRefused()
{
    QFETCH(int, side);
    QFETCH(int, channels);
    QVERIFY_THROWS_EXCEPTION(ArgumentError, trainEnlarger(data(side, channels), path("refused"),
                                                          options(Enlarger::Style::Sharp, 1, 1), _progress));
    QVERIFY(!std::filesystem::exists(path("refused")));
}

QTEST_APPLESS_MAIN(EnlargerTrainingTest)
#include "enlarger_training_test.moc"
