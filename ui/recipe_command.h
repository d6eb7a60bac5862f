// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "document.h"

#include <QUndoCommand>

#include <utility>

namespace flipside {

/// From a recipe to the next one, which may be of another model.
class RecipeCommand : public QUndoCommand {
public:
    /// Commands with the same non-empty `gesture` that follow each other merge into one.
    RecipeCommand(Document& document, const QString& text, Recipe next, QString gesture)
        : QUndoCommand(text), _document(document), _before(document.recipe()), _after(std::move(next)),
          _gesture(std::move(gesture))
    {
    }

    /// A step that was taken already, in the session's history: pushing it changes nothing.
    RecipeCommand(Document& document, const QString& text, Recipe before, Recipe after)
        : QUndoCommand(text), _document(document), _before(std::move(before)), _after(std::move(after)),
          _isTaken(true)
    {
    }

    const Recipe& before() const { return _before; }
    const Recipe& after() const { return _after; }

    void undo() override { _document.adopt(_before); }
    void redo() override
    {
        if (!std::exchange(_isTaken, false))
            _document.adopt(_after);
    }
    int id() const override { return _gesture.isEmpty() ? -1 : 1; }

    bool mergeWith(const QUndoCommand* newer) override
    {
        const auto* command = dynamic_cast<const RecipeCommand*>(newer);
        if (!command || command->_gesture != _gesture)
            return false;
        _after = command->_after;
        setObsolete(_after == _before);
        return true;
    }

private:
    Document& _document;
    Recipe _before;
    Recipe _after;
    QString _gesture;
    bool _isTaken = false;
};

} // namespace flipside
