// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/neuron_inspector.h"

#include "ui/document/display_names.h"
#include "ui/inspector/channel_map.h"
#include "ui/inspector/fact_layout.h"
#include "ui/inspector/neuron_class_bars.h"
#include "ui/inspector/neuron_histogram.h"
#include "ui/inspector/neuron_pictures.h"
#include "ui/pictures/canvas_images.h"
#include "ui/style/relative_font.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/term_label.h"
#include "ui/words/numbers.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/workspace.h"

#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace flipside {
namespace {

constexpr int refreshMilliseconds = 66;
constexpr int correlatedCount = 6;
/// A panel that is lower than this shows small pictures, whole, rather than large ones cut in half.
constexpr int lowPanel = 260;

QString number(double value)
{
    return decimalText(value, std::abs(value) < 10.0 ? 3 : 1);
}

/// Has as many lines as it needs at the panel's width, which it never makes larger.
void letWrap(QLabel& label)
{
    label.setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    label.setWordWrap(true);
}

QWidget* makePanel(Workspace& workspace, Actions& /*actions*/, QWidget& parent)
{
    return new NeuronInspector(workspace.document(), &parent);
}

} // namespace

NeuronInspector::NeuronInspector(Document& document, QWidget* parent) : QWidget(parent), _document(document)
{
    build();
    _soon.setSingleShot(true);
    _soon.setInterval(refreshMilliseconds);
    connect(&_soon, &QTimer::timeout, this, &NeuronInspector::refresh);
    connect(&_document, &Document::modelChanged, this, &NeuronInspector::takeModel);
    connect(&_document, &Document::hoveredChanged, this, &NeuronInspector::soon);
    connect(&_document, &Document::selectedChanged, this, &NeuronInspector::soon);
    connect(&_document, &Document::recipeChanged, this, &NeuronInspector::soon);
    connect(&_document, &Document::renderingChanged, this, &NeuronInspector::soon);
    connect(&_document.player(), &Player::inspected, this,
            [this](const std::shared_ptr<const InspectedNeuron>& inspected) { takePicture(*inspected); });
    takeModel();
}

QLabel* NeuronInspector::addFact(FactLayout& facts, QLabel* label)
{
    auto* value = new QLabel(_content);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setToolTip(label->toolTip());
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    facts.addFact(label, value);
    return value;
}

QWidget* NeuronInspector::buildCorrelated()
{
    auto* box = new QWidget(_content);
    auto* flow = new FlowLayout(box);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->setSpacing(3);
    for (int i = 0; i < correlatedCount; ++i) {
        auto* button = new QToolButton(box);
        button->setObjectName(QStringLiteral("correlated%1").arg(i));
        button->setAutoRaise(true);
        connect(button, &QToolButton::clicked, this, [this, i] {
            if (_shown && std::size_t(i) < _correlatedUnits.size())
                _document.setSelected(NeuronRef{_shown->layer, _correlatedUnits[std::size_t(i)]});
        });
        flow->addWidget(button);
        _correlated.push_back(button);
    }
    return box;
}

