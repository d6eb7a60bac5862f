// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_keys.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QDockWidget>
#include <QKeyEvent>

namespace flipside {

WindowKeys::WindowKeys(QWidget& window) : QObject(&window), _window(window)
{
    qApp->installEventFilter(this);
}

WindowKeys::~WindowKeys()
{
    qApp->removeEventFilter(this);
}

bool WindowKeys::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonPress) {
        _focusIsByKeyboard = false;
    } else if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (event->type() == QEvent::KeyPress && (key.key() == Qt::Key_Tab || key.key() == Qt::Key_Backtab))
            _focusIsByKeyboard = true;
        const bool plainSpace = key.key() == Qt::Key_Space && key.modifiers() == Qt::NoModifier;
        if (event->type() == QEvent::ShortcutOverride && _focusIsByKeyboard && plainSpace &&
            qobject_cast<QAbstractButton*>(watched)) {
            event->accept();
            return true;
        }
        if (isNoPartOfANumber(watched, key)) {
            event->ignore(); // It goes on to the panel and the window, whose key it is.
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

bool WindowKeys::isNoPartOfANumber(const QObject* watched, const QKeyEvent& key) const
{
    if (key.modifiers() & ~Qt::ShiftModifier)
        return false;
    const bool letter = key.key() >= Qt::Key_A && key.key() <= Qt::Key_Z && key.key() != Qt::Key_E;
    if (!letter && key.key() != Qt::Key_Space)
        return false;
    const auto* field = qobject_cast<const QAbstractSpinBox*>(watched);
    if (!field && watched->parent())
        field = qobject_cast<const QAbstractSpinBox*>(watched->parent());
    // Dialogs and other windows have no such keys.
    return field && (field->window() == &_window || qobject_cast<const QDockWidget*>(field->window()));
}

} // namespace flipside
