// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/model/model_folder.h"
#include "core/session/journal.h"
#include "core/session/session_json.h"
#include "tests/ui/support/window_fixture.h"
#include "ui/document/family.h"
#include "ui/document/film.h"
#include "ui/document/gallery.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/gallery/gallery_view.h"
#include "ui/latent/latent_list.h"
#include "ui/latent/latent_panel.h"
#include "ui/session/session_keeper.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/seed_box.h"

#include <QDoubleSpinBox>
#include <QMessageBox>
#include <QPushButton>

using namespace flipside;

/// Sessions in the whole window, with real files.
class SessionTest : public QObject, private test::WindowFixture {
    Q_OBJECT
private:
    QTemporaryDir _folder;

    QString file(const char* name) const { return _folder.filePath(QLatin1String(name)); }
    SessionKeeper& session() { return _window->session(); }
    void move(float value)
    {
        _fixture->document.setLatent(0, value, {});
        QVERIFY(_fixture->isShown());
    }
    void keep()
    {
        const auto before = _window->workspace().gallery().items().size();
        QTest::keyClick(_window.get(), Qt::Key_K);
        QTRY_COMPARE(_window->workspace().gallery().items().size(), before + 1);
    }
    void save(const QString& path)
    {
        QSignalSpy saved(&session(), &SessionKeeper::saved);
        session().save(path);
        QVERIFY(saved.wait(10000));
    }
    void open(const QString& path)
    {
        QSignalSpy opened(&session(), &SessionKeeper::opened);
        _window->openFile(path);
        QVERIFY(opened.wait(10000));
    }
    QMessageBox* question() { return _window->findChild<QMessageBox*>(); }
    void answer(QMessageBox::StandardButton button)
    {
        QTRY_VERIFY(question() && question()->isVisible());
        QTest::mouseClick(question()->button(button), Qt::LeftButton);
        QTRY_VERIFY(!question());
    }

private slots:
    void init() { QVERIFY(openWindow()); }
    void cleanup() { closeWindow(); }

    void everythingComesBackFromTheFile()
    {
        move(1.25f);
        keep();
        move(-0.5f);
        keep();
        const Recipe recipe = _fixture->document.recipe();
        QVERIFY(session().isModified());
        QVERIFY(_window->isWindowModified());
        save(file("work.flipside"));
        QVERIFY(!session().isModified());
        QVERIFY(_window->windowTitle().startsWith("work.flipside[*]"));

        move(2.0f);
        _window->workspace().gallery().remove({1});
        QVERIFY(_window->isWindowModified());
        _window->openFile(file("work.flipside"));
        answer(QMessageBox::Discard);
        QTRY_VERIFY(_fixture->document.recipe() == recipe);
        QCOMPARE(_window->workspace().gallery().items().size(), std::size_t(2));
        QTRY_VERIFY(!session().isModified());
        // The end of the undo history is there too.
        QVERIFY(_fixture->document.undoStack().canUndo());
        QUndoStack& undo = _fixture->document.undoStack();
        undo.undo();
        QCOMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
        undo.undo();
        QCOMPARE(_fixture->document.recipe().z[0], 1.25f);
        undo.redo();
        QVERIFY(_fixture->document.recipe() == recipe);
        undo.redo();
        QCOMPARE(_window->workspace().gallery().items().size(), std::size_t(2));
        QVERIFY(!session().isModified());
    }

