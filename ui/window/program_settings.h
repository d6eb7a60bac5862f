// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

/// What is chosen in the preferences and read when the program starts.
namespace flipside::program_settings {

/// Names of locales ("de") that the program is translated to.
QStringList languages();
/// One of them; empty for the desktop's.
QString language();
void setLanguage(const QString& name);

/// Whether live pictures are to be made by a graphics card, where there is one.
bool usesGraphicsCard();
void setUsesGraphicsCard(bool uses);

} // namespace flipside::program_settings
