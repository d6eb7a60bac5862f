// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "motion/timeline.h"

#include <QObject>

class QUndoStack;

namespace flipside {

/// The session's timeline, with its steps on the window's undo stack.
class Film : public QObject {
    Q_OBJECT
public:
    explicit Film(QUndoStack& undoStack, QObject* parent = nullptr);

    const Timeline& timeline() const { return _timeline; }
    /// One undoable step called `text`, together with those before it of the same non-empty gesture.
    void change(const QString& text, const Timeline& next, const QString& gesture = {});
    /// The timeline of a session that has been opened: no step.
    void restore(const Timeline& timeline);

signals:
    void changed();

private:
    void adopt(const Timeline& timeline);

    QUndoStack& _undoStack;
    Timeline _timeline;
};

} // namespace flipside
