// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_folders.h"
#include "core/instrument/recipe_pictures.h"
#include "core/model/model_folder.h"
#include "ui/document/family.h"
#include "ui/document/film.h"
#include "ui/gallery/contact_sheet.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/session/session_keeper.h"
#include "ui/study/study_window.h"
#include "ui/training/training_dialog.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/main_window.h"
#include "ui/window/recent_files.h"
#include "ui/window/status_bar.h"
#include "ui/work/job_dialog.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

namespace flipside {
namespace {

const auto sessionSuffix = QStringLiteral(".flipside");

} // namespace

void MainWindow::buildSession()
{
    UndoHistory& undo = _document.undoStack();
    _gallery = new Gallery(undo, this);
    _film = new Film(undo, this);
    _family = new Family(this);
    _session = new SessionKeeper(_document, *_gallery, *_film, *_family, this);
    connect(_session, &SessionKeeper::changed, this, &MainWindow::updateTitle);
    connect(_session, &SessionKeeper::failed, this, &MainWindow::showProblem);
    connect(_session, &SessionKeeper::opened, this, [this](const QString& file) {
        if (!file.isEmpty())
            _recent->add(file);
    });
    connect(_session, &SessionKeeper::saved, this, [this](const QString& file) {
        _recent->add(file);
        if (!_message->hasChoices())
            _message->dismiss(); // why it could not be saved elsewhere
        _status->showMessage(tr("Saved %1").arg(QDir::toNativeSeparators(file)), noticeMilliseconds);
    });
    connect(_session, &SessionKeeper::abandonedFound, this, [this](const QString& sentence) {
        _abandoned = sentence;
        offerAbandoned(_message->hasChoices() ? QString() : _message->message());
    });
    connect(&_document, &Document::modelMissing, this, [this](const Recipe& recipe) {
        _message->showMessage(_message->message(),
                              {{tr("Find it…"), [this, recipe] { findMissingModel(recipe); }}});
    });
}

void MainWindow::keepJournal()
{
    _session->keepJournal(QString::fromStdString((userDataFolder() / "journal").string()));
}

void MainWindow::leave()
{
    saveLayout();
    _session->leaveJournal();
}

void MainWindow::updateTitle()
{
    const QString file = QFileInfo(_session->file()).fileName();
    QStringList parts;
    if (!file.isEmpty())
        parts.append(file + QStringLiteral("[*]"));
    if (const auto model = _document.model())
        parts.append(QString::fromStdString(model->card.name) +
                     (file.isEmpty() ? QStringLiteral("[*]") : QString()));
    parts.append(tr("Flipside"));
    setWindowTitle(parts.join(QStringLiteral(" – ")));
    setWindowModified(_session->isModified());
    _actions.revert->setEnabled(!file.isEmpty() && _session->isModified());
}

void MainWindow::offerAbandoned(const QString& problem)
{
    const auto offerAgain = [this] { offerAbandoned(); };
    const auto askWhetherToDelete = [this, offerAgain] {
        auto* question = new QMessageBox(
            QMessageBox::Question, tr("Flipside"),
            tr("Delete the session of the last time? It cannot be brought back."), QMessageBox::Cancel, this);
        question->setAttribute(Qt::WA_DeleteOnClose);
        const QPushButton* remove = question->addButton(tr("Delete"), QMessageBox::DestructiveRole);
        question->setDefaultButton(QMessageBox::Cancel);
        connect(question, &QMessageBox::finished, this, [this, question, remove, offerAgain] {
            if (question->clickedButton() == remove)
                _session->throwAway();
            else
                offerAgain();
        });
        question->open();
    };
    _message->showMessage(
        problem.isEmpty() ? _abandoned : problem + QLatin1Char(' ') + _abandoned,
        {{tr("Go on with it"), [this, offerAgain] { askThen([this] { _session->goOn(); }, offerAgain); }},
         {tr("Delete it…"), askWhetherToDelete}});
}

void MainWindow::dismissMessage()
{
    if (!_message->hasChoices() || !_session->hasFoundAbandoned())
        _message->dismiss();
}

QStringList MainWindow::costsOfQuitting() const
{
    QStringList costs;
    if (_training)
        costs.append(_training->costOfQuitting());
    if (_study)
        costs.append(_study->costOfQuitting());
    for (const JobDialog* dialog : findChildren<JobDialog*>())
        costs.append(dialog->costOfQuitting());
    if (_profiling && _profiling->isRunning())
        costs.append(tr("How often each neuron of %1 is on is found out to %2 %, which is to be done anew.")
                         .arg(QDir(_profiled).dirName())
                         .arg(_profiling->percent()));
    costs.removeAll(QString());
    return costs;
}

void MainWindow::askThen(const std::function<void()>& goOn, const std::function<void()>& stay,
                         const QStringList& costs)
{
    const bool isModified = _session->isModified();
    if (!isModified && costs.isEmpty()) {
        goOn();
        return;
    }
    if (findChild<QMessageBox*>())
        return;
    auto* question = new QMessageBox(this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setIcon(QMessageBox::Question);
    QStringList sentences = costs;
    QPushButton* save = nullptr;
    const QPushButton* discard = nullptr;
    if (isModified) {
        const QString file = QFileInfo(_session->file()).fileName();
        question->setText(file.isEmpty() ? tr("Save this session before it is closed?")
                                         : tr("Save the changes to %1?").arg(file));
        sentences.prepend(tr("Without saving you lose %1.").arg(_session->unsaved().text()));
        save = question->addButton(QMessageBox::Save);
        discard = question->addButton(QMessageBox::Discard);
        question->setDefaultButton(save);
    } else {
        question->setText(tr("Quit while this is under way?"));
        discard = question->addButton(tr("Quit"), QMessageBox::DestructiveRole);
    }
    question->setInformativeText(sentences.join(QLatin1Char('\n')));
    question->addButton(QMessageBox::Cancel);
    if (!isModified)
        question->setDefaultButton(QMessageBox::Cancel);
    connect(question, &QMessageBox::buttonClicked, this,
            [this, goOn, stay, save, discard](QAbstractButton* button) {
                if (button == save)
                    saveSession(goOn);
                else if (button == discard)
                    goOn();
                else if (stay)
                    stay();
            });
    question->open();
}

void MainWindow::newSession()
{
    askThen([this] { _session->startNew(); });
}

void MainWindow::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open"), lastFolder(),
        tr("Sessions, recipes, and pictures that carry one (*.flipside *.json *.png);;All files (*)"));
    if (path.isEmpty())
        return;
    rememberFolder(path);
    openFile(path);
}

