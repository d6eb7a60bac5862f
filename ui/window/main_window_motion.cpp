// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/output_window.h"
#include "ui/latent/latent_panel.h"
#include "ui/motion/motion_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/status_bar.h"

#include <QMenuBar>
#include <QScreen>

#include <utility>

namespace flipside {
void MainWindow::buildMotionMenu()
{
    auto& a = _actions;
    a.play = action({}, tr("&Play the film"), QKeySequence(Qt::Key_T), tr("Play the film, or pause it"));
    a.addKeyframe = action({}, tr("&Add keyframe"), QKeySequence(Qt::SHIFT | Qt::Key_K),
                           tr("What is seen becomes a keyframe of the film"));
    a.walk = action({}, tr("&Walk"), QKeySequence(Qt::Key_W),
                    tr("Wander through the latent space without end; once more keeps the place"));
    a.exportFilm =
        action(QStringLiteral("export"), tr("&Export film…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E));
    for (QAction* toggle : {a.play, a.walk, a.output, a.blank})
        toggle->setCheckable(true);
    connect(a.play, &QAction::triggered, _motion, &MotionPanel::togglePlaying);
    connect(a.addKeyframe, &QAction::triggered, _motion, &MotionPanel::addKeyframe);
    connect(a.walk, &QAction::triggered, _motion, &MotionPanel::toggleWalk);
    connect(a.exportFilm, &QAction::triggered, _motion, &MotionPanel::exportFilm);
    connect(a.output, &QAction::toggled, this, &MainWindow::setOutputOpen);
    a.blank->setEnabled(false);
    connect(_motion, &MotionPanel::refused, this, &MainWindow::showProblem);
    connect(_motion, &MotionPanel::noticed, _status,
            [this](const QString& words) { _status->showMessage(words, noticeMilliseconds); });
    connect(_motion, &MotionPanel::playingChanged, a.play, &QAction::setChecked);
    connect(_motion, &MotionPanel::walkingChanged, a.walk, &QAction::setChecked);
    // What could not be begun leaves no check mark.
    for (QAction* toggle : {a.play, a.walk})
        connect(toggle, &QAction::triggered, _motion, &MotionPanel::tellState);
    connect(_latent, &LatentPanel::lockedChanged, _motion, [this] { _motion->setLocked(_latent->locked()); });
    QMenu* motion = menuBar()->addMenu(tr("&Motion"));
    motion->addActions({a.play, a.addKeyframe, a.walk});
    motion->addSeparator();
    motion->addAction(a.exportFilm);
}

void MainWindow::setOutputOpen(bool open)
{
    if (open == (_output != nullptr))
        return;
    const auto& a = _actions;
    if (open) {
        _output = std::make_unique<OutputWindow>(_document);
        // The keys that play do so there as well; F11 has a meaning of its own there.
        QList<QAction*> keys = actions();
        keys.removeOne(a.output);
        _output->addActions(keys);
        _output->setSmooth(_canvas->isSmooth());
        connect(a.smooth, &QAction::toggled, _output.get(), &OutputWindow::setSmooth);
        connect(a.blank, &QAction::toggled, _output.get(), &OutputWindow::setBlank);
        connect(_output.get(), &OutputWindow::moved, this, &MainWindow::showProblem);
        connect(_output.get(), &OutputWindow::closed, this, [this] { setOutputOpen(false); });
        _output->open(*screen());
    } else {
        // It may be closing itself just now.
        _output->disconnect(this);
        _output->hide();
        _output.release()->deleteLater();
        activateWindow();
    }
    a.output->setChecked(open);
    a.blank->setChecked(false);
    a.blank->setEnabled(open);
}

} // namespace flipside
