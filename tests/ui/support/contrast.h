// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QHash>
#include <QImage>

#include <algorithm>
#include <cmath>

namespace flipside::test {

/// Of two colours, 1 to 21, as the Web Content Accessibility Guidelines 2.2 define it.
inline double contrast(QRgb a, QRgb b)
{
    const auto luminance = [](QRgb colour) {
        const auto linear = [](int channel) {
            const double c = channel / 255.0;
            return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) +
               0.0722 * linear(qBlue(colour));
    };
    const double one = luminance(a), other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

/// The colour that most pixels of a part of a picture have.
inline QRgb groundOf(const QImage& picture, const QRect& part)
{
    QHash<QRgb, int> count;
    QRgb most = 0;
    for (int y = part.top(); y <= part.bottom(); ++y)
        for (int x = part.left(); x <= part.right(); ++x) {
            const QRgb colour = picture.pixel(x, y);
            if (++count[colour] > count.value(most))
                most = colour;
        }
    return most;
}

/// Of what stands out most there.
inline double strongestContrast(const QImage& picture, const QRect& part, QRgb ground)
{
    double strongest = 1.0;
    for (int y = part.top(); y <= part.bottom(); ++y)
        for (int x = part.left(); x <= part.right(); ++x)
            strongest = std::max(strongest, contrast(picture.pixel(x, y), ground));
    return strongest;
}

} // namespace flipside::test
