// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/support/tiny_model.h"

#include <QColorSpace>
#include <QDirIterator>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstring>
#include <map>
#include <memory>

/// The command line's contract: what scripts and studies rely on.
class CliTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void trainingKeepsStandardOutputForResults();
    void trainedModelIsListedWithItsLayersFromLatentToImage();
    void sameSeedGivesTheSamePixels();
    void anotherSeedGivesOtherPixels();
    void npyHoldsPixelsBetweenZeroAndOne();
    void schemeTurnsOnAsManyNeuronsAsAsked_data();
    void schemeTurnsOnAsManyNeuronsAsAsked();
    void fewerNeuronsThanAskedForAreSaid();
    void printedRecipeRendersToTheSamePixels();
    void arrayOfRecipesRendersInItsOrder();
    void sheetShowsEveryPicture();
    void folderHoldsAPictureAndARecipeEach();
    void picturesAreEnlargedAndWrittenAsAsked();
    void aWrittenPictureCarriesItsRecipe();
    void enlargedPictureKeepsItsRecipe();
    void inkOnPaperIsEncodedAsTheModelsLightOnDark();
    void evaluationWritesOneRowForEachSchemeAndCount();
    void evaluationIsReproducibleFromItsSeed();
    void shardsMergeToExactlyTheWhole();
    void killedEvaluationGoesOnWhereItWas();
    void mpirunSharesTheWork();
    void shardsNeedAFolderAndTheirPlace();
    void fetchKnowsItsDatasets();
    void studiesAreListed();
    void matrixProductsUseWhatTheProcessorCanDo();
    void labelsOfPeopleAreComparedWithSchemesAndMetrics();
    void labelsThatCannotBeUsedAreSaid();
    void whatFlipsNothingNeedsNoProfile();
    void benchTimesTheWholeDecodeAndEveryLayer();
    void helpAndVersionAreResults();
    void resultsThatCannotBeWrittenAreAFailure();
    void anUnknownCommandIsNamed();

private:
    QString path(const QString& name) const { return _folder.filePath(name); }
    QByteArray render(const QStringList& more);
    QJsonObject tinyModel();

    std::unique_ptr<TinyModel> _model;
    QTemporaryDir _folder;
};

namespace {

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int filesBelow(const QString& folder)
{
    int files = 0;
    for (QDirIterator found(folder, {"*.json"}, QDir::Files, QDirIterator::Subdirectories); found.hasNext();
         ++files)
        found.next();
    return files;
}

QVector<float> npyPixels(const QByteArray& npy)
{
    const int begin = 10 + uchar(npy[8]) + 256 * uchar(npy[9]);
    QVector<float> pixels((npy.size() - begin) / int(sizeof(float)));
    std::memcpy(pixels.data(), npy.constData() + begin, pixels.size() * sizeof(float));
    return pixels;
}

} // namespace

void CliTest::initTestCase()
{
    _model = std::make_unique<TinyModel>();
    QCOMPARE(_model->training.status, 0);
    QVERIFY2(_model->profiling.status == 0, _model->profiling.err);
}

/// Renders 4 pictures of the tiny model, with `more` arguments, and returns the .npy file.
QByteArray CliTest::render(const QStringList& more)
{
    const Outcome outcome = cli(QStringList{"render", "--model", "tiny", "--npy", path("out.npy")} + more);
    if (outcome.status != 0)
        qWarning("%s", outcome.err.constData());
    return outcome.status == 0 ? content(path("out.npy")) : QByteArray();
}

QJsonObject CliTest::tinyModel()
{
    for (const QJsonValue model : cli({"models", "--json"}).json().array()) {
        if (model["id"] == "tiny")
            return model.toObject();
    }
    return {};
}

void CliTest::trainingKeepsStandardOutputForResults()
{
    QCOMPARE(_model->training.out, QByteArray());
    QVERIFY(!_model->training.err.isEmpty());
    QVERIFY(QFile::exists(_model->folder + "/card.json"));
    QVERIFY(QFile::exists(_model->folder + "/decoder.pt"));
    QVERIFY(QFile::exists(_model->folder + "/encoder.pt"));
}

