// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace flipside {

/// What the tour says beside what it shows. It never takes the keyboard by itself.
class TourBubble : public QFrame {
    Q_OBJECT
public:
    explicit TourBubble(QWidget& window);

    /// `place` counts from 1.
    void say(const QString& title, const QString& sentences, int place, int count);
    /// The deed that was asked for has been done.
    void praise();
    /// Stands beside a part of the window without covering it, or in its middle where there is no room.
    void standBeside(const QRect& lit);

signals:
    void passed();
    void left();

private:
    QLabel* _title;
    QLabel* _sentences;
    QLabel* _place;
    QLabel* _tick;
};

} // namespace flipside
