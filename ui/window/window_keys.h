// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QKeyEvent;
class QWidget;

namespace flipside {

/// Lets the window's single keys play while the keyboard is in a control that would take them for itself:
/// Space presses a button only where Tab has led to it, and letters are no part of a number.
class WindowKeys : public QObject {
    Q_OBJECT
public:
    explicit WindowKeys(QWidget& window);
    ~WindowKeys() override;

    /// The focus is moved by the keyboard now, as by Tab.
    void setFocusIsByKeyboard() { _focusIsByKeyboard = true; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool isNoPartOfANumber(const QObject* watched, const QKeyEvent& key) const;

    QWidget& _window;
    bool _focusIsByKeyboard = false;
};

} // namespace flipside
