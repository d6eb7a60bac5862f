// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/flipside_style.h"

#include "ui/style/motion.h"
#include "ui/style/theme.h"
#include "ui/style/theme_icons.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <QWidget>

#include <algorithm>

namespace flipside {

namespace {

constexpr int floatingFrame = 2;
/// Of the button that shows the rest of a toolbar.
constexpr int extensionWidth = 24;

} // namespace

FlipsideStyle::FlipsideStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void FlipsideStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                  const QWidget* widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool isBox = element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck;
    if (!isBox || !(option->state & State_Enabled))
        return;
    // Fusion's own edge is a shade of the window, which in the dark is next to none.
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(flipside::palette().edge);
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), 2.0, 2.0);
    painter->restore();
}

int FlipsideStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    if (metric == PM_DockWidgetFrameWidth)
        return floatingFrame;
    if (metric == PM_ToolBarExtensionExtent)
        return std::max(extensionWidth, widget ? widget->fontMetrics().height() : 0);
    return QProxyStyle::pixelMetric(metric, option, widget);
}

QIcon FlipsideStyle::standardIcon(StandardPixmap standardIcon, const QStyleOption* option,
                                  const QWidget* widget) const
{
    // Fusion's own is black on every ground.
    if (standardIcon == SP_ToolBarHorizontalExtensionButton)
        return themedIcon(QStringLiteral("chevron-down"));
    return QProxyStyle::standardIcon(standardIcon, option, widget);
}

int FlipsideStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                             QStyleHintReturn* answer) const
{
    if (hint == SH_Widget_Animation_Duration && isMotionReduced())
        return 0;
    return QProxyStyle::styleHint(hint, option, widget, answer);
}

} // namespace flipside
