// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/recent_files.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace flipside {
namespace {

constexpr int longest = 10;
const auto settingsKey = QStringLiteral("recentFiles");

} // namespace

RecentFiles::RecentFiles(QWidget* parent) : QMenu(tr("Open &recent"), parent)
{
    _paths = QSettings().value(settingsKey).toStringList().mid(0, longest);
    // The entries are made when they are looked at: checking that files are there may take a while on a slow
    // disk.
    connect(this, &QMenu::aboutToShow, this, [this] {
        clear();
        for (const QString& path : std::as_const(_paths)) {
            const QFileInfo file(path);
            QString label = file.fileName();
            label.replace(QLatin1Char('&'), QLatin1String("&&"));
            QAction* action = addAction(label, this, [this, path] { emit chosen(path); });
            action->setToolTip(QDir::toNativeSeparators(path));
        }
        if (_paths.isEmpty())
            addAction(tr("Nothing yet"))->setEnabled(false);
        else
            addSeparator();
        addAction(tr("Clear this list"), this, [this] { setPaths({}); })->setEnabled(!_paths.isEmpty());
    });
    setToolTipsVisible(true);
}

void RecentFiles::add(const QString& path)
{
    QStringList paths = _paths;
    const QString absolute = QFileInfo(path).absoluteFilePath();
    paths.removeAll(absolute);
    paths.prepend(absolute);
    setPaths(paths.mid(0, longest));
}

void RecentFiles::remove(const QString& path)
{
    QStringList paths = _paths;
    paths.removeAll(QFileInfo(path).absoluteFilePath());
    setPaths(paths);
}

void RecentFiles::setPaths(const QStringList& paths)
{
    _paths = paths;
    QSettings().setValue(settingsKey, _paths);
}

} // namespace flipside
