// SPDX-License-Identifier: GPL-3.0-or-later
#include "study_view/study_table.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableWidget>
#include <QVBoxLayout>

#include <cmath>

namespace flipside {
namespace {

/// The columns that hold text; the others hold numbers.
constexpr int schemeColumn = 1;
constexpr int metricColumn = 3;

QString number(double value)
{
    const int decimals = std::abs(value) >= 100.0 ? 1 : 3;
    return QLocale().toString(value, 'f', decimals);
}

/// "+4.3 %"
QString difference(double share)
{
    const QString percent = QLocale().toString(100.0 * share, 'f', 1);
    return StudyTable::tr("%1 %").arg(share > 0.0 ? QLatin1Char('+') + percent : percent);
}

} // namespace

StudyTable::StudyTable(QWidget* parent) : QWidget(parent)
{
    _note = new QLabel(this);
    _note->setObjectName(QStringLiteral("studyNote"));
    _note->setWordWrap(true);
    _note->setForegroundRole(QPalette::PlaceholderText);
    _note->hide();
    _table = new QTableWidget(this);
    _table->setObjectName(QStringLiteral("studyTable"));
    _table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    _table->setSelectionBehavior(QAbstractItemView::SelectRows);
    _table->setAlternatingRowColors(true);
    _table->setShowGrid(false);
    _table->verticalHeader()->hide();
    _table->setAccessibleName(tr("Results"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(_note);
    layout->addWidget(_table, 1);
}

void StudyTable::addRow(const QStringList& cells)
{
    const int row = _table->rowCount();
    _table->insertRow(row);
    for (int column = 0; column < cells.size(); ++column) {
        auto* item = new QTableWidgetItem(cells[column]);
        const bool text = column <= schemeColumn || column == metricColumn;
        item->setTextAlignment((text ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        _table->setItem(row, column, item);
    }
}

void StudyTable::setStudy(const std::shared_ptr<const FinishedStudy>& study)
{
    _study = study;
    _table->setRowCount(0);
    _note->setVisible(study && !study->notes.isEmpty());
    if (!study)
        return;
    _note->setText(study->notes.join(QLatin1Char('\n')));
    QStringList titles{tr("Model"), tr("Scheme"), tr("Neurons"), tr("Metric")};
    const bool compared = !study->comparisons.empty();
    titles += compared ? QStringList{tr("Published"), tr("Measured"), tr("Difference")}
                       : QStringList{tr("Mean"), tr("Std. deviation"), tr("Samples")};
    _table->setColumnCount(int(titles.size()));
    _table->setHorizontalHeaderLabels(titles);
    const auto metricLabel = [](const std::string& name) {
        return QString::fromStdString(findMetric(name).label);
    };
    if (compared) {
        for (const Comparison& one : study->comparisons)
            addRow({QString::fromStdString(one.published.model), QString::fromStdString(one.published.scheme),
                    one.published.neurons > 0 ? QString::number(one.published.neurons) : QString(),
                    metricLabel(one.published.metric), number(one.published.value),
                    one.measured ? number(*one.measured) : tr("not measured"),
                    one.measured ? difference(*one.difference()) : QString()});
    } else {
        for (const StudyRow& row : study->rows)
            addRow({QString::fromStdString(row.model), QString::fromStdString(row.scheme),
                    QString::number(row.neurons), metricLabel(row.metric), number(row.mean),
                    number(row.deviation), QLocale().toString(qulonglong(row.samples))});
    }
    _table->resizeColumnsToContents();
    _table->horizontalHeader()->setSectionResizeMode(metricColumn, QHeaderView::Stretch);
}

QByteArray StudyTable::csv() const
{
    if (!_study)
        return {};
    return QByteArray::fromStdString(_study->comparisons.empty() ? toCsv(_study->rows)
                                                                 : toCsv(_study->comparisons));
}

} // namespace flipside
