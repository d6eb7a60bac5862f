// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/support/tiny_model.h"

#include <QImage>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <cstdlib>

/// The models that come with the program, and one trained just now, seen from outside.
class ModelsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void modelsOfThePapersAreBundled();
    void pythonOpensAModelAndComputesTheSame_data();
    void pythonOpensAModelAndComputesTheSame();
    void samplesAreTheSameOnEverySystem_data();
    void samplesAreTheSameOnEverySystem();
    void lowActiveFlipsOffNeuronsOfTheModelsLayer_data();
    void lowActiveFlipsOffNeuronsOfTheModelsLayer();
    void aWindowIsPaintedWithoutADisplay_data();
    void aWindowIsPaintedWithoutADisplay();

private:
    void addModelRows() const;
    QString path(const QString& name) const { return _folder.filePath(name); }

    QJsonArray _models;
    TinyModel _tiny;
    QTemporaryDir _folder;
};

void ModelsTest::initTestCase()
{
    QVERIFY2(_tiny.isReady(), _tiny.training.err + _tiny.profiling.err);
    _models = cli({"models", "--json"}).json().array();
}

void ModelsTest::modelsOfThePapersAreBundled()
{
    QSet<QString> ids;
    for (const QJsonValue model : _models)
        ids << model["id"].toString();
    for (const QString id :
         {"mnist", "fashion-mnist", "mnist-fashion", "celeba", "wikiart", "brushwork", "faces", "paintings"})
        QVERIFY2(ids.contains(id), qPrintable(id));
}

void ModelsTest::addModelRows() const
{
    QTest::addColumn<QString>("id");
    for (const QJsonValue model : _models)
        QTest::newRow(qPrintable(model["id"].toString())) << model["id"].toString();
}

void ModelsTest::pythonOpensAModelAndComputesTheSame_data()
{
    addModelRows();
}

void ModelsTest::pythonOpensAModelAndComputesTheSame()
{
    QFETCH(QString, id);
    const Outcome rendered = cli(
        {"render", "--model", id, "--count", "16", "--seed", "21", "--npy", path("pictures.npy"), "--json"});
    QVERIFY2(rendered.status == 0, rendered.err);
    QFile json(path("render.json"));
    QVERIFY(json.open(QIODevice::WriteOnly));
    json.write(rendered.out);
    json.close();

    QString folder = QStringLiteral(FLIPSIDE_SOURCE_DIR "/resources/models/") + id;
    if (id == "tiny")
        folder = _tiny.folder;
    // The sanitizers' own preloaded libraries are nothing to Python.
    const Outcome python = run("/usr/bin/python3", {FLIPSIDE_SOURCE_DIR "/tests/app/support/python_peer.py",
                                                    folder, json.fileName(), path("pictures.npy")});
    QVERIFY2(python.status == 0, python.err);
    const QJsonDocument difference = python.json();
    QVERIFY2(difference["pictures"].toDouble(1.0) < 1e-5, python.out);
    if (id != "wikiart") // a GAN has no encoder, and so no reconstruction distance
        QVERIFY2(difference["distances"].toDouble(1.0) < 1e-3, python.out);
    QVERIFY2(difference["spread"].toDouble() > 0.0, python.out);
}

void ModelsTest::samplesAreTheSameOnEverySystem_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("count");
    QTest::newRow("digits") << "mnist"
                            << "8";
    QTest::newRow("faces") << "celeba"
                           << "2";
}

