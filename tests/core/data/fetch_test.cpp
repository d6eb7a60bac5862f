// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/data/fetch.h"
#include "tests/core/support/local_server.h"
#include "tests/core/support/sentence.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <zlib.h>

#include <csignal>
#include <fcntl.h>
#include <memory>
#include <random>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace flipside;
using namespace flipside::test;

namespace {

using Client = LocalServer::Client;
using Request = LocalServer::Request;
using Answer = LocalServer::Answer;

const char* const name = "images.gz";

/// Bytes that compress to about half, and differently at different levels.
std::string randomContent(std::size_t size, unsigned seed)
{
    std::mt19937 random(seed);
    std::string content;
    for (std::size_t i = 0; i < size; ++i)
        content += char('a' + random() % 16);
    return content;
}

std::string gzipped(const std::string& content, const char* mode = "wb9")
{
    const QTemporaryDir scratch;
    const QByteArray path = scratch.filePath("scratch.gz").toUtf8();
    gzFile file = gzopen(path.constData(), mode);
    gzwrite(file, content.data(), unsigned(content.size()));
    gzclose(file);
    return readFile(path.toStdString());
}

RemoteFile remoteFile(const char* fileName, const std::string& content)
{
    return {fileName, sha256(content), content.size(), content.size() / 2};
}

std::string head(const std::string& status, std::size_t length, const std::string& more = "")
{
    return "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + more +
           "Content-Length: " + std::to_string(length) + "\r\n\r\n";
}

std::string whole(const std::string& body)
{
    return head("200 OK", body.size()) + body;
}

/// Answers with the file or with the part of it that was asked for.
void serve(Client& client, const Request& request, const std::string& body)
{
    const std::size_t begin = request.rangeBegin.value_or(0);
    if (!request.rangeBegin)
        client.send(whole(body));
    else if (begin >= body.size())
        client.send(head("416 Range Not Satisfiable", 0));
    else
        client.send(head("206 Partial Content", body.size() - begin,
                         "Content-Range: bytes " + std::to_string(begin) + "-" +
                             std::to_string(body.size() - 1) + "/" + std::to_string(body.size()) + "\r\n") +
                    body.substr(begin));
}

Answer servingWell(const std::string& body)
{
    return [=](Client& client, const Request& request) { serve(client, request, body); };
}

/// Always sends the same, whatever was asked for.
Answer saying(const std::string& bytes)
{
    return [=](Client& client, const Request&) { client.send(bytes); };
}

/// Sends the same and then nothing more, without closing the connection.
Answer stallingAfter(const std::string& bytes)
{
    return [=](Client& client, const Request&) {
        client.send(bytes);
        client.wait();
    };
}

/// Remembers what it heard; asks to stop once a fraction is reached.
class TestProgress final : public Progress {
public:
    explicit TestProgress(double stopAt = 2.0) : _stopAt(stopAt) {}
    void report(double fraction, const std::string& what) override
    {
        fractions.push_back(fraction);
        lastWhat = what;
    }
    bool cancelled() const override { return !fractions.empty() && fractions.back() >= _stopAt; }

    std::vector<double> fractions;
    std::string lastWhat;

private:
    double _stopAt;
};

} // namespace

