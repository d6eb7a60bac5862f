// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoCommand>

#include <functional>
#include <utility>

namespace flipside {

/// From one value of a part of the session to the next one: the recipe, the gallery, the timeline, the
/// generations.
template <typename Value>
class ValueCommand : public QUndoCommand {
public:
    /// Commands with the same non-empty `gesture` that follow each other merge into one.
    ValueCommand(const QString& text, Value before, Value after, std::function<void(const Value&)> adopt,
                 QString gesture = {})
        : QUndoCommand(text), _before(std::move(before)), _after(std::move(after)), _adopt(std::move(adopt)),
          _gesture(std::move(gesture))
    {
    }

    /// The step was taken already: pushing it changes nothing.
    void setTaken() { _isTaken = true; }

    const Value& before() const { return _before; }
    const Value& after() const { return _after; }

    void undo() override { _adopt(_before); }
    void redo() override
    {
        if (!std::exchange(_isTaken, false))
            _adopt(_after);
    }
    int id() const override { return _gesture.isEmpty() ? -1 : 1; }

    bool mergeWith(const QUndoCommand* newer) override
    {
        const auto* command = dynamic_cast<const ValueCommand*>(newer);
        if (!command || command->_gesture != _gesture)
            return false;
        _after = command->_after;
        setText(command->text()); // a stroke over more neurons
        setObsolete(_after == _before);
        return true;
    }

private:
    Value _before;
    Value _after;
    std::function<void(const Value&)> _adopt;
    QString _gesture;
    bool _isTaken = false;
};

} // namespace flipside
