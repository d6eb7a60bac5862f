// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/base64.h"
#include "core/base/file.h"
#include "core/picture/picture_file.h"
#include "core/recipe/recipe_json.h"
#include "core/session/journal.h"
#include "core/session/session_json.h"
#include "tests/core/support/sentence.h"

#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace flipside;
using test::sentenceOf;

namespace {

std::filesystem::path pathIn(const QTemporaryDir& folder, const char* name)
{
    return folder.filePath(name).toStdString();
}

std::shared_ptr<const GalleryItem> item(std::uint64_t id, const std::string& name = {})
{
    GalleryItem made;
    made.id = id;
    made.recipe = {"mnist", {0.5f, float(id)}, {{"hidden3", 7, EditAction::On, 2.5f}}, {}};
    made.thumbnail = encodePng(Image{1, 2, 2, {0.0f, 0.25f, 0.5f, 1.0f}});
    made.name = name;
    made.note = "seen „twice“\nand kept";
    made.starred = id % 2 == 0;
    made.kept = 1'700'000'000'000 + std::int64_t(id);
    made.metrics = {{"dr", 4.25}};
    return std::make_shared<const GalleryItem>(std::move(made));
}

/// Every part of a session has something in it.
Session fullSession()
{
    Session session;
    session.models = {{"mnist", "abc", "/models/mnist"}};
    session.recipe = item(9)->recipe;
    session.recipe->edits[0].amount = 0.5f;
    session.latents["mnist"] = {0.25, {2.0f, -1.0f / 3.0f}, {0, 7}, 17};
    session.latents["faces"] = {1.0, {}, {3}, {}};
    session.gallery = {item(3, "first"), item(1), item(2)};
    session.timeline.keyframes = {{item(1)->recipe, 2.0, Easing::Linear},
                                  {item(2)->recipe, 0.5, Easing::Jump}};
    session.timeline.loops = true;
    session.timeline.beatsPerMinute = 90.0;
    const GalleryItems two{session.gallery[0], session.gallery[1]};
    session.history.recipe = item(7)->recipe;
    session.history.gallery = GalleryItems{two[0], item(4, "deleted"), two[1]};
    session.history.timeline = Timeline{};
    session.history.steps = {{"Flip", item(8)->recipe},
                             {"Delete 1 picture", two},
                             {"Keep", session.gallery},
                             {"Add keyframes", session.timeline},
                             {"Move z 1", item(9)->recipe}};
    session.history.done = 4;
    session.generations = {{{item(1)->recipe, item(2)->recipe}, 0.25, 5, -1}, {{item(3)->recipe}, 0.5, 6, 0}};
    return session;
}

/// Items are shared pointers: this looks into them.
bool isSame(const Session& a, const Session& b)
{
    return toJson(a) == toJson(b);
}

} // namespace

class SessionTest : public QObject {
    Q_OBJECT
private slots:
    void bytesSurviveBase64()
    {
        // RFC 4648, section 10.
        QCOMPARE(toBase64("foobar"), std::string("Zm9vYmFy"));
        QCOMPARE(toBase64("fooba"), std::string("Zm9vYmE="));
        QCOMPARE(toBase64("foob"), std::string("Zm9vYg=="));
        QCOMPARE(toBase64(""), std::string());
        for (const std::string& bytes : {std::string(), std::string("f"), std::string("\0\xff\n", 3)})
            QCOMPARE(*fromBase64(toBase64(bytes)), bytes);
        for (const char* bad : {"Zg", "Z===", "Zm9v Zg=", "Zm9\nYg==", "Zm=v", "????"})
            QVERIFY2(!fromBase64(bad), bad);
    }

