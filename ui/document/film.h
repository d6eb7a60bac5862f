// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/motion/timeline.h"

#include <QObject>

namespace flipside {

class UndoHistory;
template <typename Value>
class ValueCommand;

/// The session's timeline, with its steps on the window's undo stack.
class Film : public QObject {
    Q_OBJECT
public:
    explicit Film(UndoHistory& undoStack, QObject* parent = nullptr);

    const Timeline& timeline() const { return _timeline; }
    /// One undoable step called `text`, together with those before it of the same non-empty gesture.
    void change(const QString& text, const Timeline& next, const QString& gesture = {});
    /// The timeline of a session that has been opened: no step.
    void restore(const Timeline& timeline);
    /// A step of a history that is restored; it has been taken already.
    void pushTaken(const QString& text, const Timeline& before, const Timeline& after);

signals:
    void changed();

private:
    ValueCommand<Timeline>* step(const QString& text, const Timeline& before, const Timeline& after,
                                 const QString& gesture);
    void adopt(const Timeline& timeline);

    UndoHistory& _undoStack;
    Timeline _timeline;
};

} // namespace flipside
