// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "file_tasks.h"
#include "job.h"
#include "study_view/finished_study.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTabWidget;

namespace flipside {

class MessageBar;
class SamplePictures;
class StudyCurves;
class StudyDistributions;
class StudyForm;
class StudyPlot;
class StudyScatter;
class StudyTable;

/// Studies: choose what is measured on the left, see what came out on the right. A study runs in the
/// background, also while this window is closed, and is kept in a folder, part by part: one that was paused,
/// cancelled or killed goes on where it was.
class StudyWindow : public QWidget {
    Q_OBJECT
public:
    explicit StudyWindow(QWidget* parent = nullptr);
    ~StudyWindow() override;

    /// Chosen the first time that the window opens.
    void proposeModel(const QString& id);
    /// Runs the study of the form in this folder, or what is missing of it.
    void run(const QString& folder);
    bool isRunning() const { return _job.isRunning(); }
    /// What is shown; null before the first study.
    std::shared_ptr<const FinishedStudy> study() const { return _study; }
    QString message() const;
    /// Writes what is shown; the suffix says how: png, pdf, svg or csv.
    void exportTo(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildSide();
    QWidget* buildResults();
    void listModelIds();
    void openRemembered();
    void openFolder(const QString& folder);
    void chooseFolder();
    void runReady(const QString& name);
    void setFolder(const QString& folder);
    void showProgress(double fraction, const QString& what, double secondsLeft);
    void showStudy(std::shared_ptr<const FinishedStudy> study);
    void showChoice();
    void endRun();
    void updateButtons();
    void exportResults();
    void showProblem(const QString& sentence);
    StudyPlot* currentPlot() const;

    FileTasks _files;
    Job _job{this};
    std::shared_ptr<const FinishedStudy> _study;
    std::shared_ptr<std::shared_ptr<const FinishedStudy>>
        _running; ///< filled by the job when it has finished
    QString _proposedModel;
    bool _shownBefore = false;

    MessageBar* _message = nullptr;
    StudyForm* _form = nullptr;
    QLineEdit* _folder = nullptr;
    QPushButton* _run = nullptr;
    QPushButton* _pause = nullptr;
    QPushButton* _cancel = nullptr;
    QProgressBar* _bar = nullptr;
    QLabel* _state = nullptr;

    QLabel* _title = nullptr;
    QComboBox* _model = nullptr;
    QComboBox* _metric = nullptr;
    QComboBox* _other = nullptr;
    QComboBox* _neurons = nullptr;
    QPushButton* _export = nullptr;
    QTabWidget* _tabs = nullptr;
    QLabel* _empty = nullptr;
    StudyCurves* _curves = nullptr;
    StudyDistributions* _distributions = nullptr;
    StudyScatter* _scatter = nullptr;
    StudyTable* _table = nullptr;
    SamplePictures* _pictures = nullptr;
};

} // namespace flipside
