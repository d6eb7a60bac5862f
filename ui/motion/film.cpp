// SPDX-License-Identifier: GPL-3.0-or-later
#include "motion/film.h"

#include "value_command.h"

#include <QUndoStack>

namespace flipside {

Film::Film(QUndoStack& undoStack, QObject* parent) : QObject(parent), _undoStack(undoStack) {}

void Film::change(const QString& text, const Timeline& next, const QString& gesture)
{
    if (next != _timeline)
        _undoStack.push(step(text, _timeline, next, gesture));
}

ValueCommand<Timeline>* Film::step(const QString& text, const Timeline& before, const Timeline& after,
                                   const QString& gesture)
{
    return new ValueCommand<Timeline>(
        text, before, after, [this](const Timeline& timeline) { adopt(timeline); }, gesture);
}

void Film::pushTaken(const QString& text, const Timeline& before, const Timeline& after)
{
    auto* command = step(text, before, after, {});
    command->setTaken();
    _undoStack.push(command);
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
