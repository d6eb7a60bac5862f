// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/document/value_command.h"

#include <QObject>

#include <optional>

namespace flipside {

/// A part of what a person works on, as the session's file and its journal know it, beside the recipe that is
/// played, which carries the undo history.
class SessionPart : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void writeTo(Session& session) const = 0;
    /// No step.
    virtual void readFrom(const Session& session) = 0;
    /// Whether it holds other work than the session does.
    virtual bool differsFrom(const Session& session) const = 0;
    /// Adds a step of the undo history to one that is written; false where it is another part's.
    virtual bool writeStep(const QUndoCommand& /*step*/, History& /*history*/) const { return false; }
    /// Whether losing the last second of it would be noticed.
    virtual bool isWrittenAtOnce() const { return false; }

signals:
    void changed();
};

/// Adds a step to a history that is written, if it is one of these values; `known` is put in their place.
template <typename Value, typename Known>
bool writeValueStep(const QUndoCommand& step, History& history, std::optional<Value> History::*first,
                    const Known& known)
{
    const auto* command = dynamic_cast<const ValueCommand<Value>*>(&step);
    if (!command)
        return false;
    if (!(history.*first))
        history.*first = known(command->before());
    history.steps.push_back({step.text().toStdString(), known(command->after())});
    return true;
}

} // namespace flipside
