// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/import/fetch_dialog.h"

#include "core/base/file.h"
#include "core/data/remote_dataset.h"
#include "tests/core/support/local_server.h"

#include <QTemporaryDir>
#include <QtTest>
#include <zlib.h>

#include <atomic>
#include <random>

using namespace flipside;
using namespace flipside::test;

namespace {

constexpr int patience = 60000;

/// Bytes that compress to about half.
std::string randomContent(std::size_t size)
{
    std::mt19937 random(1);
    std::string content;
    for (std::size_t i = 0; i < size; ++i)
        content += char('a' + random() % 16);
    return content;
}

std::string gzipped(const std::string& content)
{
    const QTemporaryDir scratch;
    const QByteArray path = scratch.filePath("scratch.gz").toUtf8();
    gzFile file = gzopen(path.constData(), "wb9");
    gzwrite(file, content.data(), unsigned(content.size()));
    gzclose(file);
    return readFile(path.toStdString());
}

std::string answerWith(const std::string& body)
{
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

} // namespace

/// Against servers on this machine; what fetching itself promises is in core/fetch_test.
class FetchDialogTest : public QObject {
    Q_OBJECT

private slots:
    void fetchPutsTheDatasetIntoItsFolder()
    {
        const LocalServer server([this](LocalServer::Client& client, const LocalServer::Request&) {
            client.send(answerWith(_packed));
        });
        const auto datasets = datasetsAt(server.address());
        FetchDialog dialog(datasets, root());
        dialog.show();
        dialog.begin();
        QVERIFY(dialog.isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.isRunning(), patience);
        QVERIFY2(dialog.state().contains("is there"), qPrintable(dialog.state()));
        QCOMPARE(readFile(root() / "toy" / "images.gz"), _packed);
    }

    void withoutAServerOneSentenceSaysSo()
    {
        const auto datasets = datasetsAt("http://127.0.0.1:1/");
        FetchDialog dialog(datasets, root());
        dialog.begin();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.isRunning(), patience);
        QVERIFY2(dialog.state().contains("images.gz"), qPrintable(dialog.state()));
        QVERIFY(!std::filesystem::exists(root() / "toy" / "images.gz"));
    }

    void cancelStopsADownloadThatHangs()
    {
        std::atomic<bool> asked = false;
        const LocalServer server([&](LocalServer::Client& client, const LocalServer::Request&) {
            client.send(answerWith(_packed).substr(0, 300));
            asked = true;
            client.wait();
        });
        const auto datasets = datasetsAt(server.address());
        FetchDialog dialog(datasets, root());
        dialog.show();
        dialog.begin();
        QTRY_VERIFY_WITH_TIMEOUT(asked, patience);
        dialog.reject();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.isRunning(), patience);
        QVERIFY(dialog.isVisible()); // cancels first, closes only then
        QVERIFY2(dialog.state().contains("Cancelled"), qPrintable(dialog.state()));
        dialog.reject();
        QVERIFY(!dialog.isVisible());
    }

    void init() { _folder = std::make_unique<QTemporaryDir>(); }

private:
    std::filesystem::path root() const { return _folder->path().toStdString(); }
    std::vector<RemoteDataset> datasetsAt(const std::string& mirror) const
    {
        return {{"toy", {mirror}, {{"images.gz", sha256(_content), _content.size(), _packed.size()}}}};
    }

    std::unique_ptr<QTemporaryDir> _folder;
    const std::string _content = randomContent(20000);
    const std::string _packed = gzipped(_content);
};

QTEST_MAIN(FetchDialogTest)
#include "fetch_dialog_test.moc"
