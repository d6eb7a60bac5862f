// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/ready_study.h"
#include "ui/study/study_offer.h"

#include <QList>
#include <QWidget>

#include <utility>

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QSpinBox;

namespace flipside {

struct Metric;
class SeedBox;
class StatisticChoice;
class TermLabel;

/// What is to be measured: a study of the papers at one click, labels that people gave, or models, schemes,
/// numbers of neurons, metrics and samples of one's own.
class StudyForm : public QWidget {
    Q_OBJECT
public:
    explicit StudyForm(QWidget* parent = nullptr);

    /// The models that can be chosen.
    void setModels(const QList<StudyModel>& models);
    /// Shows a plan.
    void setPlan(const StudyPlan& plan);
    /// Of what is chosen and possible. Throws ArgumentError where something is missing or cannot be read.
    StudyPlan plan() const;

signals:
    /// One of the papers' studies was clicked; the form shows its plan with the present number of samples.
    void readyChosen(const QString& name);
    /// Novelty is to be measured against value, in every way of flipping (study/novelty_value.h).
    void noveltyValueAsked(const QString& model, quint64 samples, quint64 seed);
    /// People's labels are to be opened.
    void labelsAsked();
    /// What was typed cannot be read; one sentence.
    void refused(const QString& sentence);

private:
    QListWidget* checkList(const QString& name, const QString& title, const QString& tip);
    QListWidgetItem* modelItem(const QString& id);
    void addMetric(const Metric& metric, int row);
    void addScheme(const QString& label, const QString& specification, bool checked);
    void addTypedScheme();
    void askNoveltyValue();
    /// Greys out what the chosen models cannot do, and says why.
    void updateOffer();
    QList<StudyModel> chosenModels() const;
    /// What every study is asked for, the papers' too.
    void buildCommon();
    void buildReady();
    void buildOwn();
    void addFields(const QList<std::pair<TermLabel*, QWidget*>>& fields);

    QList<StudyModel> _known;
    QListWidget* _models = nullptr;
    QListWidget* _schemes = nullptr;
    QListWidget* _metrics = nullptr;
    QLineEdit* _another = nullptr; ///< a scheme with parameters, to be added
    QLineEdit* _neurons = nullptr;
    QSpinBox* _layer = nullptr;
    QDoubleSpinBox* _gamma = nullptr;
    StatisticChoice* _statistic = nullptr;
    QSpinBox* _samples = nullptr;
    SeedBox* _seed = nullptr;
};

} // namespace flipside
