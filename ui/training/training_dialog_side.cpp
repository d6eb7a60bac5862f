// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_curve.h"
#include "ui/training/training_dialog.h"
#include "ui/training/training_form.h"
#include "ui/training/training_results.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/wrapped_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace flipside {
namespace {

constexpr int trainingSideWidth = 350;
constexpr int trainingMargin = 12;
constexpr int namedFiles = 3;
constexpr int listedFiles = 30;

QPushButton* trainingButton(QWidget& parent, QLayout& layout, const char* name, const QString& text)
{
    auto* button = new QPushButton(text, &parent);
    button->setObjectName(QLatin1String(name));
    layout.addWidget(button);
    return button;
}

} // namespace

QWidget* TrainingDialog::buildSide()
{
    auto* side = new QWidget(this);
    side->setFixedWidth(trainingSideWidth);
    _form = new TrainingForm;
    auto* scroll = new QScrollArea(side);
    scroll->setWidget(_form);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    _bar = new ProgressLine(side);
    _state = new QLabel(side);
    _state->setObjectName(QStringLiteral("trainingState"));
    _state->setWordWrap(true);
    _left = new WrappedText(side);
    _left->setObjectName(QStringLiteral("trainingSkipped"));
    auto* below = new QVBoxLayout;
    below->setContentsMargins(trainingMargin, 8, trainingMargin, trainingMargin);
    below->setSpacing(8);
    below->addWidget(_bar);
    below->addWidget(_state);
    below->addWidget(_left);
    below->addWidget(buildButtons());
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addLayout(below);
    return side;
}

QWidget* TrainingDialog::buildButtons()
{
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    _begin = trainingButton(*row, *layout, "beginTraining", tr("Train"));
    _goOn = trainingButton(*row, *layout, "goOnTraining", tr("Go on"));
    _pause = trainingButton(*row, *layout, "pauseTraining", tr("Pause"));
    _keep = trainingButton(*row, *layout, "keepTraining", {});
    _keep->setToolTip(tr("Makes a model of the best epoch so far"));
    _cancel = trainingButton(*row, *layout, "cancelTraining", tr("Cancel"));
    _cancel->setToolTip(tr("Stops. The training can go on later, from its last whole epoch"));
    _discard = trainingButton(*row, *layout, "discardTraining", tr("Discard…"));
    for (QPushButton* button : {_begin, _goOn})
        button->setProperty("primary", true);
    connect(_begin, &QPushButton::clicked, this, &TrainingDialog::begin);
    connect(_goOn, &QPushButton::clicked, this, &TrainingDialog::goOn);
    connect(_pause, &QPushButton::clicked, this, [this] { setPaused(!_job.isPaused()); });
    connect(_keep, &QPushButton::clicked, this, &TrainingDialog::keep);
    connect(_cancel, &QPushButton::clicked, this, &TrainingDialog::cancel);
    connect(_discard, &QPushButton::clicked, this, &TrainingDialog::askToDiscard);
    return row;
}

void TrainingDialog::showSkipped()
{
    _left->setVisible(!_skipped.isEmpty());
    const QStringList first = _skipped.first(std::min<qsizetype>(_skipped.size(), namedFiles));
    QString names = first.join(QStringLiteral(", "));
    if (_skipped.size() > namedFiles)
        names += QStringLiteral(", …");
    _left->setPlainText(
        tr("%n file(s) could not be read as pictures, or are too small, and were left out: %1", nullptr,
           int(_skipped.size()))
            .arg(names));
    _left->setToolTip(
        _skipped.first(std::min<qsizetype>(_skipped.size(), listedFiles)).join(QLatin1Char('\n')));
}

void TrainingDialog::updateButtons()
{
    const bool running = isRunning();
    const bool stopped = _plan && !running;
    _form->setEnabled(!_plan);
    _begin->setVisible(!_plan);
    _goOn->setVisible(stopped);
    _pause->setVisible(running);
    _pause->setText(_job.isPaused() ? tr("Resume") : tr("Pause"));
    _keep->setVisible(_plan.has_value());
    _keep->setText(running ? tr("Stop and keep") : tr("Keep as it is"));
    _keep->setEnabled(_plan && _plan->epochsDone > 0);
    _cancel->setVisible(running);
    _discard->setVisible(stopped);
    _bar->setVisible(_plan.has_value());
    _results->setCurveVisible(_plan && _results->curve().count() > 0);
}

} // namespace flipside
