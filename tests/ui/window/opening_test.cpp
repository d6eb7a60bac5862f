// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/model_folder.h"
#include "tests/core/support/test_models.h"
#include "ui/canvas/canvas.h"
#include "ui/encoding/encode_dialog.h"
#include "ui/player/player.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QFile>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <filesystem>
#include <memory>

using namespace flipside;

namespace {

constexpr int patience = 90000;

} // namespace

/// A window that begins without a model, as where the program is started with a file.
class OpeningTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        QCoreApplication::setOrganizationName("Flipside");
        QCoreApplication::setApplicationName("Flipside");
        _folder = std::make_unique<QTemporaryDir>();
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, _folder->path());
        qputenv("XDG_DATA_HOME", _folder->filePath("data").toUtf8());
        _player = std::make_unique<Player>();
        _workspace = std::make_unique<Workspace>(*_player);
        _document = &_workspace->document();
        _window = std::make_unique<MainWindow>(*_workspace);
        _window->resize(1280, 720);
        _window->show();
    }
    void cleanup()
    {
        _window.reset();
        _workspace.reset();
        _player.reset();
    }

    void aPictureComesUpOnTheFirstModel()
    {
        const QString file = _folder->filePath("photo.png");
        QImage photo(40, 30, QImage::Format_RGB32);
        photo.fill(Qt::darkCyan);
        QVERIFY(photo.save(file));
        _window->openFile(file);
        QTRY_VERIFY_WITH_TIMEOUT(_window->findChild<EncodeDialog*>(), patience);
        QVERIFY(_document->model());
        QCOMPARE(_window->message(), QString());
    }

    void aPictureAfterARecipeOfAMissingModelComesUpToo()
    {
        const QString recipe = recipeOfAMissingModel();
        _window->openFile(recipe);
        QTRY_VERIFY_WITH_TIMEOUT(_window->message().contains("no-such-model"), patience);
        const QString photo = _folder->filePath("photo.png");
        QImage picture(40, 30, QImage::Format_RGB32);
        picture.fill(Qt::darkCyan);
        QVERIFY(picture.save(photo));
        _window->openFile(photo);
        QTRY_VERIFY_WITH_TIMEOUT(_window->findChild<EncodeDialog*>(), patience);
    }

    void aRefusedRecipeLeavesTheModelThatWasOnItsWay()
    {
        const QString recipe = recipeOfAMissingModel();
        _document->openModel("mnist");
        _window->openFile(recipe); // before it is there
        QTRY_VERIFY_WITH_TIMEOUT(_document->model(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(_window->canvas().isVisible(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(_window->message().contains("no-such-model"), patience);
    }

    void undoLeavesAModelOfAnotherPlaceToBeFoundAtTheNextStart()
    {
        const auto folder = std::filesystem::path(_folder->path().toStdString()) / "elsewhere";
        test::writeRandomMlpModel(folder / "one", 4, {5}, 3, 3);
        test::writeRandomMlpModel(folder / "two", 4, {5}, 3, 3);
        for (const char* name : {"one", "two"}) {
            _document->openModel(QString::fromStdString((folder / name).string()));
            QTRY_VERIFY_WITH_TIMEOUT(_document->model() && _document->model()->folder.endsWith(name),
                                     patience);
        }
        _document->undo();
        QTRY_VERIFY_WITH_TIMEOUT(_document->model()->folder.endsWith("one"), patience);
        QCOMPARE(MainWindow::rememberedModel(), QString::fromStdString((folder / "one").string()));
    }

    void aProblemOutlivesTheFirstModel()
    {
        _window->workspace().document().openModel("mnist");
        _window->openFile(_folder->filePath("nothing.flipside"));
        QTRY_VERIFY_WITH_TIMEOUT(_document->model(), patience);
        QVERIFY2(_window->message().contains("is not there any more"), qPrintable(_window->message()));
    }

    void whyAModelCouldNotBeOpenedIsOverOnceAnotherOneIs()
    {
        _window->workspace().document().openModel(_folder->filePath("no-model"));
        QTRY_VERIFY_WITH_TIMEOUT(!_window->message().isEmpty(), patience);
        _window->workspace().document().openModel("mnist");
        QTRY_VERIFY_WITH_TIMEOUT(_document->model(), patience);
        QCOMPARE(_window->message(), QString());
    }

    void anOwnModelWithoutProfileGetsOne()
    {
        const auto folder = userModelRoot() / "mine";
        test::writeRandomMlpModel(folder, 4, {8, 10}, 6, 6);
        _window->workspace().document().openModel(QString::fromStdString(folder.string()));
        QTRY_VERIFY_WITH_TIMEOUT(_document->model() && _document->model()->profile, patience);
        QVERIFY(!cancel()->isVisible());
        QVERIFY(!profileAction()->isEnabled());
    }

    void aModelWhoseTrainingPicturesAreElsewhereAsksForThem()
    {
        const auto folder = userModelRoot() / "moved";
        test::writeRandomMlpModel(folder, 4, {8, 10}, 6, 6, true);
        ModelCard card = ModelFolder(folder).card();
        card.dataset = "holiday";
        writeCard(folder / "card.json", card);
        _window->workspace().document().openModel(QString::fromStdString(folder.string()));
        QTRY_VERIFY_WITH_TIMEOUT(_window->message().contains("holiday"), patience);
        const auto buttons = _window->findChildren<QPushButton*>();
        QVERIFY(std::ranges::any_of(buttons, [](const QPushButton* button) {
            return button->text() == "Choose its pictures…" && button->isVisible();
        }));
        QVERIFY(profileAction()->isEnabled());
    }

    void profilingIsCancelledAndBegunAgain()
    {
        const auto folder = userModelRoot() / "slow";
        test::writeSlowModel(folder, 0.05);
        _window->workspace().document().openModel(QString::fromStdString(folder.string()));
        QTRY_VERIFY_WITH_TIMEOUT(cancel()->isVisible(), patience);
        QVERIFY(!profileAction()->isEnabled());
        QTest::mouseClick(cancel(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!cancel()->isVisible(), patience);
        QVERIFY(!_document->model()->profile);
        QVERIFY(!ModelFolder(folder).hasProfile());
        QTRY_VERIFY(profileAction()->isEnabled());
        profileAction()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(cancel()->isVisible(), patience);
    }

private:
    QString recipeOfAMissingModel() const
    {
        QFile file(_folder->filePath("lost.json"));
        if (!file.open(QIODevice::WriteOnly) ||
            file.write(R"({"flipside": 1, "model": "no-such-model", "z": [0.5], "edits": []})") < 0)
            qFatal("the recipe could not be written");
        return file.fileName();
    }
    QToolButton* cancel() const { return _window->findChild<QToolButton*>("cancelBackgroundWork"); }
    QAction* profileAction() const
    {
        for (QAction* action : _window->findChildren<QAction*>())
            if (action->text() == "&Profile this model")
                return action;
        return nullptr;
    }

    std::unique_ptr<QTemporaryDir> _folder;
    std::unique_ptr<Player> _player;
    std::unique_ptr<Workspace> _workspace;
    Document* _document = nullptr;
    std::unique_ptr<MainWindow> _window;
};

QTEST_MAIN(OpeningTest)
#include "opening_test.moc"