/// What fetchDataset promises, against servers that keep their promises and servers that do not.
class FetchTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void fetchedDatasetIsWholeAndNothingElseIsThere();
    void listedDatasetsAreTheRealOnes_data();
    void listedDatasetsAreTheRealOnes();
    void trainingImagesComeLast();
    void unknownNameListsTheKnownOnes();
    void datasetThatIsThereIsNotFetchedAgain();
    void plainFileCountsAsThere();
    void damagedFileIsFetchedAgain();
    void damagedPlainFileIsNamedAndKept();
    void brokenDownloadGoesOnWhereItWas();
    void brokenDownloadGoesOnAtTheNextMirror();
    void mirrorThatAlwaysBreaksOffIsGivenUp();
    void serverWithoutRangesStartsAgain();
    void anotherPartThanAskedForIsNotUsed();
    void mirrorsThatCompressDifferentlyAreNotMixed();
    void wholePartIsPutInPlaceWithoutANetwork();
    void partThatIsTooLongIsStartedAgain();
    void stalledServerIsLeftForTheNextMirror_data();
    void stalledServerIsLeftForTheNextMirror();
    void tooLongContentLengthDoesNoHarm();
    void badAnswerIsNeverPutInPlace_data();
    void badAnswerIsNeverPutInPlace();
    void badAnswerIsMadeUpForByTheNextMirror_data() { badAnswerIsNeverPutInPlace_data(); }
    void badAnswerIsMadeUpForByTheNextMirror();
    void endlessAnswerIsCutOff();
    void fiveRedirectsAreFollowedAndNoMore();
    void redirectsToOtherProtocolsAreRefused();
    void noNetworkIsSaidInOneSentence();
    void mirrorThatWorkedIsAskedFirstForTheNextFile();
    void cancelledFetchKeepsItsPartAndGoesOnFromThere();
    void silentServerDoesNotHoldUpCancelling();
    void progressRisesToTheEnd();
    void folderThatCannotBeWrittenIsNamed();
    void fullDiskIsSaidAndTheRestFetchedLater();
    void twoProgramsDoNotFetchIntoOneFolder();

private:
    std::filesystem::path folder() const { return _folder->path().toStdString(); }
    std::filesystem::path in(const std::string& file) const { return folder() / file; }
    QStringList filesThere() const { return QDir(_folder->path()).entryList(QDir::Files | QDir::Hidden); }
    bool isFetched() const { return filesThere() == QStringList{name} && readFile(in(name)) == _packed; }
    RemoteDataset datasetAt(const std::vector<std::string>& mirrors) const
    {
        return {"small", mirrors, {remoteFile(name, _content)}};
    }
    bool fetch(const std::vector<std::string>& mirrors)
    {
        TestProgress progress;
        return fetchDataset(datasetAt(mirrors), folder(), _options, progress);
    }

    std::string _content = randomContent(200000, 1);
    std::string _packed = gzipped(_content);
    FetchOptions _options{std::chrono::seconds(1), 3};
    std::unique_ptr<QTemporaryDir> _folder;
};

void FetchTest::initTestCase()
{
    // The machine's proxy, if it has one, does not reach the servers of this test.
    qputenv("no_proxy", "*");
    QVERIFY(_packed.size() > 80000 && _packed.size() < 130000);
}

void FetchTest::init()
{
    _folder = std::make_unique<QTemporaryDir>();
}

void FetchTest::fetchedDatasetIsWholeAndNothingElseIsThere()
{
    const std::string labels = randomContent(300, 2);
    const LocalServer server([&](Client& client, const Request& request) {
        serve(client, request, request.path == "data/labels.gz" ? gzipped(labels) : _packed);
    });
    const RemoteDataset dataset{
        "small", {server.address() + "data/"}, {remoteFile("labels.gz", labels), remoteFile(name, _content)}};
    TestProgress progress;
    const auto target = folder() / "new/datasets/small";
    QVERIFY(fetchDataset(dataset, target, _options, progress));
    QCOMPARE(readFile(target / "labels.gz"), gzipped(labels));
    QCOMPARE(readFile(target / name), _packed);
    QCOMPARE(QDir(QString::fromStdString(target.string())).entryList(QDir::Files | QDir::Hidden).size(), 2);
    QCOMPARE(server.requests().size(), 2u);
}

void FetchTest::listedDatasetsAreTheRealOnes_data()
{
    QTest::addColumn<QString>("source");
    QTest::newRow("mnist") << qEnvironmentVariable("FLIPSIDE_DATA") + "/mnist";
    QTest::newRow("fashion-mnist") << "/usr/share/datasets/fashion-mnist";
}

