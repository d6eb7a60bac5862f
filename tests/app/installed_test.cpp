// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/support/program.h"

#include <QDir>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QImage>
#include <QJsonArray>
#include <QPixmap>
#include <QScreen>
#include <QTemporaryDir>
#include <QTest>

/// The program as it is after `cmake --install`, in a real window on an X display.
class InstalledTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void everythingIsInItsPlace_data();
    void everythingIsInItsPlace();
    void aClickOnANeuronChangesThePictureAndUndoBringsItBack();
    void theWindowHasTheSizeThatWasAskedFor();
    void modelsComeFromThePrefixNotFromTheSources();

private:
    QString inPrefix(const QString& path) const { return _prefix.filePath(path); }
    QTemporaryDir _prefix;
};

namespace {

constexpr int patienceMilliseconds = 60'000;

QByteArray xdotool(const QStringList& arguments)
{
    const Outcome outcome = run("xdotool", arguments);
    if (outcome.status != 0)
        qWarning("xdotool %s: %s", qPrintable(arguments.join(' ')), outcome.err.constData());
    return outcome.out;
}

/// Where the program's window is on the screen; empty before it is there.
QRect windowRect()
{
    const Outcome found = run("xdotool", {"search", "--onlyvisible", "--name", "Flipside"});
    const QByteArray id = found.out.trimmed().split('\n').last();
    if (id.isEmpty())
        return {};
    const QByteArray shell = xdotool({"getwindowgeometry", "--shell", id});
    const auto value = [&](const QByteArray& name) {
        const int begin = int(shell.indexOf('\n' + name + '=') + name.size() + 2);
        return shell.mid(begin, shell.indexOf('\n', begin) - begin).toInt();
    };
    return {value("X"), value("Y"), value("WIDTH"), value("HEIGHT")};
}

/// The middle of the window, where the pictures are, and nothing that moves by itself.
QImage picturesOnScreen(const QRect& window)
{
    const QRect canvas(window.x() + window.width() / 4, window.y() + window.height() / 5, window.width() / 2,
                       window.height() / 3);
    return QGuiApplication::primaryScreen()
        ->grabWindow(0, canvas.x(), canvas.y(), canvas.width(), canvas.height())
        .toImage();
}

/// Waits until the pictures have not changed for a second and are not of one colour.
bool waitUntilStill(const QRect& window, QImage& pictures)
{
    QElapsedTimer patience;
    patience.start();
    QElapsedTimer still;
    still.start();
    pictures = picturesOnScreen(window);
    while (patience.elapsed() < patienceMilliseconds) {
        QTest::qWait(100);
        const QImage now = picturesOnScreen(window);
        if (now != pictures) {
            pictures = now;
            still.restart();
        }
        QImage plain = now;
        plain.fill(now.pixel(0, 0));
        if (still.elapsed() > 1000 && now != plain)
            return true;
    }
    return false;
}

bool waitUntilPicturesAre(const QRect& window, const QImage& wanted)
{
    return QTest::qWaitFor([&] { return picturesOnScreen(window) == wanted; }, 5000);
}

} // namespace

void InstalledTest::initTestCase()
{
    const Outcome installed = run("cmake", {"--install", FLIPSIDE_BUILD_DIR, "--prefix", _prefix.path()});
    QVERIFY2(installed.status == 0, installed.err);
}

void InstalledTest::everythingIsInItsPlace_data()
{
    QTest::addColumn<QString>("file");
    for (const QString file : {"bin/flipside", "bin/flipside-cli", "share/flipside/models/mnist/card.json",
                               "share/flipside/enlarger/enlarger-sharp.pt", "share/flipside/guide",
                               "share/applications/flipside.desktop", "share/mime/packages/flipside.xml",
                               "share/metainfo/org.flipside.Flipside.metainfo.xml",
                               "share/icons/hicolor/scalable/apps/flipside.svg", "share/man/man1/flipside.1",
                               "share/man/man1/flipside-cli.1", "share/doc/flipside/copyright"})
        QTest::newRow(qPrintable(file)) << file;
}

void InstalledTest::everythingIsInItsPlace()
{
    QFETCH(QString, file);
    QVERIFY(QFile::exists(inPrefix(file)));
}

void InstalledTest::aClickOnANeuronChangesThePictureAndUndoBringsItBack()
{
    QProcess program;
    program.setProcessChannelMode(QProcess::ForwardedChannels);
    program.start(inPrefix("bin/flipside"), {});
    QVERIFY(program.waitForStarted());
    QVERIFY(QTest::qWaitFor([] { return windowRect().width() > 600; }, patienceMilliseconds));
    const QRect window = windowRect();
    QImage before;
    QVERIFY(waitUntilStill(window, before));

    // The heatmaps are the lower part of the window's middle; where exactly a neuron is depends on the
    // layout, so the pointer tries places there until one of them changes the picture, as a user's first
    // clicks would.
    bool changed = false;
    for (int place = 0; place < 40 && !changed; ++place) {
        const int x = window.x() + window.width() * (30 + 7 * (place % 5)) / 100;
        const int y = window.y() + window.height() * (88 - 3 * (place / 5)) / 100;
        xdotool({"mousemove", QString::number(x), QString::number(y), "click", "1"});
        changed = QTest::qWaitFor([&] { return picturesOnScreen(window) != before; }, 700);
    }
    QVERIFY2(changed, "no click changed the picture");

    xdotool({"key", "ctrl+z"});
    QVERIFY(waitUntilPicturesAre(window, before));

    QCOMPARE(program.state(), QProcess::Running);
    program.terminate();
    if (!program.waitForFinished(10'000))
        program.kill();
}

void InstalledTest::theWindowHasTheSizeThatWasAskedFor()
{
    QProcess program;
    program.setProcessChannelMode(QProcess::ForwardedChannels);
    program.start(inPrefix("bin/flipside"), {"--size", "1280x720"});
    QVERIFY(program.waitForStarted());
    QTRY_COMPARE_WITH_TIMEOUT(windowRect().size(), QSize(1280, 720), patienceMilliseconds);
    program.terminate();
    if (!program.waitForFinished(10'000))
        program.kill();
}

void InstalledTest::modelsComeFromThePrefixNotFromTheSources()
{
    const QStringList bundled =
        QDir(inPrefix("share/flipside/models")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString& id : bundled)
        if (id != "mnist")
            QDir(inPrefix("share/flipside/models/" + id)).removeRecursively();
    const Outcome outcome = run(inPrefix("bin/flipside-cli"), {"models", "--json"});
    QVERIFY2(outcome.status == 0, outcome.err);
    QCOMPARE(outcome.json().array().size(), 1);
    QCOMPARE(outcome.json()[0]["id"].toString(), QString("mnist"));
}

QTEST_MAIN(InstalledTest)
#include "installed_test.moc"
