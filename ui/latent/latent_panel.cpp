// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/latent/latent_panel.h"

#include "core/model/prior.h"
#include "ui/actions/actions.h"
#include "ui/latent/input_controls.h"
#include "ui/latent/latent_list.h"
#include "ui/latent/latent_map.h"
#include "ui/style/theme_icons.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/fitting_scroll_area.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/seed_box.h"
#include "ui/widgets/term_label.h"
#include "ui/workspace/panel_content.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/workspace.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

namespace flipside {
namespace {

constexpr int sliderSteps = 100;
constexpr int spacing = 6;
/// z is kept in single precision, and truncation scales it.
constexpr double drawTolerance = 1e-5;
/// Directions are kept in 16 bits, so that moving one moves the others by a trace.
constexpr double directionTolerance = 2e-3;

std::vector<float> drawnWith(std::uint64_t seed, const ModelCard& card)
{
    Random random{seed};
    return drawLatent(card, random);
}

FlowLayout* flow()
{
    auto* flow = new FlowLayout;
    flow->setContentsMargins(0, 0, 0, 0);
    flow->setSpacing(spacing);
    flow->setFillsLines(true);
    return flow;
}

/// Two that stay on one line; `wide` takes the room that there is.
QWidget* together(QWidget& first, QWidget& second, QWidget& wide)
{
    auto* pair = new QWidget(first.parentWidget());
    pair->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* layout = new QHBoxLayout(pair);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    for (QWidget* widget : {&first, &second})
        layout->addWidget(widget, widget == &wide ? 1 : 0);
    return pair;
}

QWidget* makePanel(Workspace& workspace, Actions& actions, QWidget& parent)
{
    auto* panel = new LatentPanel(workspace.document(), &parent);
    QAction* randomise = actions.add(
        {QStringLiteral("randomise"),
         LatentPanel::tr("A&nother"),
         {Qt::Key_R},
         LatentPanel::tr("Another picture of the many that this model knows: draw the latent anew"),
         QStringLiteral("randomise")});
    QObject::connect(randomise, &QAction::triggered, panel, &LatentPanel::randomise);
    workspace.enableWithModel(*randomise);
    return panel;
}

} // namespace

LatentPanel::LatentPanel(Document& document, QWidget* parent) : QWidget(parent), _document(document)
{
    buildControls();
    connect(_list, &LatentList::lockedChanged, this, [this] {
        // An unlocked dimension joins the truncation with the value it has.
        _psi = _base.follow(shownValues(), _psi, _list->locked());
        showTruncation(_psi);
        showSeed();
        keepHold();
    });
    connect(&_document, &Document::modelChanged, this, &LatentPanel::takeModel);
    connect(&_document, &Document::recipeChanged, this, &LatentPanel::takeRecipe);
    connect(&_document, &Document::latentHoldsRestored, this, &LatentPanel::takeHold);
    connect(&_document.player(), &Player::latentsRanked, this, &LatentPanel::takeEffects);
    takeModel();
}

void LatentPanel::buildControls()
{
    _randomise = new QPushButton(tr("Another"), this);
    _randomise->setObjectName(QStringLiteral("randomise"));
    _randomise->setToolTip(
        tr("Another picture: draws all numbers of the latent anew (R). What is locked stays."));
    _randomise->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(_randomise, &QPushButton::clicked, this, &LatentPanel::randomise);

    _seed = new SeedBox(this);
    _seed->setObjectName(QStringLiteral("latentSeed"));
    _seed->setAccessibleName(tr("Seed of the picture"));
    connect(_seed, &SeedBox::valueChanged, this, &LatentPanel::drawBySeed);
    connect(_seed, &SeedBox::confirmed, this, &LatentPanel::drawBySeed);

    _truncation = new QSlider(Qt::Horizontal, this);
    _truncation->setObjectName(QStringLiteral("truncation"));
    _truncation->setRange(0, sliderSteps);
    _truncation->setSingleStep(1);
    _truncation->setPageStep(10);
    _truncation->setValue(sliderSteps);
    _truncation->setAccessibleName(tr("Spread"));
    explain(*_truncation, QStringLiteral("spread"));
    connect(_truncation, &QSlider::valueChanged, this,
            [this](int value) { truncate(double(value) / sliderSteps); });
    connect(_truncation, &QSlider::sliderReleased, this, [this] {
        _clock.pause();
        _document.endGesture();
    });

    _truncationValue = new QDoubleSpinBox(this);
    _truncationValue->setObjectName(QStringLiteral("truncationValue"));
    _truncationValue->setRange(0.0, 1.0);
    _truncationValue->setSingleStep(0.05);
    _truncationValue->setDecimals(2);
    _truncationValue->setValue(1.0);
    _truncationValue->setKeyboardTracking(false);
    _truncationValue->setAccessibleName(tr("Spread"));
    explain(*_truncationValue, QStringLiteral("spread"));
    connect(_truncationValue, &QDoubleSpinBox::valueChanged, this, &LatentPanel::truncate);

    auto* order = new ChoiceBox(this);
    _order = order;
    _order->setObjectName(QStringLiteral("latentOrder"));
    _order->addItem(tr("By index"));
    _order->addItem(tr("By effect"));
    _order->setToolTip(
        tr("Order of the rows: the numbers' own, or first those that change this picture most."));
    _order->setAccessibleName(tr("Order of the sliders"));
    order->letShrinkTo(8);
    connect(_order, &QComboBox::currentIndexChanged, this, &LatentPanel::chooseOrder);

    _refresh = new QToolButton(this);
    _refresh->setObjectName(QStringLiteral("refreshEffects"));
    _refresh->setIcon(themedIcon(QStringLiteral("refresh")));
    _refresh->setAutoRaise(true);
    _refresh->setFocusPolicy(Qt::TabFocus);
    _refresh->setToolTip(tr("Measure again how much each number changes this picture"));
    _refresh->setAccessibleName(tr("Measure the effects again"));
    connect(_refresh, &QToolButton::clicked, this, &LatentPanel::requestEffects);

    _reset = new QPushButton(tr("Reset"), this);
    _reset->setObjectName(QStringLiteral("latentReset"));
    _reset->setToolTip(tr("Sets all numbers that are not locked to zero, the middle"));
    connect(_reset, &QPushButton::clicked, this, &LatentPanel::reset);

    _list = new LatentList(_document, this); // last, as the keyboard goes from the controls to the list
    _list->setObjectName(QStringLiteral("latentList"));
    setPanelContent(*this, _list);
    _inputList = new LatentList(_document, this);
    _inputList->setObjectName(QStringLiteral("inputList"));
    _inputList->setAccessibleName(tr("Sliders of an input"));
    _lists = new QStackedWidget(this);
    _lists->addWidget(_list);
    _lists->addWidget(_inputList);
    _map = new LatentMap(_document, this);
    _lists->addWidget(_map);

    auto* seedLabel = new TermLabel(tr("Picture seed"), {}, QStringLiteral("seed"), this);
    seedLabel->setBuddy(_seed);
    auto* truncationLabel = new TermLabel(QStringLiteral("spread"), this);
    truncationLabel->setBuddy(_truncation);

    // As high as their lines need, of which a layout would be told only by the whole panel.
    auto* fitting = new FittingScrollArea(this);
    auto* parts = new QWidget(fitting->viewport());
    auto* draws = flow();
    draws->addWidget(_randomise);
    draws->addWidget(together(*seedLabel, *_seed, *_seed));
    auto* scaling = new QHBoxLayout;
    scaling->setSpacing(spacing);
    scaling->addWidget(truncationLabel);
    scaling->addWidget(_truncation, 1);
    scaling->addWidget(_truncationValue);
    _sliderRow = new QWidget(parts);
    auto* sliders = new ChoiceBox(_sliderRow);
    _sliders = sliders;
    _sliders->setObjectName(QStringLiteral("latentSliders"));
    _sliders->setAccessibleName(tr("What is shown to be moved"));
    _sliders->setToolTip(
        tr("What the sliders move: the latent z that is drawn, or what the model makes of it"));
    sliders->letShrinkTo(8);
    connect(_sliders, &QComboBox::currentIndexChanged, this, &LatentPanel::chooseSliders);
    auto* choosing = new QHBoxLayout(_sliderRow);
    choosing->setContentsMargins(0, 0, 0, 0);
    choosing->setSpacing(spacing);
    auto* slidersLabel = new QLabel(tr("Show"), _sliderRow);
    slidersLabel->setBuddy(_sliders);
    choosing->addWidget(slidersLabel);
    choosing->addWidget(_sliders, 1);
    auto* rows = flow();
    _ordering = together(*_order, *_refresh, *_order);
    rows->addWidget(_ordering);
    rows->addWidget(_reset);
    auto* controls = new QVBoxLayout(parts);
    controls->setContentsMargins(8, 8, 8, 6);
    controls->setSpacing(spacing);
    controls->addLayout(draws);
    controls->addLayout(scaling);
    controls->addWidget(new InputControls(_document, parts));
    controls->addWidget(_sliderRow);
    controls->addLayout(rows);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    fitting->setWidget(*parts);
    fitting->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    layout->addWidget(fitting);
    layout->addWidget(_lists, 1);
}

const std::vector<bool>& LatentPanel::locked() const
{
    return _list->locked();
}

void LatentPanel::takeModel()
{
    const auto model = _document.model();
    const QString folder = model ? model->folder : QString();
    const auto space = model ? model->card.latentSpace : nullptr;
    if (folder != _modelFolder || space != _space) {
        _modelFolder = folder;
        _space = space;
        _axes = model ? LatentAxes(model->card) : LatentAxes();
        offerSliders();
        _awaitingEffects = false;
        const QSignalBlocker orderBlocker(_order);
        _order->setCurrentIndex(ByIndex);
        takeHold();
    }
    takeRecipe();
    updateActions();
}

void LatentPanel::takeHold()
{
    const LatentHold& hold = _document.latentHold();
    _base.draw(hold.base);
    _psi = hold.psi;
    _list->setLocked(hold.locked);
    const QSignalBlocker seedBlocker(_seed);
    _seed->setValue(hold.seed.value_or(_document.firstSeed()));
    showTruncation(_psi);
}

void LatentPanel::keepHold()
{
    LatentHold hold;
    hold.psi = _psi;
    if (_psi != 1.0)
        hold.base = _base.values();
    for (std::size_t i = 0; i < locked().size(); ++i)
        if (locked()[i])
            hold.locked.push_back(int(i));
    if (_seed->value() != _document.firstSeed())
        hold.seed = _seed->value();
    _document.setLatentHold(hold);
}

void LatentPanel::takeRecipe()
{
    const double psi = _base.follow(shownValues(), _psi, _list->locked());
    if (psi != _psi) {
        _psi = psi;
        showTruncation(psi);
    }
    showSeed();
    keepHold();
}

bool LatentPanel::isShown(const Draw& draw) const
{
    const std::vector<float>& z = _document.recipe().z;
    const std::vector<bool>& locked = _list->locked();
    if (draw.modelFolder != _modelFolder || draw.z.size() != z.size())
        return false;
    const std::vector<float> values = shownValues();
    const double tolerance = _axes.areDirections() ? directionTolerance : drawTolerance;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!(i < locked.size() && locked[i]) &&
            std::abs(double(values[i]) - _psi * double(draw.values[i])) > tolerance)
            return false;
    // What lies in no direction.
    const std::vector<float> like = _axes.placed(draw.z, values);
    return std::equal(z.begin(), z.end(), like.begin(),
                      [&](float a, float b) { return std::abs(double(a) - double(b)) <= tolerance; });
}

