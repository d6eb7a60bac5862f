// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/film.h"

#include <functional>

namespace flipside {

Film::Film(UndoHistory& history, QObject* parent)
    : SessionPart(parent), _timeline(history, [this](const Timeline&) { emit changed(); })
{
}

bool Film::writeStep(const QUndoCommand& step, History& history) const
{
    return writeValueStep(step, history, &History::timeline, std::identity());
}

} // namespace flipside
