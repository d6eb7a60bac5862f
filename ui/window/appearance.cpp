// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/appearance.h"

#include <QSettings>

#include <algorithm>

namespace flipside {
namespace {

const auto themeKey = QStringLiteral("window/theme");
const auto textKey = QStringLiteral("window/text-size");
const auto stillKey = QStringLiteral("window/still");

} // namespace

Appearance Appearance::remembered()
{
    const QSettings settings;
    return {themeFrom(settings.value(themeKey).toString()),
            std::clamp(settings.value(textKey, smallestText).toInt(), smallestText, largestText),
            settings.value(stillKey).toBool()};
}

void Appearance::remember() const
{
    QSettings settings;
    settings.setValue(themeKey, toString(theme));
    settings.setValue(textKey, textSize);
    settings.setValue(stillKey, isStill);
}

} // namespace flipside
