// SPDX-License-Identifier: GPL-3.0-or-later
#include "motion/film.h"

#include "value_command.h"

#include <QUndoStack>

namespace flipside {

Film::Film(QUndoStack& undoStack, QObject* parent) : QObject(parent), _undoStack(undoStack) {}

void Film::change(const QString& text, const Timeline& next, const QString& gesture)
{
    if (next != _timeline)
        _undoStack.push(new ValueCommand<Timeline>(
            text, _timeline, next, [this](const Timeline& timeline) { adopt(timeline); }, gesture));
}

void Film::restore(const Timeline& timeline)
{
    adopt(timeline);
}

void Film::adopt(const Timeline& timeline)
{
    _timeline = timeline;
    emit changed();
}

} // namespace flipside