void CliTest::trainedModelIsListedWithItsLayersFromLatentToImage()
{
    const QJsonObject model = tinyModel();
    QCOMPARE(model["image"]["channels"].toInt(), 1);
    QCOMPARE(model["image"]["height"].toInt(), 28);
    QCOMPARE(model["image"]["width"].toInt(), 28);
    QVERIFY(model["latent"]["prior"].isString());
    QVERIFY(model["latent"]["shape"].isArray());
    QVector<int> units;
    for (const QJsonValue layer : model["layers"].toArray()) {
        QVERIFY(!layer["id"].toString().isEmpty());
        QCOMPARE(layer["kind"].toString(), QString("dense"));
        QVERIFY(layer["dead"].toInt(-1) >= 0);
        units << layer["units"].toInt();
    }
    QCOMPARE(units, (QVector<int>{250, 500, 1000}));
}

void CliTest::sameSeedGivesTheSamePixels()
{
    const QStringList arguments{"--count", "4", "--seed", "11", "--scheme", "low-active"};
    const QByteArray first = render(arguments);
    QVERIFY(!first.isEmpty());
    QCOMPARE(render(arguments), first);
}

void CliTest::anotherSeedGivesOtherPixels()
{
    QVERIFY(render({"--count", "4", "--seed", "11"}) != render({"--count", "4", "--seed", "12"}));
}

void CliTest::npyHoldsPixelsBetweenZeroAndOne()
{
    const QByteArray npy = render({"--count", "3"});
    QVERIFY(npy.startsWith("\x93NUMPY"));
    QVERIFY(npy.contains("'<f4'"));
    QVERIFY(npy.contains("(3, 1, 28, 28)"));
    const QVector<float> pixels = npyPixels(npy);
    QCOMPARE(pixels.size(), 3 * 28 * 28);
    for (const float pixel : pixels)
        QVERIFY(pixel >= 0.0F && pixel <= 1.0F);
}

void CliTest::schemeTurnsOnAsManyNeuronsAsAsked_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<int>("asked");
    QTest::addColumn<int>("turnedOn");
    QTest::newRow("regular flips nothing") << "regular" << 5 << 0;
    QTest::newRow("random") << "random" << 5 << 5;
    QTest::newRow("random, one") << "random" << 1 << 1;
    QTest::newRow("random, many") << "random" << 25 << 25;
}

void CliTest::schemeTurnsOnAsManyNeuronsAsAsked()
{
    QFETCH(QString, scheme);
    QFETCH(int, asked);
    const QJsonValue third = tinyModel()["layers"][2]["id"]; // where schemes act, unless asked otherwise
    const Outcome outcome = cli({"render", "--model", "tiny", "--scheme", scheme, "--neurons",
                                 QString::number(asked), "--count", "3", "--json"});
    QVERIFY2(outcome.status == 0, outcome.err);
    QCOMPARE(outcome.json()["model"].toString(), QString("tiny"));
    const QJsonArray images = outcome.json()["images"].toArray();
    QCOMPARE(images.size(), 3);
    for (const QJsonValue image : images) {
        QVERIFY(image["dr"].toDouble() > 0.0);
        QCOMPARE(image["recipe"]["flipside"].toInt(), 1);
        QCOMPARE(image["recipe"]["model"].toString(), QString("tiny"));
        QCOMPARE(image["recipe"]["scheme"]["name"].toString(), scheme);
        const QJsonArray edits = image["recipe"]["edits"].toArray();
        QTEST(int(edits.size()), "turnedOn");
        for (const QJsonValue edit : edits) {
            QCOMPARE(edit["action"].toString(), QString("on"));
            QCOMPARE(edit["layer"], third);
        }
    }
}

