// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace flipside {

class WrappedText;

/// Says in words, across the top of the window, what could not be done and what to do. Stays until it is
/// dismissed or something newer takes its place; never takes the keyboard.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    struct Choice {
        QString text;
        std::function<void()> action;
    };
    /// A sentence with what can be done about it, as buttons; pressing one dismisses it.
    void showMessage(const QString& sentence, const QList<Choice>& choices = {});
    /// Something is offered that only the user should dismiss.
    bool hasChoices() const { return !isHidden() && !_buttons.isEmpty(); }
    /// What is shown now; empty while hidden.
    QString message() const;
    void dismiss();

protected:
    void changeEvent(QEvent* event) override;

private:
    void showIcon();

    QLabel* _icon = nullptr;
    WrappedText* _text = nullptr;
    QHBoxLayout* _row = nullptr;
    QList<QPushButton*> _buttons;
};

} // namespace flipside
