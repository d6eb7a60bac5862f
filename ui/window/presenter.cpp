// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/presenter.h"

#include "ui/style/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QKeySequence>
#include <QMouseEvent>
#include <QPainter>

#include <optional>

namespace flipside {
namespace {

constexpr int keysMilliseconds = 1800;
constexpr double ringRadius = 22.0;

/// Keys that do something together with another one only.
bool isModifier(int key)
{
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt || key == Qt::Key_Meta ||
           key == Qt::Key_AltGr;
}

} // namespace

class Presenter::Overlay : public QWidget {
public:
    explicit Overlay(QWidget& window) : QWidget(&window)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
        hide();
    }

    void setKeys(const QString& keys)
    {
        update(keysRect());
        _keys = keys;
        update(keysRect());
    }

    void setPointer(std::optional<QPoint> pointer, bool isPressed)
    {
        update(ringRect());
        _pointer = pointer;
        _isPressed = isPressed;
        update(ringRect());
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Palette& colours = flipside::palette();
        if (_pointer) {
            QColor fill = colours.accent;
            fill.setAlphaF(_isPressed ? 0.45f : 0.15f);
            painter.setPen(QPen(colours.accent, 3.0));
            painter.setBrush(fill);
            painter.drawEllipse(QPointF(*_pointer), ringRadius, ringRadius);
        }
        if (_keys.isEmpty())
            return;
        painter.setFont(keysFont());
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.accent);
        painter.drawRoundedRect(keysRect().adjusted(1, 1, -1, -1), 10.0, 10.0);
        painter.setPen(colours.onAccent);
        painter.drawText(keysRect(), Qt::AlignCenter, _keys);
    }

private:
    QFont keysFont() const
    {
        QFont large = font();
        large.setPointSizeF(large.pointSizeF() * 1.8);
        large.setBold(true);
        return large;
    }

    QRect keysRect() const
    {
        const QFontMetrics metrics(keysFont());
        QRect place(QPoint(),
                    QSize(metrics.horizontalAdvance(_keys) + 2 * metrics.height(), 2 * metrics.height()));
        place.moveCenter({width() / 2, height() - 2 * metrics.height()});
        return place;
    }

    QRect ringRect() const
    {
        const int reach = int(ringRadius) + 3;
        return _pointer ? QRect(*_pointer - QPoint(reach, reach), QSize(2 * reach, 2 * reach)) : QRect();
    }

    QString _keys;
    std::optional<QPoint> _pointer;
    bool _isPressed = false;
};

Presenter::Presenter(QWidget& window) : QObject(&window), _window(window), _overlay(new Overlay(window))
{
    _clearing.setSingleShot(true);
    _clearing.setInterval(keysMilliseconds);
    connect(&_clearing, &QTimer::timeout, this, [this] {
        _keys.clear();
        _overlay->setKeys({});
    });
}

void Presenter::setActive(bool active)
{
    if (_overlay->isVisibleTo(&_window) == active)
        return;
    if (active)
        qApp->installEventFilter(this);
    else
        qApp->removeEventFilter(this);
    _overlay->setGeometry(_window.rect());
    _overlay->setPointer(std::nullopt, false);
    _overlay->setVisible(active);
    _overlay->raise();
}

bool Presenter::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &_window && event->type() == QEvent::Resize)
        _overlay->setGeometry(_window.rect());
    auto* widget = qobject_cast<QWidget*>(watched);
    if (!widget || widget->window() != &_window)
        return QObject::eventFilter(watched, event);
    switch (event->type()) {
    // A key that is a shortcut is never pressed on a widget.
    case QEvent::ShortcutOverride:
        takeKey(*static_cast<QKeyEvent*>(event));
        break;
    case QEvent::MouseMove:
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonRelease: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        takePointer(widget->mapTo(&_window, mouse->position().toPoint()), mouse->buttons() != Qt::NoButton);
        break;
    }
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void Presenter::takeKey(const QKeyEvent& event)
{
    if (isModifier(event.key()) || event.key() == 0 || event.key() == Qt::Key_unknown)
        return;
    _keys = QKeySequence(event.keyCombination()).toString(QKeySequence::NativeText);
    _overlay->setKeys(_keys);
    _overlay->raise();
    _clearing.start();
}

void Presenter::takePointer(QPoint place, bool isPressed)
{
    _overlay->setPointer(place, isPressed);
}

} // namespace flipside
