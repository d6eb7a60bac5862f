// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/training/training_news.h"
#include "ui/training/training_plan.h"
#include "ui/work/job.h"

#include <QLockFile>
#include <QWidget>

#include <filesystem>
#include <memory>
#include <optional>

class QLabel;
class QPushButton;

namespace flipside {

class ProgressLine;
class MessageBar;
class TrainingForm;
class TrainingResults;
class WrappedText;

/// Trains a model on the user's own pictures in the background: what of is chosen on the left, how it goes is
/// seen on the right. A training that was stopped, by closing this window or the program, is remembered, and
/// goes on where it was, is kept as it is, or is discarded.
class TrainingDialog : public QWidget {
    Q_OBJECT
public:
    /// Trains into `root`, the user's own models.
    explicit TrainingDialog(std::filesystem::path root, QWidget* parent = nullptr);
    /// Stops a training under way.
    ~TrainingDialog() override;

    bool isRunning() const { return _job.isRunning(); }
    /// What is said under the progress bar.
    QString state() const;
    QString message() const;
    TrainingForm& form() { return *_form; }
    const TrainingResults& results() const { return *_results; }

    /// What becomes of the training if the program ends now, in a sentence; empty while none is under way.
    QString costOfQuitting() const;
    /// What to say, some time after the start, of a training that can go on; empty where there is none.
    static QString notice();

public slots:
    /// Trains what the form says.
    void begin();
    /// Goes on with the training that was stopped.
    void goOn();
    /// Makes a model of the best epoch so far, of a training under way or of one that was stopped.
    void keep();
    void setPaused(bool paused);
    /// Stops; what was trained so far is remembered.
    void cancel();
    /// Forgets the training that was stopped and removes what it has left. Does not ask.
    void discard();

signals:
    /// There is a model to be opened, which still needs a profile over this data.
    void trained(const QString& folder, const QString& data);
    /// Something to know, now that this window is closed.
    void noticed(const QString& sentence);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    QWidget* buildSide();
    QWidget* buildButtons();
    void train(bool resume, bool enough);
    /// False, and said, where another Flipside has it.
    bool takeLock();
    void takeProgress(double fraction, const QString& what, double secondsLeft);
    void takePictures(qsizetype count, const QStringList& skipped);
    void takeEpoch(const TrainingEpoch& epoch, const QImage& samples);
    void takeEnd();
    void takeStop();
    /// Shows the training that was stopped, or the form where there is none.
    void showPlan();
    void askToDiscard();
    void showSkipped();
    void updateButtons();

    std::filesystem::path _root;
    std::optional<TrainingPlan> _plan; ///< under way, or stopped; none while one is being chosen
    std::unique_ptr<QLockFile> _lock;  ///< no other Flipside trains in the same folder
    std::shared_ptr<TrainingNews> _news;
    Job _job{this};
    QStringList _skipped;

    MessageBar* _message = nullptr;
    TrainingForm* _form = nullptr;
    ProgressLine* _bar = nullptr;
    QLabel* _state = nullptr;
    WrappedText* _left = nullptr; ///< names files that were left out
    TrainingResults* _results = nullptr;
    QPushButton* _begin = nullptr;
    QPushButton* _goOn = nullptr;
    QPushButton* _pause = nullptr;
    QPushButton* _keep = nullptr;
    QPushButton* _cancel = nullptr;
    QPushButton* _discard = nullptr;
};

} // namespace flipside