void FetchTest::listedDatasetsAreTheRealOnes()
{
    QFETCH(QString, source);
    if (!QFile::exists(source + "/train-images-idx3-ubyte.gz"))
        QSKIP("this dataset is not here: set FLIPSIDE_DATA to a folder that has it");
    const LocalServer server([&](Client& client, const Request& request) {
        serve(client, request, readFile(source.toStdString() + "/" + request.path));
    });
    RemoteDataset dataset = findRemoteDataset(QTest::currentDataTag());
    dataset.mirrors = {server.address()};
    TestProgress progress;
    QVERIFY(fetchDataset(dataset, folder(), {}, progress));
    QCOMPARE(filesThere().size(), 4);
    QVERIFY(!fetchDataset(dataset, folder(), {}, progress));
    for (const RemoteFile& file : dataset.files) {
        // The sizes are for the progress and its limit: about right is right.
        const double size = double(std::filesystem::file_size(in(file.name)));
        QVERIFY(size > 0.9 * double(file.bytes) && size < 1.1 * double(file.bytes));
    }
}

void FetchTest::trainingImagesComeLast()
{
    // A dataset counts as there once it has them; half a dataset must not hide a whole one elsewhere.
    for (const RemoteDataset& dataset : remoteDatasets())
        QCOMPARE(dataset.files.back().name, std::string("train-images-idx3-ubyte.gz"));
}

void FetchTest::unknownNameListsTheKnownOnes()
{
    QVERIFY_THROWS_EXCEPTION(ArgumentError, findRemoteDataset("imagenet"));
    const QString sentence = sentenceOf([] { findRemoteDataset("imagenet"); });
    QCOMPARE(sentence,
             QString("\"imagenet\" is no dataset that can be fetched; choose one of mnist, fashion-mnist"));
}

void FetchTest::datasetThatIsThereIsNotFetchedAgain()
{
    const LocalServer server(servingWell(_packed));
    QVERIFY(fetch({server.address()}));
    QVERIFY(!fetch({server.address()}));
    QCOMPARE(server.requests().size(), 1u);
    QVERIFY(isFetched());
}

void FetchTest::plainFileCountsAsThere()
{
    writeFile(in("images"), _content);
    QVERIFY(!fetch({}));
}

void FetchTest::damagedFileIsFetchedAgain()
{
    const LocalServer server(servingWell(_packed));
    writeFile(in(name), _packed.substr(0, _packed.size() - 4));
    QVERIFY(fetch({server.address()}));
    QVERIFY(isFetched());
}

void FetchTest::damagedPlainFileIsNamedAndKept()
{
    const LocalServer server(servingWell(_packed));
    writeFile(in("images"), "mine");
    const QString sentence = sentenceOf([&] { fetch({server.address()}); });
    QVERIFY2(sentence.contains(_folder->filePath("images") + " is damaged"), qPrintable(sentence));
    QCOMPARE(readFile(in("images")), std::string("mine"));
    QVERIFY(server.requests().empty());
}

void FetchTest::brokenDownloadGoesOnWhereItWas()
{
    // Sends a third, then the next third, then the rest.
    const std::size_t third = _packed.size() / 3;
    const LocalServer server([&](Client& client, const Request& request) {
        const std::size_t begin = request.rangeBegin.value_or(0);
        if (begin >= 2 * third)
            return serve(client, request, _packed);
        const std::string range = "Content-Range: bytes " + std::to_string(begin) + "-\r\n";
        client.send(begin == 0 ? head("200 OK", _packed.size())
                               : head("206 Partial Content", _packed.size() - begin, range));
        client.send(_packed.substr(begin, third));
    });
    QVERIFY(fetch({server.address()}));
    QVERIFY(isFetched());
    const auto requests = server.requests();
    QCOMPARE(requests.size(), 3u);
    QVERIFY(!requests[0].rangeBegin);
    QCOMPARE(*requests[1].rangeBegin, third);
    QCOMPARE(*requests[2].rangeBegin, 2 * third);
}

