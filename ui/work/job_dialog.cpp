// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/work/job_dialog.h"

#include "ui/style/theme_icons.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/sentence.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace flipside {
namespace {

constexpr int problemSize = 18;

} // namespace

JobDialog::JobDialog(const QString& title, const QString& action, QWidget* parent)
    : QDialog(parent), _fields(new QFormLayout), _bar(new ProgressLine(this)), _icon(new QLabel(this)),
      _state(new QLabel(this))
{
    setWindowTitle(title);
    _state->setWordWrap(true);
    _state->setMinimumHeight(3 * fontMetrics().lineSpacing());
    _state->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    // What is said stays where it is, whether there is anything under way or not.
    QSizePolicy keepsItsPlace = _bar->sizePolicy();
    keepsItsPlace.setRetainSizeWhenHidden(true);
    _bar->setSizePolicy(keepsItsPlace);
    _bar->hide();
    _icon->setObjectName(QStringLiteral("jobProblem"));
    _icon->hide();
    auto* buttons = new QDialogButtonBox(this);
    _action = buttons->addButton(action, QDialogButtonBox::ActionRole);
    _action->setProperty("primary", true);
    _action->setDefault(true);
    _close = buttons->addButton(QDialogButtonBox::Close);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(_fields);
    layout->addWidget(_bar);
    auto* said = new QHBoxLayout;
    said->setSpacing(8);
    said->addWidget(_icon, 0, Qt::AlignTop);
    said->addWidget(_state, 1);
    layout->addLayout(said);
    layout->addWidget(buttons);

    connect(_action, &QPushButton::clicked, this, &JobDialog::begin);
    connect(_close, &QPushButton::clicked, this, &JobDialog::reject);
    connect(&_job, &Job::progressed, this, &JobDialog::takeProgress);
    connect(&_job, &Job::finished, this, [this] {
        takeEnd();
        updateButtons();
    });
    connect(&_job, &Job::cancelled, this, [this] {
        takeCancellation();
        updateButtons();
    });
    connect(&_job, &Job::failed, this, [this](const QString& sentence) {
        refuse(sentence);
        updateButtons();
    });
}

QString JobDialog::state() const
{
    return _state->text();
}

QString JobDialog::costOfQuitting() const
{
    return isRunning() ? loss(_job.percent()) : QString();
}

void JobDialog::begin()
{
    if (!isRunning())
        act();
}

void JobDialog::start(Job::Work work)
{
    _bar->show();
    showProgress(0.0);
    _job.start(std::move(work));
    updateButtons();
}

void JobDialog::say(const QString& text)
{
    _icon->hide();
    _state->setText(capitalised(text));
}

void JobDialog::refuse(const QString& sentence)
{
    _bar->hide();
    _icon->setPixmap(problemIcon().pixmap(QSize(problemSize, problemSize), devicePixelRatioF()));
    _icon->show();
    _state->setText(asSentence(sentence));
}

void JobDialog::showProgress(double fraction)
{
    _bar->setFraction(fraction);
}

void JobDialog::updateButtons()
{
    setFieldsEnabled(!isRunning());
    _bar->setVisible(isRunning());
    _action->setEnabled(!isRunning());
    _close->setText(isRunning() ? tr("Cancel") : tr("Close"));
}

void JobDialog::reject()
{
    if (isRunning())
        _job.cancel();
    else
        QDialog::reject();
}

} // namespace flipside
