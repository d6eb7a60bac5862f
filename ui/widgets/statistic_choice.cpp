// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/statistic_choice.h"

#include "ui/words/numbers.h"

namespace flipside {

StatisticChoice::StatisticChoice(QWidget* parent) : ChoiceBox(parent)
{
    addItem(tr("Maximum"), QString::fromStdString(toString(Statistic::Max)));
    addItem(tr("Mean"), QString::fromStdString(toString(Statistic::Mean)));
    for (const double percent : {99.0, 95.0, 90.0, 75.0})
        setStatistic(Statistic::percentile(percent));
    setStatistic(Statistic::Max);
}

Statistic StatisticChoice::statistic() const
{
    return statisticFrom(currentData().toString().toStdString());
}

void StatisticChoice::setStatistic(Statistic statistic)
{
    const QString data = QString::fromStdString(toString(statistic));
    if (findData(data) < 0)
        addItem(tr("Percentile %1").arg(roundedText(statistic.percent, 4)), data);
    setCurrentIndex(findData(data));
}

} // namespace flipside
