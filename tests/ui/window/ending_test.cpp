// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture_file.h"
#include "core/session/journal.h"
#include "tests/app/support/program.h"
#include "tests/ui/support/window_fixture.h"
#include "ui/document/film.h"
#include "ui/document/gallery.h"
#include "ui/import/import_dialog.h"
#include "ui/motion/film_export_dialog.h"
#include "ui/motion/motion_panel.h"
#include "ui/session/session_keeper.h"
#include "ui/study/study_window.h"
#include "ui/training/training_dialog.h"
#include "ui/training/training_form.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTranslator>

#include <csignal>

using namespace flipside;

namespace {

constexpr int patience = 60000;

} // namespace

/// What becomes of the work where the program ends: by quitting, by a signal, with the desktop's session.
class EndingTest : public QObject, private test::WindowFixture {
    Q_OBJECT

private:
    QTranslator _words;
    std::unique_ptr<QTemporaryDir> _folder;

    QString path(const char* name) const { return _folder->filePath(QLatin1String(name)); }
    Document& document() { return _fixture->document; }
    SessionKeeper& session() { return _window->session(); }
    void move(float value)
    {
        document().setLatent(0, value, {});
        QVERIFY(_fixture->isShown());
    }
    void keep()
    {
        GalleryItem item;
        item.recipe = document().recipe();
        _window->workspace().gallery().keep(item);
    }
    void addKeyframes(int count)
    {
        Timeline timeline = _window->workspace().film().timeline();
        for (int i = 0; i < count; ++i) {
            Recipe recipe = document().recipe();
            recipe.z[1] = float(timeline.keyframes.size());
            timeline.keyframes.push_back({recipe, 1.0, Easing::Linear});
        }
        _window->workspace().film().change("Add keyframes", timeline);
    }
    void save(const QString& file)
    {
        QSignalSpy saved(&session(), &SessionKeeper::saved);
        session().save(file);
        QVERIFY(saved.wait(patience));
    }
    QMessageBox* question() { return _window->findChild<QMessageBox*>(); }
    /// What is asked when the window is closed; it stays open.
    QString asked()
    {
        _window->close();
        if (!question())
            return {};
        const QString text = question()->text() + ' ' + question()->informativeText();
        QTest::mouseClick(question()->button(QMessageBox::Cancel), Qt::LeftButton);
        if (!QTest::qWaitFor([this] { return !question(); }, patience) || !_window->isVisible())
            qFatal("the window did not stay open");
        return text;
    }
    QAction* action(const QString& text) const
    {
        for (QAction* action : _window->findChildren<QAction*>())
            if (action->text() == text)
                return action;
        qFatal("no %s", qPrintable(text));
    }
    void again()
    {
        closeWindow();
        QVERIFY(openWindow());
    }

private slots:
    void initTestCase()
    {
        QVERIFY(_words.load(":/i18n/flipside_en"));
        QCoreApplication::installTranslator(&_words);
    }
    void init()
    {
        _folder = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", path("data").toUtf8());
        QVERIFY(openWindow());
    }
    void cleanup()
    {
        closeWindow();
        _folder.reset();
    }

    void theQuestionNamesAllThatWouldBeLost()
    {
        QCOMPARE(asked(), QString()); // nothing: the window closes
        _window->show();
        move(1.0f);
        QString text = asked();
        QVERIFY2(text.contains("Without saving you lose the picture as it is now."), qPrintable(text));
        keep();
        addKeyframes(3);
        text = asked();
        QVERIFY2(text.contains("1 kept picture, 3 keyframes of the film"), qPrintable(text));
        keep();
        text = asked();
        QVERIFY2(text.contains("2 kept pictures, "), qPrintable(text));
        save(path("work.flipside"));
        QCOMPARE(asked(), QString());
        _window->show();
        keep();
        addKeyframes(1);
        text = asked();
        QVERIFY2(text.contains("Save the changes to work.flipside?"), qPrintable(text));
        QVERIFY2(text.contains("you lose 1 kept picture and 1 keyframe of the film."), qPrintable(text));
        document().undoStack().undo();
        document().undoStack().undo();
        _window->workspace().gallery().rename(1, "Ten");
        text = asked();
        QVERIFY2(text.contains("you lose what was changed in the gallery."), qPrintable(text));
    }

    void theQuestionNamesTheFilmThatIsBeingWritten()
    {
        addKeyframes(3);
        save(path("film.flipside"));
        _window->findChild<MotionPanel*>()->exportFilm();
        auto* dialog = _window->findChild<FilmExportDialog*>();
        QVERIFY(dialog);
        dialog->setPath(path("walk.mp4"));
        dialog->findChild<QSpinBox*>("filmRate")->setValue(240);
        dialog->findChild<QSpinBox*>("filmWidth")->setValue(1024);
        dialog->begin();
        QVERIFY(dialog->isRunning());
        QString text = asked();
        QVERIFY2(text.startsWith("Quit while this is under way? The export of walk.mp4 is at "),
                 qPrintable(text));
        QVERIFY(!text.contains("lose"));
        move(2.0f);
        text = asked();
        QVERIFY2(text.contains("the picture as it is now.") && text.contains("walk.mp4"), qPrintable(text));
        QVERIFY(dialog->isRunning());
        save(path("film.flipside"));
        _window->close();
        for (QAbstractButton* button : question()->buttons())
            if (button->text().remove('&') == "Quit")
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(!_window->isVisible());
    }

