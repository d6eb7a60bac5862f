// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/session_files.h"

#include "ui/actions/actions.h"
#include "ui/session/session_keeper.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/question.h"
#include "ui/window/messages.h"
#include "ui/workspace/workspace.h"

#include <QDir>
#include <QFileInfo>
#include <QPushButton>

namespace flipside {

SessionFiles::SessionFiles(SessionKeeper& session, Workspace& workspace, Messages& messages, Actions& actions,
                           QWidget& window)
    : QObject(&window), _session(session), _workspace(workspace), _messages(messages), _window(window)
{
    QAction* begin = actions.add({QStringLiteral("new-session"),
                                  tr("&New session"),
                                  {QKeySequence::New},
                                  tr("Begin with an empty gallery and an empty film"),
                                  {}});
    QAction* save = actions.add({QStringLiteral("save"),
                                 tr("&Save"),
                                 {QKeySequence::Save},
                                 tr("Save the session"),
                                 QStringLiteral("save")});
    QAction* saveAs = actions.add({QStringLiteral("save-as"),
                                   tr("Save &as…"),
                                   {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)},
                                   tr("Save the session under another name"),
                                   {}});
    _revert = actions.add(
        {QStringLiteral("revert"), tr("Re&vert"), {}, tr("Go back to the session as it was saved"), {}});
    connect(begin, &QAction::triggered, this, [this] { askThen([this] { _session.startNew(); }); });
    connect(save, &QAction::triggered, this, [this] { this->save(); });
    connect(saveAs, &QAction::triggered, this, [this] { this->saveAs(); });
    connect(_revert, &QAction::triggered, this, &SessionFiles::revert);
    connect(&session, &SessionKeeper::changed, this, &SessionFiles::update);
    connect(&session, &SessionKeeper::failed, this,
            [this](const QString& sentence) { emit _workspace.problem(sentence); });
    connect(&session, &SessionKeeper::opened, this, [this](const QString& file) {
        if (!_session.hasFoundAbandoned())
            _messages.withdraw();
        if (!file.isEmpty())
            emit used(file);
    });
    connect(&session, &SessionKeeper::saved, this, [this](const QString& file) {
        emit used(file);
        _messages.forgetProblem(); // why it could not be saved elsewhere
        emit _workspace.notice(tr("Saved %1").arg(QDir::toNativeSeparators(file)));
    });
    connect(&session, &SessionKeeper::abandonedFound, this, [this](const QString& sentence) {
        _abandoned = sentence;
        offerAbandoned();
    });
    update();
}

void SessionFiles::update()
{
    _revert->setEnabled(!_session.file().isEmpty() && _session.isModified());
}

void SessionFiles::offerAbandoned()
{
    const auto goOn = [this] { askThen([this] { _session.goOn(); }, [this] { offerAbandoned(); }); };
    _messages.offer(_abandoned,
                    {{tr("Go on with it"), goOn}, {tr("Delete it…"), [this] { askWhetherToDelete(); }}});
}

void SessionFiles::askWhetherToDelete()
{
    auto* question =
        new Question(tr("Delete the session of the last time? It cannot be brought back."), &_window);
    const QPushButton* remove = question->addButton(tr("&Delete"), QMessageBox::DestructiveRole);
    question->setDefaultButton(question->addUsual(QMessageBox::Cancel));
    connect(question, &QMessageBox::finished, this, [this, question, remove] {
        if (question->clickedButton() == remove) {
            _messages.withdraw();
            _session.throwAway();
        } else {
            offerAbandoned();
        }
    });
    question->open();
}

void SessionFiles::askThen(const std::function<void()>& goOn, const std::function<void()>& stay,
                           const QStringList& costs)
{
    const bool isModified = _session.isModified();
    if (!isModified && costs.isEmpty()) {
        goOn();
        return;
    }
    if (_window.findChild<QMessageBox*>())
        return;
    QString text = tr("Quit while this is under way?");
    if (isModified) {
        const QString file = QFileInfo(_session.file()).fileName();
        text = file.isEmpty() ? tr("Save this session before it is closed?")
                              : tr("Save the changes to %1?").arg(file);
    }
    auto* question = new Question(text, &_window);
    QStringList sentences = costs;
    QPushButton* save = nullptr;
    const QPushButton* discard = nullptr;
    if (isModified) {
        sentences.prepend(tr("Without saving you lose %1.").arg(_session.unsaved().text()));
        save = question->addUsual(QMessageBox::Save);
        discard = question->addUsual(QMessageBox::Discard);
    } else {
        discard = question->addButton(tr("&Quit"), QMessageBox::DestructiveRole);
    }
    question->setInformativeText(sentences.join(QLatin1Char('\n')));
    QPushButton* cancel = question->addUsual(QMessageBox::Cancel);
    question->setDefaultButton(save ? save : cancel);
    connect(question, &QMessageBox::buttonClicked, this,
            [this, goOn, stay, save, discard](const QAbstractButton* button) {
                if (button == save)
                    this->save(goOn);
                else if (button == discard)
                    goOn();
                else if (stay)
                    stay();
            });
    question->open();
}

void SessionFiles::open(const QString& path)
{
    askThen([this, path] {
        emit _workspace.wentOn();
        _session.open(path);
    });
}

void SessionFiles::openExample(const QString& path)
{
    askThen([this, path] {
        emit _workspace.wentOn();
        _session.openCopy(path);
    });
}

void SessionFiles::save(const std::function<void()>& then)
{
    if (_session.file().isEmpty())
        saveAs(then);
    else
        _session.save(_session.file(), then);
}

void SessionFiles::saveAs(const std::function<void()>& then)
{
    const QString suggestion =
        _session.file().isEmpty() ? tr("Session") + QStringLiteral(".flipside") : _session.file();
    const QString path = chooseFileToSave(_window, tr("Save the session"), suggestion,
                                          tr("Sessions (*.flipside)"), QStringLiteral("flipside"));
    if (!path.isEmpty())
        _session.save(path, then);
}

void SessionFiles::revert()
{
    auto* question = new Question(
        tr("Go back to %1 as it was saved?").arg(QFileInfo(_session.file()).fileName()), &_window);
    question->setInformativeText(tr("What was done since is lost."));
    const QPushButton* revert = question->addButton(tr("&Revert"), QMessageBox::AcceptRole);
    question->addUsual(QMessageBox::Cancel);
    connect(question, &QMessageBox::buttonClicked, this, [this, revert](const QAbstractButton* button) {
        if (button == revert)
            _session.revert();
    });
    question->open();
}

} // namespace flipside
