// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/motion/timeline.h"
#include "ui/document/session_part.h"
#include "ui/document/undoable_value.h"

namespace flipside {

/// The session's timeline, with its steps in the undo history.
class Film : public SessionPart {
    Q_OBJECT
public:
    explicit Film(UndoHistory& history, QObject* parent = nullptr);

    const Timeline& timeline() const { return _timeline.get(); }
    /// One undoable step called `text`, together with those before it of the same non-empty gesture.
    void change(const QString& text, const Timeline& next, const QString& gesture = {})
    {
        _timeline.change(text, next, gesture);
    }
    /// The timeline of a session that has been opened: no step.
    void restore(const Timeline& timeline) { _timeline.restore(timeline); }
    /// A step of a history that is restored; it has been taken already.
    void pushTaken(const QString& text, const Timeline& before, const Timeline& after)
    {
        _timeline.pushTaken(text, before, after);
    }

    void writeTo(Session& session) const override { session.timeline = timeline(); }
    void readFrom(const Session& session) override { restore(session.timeline); }
    bool differsFrom(const Session& session) const override { return timeline() != session.timeline; }
    bool writeStep(const QUndoCommand& step, History& history) const override;

private:
    UndoableValue<Timeline> _timeline;
};

} // namespace flipside
