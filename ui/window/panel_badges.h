// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QString>

class QDockWidget;

namespace flipside {

class UndoHistory;
class Workspace;
struct Addition;

/// How much has come to each panel since it was last in sight, as a number behind its name on its tab and in
/// the menu of panels.
class PanelBadges : public QObject {
    Q_OBJECT
public:
    explicit PanelBadges(Workspace& workspace, QObject* parent = nullptr);

    void add(QDockWidget& dock);

private:
    struct Panel {
        QDockWidget* dock = nullptr;
        QString title;
        QList<int> steps{}; ///< the history's index with each of those that came
    };
    void count(const Addition& addition);
    /// What was taken back did not come.
    void followHistory(int index);
    void clear(const QString& id);
    static void show(const Panel& panel);

    UndoHistory& _history;
    QHash<QString, Panel> _panels; ///< [id]
};

} // namespace flipside
