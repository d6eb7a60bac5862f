// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/relative_font.h"

#include <QApplication>
#include <QEvent>
#include <QWidget>

namespace flipside {
namespace {

/// Sets the font again whenever the program's has changed.
class RelativeFont : public QObject {
public:
    RelativeFont(QWidget& widget, double factor, bool bold)
        : QObject(&widget), _widget(widget), _factor(factor), _bold(bold)
    {
        widget.installEventFilter(this);
        apply();
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::ApplicationFontChange)
            apply();
        return QObject::eventFilter(watched, event);
    }

private:
    void apply()
    {
        QFont font = QApplication::font();
        font.setPointSizeF(font.pointSizeF() * _factor);
        font.setBold(_bold);
        _widget.setFont(font);
    }

    QWidget& _widget;
    double _factor;
    bool _bold;
};

} // namespace

void setRelativeFont(QWidget& widget, double factor, bool bold)
{
    new RelativeFont(widget, factor, bold);
}

} // namespace flipside