    void sessionComesBackFromItsFileAsItWas()
    {
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "work.flipside");
        const Session session = fullSession();
        writeSession(file, session);
        const Session read = readSession(file);
        QVERIFY(isSame(read, session));
        QCOMPARE(read.gallery[0]->note, session.gallery[0]->note);
        QCOMPARE(read.gallery[2]->starred, true);
        QVERIFY(read.recipe == session.recipe);
        QVERIFY(read.timeline == session.timeline);
        QVERIFY(read.generations == session.generations);
        QCOMPARE(read.history.steps.size(), session.history.steps.size());
        QVERIFY(std::get<Recipe>(read.history.steps[4].result) == item(9)->recipe);
        QCOMPARE(read.history.gallery->at(1)->name, std::string("deleted"));
        QVERIFY(std::get<Timeline>(read.history.steps[3].result) == session.timeline);
        // The pictures that are in the gallery are the same ones in its history.
        QVERIFY(std::get<GalleryItems>(read.history.steps[2].result) == read.gallery);
    }

    void sessionsWhoseHistoryHasRecipesAloneAreRead()
    {
        nlohmann::json json = toJson(fullSession());
        json["history"] = {
            {"start", toJson(item(7)->recipe)}, {"steps", nlohmann::json::array()}, {"done", 1u}};
        json["history"]["steps"].push_back({{"text", "Flip"}, {"recipe", toJson(item(8)->recipe)}});
        const History history = sessionFromJson(json, "work.flipside").history;
        QVERIFY(*history.recipe == item(7)->recipe);
        QVERIFY(std::get<Recipe>(history.steps.at(0).result) == item(8)->recipe);
    }

    void damagedSessionsAreRefusedInOneSentence()
    {
        const nlohmann::json whole = toJson(fullSession());
        const auto with = [&](const char* pointer, const nlohmann::json& value) {
            nlohmann::json json = whole;
            json[nlohmann::json::json_pointer(pointer)] = value;
            return sentenceOf([&] { sessionFromJson(json, "work.flipside"); });
        };
        QVERIFY(with("/flipside-session", 2).contains("newer Flipside"));
        QVERIFY(with("/gallery/1/recipe/z/0", nullptr).contains("picture 2: "));
        QVERIFY(with("/gallery/1/recipe/z/0", nullptr).contains("not a finite number"));
        QVERIFY(with("/gallery/1/id", 3u).contains("the same id"));
        QVERIFY(with("/gallery/0/thumbnail", "bm90IGEgcGljdHVyZQ==").contains("not a picture"));
        QVERIFY(with("/gallery/0/metrics/dr", "NaN").contains("dr"));
        QVERIFY(with("/gallery", 5).contains("list"));
        QVERIFY(with("/history/done", 9).contains("history"));
        QVERIFY(with("/history/steps/1/gallery/0/1", 99u).contains("step 2: it names a picture that is not"));
        QVERIFY(with("/history/gallery", {{0u, 1u}, {0u, 1u}}).contains("one twice"));
        QVERIFY(with("/history/steps/1/gallery/0", 1u).contains("a run of pictures"));
        QVERIFY(with("/history/pictures/0/thumbnail", "bm90").contains("picture of the history"));
        QVERIFY(with("/generations/0/from", 0).contains("generation 1"));
        QVERIFY(with("/generations/1/mutation", 7).contains("0 to 1"));
        QVERIFY(with("/timeline/keyframes/1/length", -1).contains("keyframe 2"));
        QVERIFY(with("/recipe/flipside", 99).contains("newer Flipside"));
        QVERIFY(sentenceOf([] { sessionFromJson(nlohmann::json::array(), "x"); }).contains("not a session"));
    }

    void cutOffOrFlippedFilesAreRefusedAndLeftAlone()
    {
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "work.flipside");
        writeSession(file, fullSession());
        const std::string whole = readFile(file);
        for (std::size_t length = 0; length < whole.size() - 1; length += 37) {
            writeFile(file, whole.substr(0, length));
            const QString sentence = sentenceOf([&] { readSession(file); });
            QVERIFY2(sentence.startsWith(QString::fromStdString(file.string()) + ": "), qPrintable(sentence));
        }
        // A flipped bit may go unnoticed in a number, but it must never do harm.
        for (std::size_t at = 0; at < whole.size(); at += 29) {
            std::string flipped = whole;
            flipped[at] = char(flipped[at] ^ 0x10);
            writeFile(file, flipped);
            sentenceOf([&] { readSession(file); });
            QCOMPARE(readFile(file), flipped);
        }
    }

    void thousandPicturesOpenWithinASecond()
    {
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "work.flipside");
        Session session;
        for (std::uint64_t id = 1; id <= 1000; ++id)
            session.gallery.push_back(item(id));
        writeSession(file, session);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(readSession(file).gallery.size(), std::size_t(1000));
        qInfo("%lld ms", timer.elapsed());
    }

    void journalRemembersEveryState()
    {
        const QTemporaryDir folder;
        JournalState state{fullSession(), "/home/me/work.flipside", true};
        std::filesystem::path path;
        {
            Journal journal(folder.path().toStdString());
            path = journal.path();
            journal.append(state);
            QVERIFY(abandonedJournals(folder.path().toStdString()).empty()); // its program still runs
            state.session.gallery.push_back(item(12, "new"));
            journal.append(state);
            state.session.gallery.erase(state.session.gallery.begin());
            state.session.recipe->z[0] = -1.0f;
            state.file.clear();
            journal.append(state);
        }
        auto found = abandonedJournals(folder.path().toStdString());
        QCOMPARE(found.size(), std::size_t(1));
        const JournalState read = found[0].read();
        QVERIFY(isSame(read.session, state.session));
        QCOMPARE(read.file, state.file);
        QCOMPARE(read.isModified, true);
        // One reader at a time.
        QVERIFY(abandonedJournals(folder.path().toStdString()).empty());
        found[0].remove();
        QVERIFY(!std::filesystem::exists(path));
    }

    void journalThatWasCutOffAnywhereKeepsWhatWasBefore()
    {
        const QTemporaryDir folder, copies;
        JournalState state{fullSession(), {}, true};
        std::vector<std::size_t> ends;
        std::filesystem::path path;
        {
            Journal journal(folder.path().toStdString());
            path = journal.path();
            for (std::uint64_t id = 20; id < 26; ++id) {
                state.session.gallery.push_back(item(id));
                journal.append(state);
                ends.push_back(std::filesystem::file_size(path));
            }
        }
        const std::string whole = readFile(path);
        const std::size_t before = fullSession().gallery.size();
        for (std::size_t length = ends.front(); length <= whole.size(); length += 31) {
            const auto copy = pathIn(copies, "1-0.journal");
            writeFile(copy, whole.substr(0, length));
            auto found = abandonedJournals(copies.path().toStdString());
            const auto complete = std::size_t(
                std::count_if(ends.begin(), ends.end(), [&](std::size_t end) { return end <= length; }));
            QCOMPARE(found.at(0).read().session.gallery.size(), before + complete);
        }
        // A damaged line hides what comes after it, and nothing before it.
        std::string flipped = whole;
        flipped[ends[2] + 40] ^= 4;
        writeFile(pathIn(copies, "1-0.journal"), flipped);
        QCOMPARE(abandonedJournals(copies.path().toStdString()).at(0).read().session.gallery.size(),
                 before + 3);
        writeFile(pathIn(copies, "1-0.journal"), "nonsense");
        QVERIFY(sentenceOf([&] {
                    abandonedJournals(copies.path().toStdString()).at(0).read();
                }).contains("damaged"));
    }

    void longJournalIsWrittenAnewAndStillComplete()
    {
        const QTemporaryDir folder;
        JournalState state{fullSession(), {}, true};
        state.session.recipe->z.assign(20000, 0.123456f);
        std::uintmax_t largest = 0;
        {
            Journal journal(folder.path().toStdString());
            for (int i = 0; i < 100; ++i) {
                state.session.recipe->z[0] = float(i);
                journal.append(state);
                largest = std::max(largest, std::filesystem::file_size(journal.path()));
            }
        }
        QVERIFY2(largest < 6u << 20, qPrintable(QString::number(largest)));
        QCOMPARE(abandonedJournals(folder.path().toStdString()).at(0).read().session.recipe->z[0], 99.0f);
    }

    void fullDiskIsSaidAndLosesNothing()
    {
        const QTemporaryDir folder;
        const JournalState first{fullSession(), {}, true};
        // In a process of its own: the limit is for good.
        const pid_t child = ::fork();
        if (child == 0) {
            ::signal(SIGXFSZ, SIG_IGN);
            Journal journal(folder.path().toStdString());
            journal.append(first);
            const rlimit limit{rlim_t(std::filesystem::file_size(journal.path()) + 100), RLIM_INFINITY};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            JournalState next = first;
            next.session.gallery.push_back(item(40));
            const QString sentence = sentenceOf([&] { journal.append(next); });
            ::_exit(sentence.contains("journal") && sentence.contains("make room") ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        QVERIFY(isSame(abandonedJournals(folder.path().toStdString()).at(0).read().session, first.session));
    }
};

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