std::vector<float> LatentPanel::shownValues() const
{
    return _axes.values(_document.recipe().z);
}

std::vector<float> LatentPanel::truncated(const std::vector<float>& z) const
{
    return _axes.placed(z, _base.truncated(_psi, shownValues(), _list->locked()));
}

const LatentPanel::Draw* LatentPanel::known(std::uint64_t seed) const
{
    const auto found = std::find_if(_draws.begin(), _draws.end(), [&](const Draw& draw) {
        return draw.seed == seed && draw.modelFolder == _modelFolder;
    });
    return found == _draws.end() ? nullptr : &*found;
}

void LatentPanel::showSeed()
{
    const auto model = _document.model();
    if (!model)
        return;
    if (!known(_seed->value())) {
        std::vector<float> z = drawnWith(_seed->value(), model->card);
        std::vector<float> values = _axes.values(z);
        _draws.push_back({_modelFolder, _seed->value(), std::move(z), std::move(values)});
    }
    bool isDraw = isShown(*known(_seed->value()));
    const auto drawn =
        std::find_if(_draws.begin(), _draws.end(), [this](const Draw& d) { return isShown(d); });
    if (!isDraw && drawn != _draws.end()) {
        // Undo, or a model that is open again: the box follows.
        const QSignalBlocker blocker(_seed);
        _seed->setValue(drawn->seed);
        isDraw = true;
    }
    _seed->setDimmed(!isDraw);
    explain(*_seed, QStringLiteral("seed"),
            isDraw ? tr("This one is the picture's: the same gives the same picture on every machine.")
                   : tr("The picture is not the one of this seed any more; Enter draws that again."));
}

