// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/finished_study.h"
#include "ui/work/file_tasks.h"
#include "ui/work/job.h"

#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;

namespace flipside {

class ProgressLine;
class MessageBar;
class ModelLibrary;
class PathEdit;
class StudyForm;
class StudyResultsView;

/// Studies, and people's labels: choose what is measured on the left, see what came out on the right. A study
/// runs in the background, also while this window is closed, and is kept in a folder, part by part: one that
/// was paused, cancelled or killed goes on where it was.
class StudyWindow : public QWidget {
    Q_OBJECT
public:
    explicit StudyWindow(const ModelLibrary& models, QWidget* parent = nullptr);
    ~StudyWindow() override;

    /// Chosen the first time that the window opens.
    void proposeModel(const QString& id);
    /// Runs the study of the form in this folder, or what is missing of it.
    void run(const QString& folder);
    /// Reads what people say of pictures, measures these, and shows how both go together.
    void runLabels(const QString& file);
    bool isRunning() const { return _job.isRunning(); }
    /// What becomes of the run if the program ends now, in a sentence; empty while none is under way.
    QString costOfQuitting() const;
    /// What is shown; null before the first study.
    std::shared_ptr<const FinishedStudy> study() const;
    QString message() const;
    /// Writes what is shown; the suffix says how: png, pdf, svg or csv.
    void exportTo(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildSide();
    void listModels();
    void openRemembered();
    void openFolder(const QString& folder);
    void chooseFolder();
    void runNoveltyValue(const QString& model, quint64 samples, quint64 seed);
    void chooseLabels();
    /// Runs `work` in the background; what it returns is called here when it has finished.
    void start(bool keepsParts, const std::function<std::function<void()>(Progress&)>& work);
    void runReady(const QString& name);
    void setFolder(const QString& folder);
    void showProgress(double fraction, const QString& what, double secondsLeft);
    void endRun();
    void updateButtons();
    void showProblem(const QString& sentence);

    const ModelLibrary& _models;
    FileTasks _files;
    Job _job{this};
    std::shared_ptr<std::function<void()>> _show; ///< filled by the job when it has finished
    bool _keepsParts = false;                     ///< what the job has finished stays when it is stopped
    QString _proposedModel;
    bool _shownBefore = false;
    bool _isListing = false; ///< the models are being looked at

    MessageBar* _message = nullptr;
    StudyForm* _form = nullptr;
    PathEdit* _folder = nullptr;
    QPushButton* _run = nullptr;
    QPushButton* _pause = nullptr;
    QPushButton* _cancel = nullptr;
    ProgressLine* _bar = nullptr;
    QLabel* _state = nullptr;
    QString _progress; ///< how far the work has come, without the time that is left
    StudyResultsView* _results = nullptr;
};

} // namespace flipside