void FetchTest::brokenDownloadGoesOnAtTheNextMirror()
{
    const std::size_t half = _packed.size() / 2;
    const LocalServer bad([&](Client& client, const Request& request) {
        if (!request.rangeBegin)
            client.send(whole(_packed).substr(0, head("200 OK", _packed.size()).size() + half));
    });
    const LocalServer good(servingWell(_packed));
    QVERIFY(fetch({bad.address(), good.address()}));
    QVERIFY(isFetched());
    QCOMPARE(bad.requests().size(), 3u);
    QCOMPARE(good.requests().size(), 1u);
    QCOMPARE(*good.requests()[0].rangeBegin, half);
}

void FetchTest::mirrorThatAlwaysBreaksOffIsGivenUp()
{
    for (const std::string& begin :
         {head("200 OK", _packed.size()),
          std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n")}) {
        init();
        const LocalServer server(saying(begin + _packed.substr(0, 1000)));
        const QString sentence = sentenceOf([&] { fetch({server.address()}); });
        QVERIFY2(sentence.contains("breaks the connection off"), qPrintable(sentence));
        QCOMPARE(server.requests().size(), 3u);
        QCOMPARE(filesThere(), QStringList{"images.gz.part"});
        QCOMPARE(readFile(in("images.gz.part")), _packed.substr(0, 1000));
    }
}

void FetchTest::serverWithoutRangesStartsAgain()
{
    const LocalServer server(saying(whole(_packed)));
    writeFile(in("images.gz.part"), _packed.substr(0, 5000));
    QVERIFY(fetch({server.address()}));
    QVERIFY(isFetched());
    QCOMPARE(server.requests().size(), 1u);
    QCOMPARE(*server.requests()[0].rangeBegin, 5000u);
}

void FetchTest::anotherPartThanAskedForIsNotUsed()
{
    for (const char* range : {"Content-Range: bytes 4000-\r\n", "Content-Range: nonsense\r\n", ""}) {
        init();
        const LocalServer server([&](Client& client, const Request& request) {
            client.send(request.rangeBegin
                            ? head("206 Partial Content", _packed.size() - 4000, range) + _packed.substr(4000)
                            : whole(_packed));
        });
        writeFile(in("images.gz.part"), _packed.substr(0, 5000));
        QVERIFY(fetch({server.address()}));
        QVERIFY(isFetched());
        QCOMPARE(server.requests().size(), 2u);
    }
}

void FetchTest::mirrorsThatCompressDifferentlyAreNotMixed()
{
    const std::string other = gzipped(_content, "wb1");
    QVERIFY(other != _packed);
    const LocalServer server(servingWell(_packed));
    writeFile(in("images.gz.part"), other.substr(0, other.size() / 2));
    QVERIFY(fetch({server.address()}));
    QVERIFY(isFetched());
    QCOMPARE(server.requests().size(), 2u);
    QVERIFY(!server.requests()[1].rangeBegin);
}

void FetchTest::wholePartIsPutInPlaceWithoutANetwork()
{
    writeFile(in("images.gz.part"), _packed);
    QVERIFY(fetch({}));
    QVERIFY(isFetched());
}

void FetchTest::partThatIsTooLongIsStartedAgain()
{
    const LocalServer server(servingWell(_packed));
    // Longer than the file at the mirror, and longer than any such file may be.
    for (const std::size_t length : {_packed.size() + 10, 4 * _packed.size()}) {
        init();
        writeFile(in("images.gz.part"), std::string(length, 'x'));
        QVERIFY(fetch({server.address()}));
        QVERIFY(isFetched());
    }
}

void FetchTest::stalledServerIsLeftForTheNextMirror_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const std::string begin = head("200 OK", _packed.size());
    QTest::newRow("before the answer") << QByteArray();
    QTest::newRow("in the header") << QByteArray("HTTP/1.1 200 OK\r\nContent-");
    QTest::newRow("after the header") << QByteArray::fromStdString(begin);
    QTest::newRow("in the file") << QByteArray::fromStdString(begin + _packed.substr(0, 500));
}

