// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/instrument/instrument.h"
#include "core/instrument/measurer.h"
#include "core/labels/label_report.h"
#include "core/labels/published_labels.h"
#include "core/picture/picture_file.h"
#include "core/recipe/recipe_picture.h"
#include "core/study/ready_study.h"
#include "tests/core/support/sentence.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

using namespace flipside;
using flipside::test::sentenceOf;

namespace {

MeasuredPicture pictureOf(const std::string& scheme, PictureLabel label, double value)
{
    MeasuredPicture picture;
    picture.scheme = scheme;
    picture.labelled.label = label;
    picture.labelled.consensus = true;
    picture.values = {value};
    return picture;
}

/// So many pictures of a scheme with each label, whose one metric is the scheme's number plus the label's.
void add(ModelLabels& labels, const std::string& scheme, const LabelCounts& counts, double number)
{
    for (const PictureLabel label : pictureLabels)
        for (std::size_t i = 0; i < counts[std::size_t(label)]; ++i)
            labels.pictures.push_back(pictureOf(scheme, label, number + double(label)));
}

bool hasNote(const ModelLabels& labels, const char* words)
{
    return std::any_of(labels.notes.begin(), labels.notes.end(),
                       [&](const std::string& note) { return note.find(words) != std::string::npos; });
}

} // namespace

class PictureLabelsTest : public QObject {
    Q_OBJECT

private slots:
    void init() { _folder = std::make_unique<QTemporaryDir>(); }

    void aTableIsReadHoweverItIsWritten_data()
    {
        QTest::addColumn<QString>("table");
        QTest::newRow("plain") << "picture,annotator,label\na/1.png,Ann,L1\nb.png,Bob,L3\n";
        QTest::newRow("carriage returns, no last line end")
            << "picture,annotator,label\r\na/1.png,Ann,L1\r\nb.png,Bob,L3";
        QTest::newRow("another order, quotes, a column more")
            << "label,\"picture\",time,annotator\nL1,\"a/1.png\",\"1,5\",Ann\n\nL3,b.png,2,\"Bob\"\n";
        QTest::newRow("a mark at the beginning, words, spaces")
            << "\xEF\xBB\xBFPicture, Annotator, Label\na/1.png,Ann,Creative\n./b.png,Bob, not novel or "
               "creative \n";
    }
    void aTableIsReadHoweverItIsWritten()
    {
        QFETCH(QString, table);
        const auto judgements = read(table);
        QCOMPARE(judgements.size(), 2u);
        QCOMPARE(judgements[0].picture, std::filesystem::path("a/1.png"));
        QCOMPARE(judgements[0].annotator, std::string("Ann"));
        QVERIFY(judgements[0].label == PictureLabel::Creative);
        QCOMPARE(judgements[1].picture, std::filesystem::path("b.png"));
        QCOMPARE(judgements[1].annotator, std::string("Bob"));
        QVERIFY(judgements[1].label == PictureLabel::NotNovel);
    }

    void quotedCellsHoldCommasQuotesAndLineBreaks()
    {
        const auto judgements =
            read("picture,annotator,label\n\"a,\"\"b\"\".png\",\"Ann\nB.\",L2\nc.png,C,L4\n");
        QCOMPARE(judgements[0].picture, std::filesystem::path("a,\"b\".png"));
        QCOMPARE(judgements[0].annotator, std::string("Ann\nB."));
        QCOMPARE(judgements[1].line, 4u);
    }

    void labelsAreCodesOrThePapersWords()
    {
        const std::pair<const char*, PictureLabel> known[] = {
            {"L1", PictureLabel::Creative},
            {"creative", PictureLabel::Creative},
            {"l2", PictureLabel::Novel},
            {"novel", PictureLabel::Novel},
            {"novel but not creative", PictureLabel::Novel},
            {"L3", PictureLabel::NotNovel},
            {"neither", PictureLabel::NotNovel},
            {"not novel", PictureLabel::NotNovel},
            {"not novel or creative", PictureLabel::NotNovel},
            {"L4", PictureLabel::Inconclusive},
            {"INCONCLUSIVE", PictureLabel::Inconclusive},
        };
        for (const auto& [text, label] : known)
            QVERIFY2(pictureLabelFrom(text) == label, text);
        for (const char* text : {"", "L5", "L", "nice", "creative?"})
            QVERIFY_THROWS_EXCEPTION(ArgumentError, (void)pictureLabelFrom(text));
    }

