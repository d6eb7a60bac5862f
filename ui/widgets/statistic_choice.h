// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/statistic.h"

#include "ui/widgets/choice_box.h"

namespace flipside {

/// Which statistic of a neuron's training activations its on value is made from. Offers the usual
/// percentiles; another one that is shown joins them.
class StatisticChoice : public ChoiceBox {
    Q_OBJECT
public:
    explicit StatisticChoice(QWidget* parent = nullptr);

    Statistic statistic() const;
    void setStatistic(Statistic statistic);
};

} // namespace flipside
