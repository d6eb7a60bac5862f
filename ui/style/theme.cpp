// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/theme.h"

#include "ui/style/flipside_style.h"
#include "ui/style/relative_font.h"

#include <QApplication>
#include <QFile>
#include <QPalette>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <array>
#include <utility>

namespace flipside {
namespace {

/// min-height of controls in flipside.qss, in pixels.
constexpr int controlHeight = 20;

Palette darkPalette()
{
    Palette p;
    p.dark = true;
    p.window = QColor(QRgb{0x14161a});
    p.panel = QColor(QRgb{0x1b1e24});
    p.raised = QColor(QRgb{0x272b34});
    p.border = QColor(QRgb{0x363c48});
    p.edge = QColor(QRgb{0x747e8e});
    p.text = QColor(QRgb{0xe4e7ec});
    p.dimText = QColor(QRgb{0x9aa3b2});
    p.accent = QColor(QRgb{0x56b4e9});
    p.onAccent = QColor(QRgb{0x0c1a24});
    p.off = QColor(QRgb{0x252a33});
    p.onLow = QColor(QRgb{0x2c4a63});
    p.onMiddle = QColor(QRgb{0x4c93c0});
    p.onHigh = QColor(QRgb{0xe2f4ff});
    p.dead = QColor(QRgb{0x0d0e11});
    p.lowActive = QColor(QRgb{0x1fbf93});
    p.flippedOn = QColor(QRgb{0xf0a30a});
    p.flippedOff = QColor(QRgb{0xd6669f});
    p.selection = QColor(QRgb{0xffffff});
    p.differenceNegative = QColor(QRgb{0x4aa3f0});
    p.differenceZero = QColor(QRgb{0x30333a});
    p.differencePositive = QColor(QRgb{0xf0a030});
    p.problem = QColor(QRgb{0xe8743b});
    return p;
}

Palette lightPalette()
{
    Palette p;
    p.dark = false;
    p.window = QColor(QRgb{0xe9ebee});
    p.panel = QColor(QRgb{0xf6f7f9});
    p.raised = QColor(QRgb{0xffffff});
    p.border = QColor(QRgb{0xc5cad3});
    p.edge = QColor(QRgb{0x7b8390});
    p.text = QColor(QRgb{0x1c2128});
    p.dimText = QColor(QRgb{0x5a6472});
    p.accent = QColor(QRgb{0x0b66ad});
    p.onAccent = QColor(QRgb{0xffffff});
    p.off = QColor(QRgb{0xdde2e9});
    p.onLow = QColor(QRgb{0xb3d0e6});
    p.onMiddle = QColor(QRgb{0x4a8fc4});
    p.onHigh = QColor(QRgb{0x083a63});
    p.dead = QColor(QRgb{0xfbfaf7});
    p.lowActive = QColor(QRgb{0x00805d});
    p.flippedOn = QColor(QRgb{0xd98200});
    p.flippedOff = QColor(QRgb{0xa83a78});
    p.selection = QColor(QRgb{0x000000});
    p.differenceNegative = QColor(QRgb{0x1f5fa8});
    p.differenceZero = QColor(QRgb{0xf2f2f2});
    p.differencePositive = QColor(QRgb{0xc05a00});
    p.problem = QColor(QRgb{0xc24a12});
    return p;
}

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto channel = [share](float x, float y) { return float(x + (y - x) * share); };
    return QColor::fromRgbF(channel(a.redF(), b.redF()), channel(a.greenF(), b.greenF()),
                            channel(a.blueF(), b.blueF()));
}

struct Theme {
    Palette colours = darkPalette();
    ThemeChoice choice = ThemeChoice::Dark;
};

Theme& theme()
{
    static Theme theme;
    return theme;
}

QPalette widgetPalette(const Palette& p)
{
    QPalette q;
    q.setColor(QPalette::Window, p.panel);
    q.setColor(QPalette::WindowText, p.text);
    q.setColor(QPalette::Base, p.raised);
    q.setColor(QPalette::AlternateBase, mixed(p.raised, p.panel, 0.5));
    q.setColor(QPalette::Text, p.text);
    q.setColor(QPalette::PlaceholderText, p.dimText);
    q.setColor(QPalette::Button, p.raised);
    q.setColor(QPalette::ButtonText, p.text);
    q.setColor(QPalette::BrightText, p.problem);
    q.setColor(QPalette::Highlight, p.accent);
    q.setColor(QPalette::HighlightedText, p.onAccent);
    q.setColor(QPalette::Link, p.accent);
    q.setColor(QPalette::LinkVisited, p.accent);
    q.setColor(QPalette::ToolTipBase, p.raised);
    q.setColor(QPalette::ToolTipText, p.text);
    q.setColor(QPalette::Light, mixed(p.raised, p.text, 0.15));
    q.setColor(QPalette::Midlight, mixed(p.raised, p.text, 0.08));
    q.setColor(QPalette::Mid, p.border);
    q.setColor(QPalette::Dark, mixed(p.border, p.window, 0.5));
    q.setColor(QPalette::Shadow, p.dark ? QColor(Qt::black) : mixed(p.border, Qt::black, 0.4));
    const QColor faint = mixed(p.dimText, p.panel, 0.45);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText})
        q.setColor(QPalette::Disabled, role, faint);
    q.setColor(QPalette::Disabled, QPalette::Highlight, p.border);
    return q;
}

