// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_form.h"

#include "core/base/error.h"
#include "core/novelty/metric.h"
#include "core/schemes/scheme.h"
#include "ui/document/display_names.h"
#include "ui/widgets/seed_box.h"
#include "ui/widgets/statistic_choice.h"
#include "ui/widgets/term_label.h"
#include "ui/words/glossary.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace flipside {
namespace {

constexpr int mostSamples = 10000000;
/// Of each of the hundreds of ways that are tried.
constexpr int mostNoveltyValueSamples = 100;
constexpr int mostLayers = 1000;
constexpr double largestGamma = 20.0;
/// Items speak to people; this holds what they stand for: a model's id, a metric's name, or what
/// studyScheme() reads.
constexpr int specificationRole = Qt::UserRole;
/// What results call a scheme.
constexpr int labelRole = Qt::UserRole + 1;
/// What an item says where nothing is in its way.
constexpr int textRole = Qt::UserRole + 2;
constexpr int tipRole = Qt::UserRole + 3;
/// Whether it is to be checked as soon as nothing is in its way.
constexpr int wishedRole = Qt::UserRole + 4;

/// "cluster:chosen=3", as studyScheme() reads it.
QString specificationOf(const SchemeCall& call)
{
    QString text = QString::fromStdString(call.name);
    QChar separator = QLatin1Char(':');
    for (const auto& [name, value] : call.parameters) {
        text += separator + QString::fromStdString(name) + QLatin1Char('=') + QString::number(value);
        separator = QLatin1Char('+');
    }
    return text;
}

QLabel* heading(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    QFont bold = label->font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    return label;
}

int rowHeight(const QWidget& list)
{
    return list.fontMetrics().height() + 6;
}

/// As high as its items, so that the page scrolls and not every list in it.
void fitHeight(QListWidget& list)
{
    list.setFixedHeight(std::max(1, list.count()) * rowHeight(list) + 2 * list.frameWidth());
}

/// In no list yet.
QListWidgetItem* newItem(const QString& text, bool checked, const QListWidget& list)
{
    auto* item = new QListWidgetItem(text);
    item->setSizeHint({0, rowHeight(list)});
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    item->setCheckState(checked ? Qt::Checked : Qt::Unchecked);
    return item;
}

QListWidgetItem* addItem(QListWidget& list, const QString& text, bool checked)
{
    QListWidgetItem* item = newItem(text, checked, list);
    list.addItem(item);
    return item;
}

QString specificationOf(const QListWidgetItem& item)
{
    return item.data(specificationRole).toString();
}

/// Greys an item out with the reason behind its words, or lets it be chosen again.
void showObstacle(QListWidgetItem& item, const StudyObstacle& obstacle)
{
    const bool wasPossible = item.flags() & Qt::ItemIsEnabled;
    const bool isPossible = obstacle.words.isEmpty();
    if (wasPossible == isPossible && isPossible)
        return;
    if (wasPossible) {
        item.setData(textRole, item.text());
        item.setData(tipRole, item.toolTip());
        item.setData(wishedRole, item.checkState() == Qt::Checked);
        item.setCheckState(Qt::Unchecked);
    } else if (isPossible && item.data(wishedRole).toBool()) {
        item.setCheckState(Qt::Checked);
    }
    item.setFlags(item.flags().setFlag(Qt::ItemIsEnabled, isPossible));
    const QString text = item.data(textRole).toString();
    const QString tip = item.data(tipRole).toString();
    item.setText(isPossible ? text : QStringLiteral("%1 · %2").arg(text, obstacle.words));
    item.setToolTip(isPossible ? tip : QStringLiteral("%1\n%2").arg(obstacle.sentence, tip));
}

bool anyChecked(const QListWidget& list)
{
    for (int i = 0; i < list.count(); ++i)
        if (list.item(i)->checkState() == Qt::Checked)
            return true;
    return false;
}

/// Null where there is none.
QListWidgetItem* findItem(const QListWidget& list, int role, const QString& value)
{
    for (int i = 0; i < list.count(); ++i)
        if (list.item(i)->data(role).toString() == value)
            return list.item(i);
    return nullptr;
}

} // namespace

StudyForm::StudyForm(QWidget* parent) : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    buildCommon();
    layout->addSpacing(8);
    buildReady();
    layout->addSpacing(8);
    buildOwn();
    layout->addStretch(1);

    StudyPlan plan;
    plan.schemes = {studyScheme("regular", {}), studyScheme("random", {}), studyScheme("low-active", {})};
    plan.neurons = {5};
    plan.metrics = {"dr"};
    setPlan(plan);
}

