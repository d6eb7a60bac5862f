// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>

class QMenu;

namespace flipside {

/// What an action is known by, before anybody has pressed it.
struct ActionWords {
    QString id;               ///< "coactivate": in menus, toolbars and settings, never changed
    QString text;             ///< in menus, with its mnemonic
    QList<QKeySequence> keys; ///< at first: people may choose others
    QString tip;              ///< a sentence without its full stop; empty: the text says it all
    QString icon;             ///< of themedIcon(); empty for none
};

/// Actions that belong together, as those of a menu.
struct ActionGroup {
    QString title;
    QList<QAction*> actions;
};

/// "Open (Ctrl+O)"; the words alone where there is no key.
QString withKey(const QString& words, const QKeySequence& key);

/// All that a window can be told to do, by id. Whoever does a thing adds its action; menus, toolbars and the
/// page of shortcuts find it here. Keys that people chose are kept in the settings.
class Actions : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// The caller connects it. Ends the program where the id is taken.
    QAction* add(const ActionWords& words);
    /// One that can be on and off.
    QAction* addToggle(const ActionWords& words);
    /// An action that something else has made, for menus to find: a panel's, or a menu's own.
    void adopt(const QString& id, QAction* action);
    void adopt(const QString& id, QMenu& menu);

    /// Ends the program where there is none: menus name actions that exist.
    QAction* operator[](const QString& id) const;
    /// Those that were added, in that order: whatever has, or may be given, a key.
    const QList<QAction*>& all() const { return _added; }

    static QString idOf(const QAction& action) { return action.objectName(); }
    /// What its menu calls it at first, without the marks.
    QString nameOf(const QAction& action) const { return _names.value(idOf(action)); }
    QList<QKeySequence> firstKeys(const QAction& action) const { return _firstKeys.value(idOf(action)); }
    /// Kept; the first ones are forgotten again.
    void setKeys(QAction& action, const QList<QKeySequence>& keys);
    /// Takes from actions that have their first keys those that a person gave to another one. To be called
    /// once all are added.
    void settleKeys();
    /// The first action besides this one that has the key; null where it is free.
    QAction* otherWith(const QKeySequence& key, const QAction& action) const;

signals:
    void keysChanged();

private:
    QHash<QString, QAction*> _byId;
    QHash<QString, QString> _names;                 ///< [id]
    QHash<QString, QList<QKeySequence>> _firstKeys; ///< [id]
    QList<QAction*> _added;
};

} // namespace flipside
