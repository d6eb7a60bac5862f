// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoCommand>

#include <functional>
#include <utility>

namespace flipside {

/// From one value of a part of the session to the next one: the gallery, the timeline, the generations.
template <typename Value>
class ValueCommand : public QUndoCommand {
public:
    ValueCommand(const QString& text, Value before, Value after, std::function<void(const Value&)> adopt)
        : QUndoCommand(text), _before(std::move(before)), _after(std::move(after)), _adopt(std::move(adopt))
    {
    }

    void undo() override { _adopt(_before); }
    void redo() override { _adopt(_after); }

private:
    Value _before;
    Value _after;
    std::function<void(const Value&)> _adopt;
};

} // namespace flipside
