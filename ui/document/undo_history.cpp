// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/undo_history.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace flipside {

UndoHistory::UndoHistory(QObject* parent) : QUndoStack(parent)
{
    connect(this, &QUndoStack::indexChanged, this, &UndoHistory::tellWalk);
}

UndoHistory::~UndoHistory()
{
    disconnect(this, &QUndoStack::indexChanged, this, &UndoHistory::tellWalk);
}

void UndoHistory::push(const std::function<QUndoCommand*()>& make)
{
    emit aboutToPush();
    const QScopedValueRollback pushing(_isPushing, true);
    QUndoStack::push(make());
}

void UndoHistory::clear()
{
    const QScopedValueRollback clearing(_isPushing, true);
    QUndoStack::clear();
}

void UndoHistory::walkTo(int index)
{
    while (this->index() > std::max(index, 0))
        undo();
    while (this->index() < std::min(index, count()))
        redo();
}

void UndoHistory::putAt(int index)
{
    const QScopedValueRollback putting(_isBeingPut, true);
    setIndex(index);
}

void UndoHistory::tellWalk()
{
    if (!_isPushing && !_isBeingPut)
        emit walked();
}

} // namespace flipside
