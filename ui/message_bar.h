// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;

namespace flipside {

class WrappedText;

/// Says in words, across the top of the window, what could not be done and what to do. Stays until it is
/// dismissed or something newer takes its place; never takes the keyboard.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    void showMessage(const QString& sentence);
    /// What is shown now; empty while hidden.
    QString message() const;
    void dismiss();

protected:
    void changeEvent(QEvent* event) override;

private:
    void showIcon();

    QLabel* _icon = nullptr;
    WrappedText* _text = nullptr;
};

} // namespace flipside
