// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/first_opening.h"

#include "core/base/confinement.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/progress.h"
#include "core/decoder/decoder.h"
#include "core/import/import_model.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/test_models.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace flipside;
using namespace flipside::test;

namespace {

/// Work that is cancelled from another thread.
class Cancellable : public Progress {
public:
    bool cancelled() const override { return _cancelled; }
    void cancel() { _cancelled = true; }

private:
    std::atomic<bool> _cancelled{false};
};

/// Exit status of a process that has given up its rights and then does something.
int afterConfinement(const std::function<int()>& act)
{
    const pid_t child = ::fork();
    if (child == 0) {
        (void)confineThisProcess({3600, std::uint64_t{8} << 30});
        ::_exit(act());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace

class FirstOpeningTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;

    std::filesystem::path path(const char* name) const { return _temporary.filePath(name).toStdString(); }

    /// One that multiplies matrices for ever, in a single operator where no check of ours looks.
    std::filesystem::path endlessModel() const
    {
        Script script = linearScript();
        script.source = "def forward(self, z):\n"
                        "    endless = z.sum().expand([1000000, 1000000, 1000]).sum()\n"
                        "    return torch.relu(torch.zeros([1, 1, 2, 2]) + endless)\n";
        writeScript(path("endless.pt"), script);
        return path("endless.pt");
    }
    /// 0 where there is none.
    static pid_t openerOfThisProcess()
    {
        for (const auto& process : std::filesystem::directory_iterator("/proc")) {
            std::ifstream name(process.path() / "comm");
            std::ifstream status(process.path() / "stat");
            std::string command, skipped;
            pid_t id = 0, parent = 0;
            if (std::getline(name, command) && command == "flipside-opener" &&
                status >> id >> skipped >> skipped >> parent && parent == ::getpid() && skipped != "Z")
                return id;
        }
        return 0;
    }
    /// Imports the endless model while another thread does something to it after a second.
    QString interrupted(Cancellable& progress, const std::function<void()>& act) const
    {
        ModelImport given;
        given.decoder = endlessModel();
        given.id = "endless";
        given.latentShape = {2};
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::seconds(2));
            act();
        });
        QString sentence;
        try {
            sentence = sentenceOf([&] { (void)importModel(given, path("models"), progress); });
        } catch (const Cancelled&) {
            sentence = QStringLiteral("cancelled");
        }
        other.join();
        return sentence;
    }