void LatentPanel::drawBySeed()
{
    draw(tr("Draw latent by seed"), _clock.name(QStringLiteral("latent-seed")));
}

void LatentPanel::updateActions()
{
    const bool open = _document.model() != nullptr;
    for (QWidget* widget :
         std::initializer_list<QWidget*>{_randomise, _seed, _truncation, _truncationValue, _order, _reset})
        widget->setEnabled(open);
    _order->setEnabled(open && _lists->currentWidget() == _list);
    _ordering->setVisible(_lists->currentWidget() != _map);
    _refresh->setEnabled(_order->isEnabled() && _order->currentIndex() == ByEffect && !_awaitingEffects);
    showTruncation(_psi);
}

void LatentPanel::randomise()
{
    if (!_document.model())
        return;
    // Another picture than all that were seen already.
    const QSignalBlocker blocker(_seed);
    while (known(_seed->value()))
        _seed->setValue(_seed->value() + 1);
    _clock.pause();
    draw(tr("Another picture"), {});
}

void LatentPanel::draw(const QString& text, const QString& gesture)
{
    const auto model = _document.model();
    if (!model)
        return;
    const std::vector<float> drawn = drawnWith(_seed->value(), model->card);
    Recipe next = _document.recipe();
    if (drawn.size() != next.z.size())
        return;
    _base.draw(_axes.values(drawn));
    next.z = truncated(drawn);
    _document.change(text, next, gesture);
    showSeed();
    keepHold();
}

