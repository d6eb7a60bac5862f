// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/workspace.h"

#include <QTimer>
#include <QWidget>

namespace flipside {

/// Saves one picture of the whole window once it is complete: first picture, heatmaps and, where there is an
/// encoder, the gauge. A problem that the window shows ends it without a picture.
class Screenshot : public QObject {
    Q_OBJECT
public:
    Screenshot(QWidget& window, Workspace& workspace, QString path);

signals:
    /// `problem` is empty when the file is there, else one sentence.
    void finished(const QString& problem);

private:
    void lookWhetherComplete();
    void save();

    QWidget& _window;
    Document& _document;
    QString _path;
    QTimer _settled;
    QTimer _tooLate;
};

} // namespace flipside
