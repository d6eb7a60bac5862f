// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/creative/creative_panel.h"

#include "core/schemes/scheme.h"
#include "ui/actions/actions.h"
#include "ui/creative/creative_controls.h"
#include "ui/creative/creative_flips.h"
#include "ui/widgets/fitting_scroll_area.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/workspace.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace flipside {
namespace {

QWidget* makePanel(Workspace& workspace, Actions& actions)
{
    Document& document = workspace.document();
    auto* panel = new CreativePanel(document);
    QAction* coactivate = actions.add({QStringLiteral("coactivate"),
                                       CreativePanel::tr("Co-&activate"),
                                       {Qt::Key_Space},
                                       CreativePanel::tr("Let the scheme choose neurons to flip"),
                                       QStringLiteral("coactivate")});
    QObject::connect(coactivate, &QAction::triggered, panel, &CreativePanel::coactivate);
    const auto update = [coactivate, &document] {
        coactivate->setEnabled(document.model() && document.model()->profile);
    };
    QObject::connect(&document, &Document::modelChanged, coactivate, update);
    update();
    return panel;
}

} // namespace

CreativePanel::CreativePanel(Document& document, QWidget* parent) : QWidget(parent), _document(document)
{
    _controls = new CreativeControls(this);
    connect(_controls, &CreativeControls::coactivateClicked, this, &CreativePanel::coactivate);
    _flipsTitle = new QLabel(this);
    _flipsTitle->setObjectName(QStringLiteral("flipsTitle"));
    QFont bold = font();
    bold.setBold(true);
    _flipsTitle->setFont(bold);
    _clear = new QPushButton(tr("Clear all"), this);
    _clear->setObjectName(QStringLiteral("clearFlips"));
    _clear->setToolTip(tr("Release every flipped neuron"));
    connect(_clear, &QPushButton::clicked, &_document, &Document::clearFlips);
    _flips = new FlipsView(_document, this);
    _flips->setObjectName(QStringLiteral("flips"));

    auto* title = new QHBoxLayout;
    title->addWidget(_flipsTitle);
    title->addStretch(1);
    title->addWidget(_clear);
    _controls->setContentsMargins(10, 8, 10, 0);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(10, 6, 10, 6);
    top->setSpacing(6);
    top->addLayout(title);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new FittingScrollArea(*_controls, this));
    layout->addLayout(top);
    layout->addWidget(_flips, 1);

    connect(_controls, &CreativeControls::changed, this, &CreativePanel::takeControls);
    connect(_flips, &FlipsView::countChanged, this, &CreativePanel::showCount);
    connect(&_document, &Document::modelChanged, this, &CreativePanel::takeModel);
    connect(&_document, &Document::recipeChanged, this, &CreativePanel::takeRecipe);
    showCount(_flips->count());
    takeModel();
}

SchemeCall CreativePanel::call() const
{
    return _controls->call();
}

void CreativePanel::takeModel()
{
    const auto model = _document.model();
    const QString folder = model ? model->folder : QString();
    if (folder != _modelFolder) {
        _modelFolder = folder;
        _applied.reset();
        if (model)
            _controls->setCard(model->card);
    }
    _controls->setProfile(model ? model->profile : nullptr);
    const bool canChoose = model && model->profile;
    _controls->setEnabled(canChoose);
    takeRecipe();
    _document.setSchemeCall(call());
}

void CreativePanel::takeRecipe()
{
    _flips->setHint(hint());
    const std::optional<SchemeCall>& scheme = _document.recipe().scheme;
    _controls->setSeedDimmed(_applied && !scheme);
    const bool comesBack = !std::exchange(_hasScheme, scheme.has_value());
    if (!scheme || (scheme == _applied && !comesBack))
        return;
    // Undo, or a recipe from elsewhere: the controls show how its flips were chosen.
    _applied = scheme;
    _controls->setCall(*scheme);
    _document.setSchemeCall(call());
}

QString CreativePanel::hint() const
{
    const auto model = _document.model();
    if (!model)
        return {};
    if (!model->profile)
        return tr(
            "This model has no activation profile yet, so schemes cannot choose neurons. The status bar says "
            "whether one is being made; Tools › Profile this model begins it.");
    const Recipe& recipe = _document.recipe();
    const int flips = flippedNeurons(recipe);
    if (missingNeurons(recipe) > 0 && flips == 0)
        return tr("No neuron qualifies for this scheme and this latent. Try another layer, or wider limits.");
    if (missingNeurons(recipe) > 0)
        return tr("Only %1 of %2 neurons qualify for this scheme and this latent.")
            .arg(flips)
            .arg(recipe.scheme->neurons);
    if (!recipe.scheme && _applied && flips > 0)
        return tr("These flips are not what the scheme chose. Co-activate applies these settings.");
    return {};
}

void CreativePanel::takeControls(const QString& what)
{
    _document.setSchemeCall(call());
    if (!_document.recipe().scheme)
        return;
    _applied = _controls->call();
    _document.coactivate(*_applied, _clock.name(QStringLiteral("scheme-") + what));
}

void CreativePanel::coactivate()
{
    if (!_document.model() || !_document.model()->profile)
        return;
    // The same choice once more would look as if nothing had happened.
    if (_applied && _applied->seed == _controls->call().seed)
        _controls->advanceSeed();
    _clock.pause();
    _applied = _controls->call();
    _document.coactivate(*_applied);
}

void CreativePanel::showCount(int count)
{
    // The keyboard stays in the panel, but at nothing that a key would set off.
    const bool leavesFlips = count == 0 && (_flips->hasFocus() || _clear->hasFocus());
    setFocusProxy(count > 0 ? _flips : nullptr);
    if (leavesFlips)
        setFocus();
    _flipsTitle->setText(count == 0 ? tr("Flips") : tr("Flips (%1)").arg(count));
    _clear->setEnabled(count > 0);
}

const PanelKind& creativePanel()
{
    static const PanelKind kind{"creativeDock", [] { return CreativePanel::tr("Creative decoding"); },
                                Qt::RightDockWidgetArea, nullptr, &makePanel};
    return kind;
}

} // namespace flipside