    void whatWasDeletedBeforeACrashComesBackByUndo()
    {
        const QString journals = file("deleted");
        session().keepJournal(journals);
        keep();
        move(1.0f);
        keep();
        const auto deleted = _window->workspace().gallery().items().back();
        _window->workspace().gallery().remove({deleted->id});
        QTRY_VERIFY(!QDir(journals).entryList({"*.journal"}).isEmpty());
        QTest::qWait(800); // a second at most
        closeWindow();

        QVERIFY(openWindow());
        session().keepJournal(journals);
        QTRY_VERIFY(_window->message().contains("1 kept picture"));
        session().goOn();
        QTRY_COMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
        QUndoStack& undo = _fixture->document.undoStack();
        QTRY_VERIFY(undo.canUndo());
        QVERIFY2(undo.undoText().contains("Delete"), qPrintable(undo.undoText()));
        // What is kept meanwhile is another picture.
        QVERIFY(_fixture->isShown());
        keep();
        undo.undo();
        undo.undo();
        QCOMPARE(_window->workspace().gallery().items().size(), std::size_t(2));
        QVERIFY(*_window->workspace().gallery().items().back() == *deleted);
        undo.redo();
        undo.redo();
        QCOMPARE(_window->workspace().gallery().items().size(), std::size_t(2));
        QVERIFY(_window->workspace().gallery().items().back()->id > deleted->id);
    }

    void historyEndsWhereItWouldHoldTooManyPictures()
    {
        GalleryItem item;
        item.recipe = _fixture->document.recipe();
        QList<Gallery::Id> ids;
        for (int i = 0; i < 120; ++i)
            ids.append(_window->workspace().gallery().keep(item));
        _window->workspace().gallery().remove(ids.first(60));
        _window->workspace().gallery().remove(
            ids.last(60)); // 120 that are in the history alone, of the 100 it may hold
        move(1.0f);
        const History history = session().session().history;
        QCOMPARE(history.steps.size(), std::size_t(2)); // the second deletion and the move
        QCOMPARE(history.done, std::size_t(2));
        QCOMPARE(history.gallery->size(), std::size_t(60));
        // What is too much on one side takes nothing from the other.
        QUndoStack& undo = _fixture->document.undoStack();
        undo.undo();
        const History half = session().session().history;
        QCOMPARE(half.steps.size(), std::size_t(2));
        QCOMPARE(half.done, std::size_t(1));
        // Steps that were undone count like others.
        undo.undo();
        undo.undo();
        const History undone = session().session().history;
        QCOMPARE(undone.steps.size() - undone.done, std::size_t(3));
    }

    void undoneStepsOfTheFilmAreThereAgainToBeRedone()
    {
        Timeline timeline = _window->workspace().film().timeline();
        timeline.keyframes.push_back({_fixture->document.recipe(), 1.0, Easing::Linear});
        _window->workspace().film().change("Add keyframe", timeline);
        _fixture->document.undoStack().undo();
        save(file("undone.flipside"));
        move(2.0f);
        _window->openFile(file("undone.flipside"));
        answer(QMessageBox::Discard);
        QUndoStack& undo = _fixture->document.undoStack();
        QTRY_VERIFY(undo.canRedo());
        QVERIFY(_window->workspace().film().timeline().keyframes.empty());
        undo.redo();
        QVERIFY(_window->workspace().film().timeline() == timeline);
    }

    void breedingBeginsWithTheChosenPictures()
    {
        keep();
        move(1.0f);
        keep();
        auto& view = _window->findChild<GalleryPanel*>()->view();
        QTest::keyClick(_window.get(), Qt::Key_B, Qt::ControlModifier);
        QVERIFY2(session().session().generations.empty(), "one picture has no children");
        view.selectAll();
        for (int times = 0; times < 2; ++times) {
            QTest::keyClick(_window.get(), Qt::Key_B, Qt::ControlModifier);
            QCOMPARE(session().session().generations.size(), std::size_t(1));
            QCOMPARE(session().session().generations[0].parents.size(), std::size_t(2));
        }
    }

