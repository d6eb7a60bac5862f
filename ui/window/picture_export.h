// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/work/file_tasks.h"

#include <QObject>

namespace flipside {

class Actions;
class Workspace;

/// What leaves the program by a name: the recipe, and the picture with its recipe inside.
class PictureExport : public QObject {
    Q_OBJECT
public:
    PictureExport(Workspace& workspace, Actions& actions, QWidget& window);

signals:
    /// A file that can be opened again was written.
    void written(const QString& file);

private:
    void saveRecipe();
    void exportPicture();

    Workspace& _workspace;
    QWidget& _window;
    FileTasks _files; ///< last, so that it is done before the rest goes
};

} // namespace flipside