void StudyForm::buildCommon()
{
    _samples = new QSpinBox(this);
    _samples->setObjectName(QStringLiteral("studySamples"));
    _samples->setRange(1, mostSamples);
    _samples->setSingleStep(1000);
    _samples->setGroupSeparatorShown(true);
    _samples->setToolTip(tr("Pictures for each model, scheme and number of neurons; the papers took 10,000"));
    _seed = new SeedBox(this);
    explain(*_seed, QStringLiteral("seed"), tr("This one is the study's: it gives the same samples again."));
    addFields({{new TermLabel(QStringLiteral("samples"), this), _samples},
               {new TermLabel(tr("Seed of the study"), {}, QStringLiteral("seed"), this), _seed}});
}

void StudyForm::addFields(const QList<std::pair<TermLabel*, QWidget*>>& fields)
{
    auto* rows = new QFormLayout;
    rows->setContentsMargins(0, 4, 0, 0);
    rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (const auto& [title, field] : fields)
        rows->addRow(title, field);
    for (const auto& [title, field] : fields) {
        title->setBuddy(field);
        field->setAccessibleName(title->words());
    }
    static_cast<QVBoxLayout*>(layout())->addLayout(rows);
}

void StudyForm::buildReady()
{
    layout()->addWidget(heading(tr("Studies of the papers"), this));
    for (const ReadyStudy& study : readyStudies()) {
        auto* button = new QPushButton(QString::fromStdString(study.title), this);
        button->setObjectName(QStringLiteral("ready-") + QString::fromStdString(study.name));
        button->setToolTip(QString::fromStdString(study.description) +
                           tr("\nRuns with the number of samples chosen above, and is compared with what "
                              "the papers print."));
        connect(button, &QPushButton::clicked, this, [this, &study] {
            StudyPlan plan = study.plan;
            plan.samples = std::size_t(_samples->value());
            plan.seed = _seed->value();
            setPlan(plan);
            emit readyChosen(QString::fromStdString(study.name));
        });
        layout()->addWidget(button);
    }
    auto* tradeOff = new QPushButton(tr("Novelty against value"), this);
    tradeOff->setObjectName(QStringLiteral("noveltyValue"));
    tradeOff->setToolTip(tr("How novel the pictures of the first model chosen below become, and what they "
                            "are still worth: every "
                            "scheme, in every layer and pattern.\nRuns with at most %1 samples of each.")
                             .arg(mostNoveltyValueSamples));
    connect(tradeOff, &QPushButton::clicked, this, &StudyForm::askNoveltyValue);
    layout()->addWidget(tradeOff);
    auto* labels = new QPushButton(tr("Labels of people…"), this);
    labels->setObjectName(QStringLiteral("openLabels"));
    labels->setToolTip(
        tr("What people say of pictures, from a CSV file with the columns picture, annotator and "
           "label (L1 to L4), compared with Tables 1 and 2.\n"
           "The pictures are PNG files that carry their recipes."));
    connect(labels, &QPushButton::clicked, this, &StudyForm::labelsAsked);
    layout()->addWidget(labels);
}

void StudyForm::askNoveltyValue()
{
    for (int i = 0; i < _models->count(); ++i)
        if (_models->item(i)->checkState() == Qt::Checked) {
            emit noveltyValueAsked(specificationOf(*_models->item(i)),
                                   quint64(std::min(_samples->value(), mostNoveltyValueSamples)),
                                   _seed->value());
            return;
        }
    emit refused(tr("Choose below whose novelty is measured, one of the models."));
}

QListWidget* StudyForm::checkList(const QString& name, const QString& title, const QString& tip)
{
    auto* list = new QListWidget(this);
    list->setObjectName(name);
    list->setAccessibleName(title);
    list->setToolTip(tip);
    list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* label = new QLabel(title, this);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setBuddy(list);
    layout()->addWidget(label);
    layout()->addWidget(list);
    return list;
}

