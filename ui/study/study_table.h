// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/finished_labels.h"
#include "ui/study/finished_study.h"

#include <QWidget>

class QLabel;
class QTableWidget;

namespace flipside {

/// Every number of a study, one row a model, scheme, number of neurons and metric; of a study of the papers
/// the published number beside the measured one. Or every number of people's labels, likewise.
class StudyTable : public QWidget {
    Q_OBJECT
public:
    explicit StudyTable(QWidget* parent = nullptr);

    /// Null for none.
    void setStudy(const std::shared_ptr<const FinishedStudy>& study);
    void setLabels(const FinishedLabels& labels);
    QByteArray csv() const { return _csv; }
    const QTableWidget& table() const { return *_table; }

private:
    void begin(const QStringList& titles, const QStringList& notes);
    void addRow(const QStringList& cells, const QList<int>& numberColumns);
    void end();

    QLabel* _note = nullptr;
    QTableWidget* _table = nullptr;
    QByteArray _csv;
};

} // namespace flipside
