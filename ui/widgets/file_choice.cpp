// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/file_choice.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace flipside {
namespace {

const auto folderKey = QStringLiteral("lastFolder");
const auto savingKey = QStringLiteral("savingFolder");

} // namespace

void rememberFolder(const QString& path)
{
    QSettings().setValue(folderKey, QFileInfo(path).absolutePath());
}

QString lastFolder()
{
    QString folder = QSettings().value(folderKey).toString();
    if (!folder.isEmpty() && QFileInfo(folder).isDir())
        return folder;
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    return QFileInfo(pictures).isDir() ? pictures : QDir::homePath();
}

QString savingFolder()
{
    const QString folder = QSettings().value(savingKey).toString();
    return QFileInfo(folder).isDir() ? folder : QString();
}

void setSavingFolder(const QString& folder)
{
    QSettings().setValue(savingKey, folder);
}

QString chooseFile(QWidget& parent, const QString& title, const QString& filter)
{
    QString path = QFileDialog::getOpenFileName(&parent, title, lastFolder(), filter);
    if (!path.isEmpty())
        rememberFolder(path);
    return path;
}

QString chooseFileToSave(QWidget& parent, const QString& title, const QString& suggestion,
                         const QString& filter, const QString& suffix)
{
    const QDir folder(savingFolder().isEmpty() ? lastFolder() : savingFolder());
    QString path = QFileDialog::getSaveFileName(&parent, title, folder.filePath(suggestion), filter);
    if (path.isEmpty())
        return path;
    rememberFolder(path);
    if (QFileInfo(path).suffix().isEmpty())
        path += QLatin1Char('.') + suffix;
    return path;
}

} // namespace flipside
