// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/support/tiny_model.h"

#include <QBuffer>
#include <QImage>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <utility>

/// Bad arguments and bad files: one clear line on standard error, nothing on standard output, the right
/// status.
class FaultsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void wrongArgumentsEndWithStatusTwo_data();
    void wrongArgumentsEndWithStatusTwo();
    void aNegativeSeedIsRefused_data();
    void aNegativeSeedIsRefused();
    void damagedRecipesEndWithStatusOne_data();
    void damagedRecipesEndWithStatusOne();
    void aRecipeOfAnUnknownSchemeIsToldTheKnownOnes();
    void damagedModelsEndWithStatusOne_data();
    void damagedModelsEndWithStatusOne();
    void damagedDataEndsWithStatusOne_data();
    void damagedDataEndsWithStatusOne();
    void picturesThatAreNoRecipesAreSaidToBePictures();
    void ofDamagedPicturesOnlyOurSentenceIsPrinted_data();
    void ofDamagedPicturesOnlyOurSentenceIsPrinted();
    void foldersThatCannotBeWrittenEndWithStatusOne();
    void aFailedSheetLeavesTheOldOneWhole();
    void theWindowProgramRefusesWrongArguments();
    void aDisplayThatDoesNotAnswerIsOneSentence();
    void modelsAreListedEvenBesideADamagedOne();

private:
    QString path(const QString& name) const { return _folder.filePath(name); }
    QString write(const QString& name, const QByteArray& bytes) const;
    QString copyOfModel(const QString& name) const;
    static QImage photograph();

    std::unique_ptr<TinyModel> _model;
    QTemporaryDir _folder;
};

namespace {

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void checkRefusal(const Outcome& outcome, int status, const QString& named = {})
{
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY2(outcome.status == status, "status " + QByteArray::number(outcome.status) + ": " + outcome.err);
    QVERIFY2(outcome.complaints().size() == 1, outcome.err);
    QVERIFY2(outcome.complaints()[0].size() > 20, outcome.err);
    QVERIFY2(outcome.complaints()[0].contains(named), outcome.err);
}

} // namespace

void FaultsTest::initTestCase()
{
    _model = std::make_unique<TinyModel>();
    QVERIFY2(_model->isReady(), _model->training.err + _model->profiling.err);
}

QString FaultsTest::write(const QString& name, const QByteArray& bytes) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s could not be written", qPrintable(file.fileName()));
    return file.fileName();
}

QImage FaultsTest::photograph()
{
    QImage picture(61, 47, QImage::Format_RGB32);
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            picture.setPixel(x, y, qRgb(x * 97 % 256, y * 57 % 256, x * y % 256));
    return picture;
}

QString FaultsTest::copyOfModel(const QString& name) const
{
    const QDir source(_model->folder);
    QDir(path(name)).removeRecursively();
    QDir().mkpath(path(name));
    for (const QString& file : source.entryList(QDir::Files))
        QFile::copy(source.filePath(file), path(name + '/' + file));
    return path(name);
}

void FaultsTest::wrongArgumentsEndWithStatusTwo_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QStringList render{"render", "--model", "tiny"};
    QTest::newRow("no command") << QStringList{};
    QTest::newRow("unknown command") << QStringList{"paint"};
    QTest::newRow("unknown option") << render + QStringList{"--sparkle"};
    QTest::newRow("no model") << QStringList{"render"};
    QTest::newRow("unknown model") << QStringList{"render", "--model", "nobody"};
    QTest::newRow("a folder that is none") << QStringList{"render", "--model", "/no/such/folder"};
    QTest::newRow("unknown scheme") << render + QStringList{"--scheme", "shuffle"};
    QTest::newRow("unknown layer") << render + QStringList{"--scheme", "random", "--layer", "no-layer"};
    QTest::newRow("unknown statistic") << render + QStringList{"--scheme", "random", "--statistic", "mode"};
    QTest::newRow("percentile of too much")
        << render + QStringList{"--scheme", "random", "--statistic", "p101"};
    QTest::newRow("count of nothing") << render + QStringList{"--count", "0"};
    QTest::newRow("count below nothing") << render + QStringList{"--count", "-3"};
    QTest::newRow("count in letters") << render + QStringList{"--count", "many"};
    QTest::newRow("samples below nothing") << QStringList{
        "evaluate", "--model", "tiny", "--schemes", "regular", "--samples", "-5", "--out", path("m")};
    QTest::newRow("samples of a study below nothing") << QStringList{"study", "table-1", "--samples", "-5"};
    QTest::newRow("epochs below nothing") << QStringList{
        "train", "--arch", "mlp-vae", "--data", _model->data, "--out", path("m"), "--epochs", "-1"};
    QTest::newRow("batch below nothing") << QStringList{"train", "--arch",  "mlp-vae", "--data", _model->data,
                                                        "--out", path("m"), "--batch", "-1"};
    QTest::newRow("neurons below nothing") << render + QStringList{"--scheme", "random", "--neurons", "-1"};
    QTest::newRow("no recipe file") << render + QStringList{"--recipe", "/no/such/recipe.json"};
    QTest::newRow("unknown metric") << QStringList{"evaluate",  "--model", "tiny",  "--schemes", "regular",
                                                   "--metrics", "joy",     "--out", path("m")};
    QTest::newRow("range in letters") << QStringList{"evaluate",  "--model", "tiny",  "--schemes", "regular",
                                                     "--neurons", "a..b",    "--out", path("m")};
    QTest::newRow("unknown architecture")
        << QStringList{"train", "--arch", "cubism", "--data", _model->data, "--out", path("m")};
    QTest::newRow("unknown data") << QStringList{"train",        "--arch", "mlp-vae", "--data",
                                                 "no-such-data", "--out",  path("m")};
}

