// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>

class QApplication;

namespace flipside {

/// Which of the two themes the user wants; System follows the desktop's window colour.
enum class ThemeChoice { Dark, Light, System };

/// The named colours of a theme. State colours come from Okabe and Ito's set and differ in lightness as well
/// as in hue, so that they can be told apart with any colour vision and in grey.
struct Palette {
    bool dark = true;
    QColor window; ///< behind everything, and around the picture
    QColor panel;  ///< docks
    QColor raised; ///< buttons, fields, cards
    QColor border; ///< lines between things
    QColor edge;   ///< of controls, and their marks: seen on all of the above (3 : 1)
    QColor text;
    QColor dimText;  ///< captions, units, hints
    QColor accent;   ///< focus, selection, the main button
    QColor onAccent; ///< text on the accent

    QColor off;       ///< a neuron that is off
    QColor onLow;     ///< barely on
    QColor onMiddle;  ///< half way
    QColor onHigh;    ///< as strongly on as it gets
    QColor dead;      ///< never came on over the training data
    QColor lowActive; ///< outline of what the low-active scheme may choose
    QColor flippedOn;
    QColor flippedOff;
    QColor selection; ///< outline of hovered and selected neurons

    QColor differenceNegative; ///< darker than the regular picture
    QColor differenceZero;
    QColor differencePositive; ///< brighter than the regular picture
    QColor problem;            ///< the edge of an error message
};

/// The palette of the theme in use. (Inside a QWidget write flipside::palette().)
///
/// When the theme changes, this changes first and then every widget gets QEvent::PaletteChange; a widget that
/// paints with these colours needs nothing, one that keeps them (a cached image, a QCustomPlot's pens) takes
/// them anew in changeEvent().
const Palette& palette();

/// The colours of a theme, whichever is in use; System means the one in use.
Palette paletteOf(ThemeChoice choice);

/// Colour of a neuron that is on; `strength` in [0, 1] relative to its training maximum. The scale grows
/// evenly in lightness: brighter in the dark theme, darker in the light one.
QColor onColour(double strength);

/// Colour of a signed difference in [-1, 1]; zero is neutral.
QColor differenceColour(double difference);

/// Puts style, palette, and style sheet on the application.
void applyTheme(QApplication& application, ThemeChoice choice);
ThemeChoice currentTheme();

/// "dark", "light", "system"; anything else is Dark.
ThemeChoice themeFrom(const QString& name);
QString toString(ThemeChoice choice);

} // namespace flipside