void MainWindow::openSession(const QString& path)
{
    askThen([this, path] {
        dismissMessage();
        _session->open(path);
    });
}

void MainWindow::saveSession(const std::function<void()>& then)
{
    if (_session->file().isEmpty())
        saveSessionAs(then);
    else
        _session->save(_session->file(), then);
}

void MainWindow::saveSessionAs(const std::function<void()>& then)
{
    const QString suggestion = _session->file().isEmpty()
                                   ? QDir(lastFolder()).filePath(tr("Session") + sessionSuffix)
                                   : _session->file();
    QString chosen =
        QFileDialog::getSaveFileName(this, tr("Save the session"), suggestion, tr("Sessions (*.flipside)"));
    if (chosen.isEmpty())
        return;
    rememberFolder(chosen);
    if (QFileInfo(chosen).suffix().isEmpty())
        chosen += sessionSuffix;
    _session->save(chosen, then);
}

void MainWindow::revertSession()
{
    auto* question =
        new QMessageBox(QMessageBox::Question, tr("Revert"),
                        tr("Go back to %1 as it was saved?").arg(QFileInfo(_session->file()).fileName()),
                        QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(tr("What was done since is lost."));
    const QPushButton* revert = question->addButton(tr("Revert"), QMessageBox::AcceptRole);
    connect(question, &QMessageBox::buttonClicked, this, [this, revert](QAbstractButton* button) {
        if (button == revert)
            _session->revert();
    });
    question->open();
}

void MainWindow::findMissingModel(const Recipe& recipe)
{
    const QString id = QString::fromStdString(recipe.model);
    const QString card = QFileDialog::getOpenFileName(this, tr("Where is the model %1?").arg(id),
                                                      lastFolder(), tr("Models (card.json)"));
    if (card.isEmpty())
        return;
    rememberFolder(card);
    const QString folder = QFileInfo(card).absolutePath();
    _files.run([this, recipe, id, folder]() -> FileTasks::Afterwards {
        const std::string found = ModelFolder(folder.toStdString()).card().id;
        if (found != recipe.model)
            throw std::runtime_error(
                tr("%1 holds the model %2, and %3 is needed; choose the folder of that one.")
                    .arg(QDir::toNativeSeparators(folder), QString::fromStdString(found), id)
                    .toStdString());
        return [this, recipe, id, folder] {
            _document.rememberPlace(id, folder);
            _document.openFound(recipe);
        };
    });
}

void MainWindow::saveContactSheet(const GalleryItems& items)
{
    const QString chosen = QFileDialog::getSaveFileName(this, tr("Save the contact sheet"),
                                                        QDir(lastFolder()).filePath(tr("contact-sheet.png")),
                                                        tr("PNG pictures (*.png);;PDF documents (*.pdf)"));
    if (chosen.isEmpty())
        return;
    rememberFolder(chosen);
    const QString path = QFileInfo(chosen).suffix().isEmpty() ? chosen + QStringLiteral(".png") : chosen;
    _galleryPanel->makePictures(items, [this, items, path](const std::vector<Image>& pictures) {
        _files.run([this, items, path, pictures,
                    models = _document.modelNames().table()]() -> FileTasks::Afterwards {
            ContactSheet(items, pictures, models).write(path.toStdString());
            return [this, path] {
                _status->showMessage(tr("Saved %1").arg(QDir::toNativeSeparators(path)), noticeMilliseconds);
            };
        });
    });
}

void MainWindow::openKept(const Recipe& recipe)
{
    dismissMessage();
    _canvas->stopComparing();
    _opening = QString::fromStdString(recipe.model);
    _modelIsComing = true;
    _document.openRecipe(recipe, tr("the kept picture"));
}

void MainWindow::compare(const GalleryItems& items)
{
    _galleryPanel->makePictures(items, [this, items](const std::vector<Image>& pictures) {
        const auto named = [&](std::size_t i) {
            QString name = QString::fromStdString(items[i]->name);
            if (name.isEmpty())
                name = tr("Kept picture %1").arg(_gallery->positionOf(items[i]->id) + 1);
            return Canvas::Compared{pictures[i], items[i]->recipe, name};
        };
        _canvas->compare(named(0), items.size() > 1 ? std::optional(named(1)) : std::nullopt);
        if (_canvas->view() == CanvasView::Single)
            _canvas->setView(CanvasView::SideBySide);
    });
}

} // namespace flipside