void NeuronInspector::build()
{
    _empty = new QLabel(
        tr("Point at a neuron to see what it does. Shift+click keeps it here without flipping it."), this);
    _empty->setObjectName(QStringLiteral("inspectorEmpty"));
    _empty->setAlignment(Qt::AlignCenter);
    _empty->setWordWrap(true);
    _empty->setMargin(16);
    _empty->setForegroundRole(QPalette::PlaceholderText);

    _content = new QWidget;
    _title = new QLabel(_content);
    _title->setObjectName(QStringLiteral("inspectorTitle"));
    setRelativeFont(*_title, 1.0, true);
    _state = new QLabel(_content);
    _state->setForegroundRole(QPalette::PlaceholderText);
    _state->setObjectName(QStringLiteral("inspectorState"));
    for (QLabel* label : {_title, _state})
        letWrap(*label);
    auto* head = new QVBoxLayout;
    head->setSpacing(0);
    head->addWidget(_title);
    head->addWidget(_state);

    _note = new QLabel(_content);
    _note->setObjectName(QStringLiteral("inspectorNote"));
    _note->setWordWrap(true);

    auto* facts = new FactLayout;
    _percent =
        addFact(*facts, new TermLabel(tr("How often on"), {}, QStringLiteral("how-often-on"), _content));
    _rank = addFact(*facts, new TermLabel(QStringLiteral("rank"), _content));
    _now = addFact(*facts, new TermLabel(tr("Now"), {}, QStringLiteral("activation"), _content));
    _on = addFact(*facts, new TermLabel(QStringLiteral("on-value"), _content));
    _percent->setObjectName(QStringLiteral("inspectorPercent"));
    _rank->setObjectName(QStringLiteral("inspectorRank"));
    _now->setObjectName(QStringLiteral("inspectorNow"));
    _on->setObjectName(QStringLiteral("inspectorOn"));

    _pictures = new NeuronPictures(_content);
    _mapTitle = new QLabel(tr("Its map: click a place to flip it alone"), _content);
    letWrap(*_mapTitle);
    _map = new ChannelMap(_content);
    connect(_map, &ChannelMap::cellClicked, this, [this](Cell cell, bool isOn) {
        if (!_shown)
            return;
        _document.setSelected(_shown);
        _document.flipPlace(*_shown, cell, isOn);
    });
    _profileSection = new QWidget(_content);
    auto* profile = new QVBoxLayout(_profileSection);
    profile->setContentsMargins(0, 0, 0, 0);
    profile->setSpacing(3);
    auto* histogramTitle = new QLabel(tr("How strongly it fired in training"), _profileSection);
    letWrap(*histogramTitle);
    profile->addWidget(histogramTitle);
    _histogram = new NeuronHistogram(_profileSection);
    for (QWidget* explained : std::initializer_list<QWidget*>{histogramTitle, _histogram})
        explain(
            *explained, {},
            tr("The line is now; the dashed one is its value when flipped on. Counts are on a log scale."));
    profile->addWidget(_histogram);
    _classTitle =
        new TermLabel(tr("How often on, class by class"), {}, QStringLiteral("class"), _profileSection);
    letWrap(*_classTitle);
    profile->addWidget(_classTitle);
    _classes = new NeuronClassBars(_profileSection);
    profile->addWidget(_classes);
    profile->addSpacing(2);
    _correlatedTitle =
        new TermLabel(tr("Goes along with"), {}, QStringLiteral("correlation"), _profileSection);
    letWrap(*_correlatedTitle);
    profile->addWidget(_correlatedTitle);
    _correlatedBox = buildCorrelated();
    profile->addWidget(_correlatedBox);

    auto* layout = new QVBoxLayout(_content);
    layout->setContentsMargins(10, 8, 10, 8);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addLayout(facts);
    layout->addWidget(_note);
    layout->addWidget(_pictures);
    layout->addWidget(_mapTitle);
    layout->addWidget(_map);
    layout->addWidget(_profileSection);
    layout->addStretch(1);

    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(_content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(_empty, 1);
    outer->addWidget(scroll, 1);
    _content = scroll; // what is shown instead of the empty state
}

void NeuronInspector::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    _pictures->setSmall(height() < lowPanel);
}

void NeuronInspector::takeModel()
{
    const auto model = _document.model();
    if (!_lookup || !model || &_lookup->model() != model.get())
        _lookup = model ? std::make_shared<NeuronLookup>(model) : nullptr;
    _shown.reset();
    _requested.reset();
    refresh();
}

void NeuronInspector::soon()
{
    if (!_soon.isActive())
        _soon.start();
}

