// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/work/job.h"

#include <QDialog>

class QFormLayout;
class QLabel;
class QPushButton;

namespace flipside {

class ProgressLine;

/// A dialog that asks a few things, does one piece of long work with progress, and can be cancelled
/// meanwhile.
class JobDialog : public QDialog {
    Q_OBJECT
public:
    bool isRunning() const { return _job.isRunning(); }
    /// What is said under the progress bar.
    QString state() const;
    /// What becomes of the work if the program ends now, in a sentence; empty while none is under way.
    QString costOfQuitting() const;

public slots:
    /// Starts the work, as the button does; nothing while it is under way.
    void begin();
    /// Cancels the work under way; without any, closes.
    void reject() override;

protected:
    /// `fields` asks, `action` is the button that starts the work.
    JobDialog(const QString& title, const QString& action, QWidget* parent);
    QFormLayout* fields() const { return _fields; }

    void start(Job::Work work);
    void say(const QString& text);
    /// Says why it cannot be done, with a red icon and without the bar.
    void refuse(const QString& sentence);
    /// 0 to 1.
    void showProgress(double fraction);

    /// Reads the fields and calls start(), or says what is wrong with them.
    virtual void act() = 0;
    virtual void takeProgress(double fraction, const QString& what, double secondsLeft) = 0;
    virtual void takeEnd() = 0;
    virtual void takeCancellation() = 0;
    /// The sentence of costOfQuitting(), where the work has come so far.
    virtual QString loss(int percent) const = 0;
    /// The fields that hold still while work is under way.
    virtual void setFieldsEnabled(bool enabled) = 0;

private:
    void updateButtons();

    Job _job;
    QFormLayout* _fields;
    ProgressLine* _bar;
    QLabel* _icon; ///< beside a problem
    QLabel* _state;
    QPushButton* _action;
    QPushButton* _close;
};

} // namespace flipside