void StudyForm::buildOwn()
{
    layout()->addWidget(heading(tr("Your own"), this));
    _models = checkList(QStringLiteral("studyModels"), tr("Models"), tr("Which models are measured"));
    _schemes = checkList(QStringLiteral("studySchemes"), tr("Schemes"),
                         tr("Which schemes choose the neurons; each is one curve"));
    _another = new QLineEdit(this);
    _another->setObjectName(QStringLiteral("anotherScheme"));
    _another->setPlaceholderText(tr("Another with settings, as cluster:chosen=3"));
    _another->setToolTip(tr("A scheme by the papers' name with settings of its own; Enter adds it"));
    connect(_another, &QLineEdit::returnPressed, this, &StudyForm::addTypedScheme);
    layout()->addWidget(_another);
    _metrics =
        checkList(QStringLiteral("studyMetrics"), tr("Measures"), tr("What is measured of every picture"));
    for (const Metric& metric : allMetrics())
        addMetric(metric, _metrics->count());
    fitHeight(*_metrics);
    connect(_models, &QListWidget::itemChanged, this, &StudyForm::updateOffer);

    _neurons = new QLineEdit(this);
    _neurons->setObjectName(QStringLiteral("studyNeurons"));
    _neurons->setToolTip(tr("How many neurons are flipped: 5, or 1..25, or 1,5,10"));
    _layer = new QSpinBox(this);
    _layer->setRange(0, mostLayers);
    _layer->setSpecialValueText(tr("Each model's own"));
    _layer->setToolTip(
        tr("The layer whose neurons are flipped, counted from the latent. A model's own is what its card "
           "names, or the 3rd."));
    _gamma = new QDoubleSpinBox(this);
    _gamma->setRange(0.0, largestGamma);
    _gamma->setSingleStep(0.1);
    _statistic = new StatisticChoice(this);
    addFields({{new TermLabel(tr("Neurons"), {}, QStringLiteral("flips-wanted"), this), _neurons},
               {new TermLabel(QStringLiteral("layer"), this), _layer},
               {new TermLabel(QStringLiteral("strength"), this), _gamma},
               {new TermLabel(QStringLiteral("reference"), this), _statistic}});
}

QListWidgetItem* StudyForm::modelItem(const QString& id)
{
    QListWidgetItem* item = findItem(*_models, specificationRole, id);
    if (!item) {
        item = addItem(*_models, id, false);
        item->setData(specificationRole, id);
        item->setToolTip(id);
    }
    return item;
}

void StudyForm::setModels(const QList<StudyModel>& models)
{
    _known = models;
    for (const StudyModel& model : models)
        modelItem(model.id)->setText(model.name);
    fitHeight(*_models);
    updateOffer();
}

QList<StudyModel> StudyForm::chosenModels() const
{
    QList<StudyModel> chosen;
    for (const StudyModel& model : _known)
        if (const QListWidgetItem* item = findItem(*_models, specificationRole, model.id);
            item && item->checkState() == Qt::Checked)
            chosen.append(model);
    return chosen;
}

void StudyForm::updateOffer()
{
    const QList<StudyModel> models = chosenModels();
    for (int i = 0; i < _schemes->count(); ++i) {
        const QString name = specificationOf(*_schemes->item(i)).section(QLatin1Char(':'), 0, 0);
        showObstacle(*_schemes->item(i), obstacleTo(findScheme(name.toStdString()), models));
    }
    const bool hadMetric = anyChecked(*_metrics);
    for (int i = 0; i < _metrics->count(); ++i)
        showObstacle(*_metrics->item(i),
                     obstacleTo(findMetric(specificationOf(*_metrics->item(i)).toStdString()), models));
    // The first that is possible in the place of the one that is not: a study measures something.
    for (int i = 0; hadMetric && !anyChecked(*_metrics) && i < _metrics->count(); ++i)
        if (_metrics->item(i)->flags() & Qt::ItemIsEnabled)
            _metrics->item(i)->setCheckState(Qt::Checked);
}

void StudyForm::addScheme(const QString& label, const QString& specification, bool checked)
{
    const QString name = specification.section(QLatin1Char(':'), 0, 0);
    const std::string id = name.toStdString();
    const Scheme& scheme = findScheme(id);
    const SchemeCall call = studyScheme(specification.toStdString(), {}).call;
    QListWidgetItem* item = addItem(
        *_schemes, label == specification ? schemeName(call) : tr("%1 (%2)").arg(schemeName(call), label),
        checked);
    item->setData(specificationRole, specification);
    item->setData(labelRole, label);
    item->setToolTip(schemeWords(scheme.description()) +
                     (label == specification ? QString() : QLatin1Char('\n') + specification));
}