    void theQuestionNamesAStudyAndAnImport()
    {
        action("&Study…")->trigger();
        auto* study = _window->findChild<StudyWindow*>();
        QVERIFY(study);
        study->run(path("study"));
        QTRY_VERIFY_WITH_TIMEOUT(study->isRunning(), patience);
        test::writeRandomMlpModel(path("outside").toStdString(), 4, {8}, 6, 6);
        ImportDialog import((path("outside") + "/decoder.pt").toStdString(), path("models").toStdString(),
                            _window.get());
        import.begin();
        QVERIFY(import.isRunning());
        const QString text = asked();
        QVERIFY2(text.contains("The study is at 0 %: what is finished is kept"), qPrintable(text));
        QVERIFY2(text.contains("The import of decoder is given up."), qPrintable(text));
        QTRY_VERIFY_WITH_TIMEOUT(!import.isRunning(), patience);
    }

    void theQuestionNamesATraining()
    {
        const auto pictures = std::filesystem::path(path("pictures").toStdString());
        std::filesystem::create_directories(pictures);
        for (int i = 0; i < 40; ++i) {
            Image image{3, 16, 16, std::vector<float>(3 * 16 * 16, float(i) / 40.0f)};
            writePng(pictures / (std::to_string(i) + ".png"), image);
        }
        action("&Train on my pictures…")->trigger();
        auto* training = _window->findChild<TrainingDialog*>();
        QVERIFY(training);
        training->form().setData(path("pictures"));
        // The pictures are looked over first.
        QTRY_VERIFY_WITH_TIMEOUT((training->begin(), training->isRunning()), patience);
        const QString text = asked();
        QVERIFY2(text.contains("The training of "), qPrintable(text));
        training->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(!training->isRunning(), patience);
        QCOMPARE(asked(), QString());
    }

    void theQuestionNamesAProfile()
    {
        test::writeSlowModel(path("slow").toStdString(), 0.05);
        _window->workspace().document().openModel(path("slow"));
        QTRY_COMPARE_WITH_TIMEOUT(document().model()->card.id, std::string("slow"), patience);
        action("&Profile this model")->trigger();
        const QString text = asked();
        QVERIFY2(text.contains("How often each neuron of slow is on is found out to 0 %"), qPrintable(text));
    }

    void whatIsLeftWithoutAskingIsOfferedByTheNextStart()
    {
        const QString journals = path("journal");
        session().keepJournal(journals);
        move(1.25f);
        keep();
        QTRY_VERIFY(session().keepsJournal());
        _window->leave();
        QCOMPARE(asked(), QString());
        QVERIFY(!_window->isVisible());

        again();
        session().keepJournal(journals);
        QTRY_VERIFY(!_window->message().isEmpty());
        QVERIFY2(_window->message().startsWith("You can go on where you were: ") &&
                     _window->message().contains("with 1 kept picture."),
                 qPrintable(_window->message()));
        session().goOn();
        QCOMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
        QCOMPARE(session().session().recipe->z[0], 1.25f);
    }

    void aDesktopThatStaysAfterAllLeavesTheQuestionToBeAsked()
    {
        const QString journals = path("stays");
        session().keepJournal(journals);
        move(1.0f);
        QTRY_VERIFY(session().keepsJournal());
        _window->leave();
        QVERIFY(session().isLeft());
        move(2.0f);
        QVERIFY(!session().isLeft());
        QVERIFY(asked().contains("the picture as it is now"));
        QTest::qWait(800); // what was done since is in the journal within a second
        again();
        session().keepJournal(journals);
        QTRY_VERIFY_WITH_TIMEOUT(_window->message().contains("was not closed properly"), patience);
    }

    void signalsEndTheProgramAsQuitDoesAndLoseNothing_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addColumn<bool>("isCrash");
        QTest::newRow("terminated") << SIGTERM << false;
        QTest::newRow("interrupted") << SIGINT << false;
        QTest::newRow("hung up") << SIGHUP << false;
        QTest::newRow("killed") << SIGKILL << true;
    }
    void signalsEndTheProgramAsQuitDoesAndLoseNothing()
    {
        QFETCH(int, signal);
        QFETCH(bool, isCrash);
        move(0.75f);
        keep();
        save(path("work.flipside"));
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("XDG_CONFIG_HOME", path("config"));
        program.setProcessEnvironment(environment);
        program.setProcessChannelMode(QProcess::ForwardedChannels);
        program.start(windowProgram(), {path("work.flipside")});
        QVERIFY(program.waitForStarted());
        const QString journals = path("data/flipside/journal");
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const QFileInfoList files = QDir(journals).entryInfoList({"*.journal"});
                return files.size() == 1 && files[0].size() > 0;
            }(),
            patience);
        QCOMPARE(::kill(pid_t(program.processId()), signal), 0);
        QVERIFY(program.waitForFinished(patience));
        if (!isCrash) {
            QCOMPARE(program.exitStatus(), QProcess::NormalExit);
            QCOMPARE(program.exitCode(), 0);
        }
        {
            const auto left = abandonedJournals(journals.toStdString());
            QCOMPARE(left.size(), std::size_t(1));
            const JournalState state = left[0].read();
            QCOMPARE(state.isEnded, !isCrash);
            QCOMPARE(state.session.gallery.size(), std::size_t(1));
            QCOMPARE(state.session.recipe->z[0], 0.75f);
        }
        session().startNew();
        session().keepJournal(journals);
        QTRY_VERIFY(_window->message().contains("work.flipside"));
        QCOMPARE(_window->message().contains("not closed properly"), isCrash);
        QCOMPARE(_window->message().contains("go on where you were"), !isCrash);
        session().goOn();
        QCOMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
        QTRY_COMPARE(document().recipe().z[0], 0.75f);
    }
};

QTEST_MAIN(EndingTest)
#include "ending_test.moc"
