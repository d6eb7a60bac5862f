// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/creative/creative_panel.h"

#include "core/schemes/scheme.h"
#include "ui/actions/actions.h"
#include "ui/creative/creative_controls.h"
#include "ui/creative/creative_flips.h"
#include "ui/document/live_scheme.h"
#include "ui/widgets/fitting_scroll_area.h"
#include "ui/widgets/flow_layout.h"
#include "ui/workspace/panel_content.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/workspace.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace flipside {
namespace {

/// Of the controls, for these to scroll by themselves.
constexpr int leastLines = 10;

QWidget* makePanel(Workspace& workspace, Actions& actions, QWidget& parent)
{
    Document& document = workspace.document();
    auto* panel = new CreativePanel(document, &parent);
    QAction* coactivate =
        actions.add({QStringLiteral("coactivate"),
                     CreativePanel::tr("&Wake"),
                     {Qt::Key_Space},
                     CreativePanel::tr("Wake neurons that the scheme chooses; again for others"),
                     QStringLiteral("coactivate")});
    QObject::connect(coactivate, &QAction::triggered, &document.scheme(), &LiveScheme::apply);
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
    if (parent)
        parent->installEventFilter(this);
    _scroll = new FittingScrollArea(this);
    _below = new FittingScrollArea(this);
    _controls = new CreativeControls(_scroll->viewport());
    connect(_controls, &CreativeControls::coactivateClicked, &document.scheme(), &LiveScheme::apply);
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

    auto* title = new FlowLayout;
    title->setContentsMargins(0, 0, 0, 0);
    title->setFillsLines(true);
    _flipsTitle->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    title->addWidget(_flipsTitle);
    title->addWidget(_clear);
    _controls->setContentsMargins(10, 8, 10, 0);
    auto* bottom = new QWidget(_below->viewport());
    auto* lines = new QVBoxLayout(bottom);
    lines->setContentsMargins(10, 6, 10, 6);
    lines->setSpacing(6);
    lines->addWidget(&_controls->footer());
    lines->addLayout(title);
    _scroll->setWidget(*_controls);
    _below->setWidget(*bottom);
    _below->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(_scroll);
    layout->addWidget(_below);
    layout->addWidget(_flips, 1);

    LiveScheme& scheme = document.scheme();
    connect(_controls, &CreativeControls::changed, &scheme,
            [this, &scheme](const QString& what) { scheme.change(_controls->call(), what); });
    connect(&scheme, &LiveScheme::changed, _controls, [this, &scheme] { _controls->setCall(scheme.call()); });
    connect(_flips, &FlipsView::countChanged, this, &CreativePanel::showCount);
    connect(&_document, &Document::modelChanged, this, &CreativePanel::takeModel);
    connect(&_document, &Document::recipeChanged, this, &CreativePanel::takeRecipe);
    showCount(_flips->count());
    takeModel();
}

bool CreativePanel::event(QEvent* event)
{
    if (event->type() == QEvent::ParentAboutToChange && parent())
        parent()->removeEventFilter(this);
    else if (event->type() == QEvent::ParentChange && parent())
        parent()->installEventFilter(this);
    else if (event->type() == QEvent::LayoutRequest && parent())
        fitInto(parentWidget()->height());
    return QWidget::event(event);
}

bool CreativePanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parent() && event->type() == QEvent::Resize)
        fitInto(parentWidget()->height());
    return QWidget::eventFilter(watched, event);
}

void CreativePanel::fitInto(int height)
{
    const int needed = leastLines * fontMetrics().lineSpacing() + _below->sizeHint().height() +
                       _flips->minimumSizeHint().height();
    _scroll->setSizePolicy(QSizePolicy::Preferred,
                           height < needed ? QSizePolicy::Minimum : QSizePolicy::Preferred);
}

void CreativePanel::takeModel()
{
    const auto model = _document.model();
    if (model && std::exchange(_modelFolder, model->folder) != model->folder)
        _controls->setCard(model->card);
    _controls->setProfile(model ? model->profile : nullptr);
    for (QWidget* part : {static_cast<QWidget*>(_controls), &_controls->footer()})
        part->setEnabled(model && model->profile);
    _controls->setCall(_document.scheme().call());
    takeRecipe();
}

void CreativePanel::takeRecipe()
{
    _flips->setHint(hint());
    _controls->setSeedDimmed(_document.scheme().isOverruled());
}

QString CreativePanel::hint() const
{
    const auto model = _document.model();
    if (!model)
        return {};
    if (!model->profile)
        return tr("It is not known yet how often this model's neurons are on, so schemes cannot choose among "
                  "them. The "
                  "status bar says whether it is being found out; Tools › Profile this model begins it.");
    const Recipe& recipe = _document.recipe();
    const int flips = flippedNeurons(recipe);
    if (missingNeurons(recipe) > 0 && flips == 0)
        return tr("No neuron qualifies for this scheme and this latent. Try another layer, or wider limits.");
    if (missingNeurons(recipe) > 0)
        return tr("Only %1 of %2 neurons qualify for this scheme and this latent.")
            .arg(flips)
            .arg(recipe.scheme->neurons);
    if (_document.scheme().isOverruled() && flips > 0)
        return tr("These flips are not what the scheme chose. Wake applies these settings.");
    return {};
}

void CreativePanel::showCount(int count)
{
    // The keyboard stays in the panel, but at nothing that a key would set off.
    const bool leavesFlips = count == 0 && (_flips->hasFocus() || _clear->hasFocus());
    setPanelContent(*this, count > 0 ? _flips : nullptr);
    if (leavesFlips)
        setFocus();
    _flipsTitle->setText(count == 0 ? tr("Flips") : tr("Flips (%1)").arg(count));
    _clear->setEnabled(count > 0);
}

const PanelKind& creativePanel()
{
    static const PanelKind kind{"creativeDock",
                                [] { return CreativePanel::tr("Creative decoding"); },
                                Qt::LeftDockWidgetArea,
                                nullptr,
                                &makePanel,
                                "creative-decoding"};
    return kind;
}

} // namespace flipside