void CliTest::fewerNeuronsThanAskedForAreSaid()
{
    const Outcome outcome = cli(
        {"render", "--model", "tiny", "--scheme", "random", "--neurons", "100000", "--count", "2", "--json"});
    QVERIFY2(outcome.status == 0, outcome.err);
    QVERIFY2(outcome.err.contains("not as many neurons qualified as --neurons asks for in 2 of 2 pictures"),
             outcome.err);
    QVERIFY(outcome.json()["images"][0]["recipe"]["edits"].toArray().size() > 0);
    QVERIFY2(cli({"render", "--model", "tiny", "--scheme", "regular", "--json"}).err.isEmpty(),
             "regular decoding flips nothing by design");
}

void CliTest::printedRecipeRendersToTheSamePixels()
{
    const QByteArray sampled = render({"--count", "1", "--seed", "5", "--scheme", "low-active"});
    const Outcome printed =
        cli({"render", "--model", "tiny", "--seed", "5", "--scheme", "low-active", "--count", "1", "--json"});
    QVERIFY2(printed.status == 0, printed.err);
    QFile file(path("recipe.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QJsonDocument(printed.json()["images"][0]["recipe"].toObject()).toJson());
    file.close();
    QCOMPARE(render({"--recipe", file.fileName()}), sampled);
}

void CliTest::arrayOfRecipesRendersInItsOrder()
{
    const Outcome printed = cli({"render", "--model", "tiny", "--count", "2", "--seed", "8", "--json"});
    const QJsonArray images = printed.json()["images"].toArray();
    QCOMPARE(images.size(), 2);
    QFile file(path("recipes.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QJsonDocument(QJsonArray{images[1]["recipe"], images[0]["recipe"]}).toJson());
    file.close();

    const QVector<float> forwards = npyPixels(render({"--count", "2", "--seed", "8"}));
    const QVector<float> backwards = npyPixels(render({"--recipe", file.fileName()}));
    QCOMPARE(backwards.mid(0, 784), forwards.mid(784));
    QCOMPARE(backwards.mid(784), forwards.mid(0, 784));
}

void CliTest::sheetShowsEveryPicture()
{
    const Outcome outcome = cli(
        {"render", "--model", "tiny", "--count", "9", "--scheme", "random", "--sheet", path("sheet.png")});
    QVERIFY2(outcome.status == 0, outcome.err);
    QCOMPARE(outcome.out, QByteArray());
    const QImage sheet(path("sheet.png"));
    QVERIFY(sheet.width() >= 3 * 28);
    QVERIFY(sheet.height() >= 3 * 28);
    QCOMPARE(sheet.width(), sheet.height());
}

void CliTest::folderHoldsAPictureAndARecipeEach()
{
    QVERIFY(cli({"render", "--model", "tiny", "--count", "3", "--out", path("pictures")}).status == 0);
    const QDir folder(path("pictures"));
    QCOMPARE(folder.entryList({"*.png"}).size(), 3);
    QCOMPARE(folder.entryList({"*.json"}).size(), 3);
    for (const QString& name : folder.entryList({"*.png"}))
        QCOMPARE(QImage(folder.filePath(name)).size(), QSize(28, 28));
}

void CliTest::picturesAreEnlargedAndWrittenAsAsked()
{
    const QStringList render{"render", "--model", "tiny", "--count", "1", "--seed", "3", "--out"};
    QVERIFY(cli(render + QStringList{path("plain")}).status == 0);
    QVERIFY(cli(render + QStringList{path("sharp"), "--width", "84"}).status == 0);
    const QImage plain(path("plain/000000.png"));
    const QImage sharp(path("sharp/000000.png"));
    QCOMPARE(sharp.size(), QSize(84, 84));
    for (int y = 0; y < 84; ++y)
        for (int x = 0; x < 84; ++x)
            QCOMPARE(qGray(sharp.pixel(x, y)), qGray(plain.pixel(x / 3, y / 3)));
    const Outcome soft =
        cli(render + QStringList{path("soft"), "--width", "84", "--interpolation", "lanczos", "--format",
                                 "jpeg", "--quality", "90", "--dpi", "150", "--colour-profile"});
    QVERIFY2(soft.status == 0, soft.err);
    const QImage jpeg(path("soft/000000.jpg"));
    QCOMPARE(jpeg.size(), QSize(84, 84));
    QVERIFY(std::abs(jpeg.dotsPerMeterX() - 5906) <= 1); // 150 / 0.0254
    QVERIFY(jpeg.colorSpace().isValid());

    const Outcome unknown =
        cli(render + QStringList{path("no"), "--width", "84", "--interpolation", "spline"});
    QCOMPARE(unknown.status, 2);
    QVERIFY(unknown.err.contains("choose one of nearest, linear, cubic, lanczos"));
    QCOMPARE(cli(render + QStringList{path("no"), "--format", "jpeg", "--bits", "16"}).status, 2);
    QVERIFY(!QFile::exists(path("no")));
}

void CliTest::aWrittenPictureCarriesItsRecipe()
{
    QVERIFY(cli({"render", "--model", "tiny", "--scheme", "random", "--out", path("carrying")}).status == 0);
    const QString picture = path("carrying/000000.png");
    // Qt reads the text with libpng.
    const QByteArray inside = QImage(picture).text(QStringLiteral("flipside-recipe")).toUtf8();
    QCOMPARE(QJsonDocument::fromJson(inside), QJsonDocument::fromJson(content(path("carrying/000000.json"))));
    QVERIFY(cli({"render", "--model", "tiny", "--recipe", picture, "--out", path("again")}).status == 0);
    QCOMPARE(QImage(path("again/000000.png")), QImage(picture));
    QImage bare(28, 28, QImage::Format_RGB32);
    bare.fill(Qt::red);
    QVERIFY(bare.save(path("stripped.png")));
    const Outcome stripped = cli({"render", "--model", "tiny", "--recipe", path("stripped.png"), "--json"});
    QCOMPARE(stripped.status, 1);
}

void CliTest::enlargedPictureKeepsItsRecipe()
{
    QVERIFY(cli({"render", "--model", "tiny", "--scheme", "random", "--out", path("small")}).status == 0);
    const QImage small(path("small/000000.png"));
    for (const QString style : {"sharp", "painterly"}) {
        const QString larger = path(style + ".png");
        const Outcome outcome = cli({"enlarge", path("small/000000.png"), "--style", style, "--out", larger});
        QVERIFY2(outcome.status == 0, outcome.err);
        const QImage picture(larger);
        QCOMPARE(picture.size(), 4 * small.size());
        QVERIFY(picture.isGrayscale());
        QCOMPARE(picture.text(QStringLiteral("flipside-recipe")),
                 small.text(QStringLiteral("flipside-recipe")));
    }
    QCOMPARE(cli({"enlarge", path("small/000000.png"), "--times", "8", "--out", path("8.png")}).status, 2);
    QCOMPARE(cli({"enlarge", path("nothing.png"), "--out", path("nothing-larger.png")}).status, 2);
    QVERIFY(!QFile::exists(path("nothing-larger.png")));
}

void CliTest::inkOnPaperIsEncodedAsTheModelsLightOnDark()
{
    QCOMPARE(cli({"render", "--model", "mnist", "--scheme", "regular", "--count", "1", "--seed", "4", "--out",
                  path("light")})
                 .status,
             0);
    QDirIterator pictures(path("light"), {"*.png"}, QDir::Files);
    QImage picture(pictures.next());
    QVERIFY(!picture.isNull());
    QVERIFY(picture.save(path("light.png")));
    picture.invertPixels();
    QVERIFY(picture.save(path("ink.png")));
    const auto encoded = [&](const QString& name, const QStringList& more) {
        return cli(QStringList{"encode", "--model", "mnist", path(name), "--json"} + more).json().object();
    };
    const QJsonObject light = encoded("light.png", {});
    const QJsonArray z = light[QStringLiteral("recipe")][QStringLiteral("z")].toArray();
    QCOMPARE(z.size(), 50);
    const QJsonArray ofInk =
        QJsonObject(encoded("ink.png", {"--no-contrast"}))[QStringLiteral("recipe")][QStringLiteral("z")]
            .toArray();
    for (int i = 0; i < 50; ++i)
        QVERIFY(std::abs(z[i].toDouble() - ofInk[i].toDouble()) < 1e-3);
    QVERIFY(encoded("ink.png", {"--no-invert"})["dr"].toDouble() > 2.0 * light["dr"].toDouble());
}

void CliTest::evaluationWritesOneRowForEachSchemeAndCount()
{
    const Outcome outcome =
        cli({"evaluate", "--model", "tiny", "--schemes", "regular,random", "--neurons", "1,5", "--samples",
             "40", "--seed", "2", "--metrics", "dr", "--out", path("study"), "--json"});
    QVERIFY2(outcome.status == 0, outcome.err);
    QVERIFY(outcome.json().isObject());
    const QStringList lines =
        QString::fromUtf8(content(path("study/results.csv"))).split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.value(0), QString("model,scheme,neurons,metric,mean,std,n"));
    QCOMPARE(lines.filter("tiny,random,").size(), 2);
    QVERIFY(!lines.filter("tiny,regular,").isEmpty());
    for (const QString& line : lines.mid(1)) {
        const QStringList cells = line.split(',');
        QCOMPARE(cells.size(), 7);
        QCOMPARE(cells[3], QString("dr"));
        QVERIFY(cells[4].toDouble() > 0.0);
        QCOMPARE(cells[6].toInt(), 40);
    }
}

void CliTest::evaluationIsReproducibleFromItsSeed()
{
    const QStringList arguments{"evaluate",  "--model", "tiny",   "--schemes", "low-active",
                                "--samples", "30",      "--seed", "4",         "--out"};
    QCOMPARE(cli(arguments + QStringList{path("one")}).status, 0);
    QCOMPARE(cli(arguments + QStringList{path("two")}).status, 0);
    QVERIFY(!content(path("one/results.csv")).isEmpty());
    QCOMPARE(content(path("one/results.csv")), content(path("two/results.csv")));
}

void CliTest::shardsMergeToExactlyTheWhole()
{
    const QStringList study{"evaluate",  "--model", "tiny", "--schemes", "low-active,cluster:clusters=3",
                            "--samples", "2500",    "--out"};
    QCOMPARE(cli(study + QStringList{path("whole")}).status, 0);
    for (const char* shard : {"1", "2", "3"}) {
        const Outcome outcome =
            cli(study + QStringList{path(QString("shard") + shard), "--shard", QString(shard) + "/3"});
        QVERIFY2(outcome.status == 0, outcome.err);
        QVERIFY(outcome.out.isEmpty());
    }
    const Outcome merged =
        cli({"merge", path("shard1"), path("shard2"), path("shard3"), "--out", path("merged")});
    QVERIFY2(merged.status == 0, merged.err);
    for (const char* file : {"results.csv", "results.json"}) {
        QVERIFY(!content(path(QString("whole/") + file)).isEmpty());
        QCOMPARE(content(path(QString("merged/") + file)), content(path(QString("whole/") + file)));
    }
    QCOMPARE(cli(QStringList(study).replaceInStrings("2500", "40") + QStringList{path("other")}).status, 0);
    const Outcome mixed = cli({"merge", path("shard1"), path("other"), "--out", path("mixed")});
    QCOMPARE(mixed.status, 2);
    QVERIFY2(mixed.err.contains("shard1") && mixed.err.contains("other"), mixed.err);
    QVERIFY(!QFile::exists(path("mixed")));
    const Outcome incomplete = cli({"merge", path("shard1"), "--out", path("third")});
    QCOMPARE(incomplete.status, 1);
    QVERIFY(incomplete.err.contains("is missing"));
}

void CliTest::killedEvaluationGoesOnWhereItWas()
{
    const QStringList study{"evaluate",  "--model", "tiny",      "--schemes", "regular,random,low-active",
                            "--neurons", "1..4",    "--samples", "1500",      "--out"};
    QCOMPARE(cli(study + QStringList{path("unkilled")}).status, 0);
    // A few kills at moments that lie ever later.
    int parts = 0;
    for (int milliseconds = 350; milliseconds < 700; milliseconds += 50) {
        QProcess process;
        process.start(cliProgram(), study + QStringList{path("killed")});
        process.waitForFinished(milliseconds);
        process.kill();
        process.waitForFinished();
        const int now = filesBelow(path("killed/parts"));
        QVERIFY(now >= parts);
        parts = now;
    }
    const Outcome last = cli(study + QStringList{path("killed")});
    QVERIFY2(last.status == 0, last.err);
    QCOMPARE(content(path("killed/results.csv")), content(path("unkilled/results.csv")));
}

void CliTest::mpirunSharesTheWork()
{
    if (QStandardPaths::findExecutable("mpirun").isEmpty())
        QSKIP("mpirun is not installed");
    const QStringList study{"evaluate",          "--model",   "tiny", "--schemes",
                            "low-active,random", "--samples", "2000", "--out"};
    QCOMPARE(cli(study + QStringList{path("alone")}).status, 0);
    const Outcome outcome =
        run("mpirun", QStringList{"--allow-run-as-root", "--oversubscribe", "-n", "2", cliProgram()} + study +
                          QStringList{path("together")});
    QVERIFY2(outcome.status == 0, outcome.err);
    QCOMPARE(content(path("together/results.csv")), content(path("alone/results.csv")));
    QCOMPARE(outcome.out, content(path("alone/results.csv"))); // one of the two speaks
}

void CliTest::shardsNeedAFolderAndTheirPlace()
{
    const QStringList study{"evaluate", "--model", "tiny", "--schemes", "regular", "--samples", "10"};
    QCOMPARE(cli(study + QStringList{"--shard", "1/2"}).status, 2);
    for (const char* shard : {"0/2", "3/2", "1", "a/b", "1/0"})
        QCOMPARE(cli(study + QStringList{"--out", path("shards"), "--shard", shard}).status, 2);
}

void CliTest::fetchKnowsItsDatasets()
{
    const Outcome unknown = cli({"fetch", "no-such"});
    QCOMPARE(unknown.status, 2);
    QVERIFY(unknown.err.contains("mnist") && unknown.err.contains("fashion-mnist"));
}

void CliTest::matrixProductsUseWhatTheProcessorCanDo()
{
#ifdef __x86_64__
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        QSKIP("an old processor, for which old kernels are right");
    qputenv("OPENBLAS_VERBOSE", "2"); // it says which kernels it takes, each time
    const QByteArray said = cli({"models"}).err;
    qunsetenv("OPENBLAS_VERBOSE");
    if (!said.contains("Core: "))
        QSKIP("another BLAS is installed");
    QVERIFY2(!said.mid(said.lastIndexOf("Core: ")).startsWith("Core: Prescott"), said);
#else
    QSKIP("another kind of processor");
#endif
}

void CliTest::studiesAreListed()
{
    const Outcome list = cli({"study"});
    QCOMPARE(list.status, 0);
    for (const char* name : {"table-1", "table-2", "figure-4", "inception"})
        QVERIFY(list.out.contains(name));
    QCOMPARE(cli({"study", "no-such"}).status, 2);
    const QJsonArray listed = cli({"study", "--json"}).json().array();
    QCOMPARE(listed.size(), 4);
    QCOMPARE(listed[0]["name"].toString(), QString("table-1"));
}

void CliTest::labelsOfPeopleAreComparedWithSchemesAndMetrics()
{
    // Two of three people go by D_r, which makes regular pictures "neither"; the third calls all of them
    // creative.
    constexpr double creativeFrom = 3.0;
    QByteArray table = "picture,annotator,label\n";
    std::map<QString, int> creative;
    double creativeDistances = 0.0;
    for (const QString& scheme : {QString("regular"), QString("low-active")}) {
        const Outcome made = cli({"render", "--model", "mnist", "--scheme", scheme, "--count", "40", "--seed",
                                  "6", "--out", path("judged/" + scheme), "--json"});
        QVERIFY2(made.status == 0, made.err);
        const QJsonArray images = made.json()["images"].toArray();
        for (int i = 0; i < images.size(); ++i) {
            const double distance = images[i]["dr"].toDouble();
            const bool isCreative = distance > creativeFrom;
            creative[scheme] += isCreative ? 1 : 0;
            creativeDistances += isCreative ? distance : 0.0;
            const QString picture = QString("%1/%2.png").arg(scheme).arg(i, 6, 10, QChar('0'));
            for (const QString& line : {QString("%1,Ann,%2"), QString("%1,\"Bob\",%2")})
                table += line.arg(picture, isCreative ? "L1" : "neither").toUtf8() + '\n';
            table += picture.toUtf8() + ",Eve,creative\n";
        }
    }
    const int all = creative["regular"] + creative["low-active"];
    QVERIFY(creative["low-active"] > 20 && creative["regular"] < 5 && all < 70);
    QFile file(path("judged/labels.csv"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(table);
    file.close();

    const QStringList labels{"labels", file.fileName(), "--consensus", "2"};
    const Outcome outcome = cli(labels + QStringList{"--out", path("judged/report"), "--json"});
    QVERIFY2(outcome.status == 0, outcome.err);
    QCOMPARE(content(path("judged/report/labels.json")), outcome.out);
    const QJsonDocument report = outcome.json();
    QCOMPARE(report["pictures"].toInt(), 80);
    QCOMPARE(report["judgements"].toInt(), 240);
    QCOMPARE(report["consensus"].toInt(), 2);
    const QJsonValue model = report["models"][0];
    QCOMPARE(model["model"].toString(), QString("mnist"));
    for (const QJsonValue scheme : model["schemes"].toArray()) {
        QCOMPARE(scheme["n"].toInt(), 40);
        QCOMPARE(scheme["shares"]["L1"].toDouble(), creative[scheme["scheme"].toString()] / 40.0);
        QCOMPARE(scheme["shares"]["L2"].toDouble(), 0.0);
    }
    QCOMPARE(model["schemes"][0]["published"]["L1"].toDouble(), 0.39);
    QVERIFY(model["tests"][0]["chi_squared"]["p"].toDouble() < 1e-6);
    QCOMPARE(model["tests"][0]["chi_squared"]["df"].toInt(), 1);
    QVERIFY(model["tests"][0]["g"]["p"].toDouble() < 1e-6);
    const QJsonValue distance = model["metrics"][0];
    QCOMPARE(distance["metric"].toString(), QString("dr"));
    QVERIFY(std::abs(distance["means"]["L1"].toDouble() - creativeDistances / all) < 1e-3);
    QVERIFY(distance["means"]["L2"].isNull());
    QCOMPARE(distance["published"]["L2"].toDouble(), 5.486);
    // D_r is what the labels were made from, so that it tells them.
    QVERIFY(model["classifier"]["metrics"][0]["balanced_accuracy"].toDouble() > 0.85);
    QVERIFY(model["classifier"]["metrics"][0]["weight"].toDouble() > 0.5);
    QVERIFY(model["classifier"]["balanced_accuracy"].toDouble() > 0.85);
    QCOMPARE(model["pictures"].toArray().size(), 80);

    const QByteArray csv = content(path("judged/report/labels.csv"));
    QVERIFY(csv.startsWith("model,number,scheme,label,metric,measured,published,pictures\n"));
    QVERIFY(csv.contains(
        QString("mnist,share,low-active,L1,,%1,0.39,40\n").arg(creative["low-active"] / 40.0).toUtf8()));
    const Outcome again = cli(labels + QStringList{"--json"});
    QCOMPARE(again.out, outcome.out);
    const Outcome text = cli(labels);
    QVERIFY2(text.out.contains("(0.390)") && text.out.contains("10-fold cross-validation"), text.out);
    // Of three people all must agree unless it is said otherwise, and Eve never says "neither".
    const Outcome strict = cli({"labels", file.fileName(), "--json"});
    QCOMPARE(strict.json()["consensus"].toInt(), 3);
    QCOMPARE(strict.json()["without_consensus"].toInt(), 80 - all);
}

void CliTest::labelsThatCannotBeUsedAreSaid()
{
    const auto labels = [this](const QByteArray& table, const QStringList& more = {}) {
        QFile file(path("bad.csv"));
        if (!file.open(QIODevice::WriteOnly) || file.write(table) != table.size())
            qFatal("the table could not be written");
        file.close();
        return cli(QStringList{"labels", file.fileName(), "--out", path("bad-labels")} + more);
    };
    QCOMPARE(cli({"labels"}).status, 2);
    QCOMPARE(cli({"labels", path("no-such.csv")}).status, 2);
    QCOMPARE(labels("picture,label\nno-such.png,L1\n", {"--consensus", "2"}).status, 2);
    for (const QByteArray& table :
         {QByteArray(), QByteArray("picture,label\n"), QByteArray("picture,label\nno-such.png,L1\n"),
          QByteArray("picture,label\nbad.csv,L1\n"), QByteArray("picture,label\nbad.csv,great\n")}) {
        const Outcome outcome = labels(table);
        QCOMPARE(outcome.status, 1);
        QCOMPARE(outcome.out, QByteArray());
        QVERIFY2(outcome.complaints().size() == 1 && outcome.err.contains("bad.csv"), outcome.err);
    }
    QVERIFY(!QFile::exists(path("bad-labels")));
}

void CliTest::whatFlipsNothingNeedsNoProfile()
{
    const QString bare = path("without-profile");
    QCOMPARE(QProcess::execute("cp", {"-r", _model->folder, bare}), 0);
    QVERIFY(QFile::remove(bare + "/profile.cbor"));
    const Outcome regular = cli({"render", "--model", bare, "--scheme", "regular", "--json"});
    QVERIFY2(regular.status == 0, regular.err);
    const Outcome lowActive = cli({"render", "--model", bare, "--scheme", "low-active", "--json"});
    QCOMPARE(lowActive.status, 1);
    QVERIFY2(lowActive.err.contains("it is not known how often"), lowActive.err);
}

void CliTest::benchTimesTheWholeDecodeAndEveryLayer()
{
    const Outcome outcome = cli({"bench", "--model", "tiny", "--json"});
    QVERIFY2(outcome.status == 0, outcome.err);
    const QJsonDocument result = outcome.json();
    QCOMPARE(result["model"].toString(), QString("tiny"));
    QCOMPARE(result["batch"].toInt(), 1);
    QVERIFY(result["decode_full_ms"].toDouble() > 0.0);
    QVERIFY(result["plain_full_ms"].toDouble() > 0.0);
    QVERIFY(result["threads"].toInt() >= 1);
    for (const QJsonValue layer : tinyModel()["layers"].toArray())
        QVERIFY(result["decode_from_layer_ms"][layer["id"].toString()].toDouble() > 0.0);
}

void CliTest::helpAndVersionAreResults()
{
    for (const QString& argument : {QString("--help"), QString("--version")}) {
        for (const QString& program : {cliProgram(), windowProgram()}) {
            const Outcome outcome = run(program, {argument});
            QCOMPARE(outcome.status, 0);
            QVERIFY(outcome.out.contains("flipside"));
            QCOMPARE(outcome.err, QByteArray());
        }
    }
}

void CliTest::resultsThatCannotBeWrittenAreAFailure()
{
    const Outcome outcome = run("/bin/sh", {"-c", "exec '" + cliProgram() + "' models --json > /dev/full"});
    QCOMPARE(outcome.status, 1);
    QCOMPARE(outcome.complaints().size(), 1);
}

void CliTest::anUnknownCommandIsNamed()
{
    const Outcome outcome = cli({"zork", "--count", "3"});
    QCOMPARE(outcome.status, 2);
    QVERIFY(outcome.err.contains("\"zork\""));
}

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
