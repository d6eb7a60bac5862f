// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/journal.h"
#include "ui/document/document.h"
#include "ui/session/unsaved.h"
#include "ui/work/file_tasks.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace flipside {

class Film;
class Gallery;
class SessionPart;
class Workspace;

/// Keeps what the user works on: as a .flipside file when they say so, and as a journal all the time. Files
/// are read and written in the background.
class SessionKeeper : public QObject {
    Q_OBJECT
public:
    explicit SessionKeeper(Workspace& workspace, QObject* parent = nullptr);
    /// Waits for what is being written.
    ~SessionKeeper() override;

    /// Everything as it is now.
    Session session() const;
    /// The .flipside file; empty before the first save.
    const QString& file() const { return _file; }
    /// Since it was saved or opened, or since the program began.
    bool isModified() const;
    /// What of it would be lost.
    Unsaved unsaved() const;

    /// An empty session on the open model. What was not saved is gone.
    void startNew();
    void open(const QString& file);
    /// What is in the file, as a session of its own that is saved elsewhere.
    void openCopy(const QString& file);
    /// `then` is called once it is safe on disk, and never if that fails.
    void save(const QString& file, const std::function<void()>& then = {});
    /// The file as it was saved last.
    void revert() { open(_file); }

    /// Keeps a journal in this folder from now on, and looks there for what a program that did not end
    /// properly has left: abandonedFound().
    void keepJournal(const QString& folder);
    /// Whether it has begun: a moment after keepJournal().
    bool keepsJournal() const { return _journal != nullptr; }
    bool hasFoundAbandoned() const { return _found.has_value(); }
    /// Opens what was found, exactly as it was, or deletes it.
    void goOn();
    void throwAway();
    /// The program is about to end, and the user knows what becomes of their work.
    void endJournal();
    /// The program is about to end without having asked: the next start offers to go on from here.
    void leaveJournal();
    /// Whether that is so, with nothing changed since. False where no journal is kept.
    bool isLeft() const;

signals:
    /// The file's name, or whether it is modified.
    void changed();
    void opened(const QString& file);
    void saved(const QString& file);
    void failed(const QString& sentence);
    void abandonedFound(const QString& sentence);

private:
    /// The last steps, and those undone.
    History history() const;
    History historyOf(int first, int end) const;
    void restoreHistory(const History& history);
    void read(const QString& file, const QString& kept);
    void take(const Session& session, const QString& file, const Session& clean, const QString& where);
    void takeModel();
    void takeRecipe();
    void note(int delay);
    void writeJournal();
    JournalState state() const;
    /// What the next start says, about %1.
    static QString leftSentence(bool isEnded, int pictures);
    std::vector<ModelReference> models(const Session& session) const;

    Document& _document;
    Gallery& _gallery;
    Film& _film;
    std::vector<SessionPart*> _parts;
    QString _file;
    Session _clean;                                ///< what is on disk, or what there was at the beginning
    std::map<std::string, ModelReference> _models; ///< [id], all that were met

    std::shared_ptr<Journal> _journal; ///< used by the file tasks alone
    std::shared_ptr<AbandonedJournal> _abandoned;
    std::optional<JournalState> _found; ///< in it
    std::optional<Session> _left;       ///< as leaveJournal() found it
    QTimer _journalTimer;
    bool _journalBegun = false;
    bool _journalFailed = false;
    bool _hasNewModel = false; ///< its first recipe is about to come
    bool _wasModified = false; ///< after the last change
    FileTasks _files;          ///< last, so that it is done before the rest goes
};

} // namespace flipside
