// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/history_actions.h"

#include "ui/actions/actions.h"
#include "ui/document/document.h"

#include <QCoreApplication>

#include <utility>

namespace flipside {
namespace {

struct HistoryWords {
    Q_DECLARE_TR_FUNCTIONS(HistoryActions)
};

} // namespace

void addHistoryActions(Document& document, Actions& actions)
{
    QAction* undo = actions.add({QStringLiteral("undo"),
                                 HistoryWords::tr("&Undo"),
                                 {QKeySequence::Undo},
                                 {},
                                 QStringLiteral("undo")});
    QAction* redo = actions.add({QStringLiteral("redo"),
                                 HistoryWords::tr("&Redo"),
                                 {QKeySequence::Redo},
                                 {},
                                 QStringLiteral("redo")});
    QAction* clear = actions.add({QStringLiteral("clear"),
                                  HistoryWords::tr("C&lear flips"),
                                  {QKeySequence(Qt::CTRL | Qt::Key_Backspace)},
                                  HistoryWords::tr("Release all flipped neurons"),
                                  QStringLiteral("clear")});
    QObject::connect(undo, &QAction::triggered, &document, &Document::undo);
    QObject::connect(redo, &QAction::triggered, &document, &Document::redo);
    QObject::connect(clear, &QAction::triggered, &document, &Document::clearFlips);
    const auto update = [&document, undo, redo, clear] {
        const QUndoStack& steps = document.undoStack();
        clear->setEnabled(document.model() && !document.recipe().edits.empty());
        // What can be done first: it is handed the keyboard by the one that cannot.
        for (const bool can : {true, false})
            for (const auto& [action, isPossible] :
                 {std::pair{undo, steps.canUndo()}, std::pair{redo, steps.canRedo()}})
                if (isPossible == can)
                    action->setEnabled(can);
        undo->setText(steps.canUndo() ? HistoryWords::tr("&Undo: %1").arg(steps.undoText())
                                      : HistoryWords::tr("&Undo"));
        redo->setText(steps.canRedo() ? HistoryWords::tr("&Redo: %1").arg(steps.redoText())
                                      : HistoryWords::tr("&Redo"));
    };
    QObject::connect(&document.undoStack(), &QUndoStack::indexChanged, undo, update);
    for (const auto change : {&Document::modelChanged, &Document::recipeChanged})
        QObject::connect(&document, change, undo, update);
    update();
}

} // namespace flipside