void LatentPanel::truncate(double psi)
{
    if (psi == _psi)
        return;
    _psi = psi;
    showTruncation(psi);
    Recipe next = _document.recipe();
    next.z = truncated(next.z);
    if (next.z != _document.recipe().z)
        _document.change(tr("Change the spread"), next, _clock.name(QStringLiteral("latent-truncation")));
    keepHold();
}

void LatentPanel::showTruncation(double psi)
{
    const QSignalBlocker sliderBlocker(_truncation);
    const QSignalBlocker valueBlocker(_truncationValue);
    _truncation->setValue(int(std::lround(psi * sliderSteps)));
    _truncationValue->setValue(psi);
}

void LatentPanel::offerSliders()
{
    const auto model = _document.model();
    _sliderInputs.clear();
    if (model)
        std::ranges::copy_if(model->card.inputs, std::back_inserter(_sliderInputs), hasSliders);
    const QSignalBlocker blocker(_sliders);
    _sliders->clear();
    _sliders->addItem(_axes.areDirections() ? tr("Principal directions of the latent") : tr("The latent, z"));
    for (const NetworkInput& input : _sliderInputs)
        _sliders->addItem(input.name == "directions" ? tr("Principal directions of the style, w")
                                                     : QString::fromStdString(input.name));
    _mapChoice = -1;
    if (model && isLatentMap(model->card.latentShape)) {
        _mapChoice = _sliders->count();
        _sliders->addItem(tr("Maps to paint on"));
    }
    _sliderRow->setVisible(_sliders->count() > 1);
    // Thousands of sliders, of which each moves one place, are not what anybody is looking for.
    const int first = _mapChoice > 0 && !_axes.areDirections() ? _mapChoice : 0;
    _sliders->setCurrentIndex(first);
    chooseSliders(first);
}

void LatentPanel::chooseSliders(int chosen)
{
    QWidget* page = _list;
    if (chosen == _mapChoice) {
        page = _map;
    } else if (chosen > 0) {
        _inputList->setInput(_sliderInputs[std::size_t(chosen - 1)]);
        page = _inputList;
    }
    _lists->setCurrentWidget(page);
    updateActions();
}

void LatentPanel::resetInput()
{
    const NetworkInput& input = _sliderInputs[std::size_t(_sliders->currentIndex() - 1)];
    Recipe next = _document.recipe();
    if (next.inputs.erase(input.name) > 0)
        _document.change(tr("Reset %1").arg(_sliders->currentText()), next);
}

void LatentPanel::reset()
{
    if (_lists->currentWidget() == _inputList) {
        resetInput();
        return;
    }
    std::vector<float> values = shownValues();
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!(i < _list->locked().size() && _list->locked()[i]))
            values[i] = 0.0f;
    Recipe next = _document.recipe();
    next.z = _axes.placed(next.z, values);
    if (next.z == _document.recipe().z)
        return;
    _document.change(tr("Reset latent"), next);
}

void LatentPanel::chooseOrder()
{
    if (_order->currentIndex() == ByEffect) {
        requestEffects();
    } else {
        _awaitingEffects = false;
        _list->setOrder({});
        _list->setEffects({});
    }
    updateActions();
}

void LatentPanel::requestEffects()
{
    if (!_document.model())
        return;
    _awaitingEffects = true;
    updateActions();
    _document.player().rankLatents(_document.recipe());
}

void LatentPanel::takeEffects(const std::vector<float>& effects)
{
    _awaitingEffects = false;
    updateActions();
    if (_order->currentIndex() != ByEffect || effects.size() != shownValues().size())
        return;
    std::vector<int> order(effects.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return effects[std::size_t(a)] > effects[std::size_t(b)]; });
    _list->setOrder(std::move(order));
    _list->setEffects(effects);
}

const PanelKind& latentPanel()
{
    static const PanelKind kind{
        "latentDock", [] { return LatentPanel::tr("Latent"); }, Qt::LeftDockWidgetArea, nullptr, &makePanel,
        "latent"};
    return kind;
}

} // namespace flipside