void FetchTest::stalledServerIsLeftForTheNextMirror()
{
    QFETCH(QByteArray, bytes);
    const LocalServer stalled(stallingAfter(bytes.toStdString()));
    const LocalServer good(servingWell(_packed));
    QElapsedTimer timer;
    timer.start();
    QVERIFY(fetch({stalled.address(), good.address()}));
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString("%1 ms").arg(timer.elapsed())));
    QVERIFY(isFetched());
    QCOMPARE(stalled.requests().size(), 1u);
    QCOMPARE(good.requests()[0].rangeBegin.value_or(0), bytes.size() > 500 ? 500u : 0u);
}

void FetchTest::tooLongContentLengthDoesNoHarm()
{
    const LocalServer server(saying(head("200 OK", _packed.size() + 5000) + _packed));
    QVERIFY(fetch({server.address()}));
    QVERIFY(isFetched());
}

void FetchTest::badAnswerIsNeverPutInPlace_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* tag, const std::string& answer, const char* problem) {
        QTest::newRow(tag) << QByteArray::fromStdString(answer) << QString(problem);
    };
    std::string damaged = _packed;
    damaged[damaged.size() / 2] ^= 1;
    const char* const other = "sends other content";
    row("not found", head("404 Not Found", 5) + "sorry", "answered with status 404");
    row("server error", head("503 Service Unavailable", 0), "answered with status 503");
    row("no redirection", head("300 Multiple Choices", 5) + "these", "answered with status 300");
    row("unasked part", head("206 Partial Content", 5) + "parts", "sends another part");
    row("no HTTP", "welcome to my server\r\n", "cannot be used");
    row("one bit", whole(damaged), other);
    row("another file", whole(gzipped(randomContent(200000, 9))), other);
    row("web page", whole("<html>please log in</html>"), other);
    row("nothing", whole(""), other);
    row("short Content-Length", head("200 OK", _packed.size() - 4) + _packed, other);
    row("half without a length", "HTTP/1.1 200 OK\r\n\r\n" + _packed.substr(0, _packed.size() / 2), other);
    row("too large", whole(_packed + std::string(_packed.size(), 'x')), "sends a file that is too large");
    row("unpacks to a giant", whole(gzipped(std::string(8'000'000, '\0'))), other);
    row("closes at once", "", "breaks the connection off");
}

void FetchTest::badAnswerIsNeverPutInPlace()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, problem);
    const LocalServer one(saying(answer.toStdString()));
    const LocalServer two(saying(answer.toStdString()));
    const QString sentence = sentenceOf([&] { fetch({one.address(), two.address()}); });
    QVERIFY2(sentence.startsWith("cannot fetch images.gz of small: 127.0.0.1:"), qPrintable(sentence));
    QVERIFY2(sentence.count(problem) == 2, qPrintable(sentence));
    QVERIFY2(sentence.endsWith("put the file into " + _folder->path() + " yourself"), qPrintable(sentence));
    QVERIFY(!one.requests().empty() && !two.requests().empty());
    QCOMPARE(filesThere(), QStringList{});
}

void FetchTest::badAnswerIsMadeUpForByTheNextMirror()
{
    QFETCH(QByteArray, answer);
    const LocalServer bad(saying(answer.toStdString()));
    const LocalServer good(servingWell(_packed));
    QVERIFY(fetch({bad.address(), good.address()}));
    QVERIFY(isFetched());
    QCOMPARE(good.requests().size(), 1u);
    QVERIFY(!good.requests()[0].rangeBegin);
}

