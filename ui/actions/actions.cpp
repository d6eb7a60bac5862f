// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/actions.h"

#include "ui/style/theme_icons.h"

#include <QMenu>
#include <QSettings>

#include <algorithm>

namespace flipside {
namespace {

QString settingOf(const QString& id)
{
    return QStringLiteral("shortcuts/") + id;
}

void showKeys(QAction& action)
{
    action.setToolTip(withKey(action.whatsThis(), action.shortcut()));
}

} // namespace

QString withKey(const QString& words, const QKeySequence& key)
{
    return key.isEmpty() ? words
                         : QStringLiteral("%1 (%2)").arg(words, key.toString(QKeySequence::NativeText));
}

QAction* Actions::add(const ActionWords& words)
{
    auto* action = new QAction(words.icon.isEmpty() ? QIcon() : themedIcon(words.icon), words.text, this);
    QString name = words.text;
    name.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
    action->setWhatsThis(words.tip.isEmpty() ? name : words.tip);
    adopt(words.id, action);
    _names.insert(words.id, name);
    _firstKeys.insert(words.id, words.keys);
    _added.append(action);
    const QVariant chosen = QSettings().value(settingOf(words.id));
    action->setShortcuts(chosen.isValid() ? QKeySequence::listFromString(chosen.toString()) : words.keys);
    showKeys(*action);
    return action;
}

void Actions::settleKeys()
{
    const QSettings settings;
    const auto isChosen = [&](const QAction* action) { return settings.contains(settingOf(idOf(*action))); };
    for (const QAction* chosen : std::as_const(_added)) {
        if (!isChosen(chosen))
            continue;
        for (QAction* other : std::as_const(_added)) {
            QList<QKeySequence> keys = other->shortcuts();
            const auto isTaken = [&](const QKeySequence& key) { return chosen->shortcuts().contains(key); };
            if (isChosen(other) || keys.removeIf(isTaken) == 0)
                continue;
            other->setShortcuts(keys);
            showKeys(*other);
        }
    }
}

QAction* Actions::addToggle(const ActionWords& words)
{
    QAction* action = add(words);
    action->setCheckable(true);
    action->setIconVisibleInMenu(false); // its place is the check mark's
    return action;
}

void Actions::adopt(const QString& id, QAction* action)
{
    if (_byId.contains(id))
        qFatal("Two actions are called %s.", qPrintable(id));
    action->setObjectName(id);
    _byId.insert(id, action);
}

void Actions::adopt(const QString& id, QMenu& menu)
{
    adopt(id, menu.menuAction());
}

QAction* Actions::operator[](const QString& id) const
{
    QAction* action = _byId.value(id);
    if (!action)
        qFatal("No action is called %s.", qPrintable(id));
    return action;
}

void Actions::setKeys(QAction& action, const QList<QKeySequence>& keys)
{
    const QString setting = settingOf(idOf(action));
    if (keys == firstKeys(action))
        QSettings().remove(setting);
    else
        QSettings().setValue(setting, QKeySequence::listToString(keys));
    action.setShortcuts(keys);
    showKeys(action);
    emit keysChanged();
}

QAction* Actions::otherWith(const QKeySequence& key, const QAction& action) const
{
    const auto found = std::ranges::find_if(_added, [&](const QAction* other) {
        return other != &action && !key.isEmpty() && other->shortcuts().contains(key);
    });
    return found == _added.end() ? nullptr : *found;
}

} // namespace flipside