void NeuronInspector::refresh()
{
    const std::optional<NeuronRef> neuron = _document.hovered() ? _document.hovered() : _document.selected();
    const bool known = neuron && _lookup && _document.model().get() == &_lookup->model();
    _empty->setVisible(!known);
    _content->setVisible(known);
    if (!known) {
        _shown.reset();
        return;
    }
    _lookup->setLowActiveRangeFrom(_document.recipe());
    if (_shown != neuron) {
        _shown = neuron;
        showNeuron(*neuron);
    }
    showValues(*neuron);
    requestPicture(*neuron);
}

void NeuronInspector::showNeuron(NeuronRef neuron)
{
    _title->setText(neuronTitle(_lookup->model().card, neuron.layer, neuron.unit));
    const LayerProfile* profile = _lookup->profile(neuron.layer);
    _profileSection->setVisible(profile != nullptr);
    const bool dead = _lookup->isDead(neuron.layer, neuron.unit);
    QString note;
    if (!profile)
        note = tr("It is not known yet how often this neuron is on, only what it does now. Tools › Profile "
                  "this model "
                  "finds it out.");
    else if (dead)
        note = tr("This neuron is dead: it was never on, whatever was tried. What it would do is not known, "
                  "and schemes "
                  "leave it alone.");
    _note->setText(note);
    _note->setVisible(!note.isEmpty());
    const QString unknown = tr("–");
    _percent->setText(unknown);
    _rank->setText(unknown);
    _on->setText(unknown);
    _pictures->setFlipped({}, OnlyThis::Flipped);
    const bool isChannel = _lookup->model().card.layers[std::size_t(neuron.layer)].kind == LayerKind::Conv;
    _mapTitle->setVisible(isChannel);
    _map->setVisible(isChannel);
    _map->setMap({}, {});
    if (profile)
        showProfile(*profile, neuron);
}

void NeuronInspector::showProfile(const LayerProfile& profile, NeuronRef neuron)
{
    const auto unit = std::size_t(neuron.unit);
    const auto share = double(profile.percentActivation[unit]);
    _percent->setText(percentText(share, share < 0.1 ? 2 : 1));
    _rank->setText(
        tr("%1 of %2")
            .arg(QLocale().toString(profile.rank(neuron.unit)), QLocale().toString(profile.units())));
    const SchemeCall call = _document.recipe().scheme.value_or(SchemeCall{});
    const double onValue = double(profile.onValue(neuron.unit, call.gamma, call.statistic));
    _on->setText(number(onValue));
    if (unit < profile.histograms.size())
        _histogram->setHistogram(profile.histograms[unit], onValue);

    QStringList names;
    std::vector<float> shares;
    const auto& classNames = _lookup->model().profile->classNames;
    for (std::size_t i = 0; i < profile.classActivation.size() && i < classNames.size(); ++i) {
        names << className(classNames[i]);
        shares.push_back(profile.classActivation[i][unit]);
    }
    const bool hasClasses = !names.isEmpty() && !profile.dead(neuron.unit);
    _classTitle->setWords(
        areKinds(classNames) ? tr("How often on, kind by kind") : tr("How often on, class by class"), {});
    _classTitle->setVisible(hasClasses);
    _classes->setVisible(hasClasses);
    _classes->setClasses(names, std::move(shares));
    showCorrelated(profile, neuron);
}

void NeuronInspector::showCorrelated(const LayerProfile& profile, NeuronRef neuron)
{
    _correlatedUnits.clear();
    if (!profile.dead(neuron.unit))
        _correlatedUnits = profile.mostCorrelated(neuron.unit, correlatedCount);
    _correlatedTitle->setVisible(!_correlatedUnits.empty());
    _correlatedBox->setVisible(!_correlatedUnits.empty());
    for (std::size_t i = 0; i < _correlated.size(); ++i) {
        const bool used = i < _correlatedUnits.size();
        _correlated[i]->setVisible(used);
        if (!used)
            continue;
        const int other = _correlatedUnits[i];
        const QString value = decimalText(double(profile.correlation(neuron.unit, other)), 2);
        _correlated[i]->setText(tr("%1 (%2)").arg(other + 1).arg(value));
        _correlated[i]->setToolTip(tr("Go to neuron %1; correlation %2").arg(other + 1).arg(value));
    }
}