void FaultsTest::wrongArgumentsEndWithStatusTwo()
{
    QFETCH(QStringList, arguments);
    checkRefusal(cli(arguments), 2);
}

void FaultsTest::aNegativeSeedIsRefused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("render") << QStringList{"render", "--model", "tiny"};
    QTest::newRow("evaluate") << QStringList{"evaluate", "--model", "tiny", "--schemes", "regular"};
    QTest::newRow("study") << QStringList{"study", "table-1"};
    QTest::newRow("train") << QStringList{"train",      "--arch", "mlp-vae", "--data",
                                          _model->data, "--out",  path("m")};
}

void FaultsTest::aNegativeSeedIsRefused()
{
    QFETCH(QStringList, arguments);
    // The last one is beyond 64 bits, and would be cut down to them.
    for (const char* seed : {"-1", " -1", "18446744073709551616"})
        checkRefusal(cli(arguments + QStringList{"--seed", seed}), 2, "--seed");
}

void FaultsTest::damagedRecipesEndWithStatusOne_data()
{
    QTest::addColumn<QByteArray>("recipe");
    const Outcome outcome =
        cli({"render", "--model", "tiny", "--scheme", "random", "--count", "1", "--json"});
    const QJsonObject whole = outcome.json()["images"][0]["recipe"].toObject();
    QVERIFY(!whole.isEmpty());
    const auto with = [&](const QString& key, const QJsonValue& value) {
        QJsonObject changed = whole;
        changed[key] = value;
        return QJsonDocument(changed).toJson(QJsonDocument::Compact);
    };
    const auto withEdit = [&](const QString& key, const QJsonValue& value) {
        QJsonObject edit = whole["edits"][0].toObject();
        edit[key] = value;
        return with("edits", QJsonArray{edit});
    };
    const QByteArray text = QJsonDocument(whole).toJson(QJsonDocument::Compact);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("a poem");
    QTest::newRow("cut short") << text.left(text.size() / 2);
    QTest::newRow("a number") << QByteArray("17");
    QTest::newRow("deeply nested") << QByteArray(200'000, '[');
    QTest::newRow("version of the future") << with("flipside", 99);
    QTest::newRow("another model") << with("model", "someone-else");
    QTest::newRow("z too short") << with("z", QJsonArray{0.5});
    QTest::newRow("z of words") << with("z", "zero");
    QTest::newRow("z beyond floats") << QByteArray(text).replace("\"z\":[", "\"z\":[1e999,");
    QTest::newRow("unknown layer") << withEdit("layer", "no-layer");
    QTest::newRow("unit out of range") << withEdit("unit", 100000);
    QTest::newRow("unit below zero") << withEdit("unit", -1);
    QTest::newRow("unknown action") << withEdit("action", "explode");
    QTest::newRow("unknown scheme") << with("scheme", QJsonObject{{"name", "shuffle"}});
}

void FaultsTest::damagedRecipesEndWithStatusOne()
{
    QFETCH(QByteArray, recipe);
    const QString file = write("bad recipe.json", recipe);
    checkRefusal(cli({"render", "--model", "tiny", "--recipe", file, "--json"}), 1, file);
}

void FaultsTest::aRecipeOfAnUnknownSchemeIsToldTheKnownOnes()
{
    const Outcome outcome = cli({"render", "--model", "tiny", "--count", "1", "--json"});
    QJsonObject recipe = outcome.json()["images"][0]["recipe"].toObject();
    recipe["scheme"] = QJsonObject{{"name", "shuffle"}};
    const QString file = write("shuffle.json", QJsonDocument(recipe).toJson());
    const Outcome refusal = cli({"render", "--model", "tiny", "--recipe", file, "--json"});
    for (const char* named : {"\"shuffle\"", "low-active", "interpolation"})
        checkRefusal(refusal, 1, named);
}

void FaultsTest::damagedModelsEndWithStatusOne_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("damage");
    for (const QString file : {"card.json", "decoder.pt", "encoder.pt", "profile.cbor"}) {
        for (const QString damage : {"cut", "flipped", "empty", "text"})
            QTest::addRow("%s %s", qPrintable(file), qPrintable(damage)) << file << damage;
    }
    QTest::newRow("decoder.pt missing") << "decoder.pt"
                                        << "missing";
}

void FaultsTest::damagedModelsEndWithStatusOne()
{
    QFETCH(QString, file);
    QFETCH(QString, damage);
    const QString folder = copyOfModel("damaged");
    const QString victim = folder + '/' + file;
    QVERIFY2(QFile::exists(victim), qPrintable(victim));
    QByteArray bytes = content(victim);
    if (damage == "cut")
        bytes.truncate(bytes.size() / 2);
    else if (damage == "flipped")
        bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 0x55);
    else if (damage == "text")
        bytes = "This is not what you expect.";
    else
        bytes.clear();
    QFile::remove(victim);
    if (damage != "missing")
        write("damaged/" + file, bytes);
    // A scheme needs the profile, D_r the encoder: each file is used.
    checkRefusal(cli({"render", "--model", folder, "--scheme", "low-active", "--count", "2", "--json"}), 1);
}