void FetchTest::endlessAnswerIsCutOff()
{
    std::atomic<std::size_t> sent = 0;
    const LocalServer server([&](Client& client, const Request&) {
        client.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        const std::string block(65536, 'x');
        while (client.send(block))
            sent += block.size();
    });
    const QString sentence = sentenceOf([&] { fetch({server.address()}); });
    QVERIFY2(sentence.contains("too large"), qPrintable(sentence));
    // What is under way in the sockets counts too.
    QVERIFY(sent < 32'000'000);
    QCOMPARE(filesThere(), QStringList{});
}

void FetchTest::fiveRedirectsAreFollowedAndNoMore()
{
    const auto redirecting = [this](int times) {
        return [this, times](Client& client, const Request& request) {
            const int step = QString::fromStdString(request.path).section('/', 0, 0).toInt();
            if (step == times)
                return serve(client, request, _packed);
            client.send(head("302 Found", 4, "Location: /" + std::to_string(step + 1) + "/" + name + "\r\n") +
                        "away");
        };
    };
    const LocalServer five(redirecting(5));
    QVERIFY(fetch({five.address()}));
    QVERIFY(isFetched());
    init();
    const LocalServer six(redirecting(6));
    const QString sentence = sentenceOf([&] { fetch({six.address()}); });
    QVERIFY2(sentence.contains("redirects more than 5 times"), qPrintable(sentence));
    QCOMPARE(six.requests().size(), 6u);
}

void FetchTest::redirectsToOtherProtocolsAreRefused()
{
    writeFile(in("secret.gz"), _packed);
    const std::string files = "file://" + in("secret.gz").string();
    for (const std::string& target : {files, std::string("ftp://127.0.0.1/images.gz")}) {
        const LocalServer server(saying(head("302 Found", 0, "Location: " + target + "\r\n")));
        const QString sentence = sentenceOf([&] { fetch({server.address()}); });
        QVERIFY2(sentence.contains("cannot be used"), qPrintable(sentence));
        QCOMPARE(filesThere(), QStringList{"secret.gz"});
    }
}

void FetchTest::noNetworkIsSaidInOneSentence()
{
    std::string closed;
    {
        const LocalServer server(saying(""));
        closed = server.address();
    }
    // RFC 6761 promises that no name under .invalid exists.
    const QString sentence = sentenceOf([&] { fetch({"http://mirror.invalid/", closed}); });
    QCOMPARE(sentence, "cannot fetch images.gz of small: mirror.invalid cannot be reached, " +
                           QString::fromStdString(closed).section('/', 2, 2) +
                           " cannot be reached; check the network connection, then fetch again");
    QCOMPARE(filesThere(), QStringList{});
}

void FetchTest::mirrorThatWorkedIsAskedFirstForTheNextFile()
{
    const std::string labels = randomContent(300, 2);
    const LocalServer bad(saying(head("404 Not Found", 0)));
    const LocalServer good([&](Client& client, const Request& request) {
        serve(client, request, request.path == "labels.gz" ? gzipped(labels) : _packed);
    });
    RemoteDataset dataset = datasetAt({bad.address(), good.address()});
    dataset.files.insert(dataset.files.begin(), remoteFile("labels.gz", labels));
    TestProgress progress;
    QVERIFY(fetchDataset(dataset, folder(), _options, progress));
    QCOMPARE(bad.requests().size(), 1u);
    QCOMPARE(good.requests().size(), 2u);
}

void FetchTest::cancelledFetchKeepsItsPartAndGoesOnFromThere()
{
    const std::size_t half = _packed.size() / 2;
    {
        const LocalServer server(stallingAfter(head("200 OK", _packed.size()) + _packed.substr(0, half)));
        TestProgress progress(0.3);
        QVERIFY_THROWS_EXCEPTION(
            Cancelled, fetchDataset(datasetAt({server.address()}), folder(), FetchOptions(), progress));
    }
    QCOMPARE(filesThere(), QStringList{"images.gz.part"});
    const std::string part = readFile(in("images.gz.part"));
    QVERIFY(part.size() > _packed.size() / 4 && part == _packed.substr(0, part.size()));
    const LocalServer server(servingWell(_packed));
    QVERIFY(fetch({server.address()}));
    QVERIFY(isFetched());
    QCOMPARE(server.requests().size(), 1u);
    QCOMPARE(*server.requests()[0].rangeBegin, part.size());
}

