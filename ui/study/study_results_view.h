// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/finished_labels.h"
#include "ui/study/finished_study.h"
#include "ui/work/file_tasks.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QPushButton;
class QTabWidget;

namespace flipside {

class SamplePictures;
class StudyCurves;
class StudyDistributions;
class StudyPlot;
class StudyScatter;
class StudyTable;
class StudyTradeOff;

/// What came out of a study: its numbers as a table, and as plots of what is chosen above them. Or what
/// people say of pictures, as a table.
class StudyResultsView : public QWidget {
    Q_OBJECT
public:
    explicit StudyResultsView(QWidget* parent = nullptr);

    /// Null for none: a sentence says what to do.
    void setStudy(std::shared_ptr<const FinishedStudy> study);
    std::shared_ptr<const FinishedStudy> study() const { return _study; }
    /// Shows people's labels instead of a study.
    void setLabels(const FinishedLabels& labels);
    /// Writes what is shown; the suffix says how: png, pdf, svg or csv.
    void exportTo(const QString& path);

signals:
    /// Something the user asked for could not be done; one sentence.
    void failed(const QString& sentence);

private:
    void build();
    void showParts(bool anything, bool plots);
    void showChoice();
    void chooseExport();
    StudyPlot* currentPlot() const;

    FileTasks _files;
    std::shared_ptr<const FinishedStudy> _study;
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
    StudyTradeOff* _tradeOff = nullptr;
    StudyTable* _table = nullptr;
    SamplePictures* _pictures = nullptr;
};

} // namespace flipside
