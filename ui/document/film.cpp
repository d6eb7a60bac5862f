// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/film.h"

#include "ui/document/undo_history.h"
#include "ui/document/value_command.h"

namespace flipside {

Film::Film(UndoHistory& undoStack, QObject* parent) : QObject(parent), _undoStack(undoStack) {}

void Film::change(const QString& text, const Timeline& next, const QString& gesture)
{
    if (next != _timeline)
        _undoStack.push([&] { return step(text, _timeline, next, gesture); });
}

ValueCommand<Timeline>* Film::step(const QString& text, const Timeline& before, const Timeline& after,
                                   const QString& gesture)
{
    return new ValueCommand<Timeline>(
        text, before, after, [this](const Timeline& timeline) { adopt(timeline); }, gesture);
}

void Film::pushTaken(const QString& text, const Timeline& before, const Timeline& after)
{
    _undoStack.push([&] {
        auto* command = step(text, before, after, {});
        command->setTaken();
        return command;
    });
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