    void undoOfEverySortGoesOnAcrossModels()
    {
        const auto other = std::filesystem::path(file("other").toStdString());
        test::writeRandomMlpModel(other, 3, {8}, 4, 4);
        keep();
        _window->workspace().gallery().remove({1});
        const Recipe left = _fixture->document.recipe();
        const auto model = [this] { return _fixture->document.model()->card.id; };
        _window->workspace().document().openModel(QString::fromStdString(other.string()));
        QTRY_COMPARE(model(), std::string("other"));
        move(0.75f);
        save(file("two.flipside"));

        session().startNew();
        open(file("two.flipside"));
        QTRY_COMPARE(model(), std::string("other"));
        QCOMPARE(_fixture->document.recipe().z[0], 0.75f);
        QUndoStack& undo = _fixture->document.undoStack();
        QCOMPARE(undo.count(), 4);
        undo.undo();
        QCOMPARE(undo.undoText(), QString("Open other"));
        undo.undo();
        QTRY_VERIFY(_fixture->document.recipe() == left);
        QVERIFY(_fixture->isShown());
        undo.undo();
        QCOMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
        undo.redo();
        undo.redo();
        QTRY_COMPARE(model(), std::string("other"));
    }

    void deletedPictureComesBackAfterAnotherModelWasOpened()
    {
        const auto other = std::filesystem::path(file("third").toStdString());
        test::writeRandomMlpModel(other, 3, {8}, 4, 4);
        keep();
        _window->workspace().gallery().remove({1});
        _window->workspace().document().openModel(QString::fromStdString(other.string()));
        QTRY_COMPARE(_fixture->document.model()->card.id, std::string("third"));
        _fixture->document.undoStack().undo();
        _fixture->document.undoStack().undo();
        QCOMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
        QTRY_COMPARE(_fixture->document.model()->card.id, std::string("panels"));
    }

    void modelThatIsOnlyLookedAtIsNoModification()
    {
        const auto other = std::filesystem::path(file("looked-at").toStdString());
        test::writeRandomMlpModel(other, 3, {8}, 4, 4);
        _window->workspace().document().openModel(QString::fromStdString(other.string()));
        QTRY_COMPARE(_fixture->document.model()->card.id, std::string("looked-at"));
        QVERIFY(!session().isModified());
        move(0.5f);
        QVERIFY(session().isModified());
        _window->workspace().document().openModel(QString::fromStdString(_fixture->path.string()));
        QTRY_COMPARE(_fixture->document.model()->card.id, std::string("panels"));
        QVERIFY(session().isModified());
    }

    void undoingEverythingIsNoModification()
    {
        QVERIFY(!session().isModified());
        move(1.0f);
        keep();
        QVERIFY(session().isModified());
        _fixture->document.undoStack().undo();
        _fixture->document.undoStack().undo();
        QVERIFY(!session().isModified());
        QVERIFY(!_window->isWindowModified());
    }

    void closingAsksBeforeItThrowsAnythingAway()
    {
        move(1.0f);
        keep();
        _window->close();
        answer(QMessageBox::Cancel);
        QVERIFY(_window->isVisible());
        QCOMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
        save(file("close.flipside"));
        move(2.0f);
        _window->close();
        answer(QMessageBox::Save);
        QTRY_VERIFY(!_window->isVisible());
        QCOMPARE(readSession(file("close.flipside").toStdString()).recipe->z[0], 2.0f);
    }

    void untouchedWindowClosesWithoutAsking()
    {
        _window->close();
        QVERIFY(!question());
        QVERIFY(!_window->isVisible());
    }