void FaultsTest::damagedDataEndsWithStatusOne_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray images = content(_model->data + "/train-images-idx3-ubyte");
    QTest::newRow("images cut") << "train-images-idx3-ubyte" << images.left(5000);
    QTest::newRow("images of floats")
        << "train-images-idx3-ubyte" << QByteArray(images).replace(2, 1, "\x0d");
    QTest::newRow("images empty") << "train-images-idx3-ubyte" << QByteArray();
    QTest::newRow("labels cut") << "train-labels-idx1-ubyte"
                                << content(_model->data + "/train-labels-idx1-ubyte").left(20);
    QTest::newRow("fewer labels than images")
        << "train-labels-idx1-ubyte" << content(_model->data + "/t10k-labels-idx1-ubyte");
}

void FaultsTest::damagedDataEndsWithStatusOne()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    const QString folder = path("bad data");
    writeDiscs(folder, "train", 64);
    writeDiscs(folder, "t10k", 64);
    write("bad data/" + file, bytes);
    const Outcome outcome = cli(
        {"train", "--arch", "mlp-vae", "--data", folder, "--out", path("from bad data"), "--epochs", "1"});
    QCOMPARE(outcome.out, QByteArray());
    QCOMPARE(outcome.status, 1);
    QVERIFY2(!outcome.complaints().isEmpty() && outcome.complaints().back().contains("bad data"),
             outcome.err);
    QVERIFY(!QFile::exists(path("from bad data/decoder.pt")));
}

void FaultsTest::picturesThatAreNoRecipesAreSaidToBePictures()
{
    for (const auto& [suffix, kind] : {std::pair{"jpg", "JPEG"}, {"bmp", "BMP"}}) {
        const QString picture = path(QString("photograph.") + suffix);
        QVERIFY(photograph().save(picture));
        const QString renamed = path(QString("photograph-%1.json").arg(suffix));
        QVERIFY(QFile::copy(picture, renamed));
        for (const QString& file : {picture, renamed}) {
            const Outcome refused = cli({"render", "--model", "tiny", "--recipe", file, "--json"});
            checkRefusal(refused, 1, file);
            QVERIFY2(refused.err.contains(kind) && refused.err.contains("only PNG files carry a recipe"),
                     refused.err);
        }
        checkRefusal(run(windowProgram(), {"--recipe", picture, "--screenshot", path("refused.png")}), 1,
                     "only PNG files carry a recipe");
    }
}

