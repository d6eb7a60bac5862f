// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace flipside {

/// Fusion, with edges that are seen around boxes to be checked, room for a frame around what floats, and a
/// button that is seen where a toolbar does not fit. What a style sheet can say is in resources/themes.
class FlipsideStyle : public QProxyStyle {
    Q_OBJECT
public:
    FlipsideStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    QIcon standardIcon(StandardPixmap standardIcon, const QStyleOption* option,
                       const QWidget* widget) const override;
    /// Animations take no time where motion is reduced.
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* answer) const override;
};

} // namespace flipside
