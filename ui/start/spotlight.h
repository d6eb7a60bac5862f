// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

namespace flipside {

/// Dims all of a window but one of its widgets. The window stays in use: it takes neither mouse nor keyboard.
class Spotlight : public QWidget {
    Q_OBJECT
public:
    /// `picture` is never dimmed: it is what everything is about. May be null.
    explicit Spotlight(QWidget& window, QWidget* picture = nullptr);

    /// Null: all is dimmed.
    void light(QWidget* target);
    /// In the window's coordinates; empty where there is none in sight.
    QRect lit() const { return _lit; }

signals:
    /// The window or what is lit has another place or size.
    void moved();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();
    /// In this widget's coordinates; empty where it is not in sight.
    QRect placeOf(const QWidget* widget) const;

    QPointer<QWidget> _target;
    QPointer<QWidget> _picture;
    QRect _lit;
    QRect _seen;       ///< the picture
    QTimer _following; ///< what is lit moves with docks, tabs and scroll bars, which tell nobody
};

} // namespace flipside
