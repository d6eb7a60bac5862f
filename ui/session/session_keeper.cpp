// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session_keeper.h"

#include "core/model/model_files.h"
#include "core/session/session_json.h"
#include "ui/document/film.h"
#include "ui/document/gallery.h"
#include "ui/document/value_command.h"
#include "ui/workspace/workspace.h"

#include <QDir>
#include <QFileInfo>
#include <QUndoStack>

#include <algorithm>
#include <functional>
#include <set>
#include <type_traits>
#include <unordered_set>
#include <utility>

namespace flipside {
namespace {

constexpr int longestHistory = 40;
/// In the history and not in the gallery.
constexpr std::size_t mostOtherPictures = 100;
/// Within a second of a change, the flush to the disk included; a kept picture at once.
constexpr int journalDelay = 300;

} // namespace

SessionKeeper::SessionKeeper(Workspace& workspace, QObject* parent)
    : QObject(parent), _document(workspace.document()), _gallery(workspace.gallery()),
      _film(workspace.film()), _parts(workspace.parts())
{
    _journalTimer.setSingleShot(true);
    connect(&_journalTimer, &QTimer::timeout, this, &SessionKeeper::writeJournal);
    connect(&_document, &Document::modelChanged, this, &SessionKeeper::takeModel);
    connect(&_document, &Document::recipeChanged, this, &SessionKeeper::takeRecipe);
    connect(&_document, &Document::latentHoldChanged, this, [this] { note(journalDelay); });
    connect(&_document.undoStack(), &QUndoStack::indexChanged, this, [this] { note(journalDelay); });
    for (const SessionPart* part : _parts)
        connect(part, &SessionPart::changed, this,
                [this, part] { note(part->isWrittenAtOnce() ? 0 : journalDelay); });
    connect(&_files, &FileTasks::failed, this, &SessionKeeper::failed);
}

SessionKeeper::~SessionKeeper() = default;

Session SessionKeeper::session() const
{
    Session session;
    if (const Recipe* recipe = _document.historyRecipe()) {
        session.recipe = *recipe;
        session.history = history();
    }
    session.latents = _document.latentHolds();
    for (const SessionPart* part : _parts)
        part->writeTo(session);
    session.models = models(session);
    return session;
}

std::vector<ModelReference> SessionKeeper::models(const Session& session) const
{
    std::set<std::string> ids;
    if (session.recipe)
        ids.insert(session.recipe->model);
    for (const auto& item : session.gallery)
        ids.insert(item->recipe.model);
    for (const Recipe* recipe : session.history.recipes())
        ids.insert(recipe->model);
    for (const Keyframe& keyframe : session.timeline.keyframes)
        ids.insert(keyframe.recipe.model);
    for (const Generation& generation : session.generations)
        for (const Recipe& parent : generation.parents)
            ids.insert(parent.model);
    std::vector<ModelReference> references;
    for (const std::string& id : ids) {
        const auto known = _models.find(id);
        references.push_back(known == _models.end() ? ModelReference{id, {}, {}} : known->second);
    }
    return references;
}

bool SessionKeeper::isModified() const
{
    // Undo steps, how latents are held and the places of models do not count.
    const Recipe* recipe = _document.historyRecipe();
    const bool isSameRecipe = recipe ? _clean.recipe == *recipe : !_clean.recipe;
    return !isSameRecipe ||
           std::ranges::any_of(_parts, [this](const SessionPart* part) { return part->differsFrom(_clean); });
}

Unsaved SessionKeeper::unsaved() const
{
    return Unsaved::since(_clean, session());
}

void SessionKeeper::takeModel()
{
    const auto model = _document.model();
    const auto hash = model->card.hashes.find(model_file::decoder);
    const ModelReference reference{model->card.id, hash == model->card.hashes.end() ? "" : hash->second,
                                   model->folder.toStdString()};
    const auto known = _models.find(reference.id);
    if (known != _models.end() && !known->second.hash.empty() && known->second.hash != reference.hash) {
        const QString sentence =
            tr("%1 is not the model that this session was made with: its decoder.pt has changed, so "
               "pictures may look different; put the old one back to see them as they were.")
                .arg(QString::fromStdString(model->card.name));
        // Once the window has taken the model in: that takes away what was said before.
        QMetaObject::invokeMethod(
            this, [this, sentence] { emit failed(sentence); }, Qt::QueuedConnection);
    }
    _models[reference.id] = reference;
    _hasNewModel = true;
    // The document's recipe gets what it left to its model; that is no change.
    if (_clean.recipe && _clean.recipe->model == model->card.id && model->profile)
        _clean.recipe = withOnValues(*_clean.recipe, *model->profile);
}

void SessionKeeper::takeRecipe()
{
    // A model that is looked at is no work yet.
    const bool isUntouched = std::exchange(_hasNewModel, false) && _file.isEmpty() && !_wasModified;
    if (isUntouched)
        _clean = session();
    note(journalDelay);
}

void SessionKeeper::startNew()
{
    take({}, {}, {}, {});
    _document.startOver();
    _clean = session();
    _wasModified = false;
    emit changed();
}

void SessionKeeper::open(const QString& file)
{
    read(file, file);
}

void SessionKeeper::openCopy(const QString& file)
{
    read(file, {});
}

void SessionKeeper::read(const QString& file, const QString& kept)
{
    _files.run([this, file, kept]() -> FileTasks::Afterwards {
        Session session = readSession(file.toStdString());
        return [this, file, kept, session = std::move(session)] {
            take(session, kept, session, QDir::toNativeSeparators(file));
            emit opened(kept);
        };
    });
}

void SessionKeeper::take(const Session& session, const QString& file, const Session& clean,
                         const QString& where)
{
    _document.forgetHistory();
    _file = file;
    _clean = clean;
    for (const ModelReference& reference : session.models) {
        _models[reference.id] = reference;
        if (!reference.folder.empty())
            _document.models().rememberPlace(QString::fromStdString(reference.id),
                                             QString::fromStdString(reference.folder));
    }
    if (_document.model())
        takeModel(); // which may not be the one that the session was made with
    _document.restoreLatentHolds(session.latents);
    for (SessionPart* part : _parts)
        part->readFrom(session);
    if (session.recipe)
        _document.openSession(
            *session.recipe, [&] { restoreHistory(session.history); }, where);
    _wasModified = isModified();
    emit changed();
}

History SessionKeeper::history() const
{
    const QUndoStack& undo = _document.undoStack();
    const int earliest = std::max(0, undo.index() - longestHistory);
    const int latest = std::min(undo.count(), undo.index() + longestHistory);
    std::unordered_set<const GalleryItem*> present;
    for (const auto& item : _gallery.items())
        present.insert(item.get());
    // Pictures that are in the history alone are written with it, so it ends where they become too many.
    std::unordered_set<const GalleryItem*> others;
    const auto hasRoomFor = [&](int step) {
        const auto* command = dynamic_cast<const ValueCommand<GalleryItems>*>(undo.command(step));
        if (!command)
            return true;
        auto with = others;
        for (const GalleryItems* items : {&command->before(), &command->after()})
            for (const auto& item : _gallery.asKnown(*items))
                if (!present.contains(item.get()))
                    with.insert(item.get());
        if (with.size() > mostOtherPictures)
            return false;
        others = std::move(with);
        return true;
    };
    int first = undo.index();
    while (first > earliest && hasRoomFor(first - 1))
        --first;
    int end = undo.index();
    while (end < latest && hasRoomFor(end))
        ++end;
    return historyOf(first, end);
}

History SessionKeeper::historyOf(int first, int end) const
{
    History history;
    for (int i = first; i < end; ++i) {
        const QUndoCommand& step = *_document.undoStack().command(i);
        const bool isWritten = writeValueStep(step, history, &History::recipe, std::identity()) ||
                               std::ranges::any_of(_parts, [&](const SessionPart* part) {
                                   return part->writeStep(step, history);
                               });
        if (!isWritten)
            continue;
        if (i < _document.undoStack().index())
            history.done = history.steps.size();
    }
    return history;
}

void SessionKeeper::restoreHistory(const History& history)
{
    const GalleryItems* gallery = history.gallery ? &*history.gallery : nullptr;
    const Timeline* timeline = history.timeline ? &*history.timeline : nullptr;
    for (std::size_t i = 0; i < history.steps.size(); ++i) {
        const auto& result = history.steps[i].result;
        if (i < history.done && std::holds_alternative<GalleryItems>(result))
            gallery = &std::get<GalleryItems>(result);
        else if (i < history.done && std::holds_alternative<Timeline>(result))
            timeline = &std::get<Timeline>(result);
    }
    // Its steps must lead to what is there. Recipes are looked at when somebody goes to them.
    const auto id = [](const auto& item) { return item->id; };
    if ((gallery && !std::ranges::equal(*gallery, _gallery.items(), {}, id, id)) ||
        (timeline && *timeline != _film.timeline()))
        return;
    history.visitSteps([this]<typename Part>(const std::string& text, const Part& before, const Part& after) {
        const QString words = QString::fromStdString(text);
        if constexpr (std::is_same_v<Part, Recipe>)
            _document.pushTaken(words, before, after);
        else if constexpr (std::is_same_v<Part, GalleryItems>)
            _gallery.pushTaken(words, before, after);
        else
            _film.pushTaken(words, before, after);
    });
    _document.undoStack().putAt(int(history.done));
}

void SessionKeeper::save(const QString& file, const std::function<void()>& then)
{
    _files.run([this, file, then, session = session()]() -> FileTasks::Afterwards {
        writeSession(file.toStdString(), session);
        return [this, file, then, session] {
            _file = file;
            _clean = session;
            note(0);
            emit saved(file);
            if (then)
                then();
        };
    });
}

JournalState SessionKeeper::state() const
{
    return {session(), _file.toStdString(), isModified(), isLeft()};
}

void SessionKeeper::note(int delay)
{
    _wasModified = isModified();
    emit changed();
    // A change that can wait does not put off one that cannot.
    if (_journal && (!_journalTimer.isActive() || _journalTimer.remainingTime() > delay))
        _journalTimer.start(delay);
}

void SessionKeeper::writeJournal()
{
    if (!_journal)
        return;
    const JournalState now = state();
    // A window in which nothing was done leaves nothing to go on with.
    if (!now.isModified && now.file.empty() && now.session.latents.empty() && !_journalBegun)
        return;
    _journalBegun = true;
    _files.run([this, journal = _journal, now]() -> FileTasks::Afterwards {
        try {
            journal->append(now);
            return [this] { _journalFailed = false; };
        } catch (const std::exception& error) {
            // Once: it would come again with every change.
            return [this, sentence = QString::fromUtf8(error.what())] {
                if (!std::exchange(_journalFailed, true))
                    emit failed(sentence);
            };
        }
    });
}

void SessionKeeper::keepJournal(const QString& folder)
{
    _files.run([this, folder = std::filesystem::path(folder.toStdString())]() -> FileTasks::Afterwards {
        auto journal = std::make_shared<Journal>(folder);
        std::shared_ptr<AbandonedJournal> abandoned;
        std::optional<JournalState> found;
        QString problem;
        std::vector<AbandonedJournal> all = abandonedJournals(folder);
        int others = int(all.size());
        for (AbandonedJournal& one : all) {
            --others;
            try {
                found = one.read();
                abandoned = std::make_shared<AbandonedJournal>(std::move(one));
                break;
            } catch (const std::exception& error) {
                problem = QString::fromUtf8(error.what());
            }
        }
        return [this, journal, abandoned, found, problem, others] {
            _journal = journal;
            note(0);
            _abandoned = abandoned;
            _found = found;
            if (!_found) {
                if (!problem.isEmpty())
                    emit failed(problem);
                return;
            }
            QString name = _found->file.empty() ? tr("a session that was not saved yet")
                                                : QFileInfo(QString::fromStdString(_found->file)).fileName();
            if (!_found->isEnded)
                name = tr("you can go on with %1").arg(name);
            const auto pictures = int(_found->session.gallery.size());
            QString sentence = leftSentence(_found->isEnded, pictures).arg(name);
            if (others > 0)
                sentence += tr(" %n older session(s) will be offered at the next start.", nullptr, others);
            emit abandonedFound(sentence);
        };
    });
}

QString SessionKeeper::leftSentence(bool isEnded, int pictures)
{
    if (isEnded)
        return pictures > 0
                   ? tr("You can go on where you were: %1, with %n kept picture(s).", nullptr, pictures)
                   : tr("You can go on where you were: %1.");
    return pictures > 0 ? tr("Flipside was not closed properly, and nothing is lost: %1, with %n kept "
                             "picture(s).",
                             nullptr, pictures)
                        : tr("Flipside was not closed properly, and nothing is lost: %1.");
}

void SessionKeeper::goOn()
{
    if (!_found)
        return;
    const JournalState found = *std::exchange(_found, {});
    // What differs from the file is what the user did since; which part of it, no longer matters.
    Session clean = found.session;
    if (found.isModified)
        clean = Session{};
    const QString file = QString::fromStdString(found.file);
    take(found.session, file, clean, tr("the session"));
    const auto abandoned = std::exchange(_abandoned, {});
    _files.run([journal = _journal, now = state(), abandoned]() -> FileTasks::Afterwards {
        // The old journal goes once the new one has it all, and not before.
        journal->append(now);
        abandoned->remove();
        return {};
    });
    emit opened(file);
}

void SessionKeeper::throwAway()
{
    _found.reset();
    if (const auto abandoned = std::exchange(_abandoned, {}))
        _files.run([abandoned]() -> FileTasks::Afterwards {
            abandoned->remove();
            return {};
        });
}

void SessionKeeper::endJournal()
{
    _journalTimer.stop();
    if (const auto journal = std::exchange(_journal, {}))
        _files.run([journal]() -> FileTasks::Afterwards {
            journal->remove();
            return {};
        });
}

void SessionKeeper::leaveJournal()
{
    _journalTimer.stop();
    _left = session();
    writeJournal();
}

bool SessionKeeper::isLeft() const
{
    if (!_journal || !_left)
        return false;
    const Session now = session();
    // What is measured of kept pictures meanwhile is nobody's deed.
    return _left->recipe == now.recipe && _left->latents == now.latents &&
           _gallery.asKnown(_left->gallery) == now.gallery && _left->timeline == now.timeline &&
           _left->generations == now.generations && _left->history.done == now.history.done &&
           _left->history.steps.size() == now.history.steps.size();
}

} // namespace flipside