    void whatCannotBeReadIsSaidWithItsLine_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("said");
        QTest::newRow("nothing") << ""
                                 << "is empty";
        QTest::newRow("only empty lines") << "\n\n"
                                          << "is empty";
        QTest::newRow("no judgement") << "picture,label\n"
                                      << "holds no judgement";
        QTest::newRow("no header") << "a.png,Ann,L1\n"
                                   << "line 1: there is no column called \"picture\"";
        QTest::newRow("no labels") << "picture,annotator\na.png,Ann\n"
                                   << "line 1: there is no column called \"label\"";
        QTest::newRow("unknown label") << "picture,label\na.png,L1\nb.png,great\n"
                                       << "line 3: \"great\" is no label";
        QTest::newRow("short row") << "picture,annotator,label\na.png,Ann\n"
                                   << "line 2: \"\" is no label";
        QTest::newRow("no picture") << "picture,label\n,L1\n"
                                    << "line 2: no picture is named";
        QTest::newRow("twice") << "picture,annotator,label\na.png,Ann,L1\nb.png,Ann,L1\n./a.png,Ann,L2\n"
                               << "line 4: Ann has judged a.png already, in line 2";
        QTest::newRow("open quote") << "picture,label\na.png,L1\n\"b.png,L1\nc.png,L1\n"
                                    << "line 3: a quote is not closed";
        QTest::newRow("after a quote") << "picture,label\n\"a\".png,L1\n"
                                       << "line 2: something follows a closing quote";
    }
    void whatCannotBeReadIsSaidWithItsLine()
    {
        QFETCH(QString, table);
        QFETCH(QString, said);
        const QString sentence = sentenceOf([&] { (void)read(table); });
        QVERIFY2(sentence.contains(said), qPrintable(sentence));
        QVERIFY2(sentence.contains("labels.csv"), qPrintable(sentence));
    }

    void consensusIsWhatEnoughPeopleSayAndMoreThanAnythingElse()
    {
        QVERIFY(consensusOf({3, 0, 0, 0}, 3) == PictureLabel::Creative);
        QVERIFY(consensusOf({2, 4, 3, 0}, 3) == PictureLabel::Novel);
        QVERIFY(consensusOf({0, 0, 0, 3}, 3) == PictureLabel::Inconclusive);
        QVERIFY(!consensusOf({2, 1, 1, 0}, 3));
        QVERIFY(!consensusOf({3, 3, 0, 0}, 3));
        QVERIFY(!consensusOf({0, 0, 0, 0}, 0));
    }

    void nineAnnotatorsAgreeUnlessTwoLabelsTie()
    {
        for (std::size_t a = 0; a <= 9; ++a)
            for (std::size_t b = 0; a + b <= 9; ++b)
                for (std::size_t c = 0; a + b + c <= 9; ++c) {
                    LabelCounts votes{a, b, c, 9 - a - b - c};
                    LabelCounts sorted = votes;
                    std::sort(sorted.begin(), sorted.end());
                    QCOMPARE(consensusOf(votes, paperConsensus).has_value(), sorted[3] > sorted[2]);
                }
    }

    void consensusIsThePapersUnlessFewerPeopleJudge()
    {
        const auto judgements = read("picture,annotator,label\na.png,Ann,L1\na.png,Bob,L1\nb.png,Ann,L2\n");
        const ConsensusLabels agreed = agreedLabels(judgements);
        QCOMPARE(agreed.needed, 2u);
        QVERIFY(agreed.pictures[0].consensus && agreed.pictures[0].label == PictureLabel::Creative);
        QVERIFY(!agreed.pictures[1].consensus && agreed.pictures[1].label == PictureLabel::Inconclusive);
        QVERIFY(agreedLabels(judgements, 1).pictures[1].label == PictureLabel::Novel);
        QString many = "picture,label\n";
        for (int i = 0; i < 9; ++i)
            many += "a.png,L2\n";
        QCOMPARE(agreedLabels(read(many)).needed, 3u);
        for (const std::size_t needed : {0u, 3u}) {
            const QString sentence = sentenceOf([&] { (void)agreedLabels(judgements, needed); });
            QVERIFY2(sentence.contains("ask for 1 to 2"), qPrintable(sentence));
        }
    }

    void sharesTestsAndMeansAreThoseWorkedOutByHand()
    {
        ModelLabels given;
        given.model = "mnist";
        given.metrics = {"dr"};
        add(given, "regular", {10, 3, 85, 2}, 1.0);
        add(given, "low-active", {39, 50, 11, 0}, 5.0);
        add(given, "random", {24, 46, 30, 0}, 4.0);
        const ModelLabels labels = withStatistics(given, 1);

        QCOMPARE(labels.schemes.size(), 3u);
        QCOMPARE(labels.schemes[0].scheme, std::string("low-active"));
        QCOMPARE(labels.schemes[0].share(PictureLabel::Creative), 0.39);
        QCOMPARE(labels.schemes[2].share(PictureLabel::NotNovel), 0.85);
        QVERIFY((labels.counts == LabelCounts{73, 99, 126, 2}));

        // Computed with scipy.stats.chi2_contingency, correction=False, and for G lambda_="log-likelihood".
        QCOMPARE(labels.tests.size(), 3u);
        QVERIFY((labels.tests[0].schemes == std::vector<std::string>{"low-active", "random", "regular"}));
        QVERIFY(std::abs(labels.tests[0].chiSquared.statistic - 132.7725197177252) < 1e-9);
        QVERIFY(std::abs(labels.tests[0].g.statistic - 150.64485328594145) < 1e-9);
        QCOMPARE(labels.tests[0].chiSquared.degreesOfFreedom, 6);
        QVERIFY((labels.tests[1].schemes == std::vector<std::string>{"low-active", "random"}));
        QVERIFY(std::abs(labels.tests[1].chiSquared.p - 0.0018894176039833976) < 1e-9);
        QVERIFY((labels.tests[2].schemes == std::vector<std::string>{"low-active", "regular"}));

        // Creative: 10 × 1, 39 × 5 and 24 × 4.
        QVERIFY(std::abs(*labels.means[0].means[0] - (10.0 + 195.0 + 96.0) / 73.0) < 1e-12);
        QVERIFY(std::abs(*labels.means[0].means[3] - 4.0) < 1e-12);
        QVERIFY(labels.creativity.has_value());
        QCOMPARE(labels.creativity->ofOneMetric, std::vector<double>{labels.creativity->accuracy});
        QVERIFY(labels.notes.empty());
    }

    void whatCannotBeToldIsANoteAndTheRestIsStillTold()
    {
        ModelLabels few;
        few.model = "mnist";
        few.metrics = {"dr"};
        add(few, "low-active", {4, 2, 1, 0}, 1.0);
        const ModelLabels labels = withStatistics(few, 1);
        QVERIFY(labels.tests.empty());
        QVERIFY(hasNote(labels, "All pictures are of one scheme (low-active)"));
        QVERIFY(!labels.creativity);
        QVERIFY(hasNote(labels,
                        "There is no classifier: cross-validation needs 10 creative pictures and as many "
                        "others, and there are 4 and 3"));
        QCOMPARE(labels.means.size(), 1u);
        QVERIFY(!labels.means[0].means[3]);

        ModelLabels alike;
        add(alike, "regular", {0, 0, 5, 0}, 1.0);
        add(alike, "random", {0, 0, 5, 0}, 1.0);
        for (MeasuredPicture& picture : alike.pictures)
            picture.values.clear();
        const ModelLabels told = withStatistics(alike, 1);
        QVERIFY(told.tests.empty());
        QVERIFY(hasNote(told, "the same label"));
        QVERIFY(hasNote(told, "Nothing can be measured"));
        LabelReport report{10, 1, 1, {told}};
        QVERIFY(toText(report).find("Share of each label") != std::string::npos);
        QVERIFY(toJson(report)["models"][0]["classifier"].is_null());
    }

    void picturesAreMeasuredAsAStudyMeasuresThem()
    {
        Instrument instrument(findModel("mnist-fashion"));
        std::vector<Recipe> recipes = instrument.sample({}, 3, 0, 2);
        recipes.push_back(instrument.sample({}, 3, 2, 1).front());
        recipes[1].scheme.reset(); // flipped by hand
        recipes[2].scheme.reset();
        recipes[2].edits.clear();
        const auto pictures = instrument.decoder().renderImages(recipes);
        QString table = "picture,label\n";
        for (std::size_t i = 0; i < recipes.size(); ++i) {
            const std::string name = std::to_string(i) + ".png";
            writeFile(path(name), withRecipe(encodePng(pictures[i]), recipes[i]));
            table += QString::fromStdString(name) + ",L1\n";
        }
        write(table);
        Progress progress;
        const LabelReport report = studyLabels(path("labels.csv"), {}, progress);
        QCOMPARE(report.models.size(), 1u);
        const ModelLabels& labels = report.models[0];
        QVERIFY((labels.metrics == std::vector<std::string>{"dr", "kns5", "in-domain", "ice", "ice:mnist",
                                                            "ice:fashion-mnist"}));
        const auto values = Measurer(instrument, labels.metrics).measure(pictures).values;
        for (std::size_t i = 0; i < recipes.size(); ++i)
            for (std::size_t m = 0; m < labels.metrics.size(); ++m)
                QVERIFY(std::abs(labels.pictures[i].values[m] - double(values[m][i])) <
                        1e-3 * std::max(1.0, std::abs(double(values[m][i]))));
        QCOMPARE(labels.pictures[0].scheme, std::string("low-active"));
        QCOMPARE(labels.pictures[1].scheme, std::string("by hand"));
        QCOMPARE(labels.pictures[2].scheme, std::string("regular"));
        for (const std::string& metric : labels.metrics)
            QCOMPARE(publishedMean("mnist-fashion", PictureLabel::Novel, metric).has_value(),
                     metric != "ice");
    }

    void whatCannotBeMeasuredIsSaidWithItsLine()
    {
        Instrument instrument(findModel("mnist"));
        Recipe recipe = instrument.sample({}, 1, 0, 1).front();
        const std::string png = encodePng(instrument.decoder().renderImages(std::span(&recipe, 1)).front());
        writeFile(path("good.png"), withRecipe(png, recipe));
        writeFile(path("bare.png"), png);
        recipe.model = "no-such-model";
        writeFile(path("stranger.png"), withRecipe(png, recipe));
        recipe.model = "mnist";
        recipe.z.pop_back();
        writeFile(path("short.png"), withRecipe(png, recipe));
        std::string damaged = withRecipe(png, recipe);
        damaged[60] ^= 1;
        writeFile(path("damaged.png"), damaged);
        for (const auto& [name, said] :
             {std::pair{"missing.png", "there is no picture"}, std::pair{"bare.png", "carries no recipe"},
              std::pair{"stranger.png", "there is no model called \"no-such-model\""},
              std::pair{"short.png", "the recipe's z has 49 numbers"},
              std::pair{"damaged.png", "carries a recipe that cannot be read"}}) {
            write(QString("picture,label\ngood.png,L1\n%1,L2\n").arg(name));
            Progress progress;
            const QString sentence = sentenceOf([&] { (void)studyLabels(path("labels.csv"), {}, progress); });
            QVERIFY2(sentence.contains("labels.csv, line 3: ") && sentence.contains(said),
                     qPrintable(sentence));
        }
    }

    void publishedSharesOfASchemeAddUp()
    {
        for (const char* model : {"mnist", "fashion-mnist", "mnist-fashion"})
            for (const char* scheme : {"regular", "noisy", "random", "low-active"}) {
                double sum = 0.0;
                for (const PictureLabel label : pictureLabels)
                    sum += publishedShare(model, scheme, label).value();
                QVERIFY2(std::abs(sum - 1.0) < 0.015, scheme); // each of them is rounded
            }
        QVERIFY(!publishedShare("wikiart", "regular", PictureLabel::Creative));
        QVERIFY(!publishedMean("mnist", PictureLabel::Creative, "kns1"));
    }

    void theStudyOfTable2HasThePublishedMeansOfL1AndL3()
    {
        const ReadyStudy study = findReadyStudy("table-2");
        QCOMPARE(study.published.size(), 26u); // 4 of each model, and a 5th of the union
        const auto isEntropyOfClothes = [](const PublishedNumber& number) {
            return number.model == "mnist-fashion" && number.scheme == "low-active" &&
                   number.metric == "ice:fashion-mnist" && number.value == 0.126;
        };
        QCOMPARE(std::ranges::count_if(study.published, isEntropyOfClothes), 1);
        for (const PublishedNumber& number : study.published)
            QCOMPARE(number.value, publishedMean(number.model,
                                                 number.scheme == "regular" ? PictureLabel::NotNovel
                                                                            : PictureLabel::Creative,
                                                 number.metric)
                                       .value());
    }

private:
    std::filesystem::path path(const std::string& name) const
    {
        return std::filesystem::path(_folder->path().toStdString()) / name;
    }
    void write(const QString& table) const { writeFile(path("labels.csv"), table.toStdString()); }
    std::vector<Judgement> read(const QString& table) const
    {
        write(table);
        return readJudgements(path("labels.csv"));
    }

    std::unique_ptr<QTemporaryDir> _folder;
};

QTEST_APPLESS_MAIN(PictureLabelsTest)
#include "picture_labels_test.moc"
