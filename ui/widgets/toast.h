// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QImage>
#include <QTimer>

class QLabel;
class QPropertyAnimation;
class QPushButton;

namespace flipside {

class ElidedLabel;

/// A few words with a small picture and perhaps a button, in the upper right corner of the place that it
/// belongs to. It goes by itself after some seconds, but never under the pointer or while it has the
/// keyboard, which it does not take. Where motion is allowed it comes down into its place.
class Toast : public QFrame {
    Q_OBJECT
public:
    explicit Toast(QWidget& place);

    /// Takes the place of what was said before. No button where `deed` is empty.
    void say(const QImage& picture, const QString& words, const QString& deed = {});
    /// What the button would do cannot be done any more.
    void withdrawDeed();
    /// The words on screen; empty while it is hidden.
    QString words() const;
    QPushButton& button() { return *_deed; }

signals:
    /// By the button; the toast goes.
    void deedChosen();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showPicture(const QImage& picture);
    void settle();
    void descend();
    /// Hides, unless somebody is about to use it.
    void leave();

    QWidget& _place;
    QLabel* _picture = nullptr;
    ElidedLabel* _words = nullptr;
    QPushButton* _deed = nullptr;
    QPropertyAnimation* _descent = nullptr;
    QTimer _end;
};

} // namespace flipside
