// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/workspace.h"

#include <QObject>

class QUndoCommand;

namespace flipside {

class Canvas;
class Toast;

/// Shows what was added to the session, with its picture, in a corner of the canvas until that shows
/// something else. It takes back exactly that as long as nothing else has been done since; once it is taken
/// back, nothing is said of it.
class DeedToast : public QObject {
    Q_OBJECT
public:
    DeedToast(Workspace& workspace, Canvas& canvas);

private:
    void show(const Addition& addition);
    void act();
    void followHistory();
    /// The step that was taken is the newest one, and can be taken back.
    bool isNewest() const;

    Workspace& _workspace;
    Toast* _toast;
    QString _panel; ///< where what was added lies
    int _index = 0; ///< of the history, with the step taken; 0 for none
    const QUndoCommand* _step = nullptr;
};

} // namespace flipside
