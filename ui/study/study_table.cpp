// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_table.h"

#include "ui/document/display_names.h"
#include "ui/words/numbers.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableWidget>
#include <QVBoxLayout>

#include <cmath>

namespace flipside {
namespace {

/// Says what the number is, of a study and of labels; as wide as there is room.
constexpr int figureColumn = 3;

QString number(double value)
{
    const int decimals = std::abs(value) >= 100.0 ? 1 : 3;
    return decimalText(value, decimals);
}

/// "+4.3 %"
QString difference(double share)
{
    return StudyTable::tr("%1 %").arg(signedText(100.0 * share, 1));
}

/// How probable it is that chance alone does that: "0.042", "1.7e−56"
QString probability(double p)
{
    return p < 0.001 ? roundedText(p, 2) : number(p);
}

QString figureTitle(const LabelRow& row)
{
    switch (row.figure) {
    case LabelFigure::Share:
        return StudyTable::tr("Share of its pictures");
    case LabelFigure::Mean:
        return metricTitle(row.metric);
    case LabelFigure::ChiSquared:
        return StudyTable::tr("Chi-squared test, p");
    case LabelFigure::G:
        return StudyTable::tr("G-test, p");
    case LabelFigure::Accuracy:
        break;
    }
    return StudyTable::tr("Balanced accuracy, %1")
        .arg(row.metric.empty() ? StudyTable::tr("all metrics") : metricTitle(row.metric));
}

/// A model's name; its id where that is all that is known.
QString nameOf(const QHash<QString, QString>& names, const std::string& id)
{
    const QString key = QString::fromStdString(id);
    return names.value(key, key);
}

QString labelTitle(const std::optional<PictureLabel>& label)
{
    return label ? QString::fromStdString(titleOf(*label)) : QString();
}

QString schemesTitle(const std::vector<std::string>& schemes)
{
    if (schemes.size() > 2)
        return StudyTable::tr("All schemes");
    QStringList names;
    for (const std::string& scheme : schemes)
        names.append(schemeName(scheme));
    return names.join(QStringLiteral(" / "));
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

void StudyTable::begin(const QStringList& titles, const QStringList& notes)
{
    constexpr qsizetype mostNotes = 6;
    QStringList shown = notes.mid(0, mostNotes);
    if (notes.size() > mostNotes)
        shown += tr("… and %1 more such lines").arg(notes.size() - mostNotes);
    _note->setVisible(!shown.isEmpty());
    _note->setText(shown.join(QLatin1Char('\n')));
    _table->setColumnCount(int(titles.size()));
    _table->setHorizontalHeaderLabels(titles);
}

void StudyTable::addRow(const QStringList& cells, const QList<int>& numberColumns)
{
    const int row = _table->rowCount();
    _table->insertRow(row);
    for (int column = 0; column < cells.size(); ++column) {
        auto* item = new QTableWidgetItem(cells[column]);
        item->setTextAlignment((numberColumns.contains(column) ? Qt::AlignRight : Qt::AlignLeft) |
                               Qt::AlignVCenter);
        _table->setItem(row, column, item);
    }
}

void StudyTable::end()
{
    _table->resizeColumnsToContents();
    _table->horizontalHeader()->setSectionResizeMode(figureColumn, QHeaderView::Stretch);
}

void StudyTable::setStudy(const std::shared_ptr<const FinishedStudy>& study)
{
    _table->setRowCount(0);
    _note->hide();
    _csv.clear();
    if (!study)
        return;
    const QList<int> numberColumns{2, 4, 5, 6};
    const bool compared = !study->comparisons.empty();
    QStringList titles{tr("Model"), tr("Scheme"), tr("Neurons"), tr("Measure")};
    titles += compared ? QStringList{tr("Published"), tr("Measured"), tr("Difference")}
                       : QStringList{tr("Mean"), tr("Std. deviation"), tr("Samples")};
    begin(titles, study->notes);
    if (compared) {
        for (const Comparison& one : study->comparisons)
            addRow({nameOf(study->namesOfIds, one.published.model), study->schemeName(one.published.scheme),
                    one.published.neurons > 0 ? QString::number(one.published.neurons) : QString(),
                    metricTitle(one.published.metric), number(one.published.value),
                    one.measured ? number(*one.measured) : tr("Not measured"),
                    one.measured ? difference(*one.difference()) : QString()},
                   numberColumns);
    } else {
        for (const StudyRow& row : study->rows)
            addRow({nameOf(study->namesOfIds, row.model), study->schemeName(row.scheme),
                    QString::number(row.neurons), metricTitle(row.metric), number(row.mean),
                    number(row.deviation), QLocale().toString(qulonglong(row.samples))},
                   numberColumns);
    }
    end();
    _csv = QByteArray::fromStdString(compared ? toCsv(study->comparisons) : toCsv(study->rows));
}

void StudyTable::setLabels(const FinishedLabels& labels)
{
    _table->setRowCount(0);
    begin({tr("Model"), tr("Scheme"), tr("Label"), tr("Number"), tr("Published"), tr("Measured"),
           tr("Pictures")},
          labels.notes);
    for (const LabelRow& row : labels.rows) {
        const bool isTest = row.figure == LabelFigure::ChiSquared || row.figure == LabelFigure::G;
        addRow({nameOf(labels.namesOfIds, row.model), schemesTitle(row.schemes), labelTitle(row.label),
                figureTitle(row), row.published ? number(*row.published) : QString(),
                isTest ? probability(row.measured) : number(row.measured),
                QLocale().toString(qulonglong(row.pictures))},
               {4, 5, 6});
    }
    end();
    _csv = QByteArray::fromStdString(toCsv(labels.rows));
}

} // namespace flipside
