// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace flipside {

/// The menu of recipes and models opened lately, the newest first; remembered in the settings.
class RecentFiles : public QMenu {
    Q_OBJECT
public:
    explicit RecentFiles(QWidget* parent = nullptr);

    void add(const QString& path);
    void remove(const QString& path);
    QStringList paths() const { return _paths; }

signals:
    void chosen(const QString& path);

private:
    void setPaths(const QStringList& paths);

    QStringList _paths;
};

} // namespace flipside