void FetchTest::silentServerDoesNotHoldUpCancelling()
{
    /// Asks to stop a while after the download began.
    class Impatient final : public Progress {
    public:
        bool cancelled() const override { return _timer.hasExpired(500); }
        Impatient() { _timer.start(); }

    private:
        QElapsedTimer _timer;
    };
    const LocalServer server(stallingAfter(""));
    Impatient progress;
    QElapsedTimer timer;
    timer.start();
    QVERIFY_THROWS_EXCEPTION(Cancelled,
                             fetchDataset(datasetAt({server.address()}), folder(), FetchOptions(), progress));
    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString("%1 ms").arg(timer.elapsed())));
}

void FetchTest::progressRisesToTheEnd()
{
    const LocalServer server(servingWell(_packed));
    writeFile(in("images.gz.part"), _packed.substr(0, _packed.size() / 2));
    TestProgress progress;
    QVERIFY(fetchDataset(datasetAt({server.address()}), folder(), _options, progress));
    QVERIFY(std::is_sorted(progress.fractions.begin(), progress.fractions.end()));
    QCOMPARE(progress.fractions.back(), 1.0);
    QCOMPARE(progress.lastWhat, std::string("fetching images.gz"));
    // The time left is reckoned from the first fraction above 0: a resumed fetch begins in the middle.
    const auto first = std::find_if(progress.fractions.begin(), progress.fractions.end(),
                                    [](double fraction) { return fraction > 0.0; });
    QVERIFY(*first >= 0.49);
}

void FetchTest::folderThatCannotBeWrittenIsNamed()
{
    const LocalServer server(servingWell(_packed));
    TestProgress progress;
    const auto sentenceFor = [&](const std::filesystem::path& target) {
        return sentenceOf([&] { fetchDataset(datasetAt({server.address()}), target, _options, progress); });
    };
    // Permissions do not keep root from writing, so: folders in which no one can make anything.
    writeFile(in("file"), "");
    const QString below = sentenceFor(in("file") / "small");
    QVERIFY2(below.startsWith("cannot create the folder " + _folder->filePath("file/small")),
             qPrintable(below));
    const QString inside = sentenceFor("/proc/self/fdinfo");
    QVERIFY2(inside.startsWith("cannot write /proc/self/fdinfo/images.gz.part: "), qPrintable(inside));
    QVERIFY(server.requests().empty());
}

void FetchTest::fullDiskIsSaidAndTheRestFetchedLater()
{
    const LocalServer server(servingWell(_packed));
    // A limit on the size of files fails the write half-way, as a full disk does.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{50000, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const QString sentence = sentenceOf([&] { fetch({server.address()}); });
    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY2(sentence.startsWith("cannot write " + _folder->filePath("images.gz.part: ")),
             qPrintable(sentence));
    QVERIFY(sentence.contains("free some space"));
    QCOMPARE(filesThere(), QStringList{"images.gz.part"});
    QVERIFY(fetch({server.address()}));
    QVERIFY(isFetched());
    QCOMPARE(server.requests().size(), 2u);
    QCOMPARE(*server.requests()[1].rangeBegin, 50000u);
}

void FetchTest::twoProgramsDoNotFetchIntoOneFolder()
{
    const LocalServer server(servingWell(_packed));
    const int other = ::open(folder().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    QCOMPARE(::flock(other, LOCK_EX), 0);
    const QString sentence = sentenceOf([&] { fetch({server.address()}); });
    ::close(other);
    QVERIFY2(sentence.startsWith("another program is fetching into " + _folder->path()),
             qPrintable(sentence));
    QVERIFY(server.requests().empty());
    QVERIFY(fetch({server.address()}));
}

QTEST_GUILESS_MAIN(FetchTest)
#include "fetch_test.moc"
