// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/undo_history.h"
#include "ui/document/value_command.h"

#include <functional>
#include <utility>

namespace flipside {

/// The steps that one part of the session takes in the undo history.
template <typename Value>
class ValueSteps {
public:
    /// `adopt` makes a value the present one: by a step, or by undo and redo.
    ValueSteps(UndoHistory& history, std::function<void(const Value&)> adopt)
        : _history(history), _adopt(std::move(adopt))
    {
    }

    /// The value that a step begins at, asked for once what is there has been put in its place
    /// (UndoHistory::aboutToPush).
    using Before = std::function<Value()>;

    /// Takes one undoable step called `text`, together with those before it of the same non-empty gesture.
    void push(const QString& text, const Before& before, const Value& after, const QString& gesture = {})
    {
        _history.push([&] { return step(text, before(), after, gesture); });
    }
    /// A step that has been taken already, as those of a history that is restored.
    void pushTaken(const QString& text, const Before& before, const Value& after, const QString& gesture = {})
    {
        _history.push([&] {
            auto* command = step(text, before(), after, gesture);
            command->setTaken();
            return command;
        });
    }

private:
    ValueCommand<Value>* step(const QString& text, const Value& before, const Value& after,
                              const QString& gesture) const
    {
        return new ValueCommand<Value>(text, before, after, _adopt, gesture);
    }

    UndoHistory& _history;
    std::function<void(const Value&)> _adopt;
};

/// A part of the session that undo covers.
template <typename Value>
class UndoableValue {
public:
    /// `changed` is called whenever it has: by a step, by undo and redo, or by restore(). It may complete the
    /// value with what is no step.
    UndoableValue(UndoHistory& history, std::function<void(Value&)> changed)
        : _steps(history, [this](const Value& value) { restore(value); }), _changed(std::move(changed))
    {
    }
    UndoableValue(const UndoableValue&) = delete;
    UndoableValue& operator=(const UndoableValue&) = delete;

    const Value& get() const { return _value; }
    /// One step; none where nothing would be different.
    void change(const QString& text, const Value& next, const QString& gesture = {})
    {
        if (next != _value)
            _steps.push(
                text, [this] { return _value; }, next, gesture);
    }
    /// The value of a session that was opened: no step.
    void restore(const Value& value)
    {
        _value = value;
        _changed(_value);
    }
    void pushTaken(const QString& text, const Value& before, const Value& after)
    {
        _steps.pushTaken(
            text, [&] { return before; }, after);
    }
    /// What is no step, as something that was measured.
    void amend(const std::function<void(Value&)>& amendment) { amendment(_value); }

private:
    Value _value;
    ValueSteps<Value> _steps;
    std::function<void(Value&)> _changed;
};

} // namespace flipside
