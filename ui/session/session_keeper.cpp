// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session_keeper.h"

#include "breeding/family.h"
#include "gallery/gallery.h"
#include "motion/film.h"
#include "session/session_json.h"

#include <QDir>
#include <QFileInfo>

#include <set>
#include <utility>

namespace flipside {
namespace {

constexpr int longestHistory = 40;
/// Within a second of a change, the flush to the disk included; a kept picture at once.
constexpr int journalDelay = 300;

const char* const decoderFile = "decoder.pt";

} // namespace

SessionKeeper::SessionKeeper(Document& document, Gallery& gallery, Film& film, Family& family,
                             QObject* parent)
    : QObject(parent), _document(document), _gallery(gallery), _film(film), _family(family)
{
    _journalTimer.setSingleShot(true);
    connect(&_journalTimer, &QTimer::timeout, this, &SessionKeeper::writeJournal);
    connect(&document, &Document::modelChanged, this, &SessionKeeper::takeModel);
    connect(&document, &Document::recipeChanged, this, &SessionKeeper::takeRecipe);
    connect(&document, &Document::latentHoldChanged, this, [this] { note(journalDelay); });
    connect(&gallery, &Gallery::changed, this, [this] { note(0); });
    connect(&film, &Film::changed, this, [this] { note(journalDelay); });
    connect(&family, &Family::changed, this, [this] { note(journalDelay); });
    connect(&_files, &FileTasks::failed, this, &SessionKeeper::failed);
}

SessionKeeper::~SessionKeeper() = default;

Session SessionKeeper::session() const
{
    Session session;
    if (_unopened) {
        session.recipe = _unopened->recipe;
        session.history = _unopened->history;
    } else if (_document.model()) {
        session.recipe = _document.recipe();
        session.history = _document.history(longestHistory);
    }
    session.latents = _document.latentHolds();
    session.gallery = _gallery.items();
    session.timeline = _film.timeline();
    session.generations = _family.generations();
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
    if (session.history.start)
        ids.insert(session.history.start->model);
    for (const History::Step& step : session.history.steps)
        ids.insert(step.recipe.model);
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
    const Recipe* recipe = nullptr;
    if (_unopened)
        recipe = &_unopened->recipe;
    else if (_document.model())
        recipe = &_document.recipe();
    const bool isSameRecipe = recipe ? _clean.recipe == *recipe : !_clean.recipe;
    return !isSameRecipe || _gallery.items() != _clean.gallery || _film.timeline() != _clean.timeline ||
           _family.generations() != _clean.generations;
}

void SessionKeeper::takeModel()
{
    const auto model = _document.model();
    const auto hash = model->card.hashes.find(decoderFile);
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
}

void SessionKeeper::takeRecipe()
{
    if (std::exchange(_unopened, {})) {
        // The model has come and has filled in what the recipe left to it.
        if (_clean.recipe && _clean.recipe->model == _document.recipe().model)
            _clean.recipe = _document.recipe();
    }
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
    _files.run([this, file]() -> FileTasks::Afterwards {
        Session session = readSession(file.toStdString());
        return [this, file, session = std::move(session)] {
            take(session, file, session, QDir::toNativeSeparators(file));
            emit opened(file);
        };
    });
}

void SessionKeeper::take(const Session& session, const QString& file, const Session& clean,
                         const QString& where)
{
    _document.undoStack().clear();
    _file = file;
    _clean = clean;
    for (const ModelReference& reference : session.models) {
        _models[reference.id] = reference;
        if (!reference.folder.empty())
            _document.rememberPlace(QString::fromStdString(reference.id),
                                    QString::fromStdString(reference.folder));
    }
    if (_document.model())
        takeModel(); // which may not be the one that the session was made with
    _document.restoreLatentHolds(session.latents);
    _gallery.restore(session.gallery);
    _film.restore(session.timeline);
    _family.restore(session.generations);
    _unopened.reset();
    if (session.recipe)
        _unopened = Unopened{*session.recipe, session.history, where};
    _wasModified = isModified();
    tryModelAgain();
    emit changed();
}

void SessionKeeper::tryModelAgain()
{
    if (!_unopened)
        return;
    const Unopened unopened = *_unopened;
    _document.openSession(unopened.recipe, unopened.history, unopened.where);
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
    return {session(), _file.toStdString(), isModified()};
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
            const QString name = _found->file.empty()
                                     ? tr("a session that was not saved yet")
                                     : QFileInfo(QString::fromStdString(_found->file)).fileName();
            const auto pictures = int(_found->session.gallery.size());
            QString sentence =
                (pictures > 0 ? tr("Flipside was not closed properly, and nothing is lost: %1, with %n kept "
                                   "picture(s).",
                                   nullptr, pictures)
                              : tr("Flipside was not closed properly, and nothing is lost: %1."))
                    .arg(name);
            if (others > 0)
                sentence += tr(" %n older session(s) will be offered at the next start.", nullptr, others);
            emit abandonedFound(sentence);
        };
    });
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

} // namespace flipside