/// Against sheets that were painted on Debian 12: the release of the libraries must not show, nor the
/// compiler.
void ModelsTest::samplesAreTheSameOnEverySystem()
{
    QFETCH(QString, id);
    QFETCH(QString, count);
    const QString file = path("samples-" + id + ".png");
    const Outcome rendered = cli({"render", "--model", id, "--scheme", "low-active", "--layer", "hidden3",
                                  "--pattern", "constant", "--count", count, "--seed", "1", "--sheet", file});
    QVERIFY2(rendered.status == 0, rendered.err);
    const QImage kept(FLIPSIDE_SOURCE_DIR "/tests/data/low-active-" + id + ".png");
    const QImage painted(file);
    QVERIFY(!kept.isNull());
    QCOMPARE(painted.size(), kept.size());
    int different = 0;
    for (int y = 0; y < kept.height(); ++y) {
        for (int x = 0; x < kept.width(); ++x) {
            const QColor here = painted.pixelColor(x, y);
            const QColor there = kept.pixelColor(x, y);
            // Another processor may add in another order, which can take a value over the edge of its level.
            QVERIFY(std::abs(here.red() - there.red()) <= 1);
            QVERIFY(std::abs(here.green() - there.green()) <= 1);
            QVERIFY(std::abs(here.blue() - there.blue()) <= 1);
            different += here != there;
        }
    }
    QVERIFY2(different * 1000 <= kept.width() * kept.height(), qPrintable(QString::number(different)));
}

void ModelsTest::lowActiveFlipsOffNeuronsOfTheModelsLayer_data()
{
    addModelRows();
}

void ModelsTest::lowActiveFlipsOffNeuronsOfTheModelsLayer()
{
    QFETCH(QString, id);
    const Outcome rendered =
        cli({"render", "--model", id, "--scheme", "low-active", "--neurons", "5", "--count", "8", "--json"});
    QVERIFY2(rendered.status == 0, rendered.err);
    QString layer;
    int units = 0;
    for (const QJsonValue model : _models) {
        if (model["id"] == id) {
            // The cards of some name others.
            const QMap<QString, int> places{{"wikiart", 1}, {"brushwork", 4}, {"faces", 4}, {"paintings", 3}};
            const int place = places.value(id, 2);
            layer = model["layers"][place]["id"].toString();
            units = model["layers"][place]["units"].toInt();
            QCOMPARE(model["scheme-layer"].toString(layer), layer);
        }
    }
    const QJsonArray images = rendered.json()["images"].toArray();
    QCOMPARE(images.size(), 8);
    for (const QJsonValue image : images) {
        QSet<int> flipped;
        for (const QJsonValue edit : image["recipe"]["edits"].toArray()) {
            QCOMPARE(edit["layer"].toString(), layer);
            QCOMPARE(edit["action"].toString(), QString("on"));
            QVERIFY(edit["value"].toDouble() > 0.0);
            QVERIFY(edit["unit"].toInt(-1) >= 0 && edit["unit"].toInt() < units);
            flipped << edit["unit"].toInt();
        }
        // A model that learned for two epochs may have fewer low-active neurons that are off, and so may
        // those with few channels.
        const bool mayBeFew = id == "wikiart" || id == "brushwork" || id == "faces" || id == "paintings";
        QVERIFY(flipped.size() == 5 || (id == "tiny" && flipped.size() < 5) ||
                (mayBeFew && !flipped.isEmpty() && flipped.size() < 5));
    }
}

void ModelsTest::aWindowIsPaintedWithoutADisplay_data()
{
    addModelRows();
}

void ModelsTest::aWindowIsPaintedWithoutADisplay()
{
    QFETCH(QString, id);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR"})
        environment.remove(name);
    const QString file = path(id + ".png");
    const Outcome outcome = run(windowProgram(), {"--model", id, "--screenshot", file}, environment);
    QVERIFY2(outcome.status == 0, outcome.err);
    const QImage window(file);
    QVERIFY(window.width() >= 1280);
    QVERIFY(window.height() >= 720);
    QSet<QRgb> colours;
    for (int y = 0; y < window.height(); y += 2) {
        for (int x = 0; x < window.width(); x += 2)
            colours << window.pixel(x, y);
    }
    QVERIFY2(colours.size() > 100, "the window is nearly empty");
}

QTEST_GUILESS_MAIN(ModelsTest)
#include "models_test.moc"
