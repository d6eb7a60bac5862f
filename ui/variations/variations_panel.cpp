// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/variations/variations_panel.h"

#include "ui/document/layer_choice.h"
#include "ui/document/live_scheme.h"
#include "ui/pictures/canvas_images.h"
#include "ui/style/theme_icons.h"
#include "ui/variations/variation_grid.h"
#include "ui/variations/variation_preview.h"
#include "ui/widgets/choice_box.h"
#include "ui/workspace/panel_content.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/workspace.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>
#include <map>
#include <stop_token>
#include <utility>

namespace flipside {
namespace {

constexpr int strengthSteps = 100;
constexpr int standardSide = 5;
constexpr int barSpacing = 8;
/// Less room than this beside the grid is not worth a preview.
constexpr int narrowestPreview = 200;

std::size_t indexOf(VariationKind kind)
{
    return std::size_t(kind);
}

QWidget* makePanel(Workspace& workspace, Actions& /*actions*/, QWidget& parent)
{
    return new VariationsPanel(workspace.document(), &parent);
}

} // namespace

VariationsPanel::VariationsPanel(Document& document, QWidget* parent) : QWidget(parent), _document(document)
{
    _locks[indexOf(VariationKind::LatentSteps)] = {false, true};
    _locks[indexOf(VariationKind::SingleFlips)] = {true, false};
    buildControls();
    _grid = new VariationGrid(this);
    setPanelContent(*this, _grid);
    _preview = new VariationPreview(this);
    auto* views = new QHBoxLayout;
    views->setContentsMargins(0, 0, 0, 0);
    views->setSpacing(16);
    views->addWidget(_grid, 1);
    views->addWidget(_preview, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 8);
    layout->setSpacing(4);
    // Narrower than one row of controls it gives them two.
    layout->setSizeConstraint(QLayout::SetNoConstraint);
    layout->addLayout(controlBar());
    layout->addLayout(views, 1);

    connect(&_restart, &LiveRestart::due, this, &VariationsPanel::makeSheet);
    connect(_grid, &PictureGrid::pointedChanged, this, &VariationsPanel::showPointed);
    connect(_grid, &VariationGrid::chosen, this, &VariationsPanel::adopt);
    connect(&_document, &Document::modelChanged, this, &VariationsPanel::takeModel);
    for (const auto change :
         {&Document::recipeChanged, &Document::latentHoldChanged, &Document::latentHoldsRestored})
        connect(&_document, change, this, &VariationsPanel::schedule);
    connect(&_document.scheme(), &LiveScheme::changed, this, &VariationsPanel::schedule);
    connect(&_instrument, &BackgroundInstrument::finished, this, [this] {
        _grid->dropAged();
        emit completed();
    });
    connect(&_instrument, &BackgroundInstrument::failed, this, [this](QString sentence) {
        sentence[0] = sentence[0].toUpper();
        _grid->clear();
        _grid->setNothing(sentence + QLatin1Char('.'));
        showPointed();
    });
    takeModel();
    showKind();
}

void VariationsPanel::buildControls()
{
    _kind = new ChoiceBox(this);
    _kind->setObjectName(QStringLiteral("variationKind"));
    _kind->setAccessibleName(tr("Kind of variations"));
    _kind->addItems({tr("Other flips"), tr("Steps in the latent"), tr("Single flips")});
    _kind->setToolTip(
        tr("Other choices of the scheme under Creative decoding, small steps in the latent, or each "
           "neuron of a layer flipped alone, those first that change the picture most"));
    auto* layer = new ChoiceBox(this);
    _layer = layer;
    _layer->setObjectName(QStringLiteral("variationLayer"));
    _layer->setAccessibleName(tr("Layer"));
    _layer->setToolTip(tr("The layer whose neurons are flipped one by one"));
    layer->letShrinkTo(7);
    _side = new ChoiceBox(this);
    _side->setObjectName(QStringLiteral("variationSide"));
    _side->setAccessibleName(tr("Size of the grid"));
    _side->setToolTip(tr("How many pictures the grid has, across and down"));
    for (int side = smallestSheet; side <= largestSheet; ++side)
        _side->addItem(tr("%1 × %1").arg(side), side);
    _side->setCurrentIndex(_side->findData(standardSide));
    _strength = new QSlider(Qt::Horizontal, this);
    _strength->setObjectName(QStringLiteral("variationStrength"));
    _strength->setAccessibleName(tr("How far"));
    _strength->setRange(0, strengthSteps);
    _strength->setPageStep(10);
    _strength->setValue(int(std::lround(standardStrength * strengthSteps)));
    _strength->setMinimumWidth(40);
    _strength->setMaximumWidth(160);
    _keepLatent = new QCheckBox(tr("Keep latent"), this);
    _keepLatent->setObjectName(QStringLiteral("variationKeepLatent"));
    _keepEdits = new QCheckBox(tr("Keep flips"), this);
    _keepEdits->setObjectName(QStringLiteral("variationKeepFlips"));
    _newSeed = new QToolButton(this);
    _newSeed->setObjectName(QStringLiteral("variationNewSeed"));
    _newSeed->setIcon(themedIcon(QStringLiteral("another")));
    _newSeed->setAccessibleName(tr("Other variations"));
    _newSeed->setFocusPolicy(Qt::TabFocus);

    connect(_kind, &QComboBox::currentIndexChanged, this, &VariationsPanel::showKind);
    connect(_layer, &QComboBox::currentIndexChanged, this, &VariationsPanel::schedule);
    connect(_side, &QComboBox::currentIndexChanged, this, &VariationsPanel::schedule);
    connect(_strength, &QSlider::valueChanged, this, &VariationsPanel::schedule);
    connect(_keepLatent, &QCheckBox::toggled, this, &VariationsPanel::takeLocks);
    connect(_keepEdits, &QCheckBox::toggled, this, &VariationsPanel::takeLocks);
    connect(_newSeed, &QToolButton::clicked, this, [this] {
        ++_seed;
        schedule();
    });
}

QLayout* VariationsPanel::controlBar()
{
    auto* caption = new QLabel(tr("How far"), this);
    caption->setForegroundRole(QPalette::PlaceholderText);
    caption->setBuddy(_strength);
    auto* what = new QHBoxLayout;
    what->setSpacing(barSpacing);
    for (QWidget* widget : {_kind, _layer, _side})
        what->addWidget(widget);
    what->addStretch(0);
    auto* how = new QHBoxLayout;
    how->setSpacing(barSpacing);
    how->addWidget(caption);
    how->addWidget(_strength, 1);
    how->addWidget(_keepLatent);
    how->addWidget(_keepEdits);
    how->addStretch(0);
    how->addWidget(_newSeed);
    _bar = new QBoxLayout(QBoxLayout::LeftToRight);
    _bar->setContentsMargins(0, 0, 0, 0);
    _bar->setSpacing(barSpacing);
    _bar->addLayout(what);
    _bar->addLayout(how, 1);
    return _bar;
}

void VariationsPanel::fitParts()
{
    int needed = barSpacing;
    for (int i = 0; i < _bar->count(); ++i)
        needed += _bar->itemAt(i)->minimumSize().width();
    const QMargins margins = layout()->contentsMargins();
    const int room = width() - margins.left() - margins.right();
    _bar->setDirection(needed <= room ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    layout()->activate();
    const int side = height() - margins.bottom() - _grid->y();
    _preview->setVisible(room - side >= narrowestPreview);
    _grid->setMaximumWidth(_preview->isHidden() ? QWIDGETSIZE_MAX : std::max(1, side));
}

void VariationsPanel::showPointed()
{
    const int pointed = _grid->pointed();
    const int cell = pointed < 0 ? _grid->centre() : pointed;
    const bool isThere = cell >= 0 && _grid->variation(cell);
    _preview->setPicture(isThere ? _grid->picture(cell) : QImage(),
                         pointed >= 0 && isThere ? _grid->cellText(cell)
                         : _grid->nothing().isEmpty()
                             ? tr("Point at a picture to see it here; a click adopts it.")
                             : QString());
}

VariationKind VariationsPanel::chosenKind() const
{
    return VariationKind(_kind->currentIndex());
}

void VariationsPanel::takeModel()
{
    const auto model = _document.model();
    const bool isSame = model && _model && model->folder == _model->folder;
    // The same model was read again because its files have changed.
    _instrument.forget();
    _asked.reset();
    _model = model;
    if (!isSame) {
        const QSignalBlocker quiet(_layer);
        offerLayers(*_layer, model ? model->card : ModelCard());
        _instrument.stop();
        _grid->clear();
    }
    for (QWidget* control :
         std::initializer_list<QWidget*>{_kind, _layer, _side, _strength, _keepLatent, _keepEdits, _newSeed})
        control->setEnabled(model != nullptr);
    showKind();
}

void VariationsPanel::showKind()
{
    const VariationKind shown = chosenKind();
    _layer->setVisible(shown == VariationKind::SingleFlips);
    fitParts();
    const QSignalBlocker quietLatent(_keepLatent), quietEdits(_keepEdits);
    const Locks& locks = _locks[indexOf(shown)];
    _keepLatent->setChecked(locks.latent);
    _keepEdits->setChecked(locks.edits);
    _keepLatent->setEnabled(_model && shown == VariationKind::SchemeRolls);
    _newSeed->setEnabled(_model && shown != VariationKind::SingleFlips);
    _newSeed->setToolTip(shown == VariationKind::SingleFlips ? tr("Single flips leave nothing to chance")
                                                             : tr("Other variations of the same kind"));
    switch (shown) {
    case VariationKind::SchemeRolls:
        _strength->setToolTip(tr("How strong the flips are: in the middle as under Creative decoding, "
                                 "at the end twice that"));
        _keepLatent->setToolTip(tr("The latent stays; otherwise it moves too, further towards the corners"));
        _keepEdits->setToolTip(tr("The present flips stay, and the scheme's come on top of them"));
        break;
    case VariationKind::LatentSteps:
        _strength->setToolTip(
            tr("How far the latent moves; at the end the corners are draws of their own. What is "
               "locked stays."));
        _keepLatent->setToolTip(tr("Steps in the latent cannot leave it as it is"));
        _keepEdits->setToolTip(tr("The present flips stay; otherwise some are dropped, more towards the "
                                  "corners"));
        break;
    case VariationKind::SingleFlips:
        _strength->setToolTip(tr("How strong a flip is: in the middle as a click on the neuron makes it, "
                                 "at the end twice that"));
        _keepLatent->setToolTip(tr("Single flips never move the latent"));
        _keepEdits->setToolTip(tr("Neurons that are flipped already stay so, instead of being released"));
        break;
    }
    schedule();
}

void VariationsPanel::takeLocks()
{
    _locks[indexOf(chosenKind())] = {_keepLatent->isChecked(), _keepEdits->isChecked()};
    schedule();
}

VariationWish VariationsPanel::wish() const
{
    VariationWish wish;
    wish.around = _document.recipe();
    wish.kind = chosenKind();
    wish.side = _side->currentData().toInt();
    wish.strength = double(_strength->value()) / strengthSteps;
    wish.keepLatent = _keepLatent->isChecked();
    wish.keepEdits = _keepEdits->isChecked();
    // What does not matter for this kind is left out, so that a change of it makes no other sheet.
    if (wish.kind == VariationKind::SingleFlips) {
        wish.layer = std::max(0, _layer->currentIndex());
        return wish;
    }
    wish.seed = _seed;
    if (wish.kind == VariationKind::SchemeRolls) {
        wish.call = _document.scheme().call();
        wish.call.seed = 0; // rolls have their own
    }
    if (!wish.keepLatent)
        wish.lockedLatents = _document.latentHold().mask();
    return wish;
}

QString VariationsPanel::obstacle() const
{
    if (!_model)
        return tr("Open a model to see variations of its pictures.");
    if (chosenKind() == VariationKind::SchemeRolls && !_model->profile)
        return tr(
            "It is not known yet how often this model's neurons are on, so schemes cannot choose among them. "
            "Tools › Profile this model finds it out; steps in the latent need nothing.");
    return {};
}

void VariationsPanel::paintEvent(QPaintEvent* event)
{
    QWidget::paintEvent(event);
    // A panel behind another one's tab is not hidden, and it is not painted either.
    if (!_asked)
        schedule();
}

void VariationsPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitParts();
}

void VariationsPanel::schedule()
{
    if (visibleRegion().isEmpty()) {
        _asked.reset();
        _instrument.stop();
    } else {
        _restart.ask();
    }
}

void VariationsPanel::makeSheet()
{
    if (visibleRegion().isEmpty())
        return;
    VariationWish next = wish();
    if (_asked == next)
        return;
    _asked = next;
    if (const QString sentence = obstacle(); !sentence.isEmpty()) {
        _instrument.stop();
        _grid->setNothing(sentence);
        showPointed();
        return;
    }
    _restart.begin();
    _grid->begin(next.side, _model->card);
    _instrument.start(_model->folder, [this, wish = std::move(next)](Instrument& instrument,
                                                                     const BackgroundInstrument::Tell& tell,
                                                                     const std::stop_token& stop) {
        // A ranking moves pictures about: each is converted once.
        std::map<std::shared_ptr<const Variation>, QImage> pictures;
        const auto shown = [&](int cell, const std::shared_ptr<const Variation>& variation) {
            const auto [found, isNew] = pictures.try_emplace(variation);
            if (isNew)
                found->second = toQImage(variation->image);
            return ShownVariation{cell, variation, found->second};
        };
        makeVariations(
            instrument, wish,
            [&](const auto& present, const std::vector<PlacedVariation>& placed) {
                std::vector<ShownVariation> cells;
                cells.reserve(placed.size());
                for (const PlacedVariation& one : placed)
                    cells.push_back(shown(one.place.row * wish.side + one.place.column, one.variation));
                tell([this, middle = shown(0, present), cells = std::move(cells)] {
                    _restart.answer();
                    _grid->take(middle, cells);
                    showPointed();
                    emit advanced();
                });
            },
            stop);
    });
}

void VariationsPanel::adopt(const Recipe& recipe)
{
    _document.change(tr("Adopt a variation"), recipe);
}

const PanelKind& variationsPanel()
{
    static const PanelKind kind{"variationsDock",
                                [] { return VariationsPanel::tr("Variations"); },
                                Qt::BottomDockWidgetArea,
                                "neuronsDock",
                                &makePanel,
                                "variations",
                                true};
    return kind;
}

} // namespace flipside
