// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/program_settings.h"

#include <QDir>
#include <QSettings>

namespace flipside::program_settings {
namespace {

const auto languageKey = QStringLiteral("program/language");
const auto graphicsCardKey = QStringLiteral("program/graphics-card");
const auto prefix = QStringLiteral("flipside_");

} // namespace

QStringList languages()
{
    QStringList names;
    for (const QString& file : QDir(QStringLiteral(":/i18n")).entryList({prefix + QStringLiteral("*.qm")}))
        names.append(file.mid(prefix.size()).chopped(int(qstrlen(".qm"))));
    return names;
}

QString language()
{
    const QString name = QSettings().value(languageKey).toString();
    return languages().contains(name) ? name : QString();
}

void setLanguage(const QString& name)
{
    QSettings().setValue(languageKey, name);
}

bool usesGraphicsCard()
{
    return QSettings().value(graphicsCardKey).toBool();
}

void setUsesGraphicsCard(bool uses)
{
    QSettings().setValue(graphicsCardKey, uses);
}

} // namespace flipside::program_settings