/// How much higher a spin box is than a button for which the style sheet says the same: of Qt 6.4's nothing,
/// of Qt 6.8's 3 pixels.
int extraSpinBoxHeight()
{
    const QSpinBox spin;
    const QPushButton button;
    return spin.sizeHint().height() - button.sizeHint().height();
}

QString styleSheet(const Palette& p)
{
    QFile file(QStringLiteral(":/themes/flipside.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const std::array<std::pair<QLatin1String, QColor>, 10> names{{
        {QLatin1String("@window"), p.window},
        {QLatin1String("@panel"), p.panel},
        {QLatin1String("@raised"), p.raised},
        {QLatin1String("@border"), p.border},
        {QLatin1String("@edge"), p.edge},
        {QLatin1String("@text"), p.text},
        {QLatin1String("@dimText"), p.dimText},
        {QLatin1String("@accent"), p.accent},
        {QLatin1String("@onAccent"), p.onAccent},
        {QLatin1String("@problem"), p.problem},
    }};
    for (const auto& [name, colour] : names)
        sheet.replace(name, colour.name());
    return sheet;
}

bool desktopIsDark()
{
    // Asked once, before the first theme replaces the desktop's own palette.
    static const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    return dark;
}

} // namespace

const Palette& palette()
{
    return theme().colours;
}

Palette paletteOf(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Dark:
        return darkPalette();
    case ThemeChoice::Light:
        return lightPalette();
    case ThemeChoice::System:
        break;
    }
    return palette();
}

QColor onColour(double strength)
{
    const double s = std::clamp(strength, 0.0, 1.0);
    const Palette& p = palette();
    return s < 0.5 ? mixed(p.onLow, p.onMiddle, s * 2.0) : mixed(p.onMiddle, p.onHigh, s * 2.0 - 1.0);
}

QColor differenceColour(double difference)
{
    const Palette& p = palette();
    const double d = std::clamp(difference, -1.0, 1.0);
    return d < 0.0 ? mixed(p.differenceZero, p.differenceNegative, -d)
                   : mixed(p.differenceZero, p.differencePositive, d);
}

void applyTheme(QApplication& application, ThemeChoice choice)
{
    const bool systemIsDark = desktopIsDark();
    const bool dark = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && systemIsDark);
    theme() = {dark ? darkPalette() : lightPalette(), choice};
    QApplication::setStyle(new FlipsideStyle);
    QApplication::setPalette(widgetPalette(palette()));
    const QString sheet = styleSheet(palette());
    application.setStyleSheet(sheet);
    if (const int extra = extraSpinBoxHeight(); extra != 0)
        application.setStyleSheet(
            sheet + QStringLiteral("QAbstractSpinBox { min-height: %1px; }").arg(controlHeight - extra));
    applyRelativeFonts(); // which a style sheet takes back
}

ThemeChoice currentTheme()
{
    return theme().choice;
}

ThemeChoice themeFrom(const QString& name)
{
    if (name == QLatin1String("light"))
        return ThemeChoice::Light;
    return name == QLatin1String("system") ? ThemeChoice::System : ThemeChoice::Dark;
}

QString toString(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Light:
        return QStringLiteral("light");
    case ThemeChoice::System:
        return QStringLiteral("system");
    case ThemeChoice::Dark:
        break;
    }
    return QStringLiteral("dark");
}

} // namespace flipside
