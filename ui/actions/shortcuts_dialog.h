// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/actions.h"

#include <QDialog>

class QKeySequenceEdit;
class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace flipside {

/// All keys: those of the window, which can be changed here, and what mouse and keys do in each part of it. A
/// key that another action has is not taken from it without asking.
class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    /// The rows are grouped as `groups` are; what is not in them has no row.
    ShortcutsDialog(Actions& actions, const QList<ActionGroup>& groups, QWidget* parent = nullptr);

    /// Shows this action's row, ready for another key.
    void choose(const QString& id);
    /// What is wrong with the key that was pressed last; empty where nothing is.
    QString clash() const;

private:
    QWidget* buildKeys(const QList<ActionGroup>& groups);
    QWidget* buildParts();
    void showRow(QTreeWidgetItem& row) const;
    void showRows() const;
    void takeChoice();
    void takeKeys();
    void takeOver();
    void reset();
    void resetAll();
    void sayClash(const QString& sentence, bool canTakeOver);
    QAction* chosen() const;

    Actions& _actions;
    QTreeWidget* _rows = nullptr;
    QHash<QString, QTreeWidgetItem*> _rowOf; ///< [id]
    QKeySequenceEdit* _key = nullptr;
    QPushButton* _takeOver = nullptr;
    QPushButton* _reset = nullptr;
    QLabel* _clash = nullptr;
};

} // namespace flipside