void FaultsTest::ofDamagedPicturesOnlyOurSentenceIsPrinted_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("canBeRead"); // by decoders that fill in what is missing
    const auto bytesOf = [this](const char* format) {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        if (!photograph().save(&buffer, format))
            qFatal("no %s can be written", format);
        return bytes;
    };
    const QByteArray png = bytesOf("png");
    const qsizetype pixels = png.indexOf("IDAT");
    QByteArray changed = png;
    changed[pixels + 40] = char(changed[pixels + 40] ^ 0x55);
    QTest::newRow("PNG with a changed byte") << write("changed.png", changed) << false;
    QByteArray header = png;
    header[20] = char(0x7f); // of its height
    QTest::newRow("PNG of a size that it has not") << write("header.png", header) << false;
    QTest::newRow("PNG without its end") << write("short.png", png.left(png.size() / 2)) << false;
    QTest::newRow("PNG without its pixels") << write("bare.png", png.left(pixels)) << false;
    const QByteArray jpeg = bytesOf("jpeg");
    QTest::newRow("JPEG without its end") << write("short.jpg", jpeg.left(jpeg.size() / 2)) << true;
    QTest::newRow("JPEG without its pixels") << write("bare.jpg", jpeg.left(30)) << false;
    QByteArray noise = jpeg;
    for (qsizetype i = jpeg.size() / 2; i < jpeg.size() - 2; ++i)
        noise[i] = char(i * i % 251);
    QTest::newRow("JPEG with noise") << write("noise.jpg", noise) << true;
    QTest::newRow("BMP without its end") << write("short.bmp", bytesOf("bmp").left(300)) << false;
    QByteArray tiff("II*\0\x08\0\0\0", 8);
    QTest::newRow("TIFF without anything") << write("bare.tif", tiff + QByteArray(40, '\x07')) << false;
    QTest::newRow("WebP without anything")
        << write("bare.webp", QByteArray("RIFF\x24\0\0\0WEBPVP8 ", 16)) << false;
    QTest::newRow("nothing") << write("nothing.png", {}) << false;
}

void FaultsTest::ofDamagedPicturesOnlyOurSentenceIsPrinted()
{
    QFETCH(QString, file);
    QFETCH(bool, canBeRead);
    const Outcome outcome = cli({"encode", file, "--model", "tiny", "--json"});
    if (!canBeRead) {
        checkRefusal(outcome, 1, file);
        QVERIFY2(outcome.err.startsWith("flipside-cli: "), outcome.err);
        return;
    }
    QCOMPARE(outcome.status, 0);
    for (const QByteArray& line : outcome.err.split('\n'))
        QVERIFY2(!line.contains("JPEG") && !line.contains("orrupt"), outcome.err);
}

void FaultsTest::foldersThatCannotBeWrittenEndWithStatusOne()
{
    const QString file = write("a file", "in the way");
    checkRefusal(cli({"render", "--model", "tiny", "--out", file + "/pictures"}), 1, "a file");
    checkRefusal(cli({"render", "--model", "tiny", "--npy", file + "/a.npy"}), 1, "a file");
    checkRefusal(cli({"render", "--model", "tiny", "--sheet", "/proc/sheet.png"}), 1, "/proc/sheet.png");
}

void FaultsTest::aFailedSheetLeavesTheOldOneWhole()
{
    const QString sheet = write("sheet.png", "the old one");
    const QString recipe = write("broken.json", "{");
    checkRefusal(cli({"render", "--model", "tiny", "--recipe", recipe, "--sheet", sheet}), 1);
    QCOMPARE(content(sheet), QByteArray("the old one"));
}

void FaultsTest::theWindowProgramRefusesWrongArguments()
{
    checkRefusal(run(windowProgram(), {"--sparkle"}), 2);
    checkRefusal(run(windowProgram(), {"--theme", "pink"}), 2, "theme");
    checkRefusal(run(windowProgram(), {"--model", "nobody", "--screenshot", path("nobody.png")}), 2,
                 "nobody");
    checkRefusal(run(windowProgram(), {"--model", "tiny", "--screenshot", "/proc/window.png"}), 1,
                 "/proc/window.png");
}

void FaultsTest::aDisplayThatDoesNotAnswerIsOneSentence()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "xcb");
    environment.insert("DISPLAY", ":4711");
    checkRefusal(run(windowProgram(), {}, environment), 1, ":4711");
}

void FaultsTest::modelsAreListedEvenBesideADamagedOne()
{
    const QString damaged = qEnvironmentVariable("XDG_DATA_HOME") + "/flipside/models/damaged";
    QDir().mkpath(damaged);
    QFile card(damaged + "/card.json");
    QVERIFY(card.open(QIODevice::WriteOnly));
    card.write("{");
    card.close();
    const Outcome outcome = cli({"models", "--json"});
    QDir(damaged).removeRecursively();
    QCOMPARE(outcome.status, 0);
    QVERIFY(outcome.out.contains("\"tiny\""));
}

QTEST_GUILESS_MAIN(FaultsTest)
#include "faults_test.moc"
