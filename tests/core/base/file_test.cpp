// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

#include <csignal>
#include <sys/resource.h>

using namespace flipside;

class FileTest : public QObject {
    Q_OBJECT

private slots:
    void writtenFileReadsBackTheSame();
    void failedWriteLeavesTheOlderFileAndNothingElse();
    void fullDiskLeavesTheOlderFileAndNothingElse();
    void missingFolderIsNamedInTheError();
    void folderInsteadOfFileIsRefused();
    void tooLargeFileIsRefused();
    void hashIsThePublishedOne();

private:
    static std::filesystem::path in(const QTemporaryDir& folder, const char* name)
    {
        return folder.filePath(name).toStdString();
    }
};

void FileTest::writtenFileReadsBackTheSame()
{
    const QTemporaryDir folder;
    const std::string content("one\0two\n\xff", 9);
    writeFile(in(folder, "a"), content);
    QCOMPARE(readFile(in(folder, "a")), content);
    writeFile(in(folder, "a"), "shorter");
    QCOMPARE(readFile(in(folder, "a")), std::string("shorter"));
}

void FileTest::failedWriteLeavesTheOlderFileAndNothingElse()
{
    const QTemporaryDir folder;
    writeFile(in(folder, "a"), "old");
    QVERIFY_EXCEPTION_THROWN(writeFileWith(in(folder, "a"),
                                           [](const std::filesystem::path& temporary) {
                                               writeFile(temporary, "half");
                                               throw Error("broken off");
                                           }),
                             Error);
    QCOMPARE(readFile(in(folder, "a")), std::string("old"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void FileTest::fullDiskLeavesTheOlderFileAndNothingElse()
{
    const QTemporaryDir folder;
    writeFile(in(folder, "a"), "old");
    // A limit on the size of files fails the write half-way, as a full disk does.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{4096, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    bool refused = false;
    try {
        writeFile(in(folder, "a"), std::string(100000, 'x'));
    } catch (const Error& error) {
        refused = std::string(error.what()).find("cannot write") != std::string::npos;
    }
    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(refused);
    QCOMPARE(readFile(in(folder, "a")), std::string("old"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void FileTest::missingFolderIsNamedInTheError()
{
    const QTemporaryDir folder;
    const auto path = in(folder, "not-there/a");
    try {
        writeFile(path, "x");
        QFAIL("a file was written into a folder that is not there");
    } catch (const Error& error) {
        QVERIFY(std::string(error.what()).find(path.string()) != std::string::npos);
    }
}

void FileTest::folderInsteadOfFileIsRefused()
{
    const QTemporaryDir folder;
    QVERIFY_EXCEPTION_THROWN(readFile(folder.path().toStdString()), Error);
}

void FileTest::tooLargeFileIsRefused()
{
    const QTemporaryDir folder;
    writeFile(in(folder, "a"), "12345");
    QCOMPARE(readFile(in(folder, "a"), 5), std::string("12345"));
    QVERIFY_EXCEPTION_THROWN(readFile(in(folder, "a"), 4), Error);
}

void FileTest::hashIsThePublishedOne()
{
    // FIPS 180-2, appendix B.1.
    const std::string expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    QCOMPARE(sha256("abc"), expected);
    const QTemporaryDir folder;
    writeFile(in(folder, "a"), "abc");
    QCOMPARE(sha256OfFile(in(folder, "a")), expected);
}

QTEST_APPLESS_MAIN(FileTest)
#include "file_test.moc"
