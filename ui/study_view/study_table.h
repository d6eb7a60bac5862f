// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study_view/finished_study.h"

#include <QWidget>

class QLabel;
class QTableWidget;

namespace flipside {

/// Every number of a study, one row a model, scheme, number of neurons and metric; of a study of the papers
/// the published number beside the measured one.
class StudyTable : public QWidget {
    Q_OBJECT
public:
    explicit StudyTable(QWidget* parent = nullptr);

    void setStudy(const std::shared_ptr<const FinishedStudy>& study);
    QByteArray csv() const;
    const QTableWidget& table() const { return *_table; }

private:
    void addRow(const QStringList& cells);

    QLabel* _note = nullptr;
    QTableWidget* _table = nullptr;
    std::shared_ptr<const FinishedStudy> _study;
};

} // namespace flipside
