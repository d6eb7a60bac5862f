// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/play/play_bar.h"

#include "core/schemes/scheme.h"
#include "ui/actions/actions.h"
#include "ui/document/live_scheme.h"
#include "ui/guide/guide_opener.h"
#include "ui/play/kept_strip.h"
#include "ui/play/word_slider.h"
#include "ui/style/relative_font.h"
#include "ui/workspace/workspace.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace flipside {
namespace {

constexpr double largeText = 1.3;
/// γ of the slider's places. Beyond the last, most decoders show little but noise.
constexpr double gammaPlaces = 10.0; ///< for 1
constexpr double largestGamma = 6.0;
/// Flipping more than this share of a layer leaves nothing of the picture.
constexpr double largestShare = 0.5;
/// From one place of *How many* to the next.
constexpr double countRatio = 1.25;

const Scheme* schemeOf(const SchemeCall& call)
{
    const auto schemes = allSchemes();
    const auto found = std::ranges::find(schemes, call.name, &Scheme::name);
    return found == schemes.end() ? nullptr : *found;
}

/// The words of a tool tip with the action's key, which a person may change.
void showKey(QPushButton& button, const QAction& action, const QString& tip)
{
    const auto show = [&button, &action, tip] { button.setToolTip(withKey(tip, action.shortcut())); };
    QObject::connect(&action, &QAction::changed, &button, show);
    show();
}

} // namespace

PlayBar::PlayBar(Workspace& workspace, Actions& actions, QWidget* parent)
    : QWidget(parent), _document(workspace.document()), _actions(actions)
{
    setObjectName(QStringLiteral("playBar"));
    setGuideSection(*this, QStringLiteral("play-lab-and-other-workspaces"));
    setAttribute(Qt::WA_StyledBackground);
    buildSliders();
    auto* controls = new QHBoxLayout;
    controls->setSpacing(5);
    controls->addWidget(
        button("randomise", tr("Another"), tr("Another picture of the many that this model knows")));
    for (WordSlider* slider : {_strange, _many, _where}) {
        // Where there is room, the words at the ends of two sliders do not stand as one phrase.
        controls->addItem(new QSpacerItem(18, 0, QSizePolicy::Maximum));
        controls->addWidget(slider, 1);
    }
    controls->addItem(new QSpacerItem(18, 0, QSizePolicy::Maximum));
    QPushButton* wake =
        button("coactivate", tr("Wake"), tr("Wake a few neurons that are quiet now; again for others"));
    wake->setProperty("primary", true);
    setRelativeFont(*wake, largeText, true);
    controls->addWidget(wake);

    auto* keep = new QToolButton(this);
    keep->setDefaultAction(actions[QStringLiteral("keep")]);
    keep->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    auto* lab = new QPushButton(tr("Open the Lab"), this);
    showKey(*lab, *actions[QStringLiteral("other-surface")],
            tr("Sliders, neurons and all the rest, of the same picture"));
    connect(lab, &QPushButton::clicked, actions[QStringLiteral("arrange-lab")], &QAction::trigger);
    auto* kept = new QHBoxLayout;
    kept->setSpacing(8);
    kept->addWidget(keep);
    kept->addWidget(new KeptStrip(workspace, *keep->defaultAction(), this), 1);
    kept->addWidget(lab);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 8);
    layout->setSpacing(8);
    layout->addLayout(controls);
    layout->addLayout(kept);

    connect(&_document, &Document::modelChanged, this, &PlayBar::takeModel);
    connect(&_document.scheme(), &LiveScheme::changed, this, &PlayBar::showCall);
    takeModel();
}

QPushButton* PlayBar::button(const char* action, const QString& text, const QString& tip)
{
    QAction* deed = _actions[QLatin1String(action)];
    auto* button = new QPushButton(text, this);
    setRelativeFont(*button, largeText);
    showKey(*button, *deed, tip);
    button->setEnabled(deed->isEnabled());
    connect(button, &QPushButton::clicked, deed, &QAction::trigger);
    connect(deed, &QAction::enabledChanged, button, &QWidget::setEnabled);
    return button;
}

void PlayBar::buildSliders()
{
    _strange = new WordSlider(tr("How strange"), tr("a little"), tr("wildly"), this);
    _strange->setLast(int(std::lround(largestGamma * gammaPlaces)));
    _strange->setExplanation(QStringLiteral("strength"),
                             tr("How strongly the neurons that were woken speak"));
    _many = new WordSlider(tr("How many neurons"), tr("one"), tr("many"), this);
    _many->setExplanation(QStringLiteral("quiet-neurons"), tr("How many neurons are woken together"));
    _where = new WordSlider(tr("Where"), tr("the whole"), tr("the details"), this);
    _where->setExplanation(QStringLiteral("layer"),
                           tr("Whether they change what the whole picture is, or its fine details"));
    connect(_strange, &WordSlider::moved, this, [this](int place) {
        change(QStringLiteral("gamma"), [&](SchemeCall& call) { call.gamma = place / gammaPlaces; });
    });
    connect(_many, &WordSlider::moved, this, [this](int place) {
        change(QStringLiteral("neurons"),
               [&](SchemeCall& call) { call.neurons = counts()[std::size_t(place)]; });
    });
    connect(_where, &WordSlider::moved, this, [this](int place) {
        change(QStringLiteral("layer"),
               [&](SchemeCall& call) { call.layer = _document.model()->card.layers[std::size_t(place)].id; });
    });
}

void PlayBar::takeModel()
{
    const auto model = _document.model();
    if (model)
        _where->setLast(int(model->card.layers.size()) - 1);
    showCall();
}

void PlayBar::showCall()
{
    const auto model = _document.model();
    const SchemeCall& call = _document.scheme().call();
    const Scheme* scheme = schemeOf(call);
    const bool canChoose = model && model->profile && scheme;
    _strange->setEnabled(canChoose && scheme->setsOnValues());
    _many->setEnabled(canChoose && scheme->choosesNeurons());
    _where->setEnabled(canChoose && scheme->choosesNeurons());
    if (!model)
        return;
    const std::vector<int> places = counts();
    _many->setLast(int(places.size()) - 1);
    _many->show(int(std::ranges::lower_bound(places, call.neurons) - places.begin()));
    _many->setValueText(QLocale().toString(call.neurons));
    _strange->show(int(std::lround(call.gamma * gammaPlaces)));
    _where->show(model->card.layerIndex(call.layer));
}

void PlayBar::change(const QString& what, const std::function<void(SchemeCall&)>& set)
{
    if (!_document.model())
        return;
    SchemeCall call = _document.scheme().call();
    set(call);
    _document.scheme().change(call, what);
    if (_document.recipe().edits.empty() && !_document.isChoosing())
        _document.scheme().apply();
}

std::vector<int> PlayBar::counts() const
{
    const ModelCard& card = _document.model()->card;
    const int layer = card.layerIndex(_document.scheme().call().layer);
    const int units = layer < 0 ? 1 : card.layers[std::size_t(layer)].units;
    const int most = std::max(1, int(units * largestShare));
    std::vector<int> counts;
    for (int count = 1; count <= most; count = std::max(count + 1, int(count * countRatio)))
        counts.push_back(count);
    return counts;
}

} // namespace flipside
