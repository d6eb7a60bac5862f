// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/examples.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace flipside {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Examples)
};

/// Beside the installed program, or in the source tree for a program that was not installed.
QDir folder()
{
    const QDir installed(QCoreApplication::applicationDirPath() +
                         QStringLiteral("/../share/flipside/examples"));
    return installed.exists() ? installed : QDir(QStringLiteral(FLIPSIDE_SOURCE_RESOURCES "/examples"));
}

} // namespace

QList<Example> examples()
{
    const QDir place = folder();
    QList<Example> found;
    for (const auto& [name, title] : {std::pair{"days-and-dusks", Words::tr("Days and dusks")},
                                      std::pair{"a-wardrobe-dreams", Words::tr("A wardrobe dreams")},
                                      std::pair{"one-face-many-lights", Words::tr("Many lights")}}) {
        const QString file = place.filePath(QLatin1String(name) + QStringLiteral(".flipside"));
        if (QFileInfo::exists(file))
            found.append({title, file});
    }
    return found;
}

} // namespace flipside
