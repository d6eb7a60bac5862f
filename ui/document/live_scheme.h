// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"
#include "ui/document/gesture_clock.h"

#include <QObject>
#include <QString>

#include <optional>

namespace flipside {

class Document;

/// The scheme as it is set, wherever its controls are: what the next co-activation is made with. Once it has
/// been applied, a change of it acts at once, until a flip is changed by hand. It follows recipes that a
/// scheme has made: undo, or one from elsewhere, sets it to what chose their flips.
class LiveScheme : public QObject {
    Q_OBJECT
public:
    explicit LiveScheme(Document& document);

    const SchemeCall& call() const { return _call; }
    /// A person's change. `what` names what they hold, so that a drag is one step.
    void change(const SchemeCall& call, const QString& what);
    /// Lets it choose: with its seed the first time, then with the next one each time. Nothing happens where
    /// there is no profile to choose by.
    void apply();
    /// The flips on screen are not what it chose, though it was applied.
    bool isOverruled() const;

signals:
    void changed();

private:
    void takeModel();
    void takeRecipe();

    Document& _document;
    GestureClock _clock;
    SchemeCall _call;
    std::optional<SchemeCall> _applied; ///< the call whose choice was asked for last or is in the recipe
    bool _hasScheme = false;            ///< the recipe's flips were chosen by a scheme
    QString _modelFolder;
    SchemeCall _begunWith; ///< what the model was opened with
};

} // namespace flipside