std::optional<double> NeuronInspector::presentValue(NeuronRef neuron) const
{
    const auto rendering = _document.rendering();
    if (!rendering || std::size_t(neuron.layer) >= rendering->activations.size())
        return {};
    const std::vector<float>& values = rendering->activations[std::size_t(neuron.layer)];
    if (std::size_t(neuron.unit) >= values.size())
        return {};
    return double(values[std::size_t(neuron.unit)]);
}

void NeuronInspector::showValues(NeuronRef neuron)
{
    const std::optional<double> value = presentValue(neuron);
    _now->setText(value ? number(*value) : tr("–"));
    _histogram->setPresentValue(value);

    const std::string& layer = _lookup->model().card.layers[std::size_t(neuron.layer)].id;
    QStringList state;
    if (const Edit* edit = _document.recipe().findEdit(layer, neuron.unit)) {
        if (edit->action == EditAction::Value)
            state << tr("held at a value");
        else
            state << (edit->action == EditAction::On ? tr("flipped on") : tr("flipped off"));
    } else if (value) {
        state << (_document.rendering()->isOn(neuron.layer, neuron.unit) ? tr("on") : tr("off"));
    }
    if (_lookup->isDead(neuron.layer, neuron.unit))
        state << tr("dead");
    const bool isLowActive = _lookup->isLowActive(neuron.layer, neuron.unit);
    if (isLowActive)
        state << tr("quiet");
    _state->setToolTip(isLowActive ? _lookup->lowActiveMeaning(neuron.layer) : QString());
    _state->setText(capitalised(state.join(tr(" · "))));
    if (_document.rendering() && _document.rendering() != _pictured) {
        _pictured = _document.rendering();
        _pictures->setWithout(toQImage(_pictured->regular));
    }
}

void NeuronInspector::requestPicture(NeuronRef neuron)
{
    showFlippedCells(neuron);
    // A neuron's picture depends on the latent alone, a channel's map on the flips before it as well.
    const Recipe& recipe = _document.recipe();
    const bool isSame =
        recipe.z == _requestedRecipe.z && (_map->isHidden() || recipe.edits == _requestedRecipe.edits);
    if (_requested == neuron && isSame)
        return;
    _requested = neuron;
    _requestedRecipe = recipe;
    _document.player().inspect(_document.recipe(), neuron.layer, neuron.unit);
}

void NeuronInspector::showFlippedCells(NeuronRef neuron)
{
    const std::string& layer = _lookup->model().card.layers[std::size_t(neuron.layer)].id;
    const Edit* edit = _document.recipe().findEdit(layer, neuron.unit);
    _map->setFlippedCells(edit && edit->region ? edit->region->cells : std::vector<Cell>{});
}

void NeuronInspector::takePicture(const InspectedNeuron& inspected)
{
    if (!_shown || inspected.layer != _shown->layer || inspected.unit != _shown->unit)
        return;
    const auto rendering = _document.rendering();
    const auto k = std::size_t(inspected.layer);
    OnlyThis state = OnlyThis::Flipped;
    if (rendering)
        state = rendering->isNaturallyOn(inspected.layer, inspected.unit) ? OnlyThis::Off : OnlyThis::On;
    _pictures->setFlipped(toQImage(inspected.image), state);
    const LayerProfile* profile = _lookup->profile(inspected.layer);
    const OpenedModel& model = _lookup->model();
    _map->setMap(inspected.map, {model.offValues[k], model.thresholds[k],
                                 profile ? profile->maximum[std::size_t(inspected.unit)] : 0.0f});
}

const PanelKind& inspectorPanel()
{
    static const PanelKind kind{"inspectorDock",
                                [] { return NeuronInspector::tr("Neuron inspector"); },
                                Qt::RightDockWidgetArea,
                                nullptr,
                                &makePanel,
                                "neuron-inspector"};
    return kind;
}

} // namespace flipside
