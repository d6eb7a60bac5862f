// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"
#include "ui/novelty/status_gauge.h"

#include <QElapsedTimer>
#include <QStatusBar>
#include <QTimer>

#include <deque>

class QLabel;

namespace flipside {

class ElidedLabel;
class Workspace;

/// Model, milliseconds of the last decode, frames a second while pictures follow each other, and the D_r
/// gauge. The numbers change four times a second at most, so that they can be read and cost nothing.
class StatusBar : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusBar(Workspace& workspace, QWidget* parent = nullptr);

    /// To be called for every picture that has been painted.
    void countFrame();
    /// Work in the background that can be cancelled; nothing once it has ended.
    void showWork(const QString& text);

    const StatusGauge& gauge() const { return *_gauge; }
    QString modelText() const;
    QString speedText() const;

signals:
    void workCancelled();

private:
    void showNotice(const QString& words);
    void showOpening();
    void showModel();
    void sayThatTheLastIsKept();
    void makeRoom();
    void refresh();

    Document& _document;
    std::shared_ptr<const OpenedModel> _shown;
    ElidedLabel* _model = nullptr;
    QWidget* _work = nullptr;
    ElidedLabel* _workText = nullptr;
    QLabel* _speed = nullptr;
    QLabel* _frames = nullptr;
    StatusGauge* _gauge = nullptr;
    QTimer _refresh;
    QElapsedTimer _clock;
    std::deque<qint64> _paintedAt; ///< milliseconds, of the last second
};

} // namespace flipside
