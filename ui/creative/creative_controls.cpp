// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/creative/creative_controls.h"

#include "core/import/profile_model.h"
#include "ui/document/display_names.h"
#include "ui/document/layer_choice.h"
#include "ui/style/relative_font.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/seed_box.h"
#include "ui/widgets/statistic_choice.h"
#include "ui/widgets/term_label.h"
#include "ui/words/numbers.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

namespace flipside {
namespace {

/// Beside the patterns: the scheme chooses places of maps, not whole maps.
constexpr int singlePlaces = -1;

constexpr double largestGamma = 20.0;
/// As many as the widest layers of published decoders have.
constexpr int mostNeurons = 16384;
/// In letters.
constexpr int shortestChoice = 5;

/// How often what a scheme chooses is on at most.
QString rarity(double most, const ActivationProfile& profile)
{
    const QString seen = profile.data == "prior" ? CreativeControls::tr("random pictures")
                                                 : CreativeControls::tr("the training data");
    return (most <= almostAlwaysOff
                ? CreativeControls::tr("In this layer these are on for at most %1 of %2: almost always off.")
                : CreativeControls::tr("In this layer these are on for at most %1 of %2."))
        .arg(percentText(most, 1), seen);
}

/// How sure a scheme can be of what it chooses by, where that could be surer.
QString certainty(const ActivationProfile& profile)
{
    // A share found from n draws is out by less than 1/√n nineteen times of twenty.
    return CreativeControls::tr("Known from %1 draws, to within %2; Tools › Profile this model makes it more "
                                "exact.")
        .arg(profile.samples)
        .arg(percentText(1.0 / std::sqrt(double(profile.samples)), 1));
}

} // namespace

CreativeControls::CreativeControls(QWidget* parent) : QWidget(parent)
{
    build();
    showScheme();
    setCall(SchemeCall{});
}

QWidget* CreativeControls::field(TermLabel* caption, QWidget* control)
{
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    caption->setBuddy(control);
    control->setAccessibleName(caption->words());
    control->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    layout->addWidget(caption);
    layout->addWidget(control);
    return box;
}

void CreativeControls::build()
{
    _scheme = new ChoiceBox(this);
    _scheme->setObjectName(QStringLiteral("scheme"));
    _scheme->setAccessibleName(tr("Scheme"));
    _scheme->letShrinkTo(shortestChoice);
    auto* caption = new TermLabel(tr("Scheme"), {}, QStringLiteral("scheme"), this);
    caption->setBuddy(_scheme);
    explain(*_scheme, QStringLiteral("scheme"));
    for (const Scheme* scheme : allSchemes())
        _scheme->addItem(withSymbol(schemeName(*scheme), QString::fromStdString(scheme->symbol())),
                         QString::fromStdString(scheme->name()));
    connect(_scheme, &QComboBox::currentIndexChanged, this, [this] {
        showScheme();
        announce(QStringLiteral("scheme"));
    });
    const auto remark = [&](const char* name) {
        auto* label = new QLabel(this);
        label->setObjectName(QLatin1String(name));
        label->setWordWrap(true);
        label->setForegroundRole(QPalette::PlaceholderText);
        setRelativeFont(*label, 0.9);
        return label;
    };
    _description = remark("schemeDescription");
    _meaning = remark("schemeMeaning");

    _layer = new ChoiceBox(this);
    _layer->letShrinkTo(shortestChoice);
    _layer->setObjectName(QStringLiteral("schemeLayer"));
    explain(*_layer, QStringLiteral("layer"), tr("The neurons of this one are flipped."));
    connect(_layer, &QComboBox::currentIndexChanged, this, [this] {
        offerPatterns();
        announce(QStringLiteral("layer"));
    });
    _neurons = new QSpinBox(this);
    _neurons->setObjectName(QStringLiteral("schemeNeurons"));
    _neurons->setRange(0, mostNeurons);
    explain(*_neurons, QStringLiteral("flips-wanted"));
    connect(_neurons, &QSpinBox::valueChanged, this, [this] { announce(QStringLiteral("neurons")); });
    _gamma = new QDoubleSpinBox(this);
    _gamma->setObjectName(QStringLiteral("schemeGamma"));
    _gamma->setRange(0.0, largestGamma);
    _gamma->setSingleStep(0.1);
    _gamma->setDecimals(2);
    explain(*_gamma, QStringLiteral("strength"));
    connect(_gamma, &QDoubleSpinBox::valueChanged, this, [this] { announce(QStringLiteral("gamma")); });
    _statistic = new StatisticChoice(this);
    _statistic->letShrinkTo(shortestChoice);
    _statistic->setObjectName(QStringLiteral("schemeStatistic"));
    explain(*_statistic, QStringLiteral("reference"));
    connect(_statistic, &QComboBox::currentIndexChanged, this,
            [this] { announce(QStringLiteral("statistic")); });
    _pattern = new ChoiceBox(this);
    _pattern->letShrinkTo(shortestChoice);
    _pattern->setObjectName(QStringLiteral("schemePattern"));
    _pattern->addItem(tr("Even"), int(Pattern::Constant));
    _pattern->addItem(tr("Typical"), int(Pattern::Typical));
    _pattern->addItem(tr("One example"), int(Pattern::Exemplar));
    _pattern->addItem(tr("Single places"), singlePlaces);
    explain(*_pattern, QStringLiteral("pattern"),
            tr("Even floods the picture; a typical map or one example adds to it; single places are what the "
               "papers flip."));
    connect(_pattern, &QComboBox::currentIndexChanged, this, [this] { announce(QStringLiteral("pattern")); });
    _seed = new SeedBox(this);
    _seed->setObjectName(QStringLiteral("schemeSeed"));
    explain(*_seed, QStringLiteral("seed"),
            tr("This one is the flips': it makes the same choice for the same picture. Wake takes the next "
               "one."));
    connect(_seed, &SeedBox::valueChanged, this, [this] { announce(QStringLiteral("seed")); });
    for (QAbstractSpinBox* spin : std::initializer_list<QAbstractSpinBox*>{_neurons, _gamma})
        spin->setKeyboardTracking(false);

    _grid = new QGridLayout;
    _grid->setContentsMargins(0, 0, 0, 0);
    _grid->setHorizontalSpacing(8);
    _grid->setVerticalSpacing(4);
    _grid->setColumnStretch(0, 1);
    _grid->setColumnStretch(1, 1);
    // A scheme's own parameters come in the rows from 3 on.
    _grid->addWidget(field(new TermLabel(QStringLiteral("layer"), this), _layer), 0, 0);
    _grid->addWidget(field(new TermLabel(tr("Neurons"), {}, QStringLiteral("flips-wanted"), this), _neurons),
                     0, 1);
    _grid->addWidget(field(new TermLabel(QStringLiteral("strength"), this), _gamma), 1, 0);
    _grid->addWidget(field(new TermLabel(QStringLiteral("reference"), this), _statistic), 1, 1);
    _patternField = field(new TermLabel(QStringLiteral("pattern"), this), _pattern);
    _grid->addWidget(_patternField, 2, 0, 1, 2);
    _coactivate = new QPushButton(tr("Wake"), this);
    _coactivate->setObjectName(QStringLiteral("coactivate"));
    _coactivate->setProperty("primary", true);
    explain(*_coactivate, QStringLiteral("wake"), tr("Again for another choice."));
    connect(_coactivate, &QPushButton::clicked, this, &CreativeControls::coactivateClicked);
    _footer = new QWidget(this);
    auto* footer = new FlowLayout(_footer);
    footer->setContentsMargins(0, 0, 0, 0);
    footer->setSpacing(_grid->horizontalSpacing());
    footer->setFillsLines(true);
    footer->addWidget(field(new TermLabel(tr("Seed of the flips"), {}, QStringLiteral("seed"), this), _seed));
    _coactivate->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    footer->addWidget(_coactivate);
    footer->setAlignment(_coactivate, Qt::AlignBottom);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(caption);
    layout->addWidget(_scheme);
    layout->addWidget(_description);
    layout->addWidget(_meaning);
    layout->addLayout(_grid);
}

const Scheme& CreativeControls::scheme() const
{
    return *allSchemes()[std::size_t(std::max(0, _scheme->currentIndex()))];
}

void CreativeControls::showScheme()
{
    offerPatterns();
    for (QWidget* ofNeurons : std::initializer_list<QWidget*>{_layer, _neurons})
        ofNeurons->setEnabled(scheme().choosesNeurons());
    for (QWidget* ofOnValues : std::initializer_list<QWidget*>{_gamma, _statistic, _pattern})
        ofOnValues->setEnabled(scheme().setsOnValues());
    buildOwn();
    describe();
}

void CreativeControls::describe()
{
    _description->setText(schemeWords(scheme().description()));
    const SchemeCall call = this->call();
    const LayerProfile* layer = _profile ? _profile->find(call.layer) : nullptr;
    const std::optional<double> most = layer ? scheme().mostOftenOn(*layer, call) : std::nullopt;
    QStringList meaning;
    if (most)
        meaning.append(rarity(*most, *_profile));
    if (_profile && isShort(*_profile))
        meaning.append(certainty(*_profile));
    _meaning->setText(meaning.join(QLatin1Char(' ')));
    _meaning->setVisible(!meaning.isEmpty());
}

void CreativeControls::buildOwn()
{
    for (const Own& own : _own) {
        _remembered[own.parameter.name] = own.spin->value();
        own.spin->setObjectName({}); // another scheme may have a parameter of this name
    }
    for (QWidget* field : _ownFields)
        field->deleteLater();
    for (QWidget* field : _ownFields)
        field->hide();
    _ownFields.clear();
    _own.clear();
    int place = 0;
    for (const SchemeParameter& parameter : scheme().parameters()) {
        auto* spin = new QDoubleSpinBox(this);
        const QString name = QString::fromStdString(parameter.name);
        spin->setObjectName(name);
        spin->setRange(parameter.minimum, parameter.maximum);
        const double span = parameter.maximum - parameter.minimum;
        spin->setDecimals(parameter.whole ? 0 : span > 10.0 ? 1 : 3);
        spin->setSingleStep(parameter.whole || span > 10.0 ? 1.0 : span / 20.0);
        if (!parameter.unit.empty())
            spin->setSuffix(QStringLiteral(" ") + QString::fromStdString(parameter.unit));
        const auto remembered = _remembered.find(parameter.name);
        spin->setValue(remembered == _remembered.end() ? parameter.standard : remembered->second);
        spin->setKeyboardTracking(false);
        connect(spin, &QDoubleSpinBox::valueChanged, this, [this, name] { announce(name); });
        explain(*spin, QString::fromStdString(parameter.term));
        QWidget* box =
            field(new TermLabel(schemeWords(parameter.label), QString::fromStdString(parameter.symbol),
                                QString::fromStdString(parameter.term), this),
                  spin);
        _grid->addWidget(box, 3 + place / 2, place % 2);
        if (isVisible())
            box->show();
        _ownFields.push_back(box);
        _own.push_back({parameter, spin});
        ++place;
    }
    // The keyboard goes the way that the eye goes: they are made after the seed, but stand before it.
    setTabOrder(_statistic, _pattern);
    QWidget* before = _pattern;
    for (const Own& own : _own) {
        setTabOrder(before, own.spin);
        before = own.spin;
    }
    setTabOrder(before, _seed);
    setTabOrder(_seed, _coactivate);
}

void CreativeControls::offerPatterns()
{
    const int index = _layer->currentIndex();
    const LayerInfo* layer =
        index >= 0 && std::size_t(index) < _layers.size() ? &_layers[std::size_t(index)] : nullptr;
    const bool hasMaps = layer && layer->kind == LayerKind::Conv;
    _patternField->setVisible(hasMaps);
    const LayerProfile* profile = _profile && layer ? _profile->find(layer->id) : nullptr;
    auto& items = static_cast<QStandardItemModel&>(*_pattern->model());
    const auto offer = [&](int pattern, bool isOffered, const QString& otherwise) {
        QStandardItem* item = items.item(_pattern->findData(pattern));
        item->setEnabled(isOffered);
        item->setToolTip(isOffered ? QString() : otherwise);
        if (!isOffered && _pattern->currentData() == pattern)
            _pattern->setCurrentIndex(0);
    };
    for (const Pattern pattern : {Pattern::Typical, Pattern::Exemplar})
        offer(int(pattern), hasMaps && profile && profile->patterns,
              tr("The profile of this model is older: Tools › Profile this model brings patterns."));
    offer(singlePlaces, hasMaps && scheme().canChooseCells(),
          tr("This scheme needs what is only known of whole neurons."));
}

void CreativeControls::announce(const QString& what)
{
    if (_showing)
        return;
    describe();
    emit changed(what);
}

void CreativeControls::setCard(const ModelCard& card)
{
    _showing = true;
    _layers = card.layers;
    offerLayers(*_layer, card);
    offerPatterns();
    _showing = false;
    describe();
}

void CreativeControls::setProfile(std::shared_ptr<const ActivationProfile> profile)
{
    _profile = std::move(profile);
    offerPatterns();
    describe();
}

void CreativeControls::setCall(const SchemeCall& call)
{
    if (call == this->call())
        return;
    _showing = true;
    const int scheme = _scheme->findData(QString::fromStdString(call.name));
    if (scheme >= 0)
        _scheme->setCurrentIndex(scheme);
    const auto layer = std::find_if(_layers.begin(), _layers.end(),
                                    [&](const LayerInfo& info) { return info.id == call.layer; });
    if (layer != _layers.end())
        _layer->setCurrentIndex(int(layer - _layers.begin()));
    const int pattern =
        _pattern->findData(call.cells ? singlePlaces : int(call.pattern.value_or(Pattern::Constant)));
    if (static_cast<QStandardItemModel&>(*_pattern->model()).item(pattern)->isEnabled())
        _pattern->setCurrentIndex(pattern);
    _neurons->setValue(call.neurons);
    _gamma->setValue(call.gamma);
    _statistic->setStatistic(call.statistic);
    _seed->setValue(call.seed);
    for (const Own& own : _own) {
        const auto value = call.parameters.find(own.parameter.name);
        own.spin->setValue(value == call.parameters.end() ? own.parameter.standard : value->second);
    }
    _showing = false;
    describe();
}

SchemeCall CreativeControls::call() const
{
    SchemeCall call;
    call.name = scheme().name();
    call.neurons = _neurons->value();
    if (_layer->currentIndex() >= 0)
        call.layer = _layers[std::size_t(_layer->currentIndex())].id;
    call.cells = _pattern->currentData() == singlePlaces;
    if (!call.cells)
        call.pattern = Pattern(_pattern->currentData().toInt());
    call.gamma = _gamma->value();
    call.statistic = _statistic->statistic();
    call.seed = _seed->value();
    for (const Own& own : _own)
        call.parameters[own.parameter.name] = own.spin->value();
    return call;
}

void CreativeControls::setSeedDimmed(bool dimmed)
{
    _seed->setDimmed(dimmed);
}

} // namespace flipside