    void newSessionIsEmpty()
    {
        move(1.0f);
        keep();
        save(file("old.flipside"));
        QTest::keyClick(_window.get(), Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(_window->workspace().gallery().items().empty());
        QVERIFY(!_fixture->document.undoStack().canUndo());
        QVERIFY(session().file().isEmpty());
        QVERIFY(!session().isModified());
        QCOMPARE(readSession(file("old.flipside").toStdString()).gallery.size(), std::size_t(1));
    }

    void revertGoesBackToTheFile()
    {
        move(1.0f);
        save(file("revert.flipside"));
        move(2.0f);
        keep();
        session().revert();
        QTRY_COMPARE(_fixture->document.recipe().z[0], 1.0f);
        QTRY_VERIFY(_window->workspace().gallery().items().empty());
        QTRY_VERIFY(!session().isModified());
    }

    void failedSaveSaysSoAndLosesNothing()
    {
        move(1.0f);
        save(file("whole.flipside"));
        const std::string before = readFile(file("whole.flipside").toStdString());
        move(2.0f);
        const QSignalSpy problems(&_window->workspace(), &Workspace::problem);
        session().save(file("gone/away.flipside"));
        QTRY_COMPARE(problems.size(), 1);
        QVERIFY(_window->message().contains("away.flipside"));
        QVERIFY(session().isModified());
        QCOMPARE(session().file(), file("whole.flipside"));
        QCOMPARE(readFile(file("whole.flipside").toStdString()), before);
    }

    void millionEditsLeaveEverythingAsItIs()
    {
        keep();
        save(file("few.flipside"));
        const Recipe recipe = _fixture->document.recipe();
        std::string edits;
        for (int unit = 0; unit < 1000000; ++unit)
            edits += (unit > 0 ? "," : "") + std::string(R"({"layer":"hidden1","unit":)") +
                     std::to_string(unit) + R"(,"action":"on"})";
        writeFile(file("million.flipside").toStdString(),
                  R"({"flipside-session":1,"recipe":{"flipside":1,"model":"panels","z":[],"edits":[)" +
                      edits + "]}}");
        _window->openFile(file("million.flipside"));
        QTRY_VERIFY_WITH_TIMEOUT(_window->message().contains("1000000 edits"), 60000);
        QVERIFY(_fixture->document.recipe() == recipe);
        QCOMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
    }

    void damagedFileLeavesEverythingAsItIs()
    {
        keep();
        save(file("good.flipside"));
        const Recipe recipe = _fixture->document.recipe();
        writeFile(file("bad.flipside").toStdString(), R"({"flipside-session":1,"gallery":[{"id":-4}]})");
        _window->openFile(file("bad.flipside"));
        QTRY_VERIFY(_window->message().contains("bad.flipside"));
        QVERIFY(_fixture->document.recipe() == recipe);
        QCOMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
        QCOMPARE(session().file(), file("good.flipside"));
    }

    void missingModelIsNamedAndNothingOfItIsLost()
    {
        keep();
        save(file("lost.flipside"));
        Session session = readSession(file("lost.flipside").toStdString());
        session.recipe->model = "gone";
        session.models = {{"gone", "", "/nowhere"}};
        session.history = {};
        writeSession(file("lost.flipside").toStdString(), session);
        open(file("lost.flipside"));
        QTRY_VERIFY(_window->message().contains("gone"));
        const auto* button = _window->findChild<MessageBar*>()->findChild<QPushButton*>();
        QVERIFY(button);
        QCOMPARE(button->text(), QString("Find it…"));
        QTRY_VERIFY(button->isVisible());
        // Saved again, the recipe that could not be opened is still in it.
        QVERIFY(!this->session().isModified());
        save(file("again.flipside"));
        QCOMPARE(readSession(file("again.flipside").toStdString()).recipe->model, std::string("gone"));
    }

    void changedModelIsMentioned()
    {
        save(file("changed.flipside"));
        Session session = readSession(file("changed.flipside").toStdString());
        QCOMPARE(session.models.size(), std::size_t(1));
        QVERIFY(!session.models[0].hash.empty());
        session.models[0].hash = std::string(64, '0');
        writeSession(file("changed.flipside").toStdString(), session);
        open(file("changed.flipside"));
        QTRY_VERIFY(_window->message().contains("has changed"));
    }

    void windowInWhichNothingWasDoneLeavesNothingToGoOnWith()
    {
        const QString journals = file("idle");
        session().keepJournal(journals);
        QTest::qWait(800);
        closeWindow();
        QVERIFY(openWindow());
        session().keepJournal(journals);
        QTest::qWait(500);
        QVERIFY(_window->message().isEmpty());
    }

    void killedProgramGoesOnWhereItWas()
    {
        const QString journals = file("journal");
        session().keepJournal(journals);
        move(1.0f);
        keep();
        move(0.75f);
        QTRY_VERIFY(!QDir(journals).entryList({"*.journal"}).isEmpty());
        QTest::qWait(800); // a second at most
        const Recipe recipe = _fixture->document.recipe();
        closeWindow(); // without close(): as if it had been killed

        QVERIFY(openWindow());
        session().keepJournal(journals);
        QTRY_VERIFY(_window->message().contains("1 kept picture"));
        for (QPushButton* button : _window->findChild<MessageBar*>()->findChildren<QPushButton*>())
            if (button->text() == "Go on with it")
                QTest::mouseClick(button, Qt::LeftButton);
        // The model of this test lies in another folder now, so the recipe waits for it.
        QTRY_COMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
        QVERIFY(session().isModified());
        QCOMPARE(session().session().recipe->z[0], recipe.z[0]);
        QTRY_COMPARE(QDir(journals).entryList({"*.journal"}).size(), 1);
        // A session that is closed leaves no journal.
        session().endJournal();
        QTRY_VERIFY(QDir(journals).entryList({"*.journal"}).isEmpty());
    }

    void whatACrashLeftIsStillOfferedAfterAnotherSession()
    {
        save(file("other.flipside"));
        const QString journals = file("left");
        session().keepJournal(journals);
        keep();
        QTRY_VERIFY(!QDir(journals).entryList({"*.journal"}).isEmpty());
        QTest::qWait(800);
        closeWindow(); // as if it had been killed

        QVERIFY(openWindow());
        session().keepJournal(journals);
        QTRY_VERIFY(_window->message().contains("1 kept picture"));
        open(file("other.flipside"));
        emit _window->workspace().problem("Something else went wrong.");
        QVERIFY2(_window->message().startsWith("Something else") &&
                     _window->message().contains("1 kept picture"),
                 qPrintable(_window->message()));
        const auto buttons = _window->findChild<MessageBar*>()->findChildren<QPushButton*>();
        QVERIFY(std::ranges::any_of(buttons, [](const auto* one) { return one->text() == "Go on with it"; }));
    }

    void savingTakesBackAProblemButNoRemedy()
    {
        emit _window->workspace().problem("It could not be saved.");
        save(file("saved.flipside"));
        QCOMPARE(_window->message(), QString());
        emit _window->workspace().problem("A model is missing.", {{"Find it…", [] {}}});
        save(file("saved.flipside"));
        QCOMPARE(_window->message(), QString("A model is missing."));
    }

    void truncationLocksAndSeedComeBackWithTheSession()
    {
        const auto control = [this](const char* name) {
            return _window->findChild<QDoubleSpinBox*>(QLatin1String(name));
        };
        auto* latents = _window->findChild<LatentPanel*>();
        latents->randomise();
        control("truncationValue")->setValue(0.25);
        auto* list = _window->findChild<LatentList*>("latentList");
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->lockRect(2).center());
        QVERIFY(latents->locked()[2]);
        const Recipe recipe = _fixture->document.recipe();
        const quint64 seed = _window->findChild<SeedBox*>("latentSeed")->value();
        save(file("held.flipside"));

        session().startNew();
        QCOMPARE(control("truncationValue")->value(), 1.0);
        QVERIFY(!latents->locked()[2]);
        open(file("held.flipside"));
        QTRY_VERIFY(_fixture->document.recipe() == recipe);
        QVERIFY(!session().isModified());
        QCOMPARE(control("truncationValue")->value(), 0.25);
        QCOMPARE(_window->findChild<SeedBox*>("latentSeed")->value(), seed);
        QVERIFY(!_window->findChild<SeedBox*>("latentSeed")->isDimmed());
        QVERIFY(latents->locked()[2]);
        // The whole draw is there again, but for what is locked.
        control("truncationValue")->setValue(1.0);
        for (std::size_t i = 0; i < recipe.z.size(); ++i) {
            const float expected = i == 2 ? recipe.z[i] : recipe.z[i] / 0.25f;
            QVERIFY(std::abs(_fixture->document.recipe().z[i] - expected) < 1e-5f);
        }
    }

