// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoStack>

#include <functional>

namespace flipside {

/// The window's undo stack. Everything that is pushed is what a person did; the rest is walking to and fro on
/// it, or putting it where the parts of the session are already.
class UndoHistory : public QUndoStack {
    Q_OBJECT
public:
    explicit UndoHistory(QObject* parent = nullptr);
    ~UndoHistory() override;

    /// Adds the step that `make` returns. It is made after aboutToPush(), which may change what is there.
    void push(const std::function<QUndoCommand*()>& make);
    void clear();
    /// By undo or redo, step by step.
    void walkTo(int index);
    /// Goes to `index`, where what is on screen belongs. Other parts of the session follow; recipes are not
    /// shown on the way.
    void putAt(int index);
    bool isBeingPut() const { return _isBeingPut; }

signals:
    void aboutToPush();
    /// By undo or redo.
    void walked();

private:
    void tellWalk();

    bool _isPushing = false; ///< or clearing
    bool _isBeingPut = false;
};

} // namespace flipside