private slots:
    void aProcessWithoutRightsStillComputes()
    {
        QCOMPARE(afterConfinement([] {
                     int sum = 0;
                     std::thread adding([&] { sum = 42; });
                     adding.join();
                     std::vector<char> memory(std::size_t{64} << 20, 1);
                     return sum + int(memory.back()) - 1;
                 }),
                 42);
    }

    void aProcessWithoutRightsReachesNothing_data()
    {
        QTest::addColumn<int>("right");
        QTest::newRow("read a file") << 0;
        QTest::newRow("write a file") << 1;
        QTest::newRow("list a folder") << 2;
        QTest::newRow("open a socket") << 3;
        QTest::newRow("start a program") << 4;
        QTest::newRow("become two processes") << 5;
        QTest::newRow("signal its parent") << 6;
        QTest::newRow("watch its parent's memory") << 7;
        QTest::newRow("delete a file") << 8;
    }
    void aProcessWithoutRightsReachesNothing()
    {
        QFETCH(int, right);
        writeFile(path("kept"), "kept");
        const std::string file = path("kept").string();
        const std::string fresh = path("fresh").string();
        const pid_t parent = ::getpid();
        const int outcome = afterConfinement([&] {
            switch (right) {
            case 0:
                return ::open(file.c_str(), O_RDONLY) < 0 ? 0 : 1;
            case 1:
                return ::open(fresh.c_str(), O_WRONLY | O_CREAT, 0600) < 0 ? 0 : 1;
            case 2:
                return ::open("/", O_RDONLY | O_DIRECTORY) < 0 ? 0 : 1;
            case 3:
                return ::socket(AF_INET, SOCK_STREAM, 0) < 0 ? 0 : 1;
            case 4:
                return ::execl("/bin/true", "true", nullptr) < 0 ? 0 : 1;
            case 5: {
                const pid_t second = ::fork();
                if (second == 0)
                    ::_exit(0);
                return second < 0 ? 0 : 1;
            }
            case 6:
                return ::kill(parent, 0) < 0 ? 0 : 1;
            case 7:
                return ::open(("/proc/" + std::to_string(parent) + "/mem").c_str(), O_RDONLY) < 0 ? 0 : 1;
            default:
                return ::unlink(file.c_str()) < 0 ? 0 : 1;
            }
        });
        QCOMPARE(outcome, 0);
        QVERIFY(std::filesystem::exists(path("kept")));
        QVERIFY(!std::filesystem::exists(path("fresh")));
    }

    void cancelEndsAnOperatorThatDoesNot()
    {
        Cancellable progress;
        QElapsedTimer sinceCancel;
        QCOMPARE(interrupted(progress,
                             [&] {
                                 sinceCancel.start();
                                 progress.cancel();
                             }),
                 QStringLiteral("cancelled"));
        QVERIFY2(sinceCancel.elapsed() < 1000, qPrintable(QString::number(sinceCancel.elapsed())));
        QVERIFY(!std::filesystem::exists(path("models") / "endless"));
        QCOMPARE(openerOfThisProcess(), 0);
    }

    void aDeathInItsOwnProcessIsASentenceHere()
    {
        Cancellable progress;
        const QString sentence = interrupted(progress, [] { ::kill(openerOfThisProcess(), SIGSEGV); });
        QVERIFY2(sentence.contains("makes LibTorch fail"), qPrintable(sentence)); // a sanitizer exits instead
        QVERIFY(!std::filesystem::exists(path("models") / "endless"));
    }

    void whatCameThroughOnceIsOpenedHere()
    {
        ModelCard card = testCard("known", 2, 1, 2, 2);
        writeModel(path("known"), card, linearScript());
        const std::string hash = sha256OfFile(path("known") / "decoder.pt");
        std::filesystem::remove_all(
            std::filesystem::path(qEnvironmentVariable("XDG_DATA_HOME").toStdString()) / "flipside" /
            "opened");
        QVERIFY(!cameThrough(hash));
        QElapsedTimer timer;
        timer.start();
        const Decoder first{ModelFolder(path("known"))};
        const qint64 withProcess = timer.restart();
        QVERIFY(cameThrough(hash));
        const Decoder second{ModelFolder(path("known"))};
        // Loading LibTorch's libraries alone takes longer than opening so small a model.
        QVERIFY2(timer.elapsed() * 2 < withProcess,
                 qPrintable(QStringLiteral("%1 and %2 ms").arg(withProcess).arg(timer.elapsed())));
        QCOMPARE(first.layers(), second.layers());
    }

    void whatDidNotComeThroughIsNotRemembered()
    {
        Script script = linearScript();
        script.source = "def forward(self, z):\n    torch.save(z, 'prey')\n    return torch.relu(z)\n";
        writeModel(path("harm"), testCard("harm", 2, 1, 2, 2), script);
        const std::string hash = sha256OfFile(path("harm") / "decoder.pt");
        std::filesystem::remove_all(
            std::filesystem::path(qEnvironmentVariable("XDG_DATA_HOME").toStdString()) / "flipside" /
            "opened");
        const QString sentence = sentenceOf([&] { Decoder{ModelFolder(path("harm"))}; });
        QVERIFY2(sentence.contains("aten::save"), qPrintable(sentence));
        QVERIFY(!cameThrough(hash));
    }
};

QTEST_GUILESS_MAIN(FirstOpeningTest)
#include "first_opening_test.moc"