    void locksAloneAreJournalled()
    {
        const QString journals = file("locks");
        session().keepJournal(journals);
        auto* list = _window->findChild<LatentList*>("latentList");
        QTRY_VERIFY(!QDir(journals).entryList({"*.journal"}).isEmpty());
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->lockRect(1).center());
        QTest::qWait(800); // a second at most
        closeWindow();

        QVERIFY(openWindow());
        session().keepJournal(journals);
        QTRY_VERIFY(_window->message().contains("nothing is lost"));
        session().goOn();
        QVERIFY(_window->findChild<LatentPanel*>()->locked()[1]);
    }

    void whatACrashLeftIsStillOfferedOnceAnotherFileIsOpen()
    {
        save(file("other.flipside"));
        const QString journals = file("offers");
        session().keepJournal(journals);
        move(1.0f);
        const Recipe lost = _fixture->document.recipe();
        QTRY_VERIFY(!QDir(journals).entryList({"*.journal"}).isEmpty());
        QTest::qWait(800); // a second at most
        closeWindow();

        QVERIFY(openWindow());
        session().keepJournal(journals);
        QTRY_VERIFY(_window->message().contains("nothing is lost"));
        _window->openFile(file("other.flipside"));
        QTRY_VERIFY(!session().file().isEmpty() && _fixture->document.recipe() != lost);
        QVERIFY(_window->message().contains("nothing is lost"));
        session().goOn();
        QTRY_VERIFY(_fixture->document.recipe() == lost);
    }

    void ofSeveralAbandonedSessionsTheOthersAreMentioned()
    {
        const QString journals = file("several");
        for (int i = 0; i < 3; ++i) {
            Journal journal(journals.toStdString());
            journal.append({});
        }
        session().keepJournal(journals);
        QTRY_VERIFY(_window->message().contains("nothing is lost"));
        QVERIFY2(_window->message().contains("2 older session"), qPrintable(_window->message()));
    }

    void anAbandonedSessionIsDeletedOnlyAfterAQuestion()
    {
        const QString journals = file("journal");
        session().keepJournal(journals);
        move(1.0f);
        keep();
        QTRY_VERIFY(!QDir(journals).entryList({"*.journal"}).isEmpty());
        QTest::qWait(800); // a second at most
        closeWindow();

        QVERIFY(openWindow());
        session().keepJournal(journals);
        const auto press = [](QWidget* parent, const QString& text) {
            for (QPushButton* button : parent->findChildren<QPushButton*>())
                if (button->text().remove(u'&') == text)
                    QTest::mouseClick(button, Qt::LeftButton);
        };
        const auto answer = [&](const QString& text) {
            QTRY_VERIFY(_window->message().contains("1 kept picture"));
            press(_window->findChild<MessageBar*>(), "Delete it…");
            QTRY_VERIFY(_window->findChild<QMessageBox*>());
            press(_window->findChild<QMessageBox*>(), text);
            QTRY_VERIFY(!_window->findChild<QMessageBox*>());
        };
        answer("Cancel");
        QTRY_VERIFY(_window->message().contains("1 kept picture"));
        session().endJournal(); // this window's own
        QTRY_COMPARE(QDir(journals).entryList({"*.journal"}).size(), 1);
        answer("Delete");
        QTRY_VERIFY(QDir(journals).entryList({"*.journal"}).isEmpty());
        QVERIFY(_window->message().isEmpty());
    }
};

QTEST_MAIN(SessionTest)
#include "session_test.moc"
