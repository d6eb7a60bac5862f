// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/deed_toast.h"

#include "ui/canvas/canvas.h"
#include "ui/widgets/toast.h"

namespace flipside {

DeedToast::DeedToast(Workspace& workspace, Canvas& canvas)
    : QObject(&canvas), _workspace(workspace), _toast(new Toast(canvas))
{
    connect(&workspace, &Workspace::added, this, &DeedToast::show);
    connect(&canvas, &Canvas::viewChanged, _toast, &QWidget::hide);
    connect(_toast, &Toast::deedChosen, this, &DeedToast::act);
    connect(&workspace.document().undoStack(), &QUndoStack::indexChanged, this, &DeedToast::followHistory);
}

void DeedToast::show(const Addition& addition)
{
    const UndoHistory& history = _workspace.document().undoStack();
    _panel = addition.panel;
    _index = addition.isNew ? history.index() : 0;
    _step = _index > 0 ? history.command(_index - 1) : nullptr;
    _toast->say(addition.picture, addition.words, addition.isNew ? tr("Undo") : tr("Show it"));
}

void DeedToast::act()
{
    if (_index == 0)
        emit _workspace.panelWished(_panel);
    else if (isNewest())
        _workspace.document().undoStack().undo();
}

bool DeedToast::isNewest() const
{
    const UndoHistory& history = _workspace.document().undoStack();
    return history.index() == _index && history.command(_index - 1) == _step;
}

void DeedToast::followHistory()
{
    if (_index == 0 || isNewest())
        return;
    if (_workspace.document().undoStack().index() < _index)
        _toast->hide();
    else
        _toast->withdrawDeed();
}

} // namespace flipside
