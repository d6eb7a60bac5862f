// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/session/journal.h"
#include "core/session/session_json.h"
#include "tests/core/support/test_models.h"
#include "ui/document/document.h"
#include "ui/document/gallery.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/session/session_keeper.h"
#include "ui/window/main_window.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>

#include <cstdio>
#include <map>
#include <set>
#include <utility>

using namespace flipside;

namespace {

/// Milliseconds that a start may take on a slow machine with a sanitizer.
constexpr qint64 longestStart = 60000;

/// Shared by the program that is killed, which is this one once more, and the one that kills it.
struct Place {
    explicit Place(const QString& folder) : folder(folder) {}
    QString folder;
    QString model() const { return folder + "/model"; }
    QString journals() const { return folder + "/journal"; }
    QString file() const { return folder + "/work.flipside"; }
};

/// Moves, keeps, names, deletes nothing, and saves, as fast as it goes; says on standard output which
/// pictures are kept.
class RestlessUser : public QObject {
public:
    RestlessUser(const Place& place, std::uint64_t seed)
        : _place(place), _random(seed), _workspace(_player), _window(_workspace)
    {
        SessionKeeper& session = _window.session();
        connect(&session, &SessionKeeper::abandonedFound, this, [&session] { session.goOn(); });
        connect(&_workspace.gallery(), &Gallery::changed, this, &RestlessUser::tell);
        session.keepJournal(place.journals());
        _document.openModel(place.model());
        _window.show();
        connect(&_timer, &QTimer::timeout, this, &RestlessUser::act);
        _timer.start(7);
    }

private:
    void tell()
    {
        for (const auto& item : _workspace.gallery().items())
            if (_told.insert(item->id).second)
                std::printf("kept %llu\n", static_cast<unsigned long long>(item->id));
        std::fflush(stdout);
    }
    void act()
    {
        if (!_document.rendering())
            return;
        if (!std::exchange(_isReady, true)) {
            std::puts("ready");
            std::fflush(stdout);
        }
        const auto& items = _workspace.gallery().items();
        const double what = _random.uniform();
        if (what < 0.3)
            _workspace.keeper().keepShown();
        else if (what < 0.4 && !items.empty())
            _workspace.gallery().rename(items[std::size_t(_random.below(items.size()))]->id,
                                        QString::number(_random.uniform()));
        else if (what < 0.5)
            _window.session().save(_place.file());
        else
            _document.setLatent(int(_random.below(4)), float(_random.normal()), {});
    }

    Place _place;
    Random _random;
    Player _player;
    Workspace _workspace;
    Document& _document = _workspace.document();
    MainWindow _window;
    QTimer _timer;
    std::set<std::uint64_t> _told;
    bool _isReady = false;
};

} // namespace

class SessionKillsTest : public QObject {
    Q_OBJECT
private slots:
    /// FLIPSIDE_KILLS says how often; the soak does it 200 times.
    void killedProgramLosesNoPictureAndLeavesNoUnreadableFile()
    {
        const int kills = qEnvironmentVariableIntValue("FLIPSIDE_KILLS") > 0
                              ? qEnvironmentVariableIntValue("FLIPSIDE_KILLS")
                              : 8;
        const QTemporaryDir folder;
        const Place place(folder.path());
        test::writeRandomMlpModel(place.model().toStdString(), 4, {12, 8}, 6, 6);
        Random random(3);
        std::set<quint64> safe; // kept a second or more before a kill
        std::size_t most = 0;
        for (int kill = 0; kill < kills; ++kill) {
            QProcess program;
            program.setProcessChannelMode(QProcess::SeparateChannels);
            program.start(QCoreApplication::applicationFilePath(),
                          {"--restless-user", place.folder, QString::number(kill)});
            QVERIFY(program.waitForStarted());
            std::map<quint64, qint64> kept; // [id], when it was said, in milliseconds
            QElapsedTimer clock;
            clock.start();
            // Most are killed at work, however long their start takes; some while they start.
            const bool atStart = kill % 4 == 3;
            qint64 end = atStart ? qint64(random.below(1500)) : longestStart;
            while (clock.elapsed() < end) {
                program.waitForReadyRead(
                    int(std::max<qint64>(1, std::min<qint64>(20, end - clock.elapsed()))));
                while (program.canReadLine()) {
                    const QList<QByteArray> words = program.readLine().trimmed().split(' ');
                    if (words.value(0) == "kept")
                        kept.emplace(words.value(1).toULongLong(), clock.elapsed());
                    else if (words.value(0) == "ready" && !atStart)
                        end = clock.elapsed() + 300 + qint64(random.below(3000));
                }
            }
            const qint64 killed = clock.elapsed();
            program.kill();
            QVERIFY(program.waitForFinished());
            for (const auto& [id, when] : kept)
                if (killed - when >= 1000)
                    safe.insert(id);

            if (QFileInfo::exists(place.file()))
                readSession(place.file().toStdString()); // throws where it is not whole
            auto journals = abandonedJournals(place.journals().toStdString());
            if (journals.empty()) {
                QVERIFY2(safe.empty(), "a journal is gone");
                continue;
            }
            std::set<quint64> there;
            for (const AbandonedJournal& journal : journals)
                for (const auto& item : journal.read().session.gallery)
                    there.insert(item->id);
            for (const quint64 id : safe)
                QVERIFY2(there.contains(id), qPrintable(QString("picture %1, kill %2").arg(id).arg(kill)));
            most = std::max(most, there.size());
        }
        qInfo("%d kills, %d pictures, none lost", kills, int(most));
        QVERIFY(most > 0);
    }
};

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName("Flipside");
    QCoreApplication::setApplicationName("Flipside");
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "--restless-user") {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, arguments.value(2));
        const RestlessUser user(Place(arguments.value(2)), arguments.value(3).toULongLong());
        return QApplication::exec();
    }
    SessionKillsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "session_kills_test.moc"