void StudyForm::addTypedScheme()
{
    const QString text = _another->text().trimmed();
    if (text.isEmpty())
        return;
    try {
        (void)studyScheme(text.toStdString(), {});
    } catch (const Error& error) {
        emit refused(QString::fromUtf8(error.what()));
        return;
    }
    if (QListWidgetItem* same = findItem(*_schemes, labelRole, text))
        same->setCheckState(Qt::Checked);
    else
        addScheme(text, text, true);
    fitHeight(*_schemes);
    _another->clear();
}

void StudyForm::addMetric(const Metric& metric, int row)
{
    QListWidgetItem* item = newItem(metricTitle(metric), false, *_metrics);
    item->setData(specificationRole, QString::fromStdString(metric.name));
    item->setToolTip(meaningOf(QString::fromStdString(metric.term)));
    _metrics->insertItem(row, item);
}

void StudyForm::setPlan(const StudyPlan& plan)
{
    const QSignalBlocker quiet(_models); // until all of the plan is in the lists
    for (int i = 0; i < _metrics->count(); ++i)
        showObstacle(*_metrics->item(i), {});
    for (int i = 0; i < _models->count(); ++i)
        _models->item(i)->setCheckState(Qt::Unchecked);
    for (const std::string& model : plan.models)
        modelItem(QString::fromStdString(model))->setCheckState(Qt::Checked);
    fitHeight(*_models);
    _schemes->clear();
    for (const StudyScheme& scheme : plan.schemes)
        addScheme(QString::fromStdString(scheme.label), specificationOf(scheme.call), true);
    for (const Scheme* scheme : allSchemes()) {
        const QString name = QString::fromStdString(scheme->name());
        const bool there = std::any_of(plan.schemes.begin(), plan.schemes.end(), [&](const StudyScheme& one) {
            return one.call.name == scheme->name() && one.call.parameters.empty();
        });
        if (!there)
            addScheme(name, name, false);
    }
    fitHeight(*_schemes);
    int after = 0;
    for (const std::string& name : plan.metrics) {
        // A metric that is not in the list, as "ice:MODEL", comes after the one that stands before it in the
        // plan.
        const QListWidgetItem* item = findItem(*_metrics, specificationRole, QString::fromStdString(name));
        if (!item)
            addMetric(findMetric(name), after);
        after = (item ? _metrics->row(item) : after) + 1;
    }
    fitHeight(*_metrics);
    for (int i = 0; i < _metrics->count(); ++i) {
        const std::string name = specificationOf(*_metrics->item(i)).toStdString();
        const bool chosen = std::find(plan.metrics.begin(), plan.metrics.end(), name) != plan.metrics.end();
        _metrics->item(i)->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
    }
    updateOffer();
    _neurons->setText(QString::fromStdString(toText(plan.neurons)));
    const SchemeCall common = plan.schemes.empty() ? SchemeCall{} : plan.schemes.front().call;
    _layer->setValue(QString::fromStdString(common.layer).toInt());
    _gamma->setValue(common.gamma);
    _statistic->setStatistic(common.statistic);
    _samples->setValue(int(std::min<std::size_t>(plan.samples, mostSamples)));
    _seed->setValue(plan.seed);
}

StudyPlan StudyForm::plan() const
{
    SchemeCall common;
    if (_layer->value() > 0)
        common.layer = std::to_string(_layer->value());
    common.gamma = _gamma->value();
    common.statistic = _statistic->statistic();
    StudyPlan plan;
    for (int i = 0; i < _models->count(); ++i)
        if (_models->item(i)->checkState() == Qt::Checked)
            plan.models.push_back(specificationOf(*_models->item(i)).toStdString());
    for (int i = 0; i < _schemes->count(); ++i) {
        const QListWidgetItem* item = _schemes->item(i);
        if (item->checkState() != Qt::Checked)
            continue;
        StudyScheme scheme = studyScheme(specificationOf(*item).toStdString(), common);
        scheme.label = item->data(labelRole).toString().toStdString();
        plan.schemes.push_back(scheme);
    }
    for (int i = 0; i < _metrics->count(); ++i)
        if (_metrics->item(i)->checkState() == Qt::Checked)
            plan.metrics.push_back(specificationOf(*_metrics->item(i)).toStdString());
    plan.neurons = neuronCounts(_neurons->text().toStdString());
    plan.samples = std::size_t(_samples->value());
    plan.seed = _seed->value();
    checkPlan(plan);
    return plan;
}

} // namespace flipside
