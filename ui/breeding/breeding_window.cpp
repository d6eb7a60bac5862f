// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/breeding/breeding_window.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/instrument/instrument.h"
#include "core/schemes/scheme.h"
#include "ui/actions/actions.h"
#include "ui/breeding/generation_tree.h"
#include "ui/document/document.h"
#include "ui/guide/guide_opener.h"
#include "ui/pictures/canvas_images.h"
#include "ui/pictures/picture_grid.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/term_label.h"
#include "ui/widgets/window_size.h"
#include "ui/words/numbers.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/tool_window.h"
#include "ui/workspace/workspace.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QSplitter>
#include <QVBoxLayout>

#include <cmath>
#include <stop_token>
#include <utility>

namespace flipside {
namespace {

constexpr int columns = 4;
constexpr int atOnce = 4; ///< a row, so that the first are in sight soon
constexpr int parentSide = 72;
constexpr int mostParentsAcross = 6; ///< more are smaller
constexpr int treeWidth = 190;
constexpr double percent = 100.0;

/// The children of a generation come out the same wherever it is bred again, so its seed hangs on its place.
std::uint64_t seedOf(std::size_t generation)
{
    return Random::derivedSeed(0, generation) >> 33;
}

/// Breeds what is chosen in the gallery, or shows what was bred last.
void addTool(Workspace& workspace, Actions& actions, QWidget& window)
{
    QAction* breed =
        actions.add({QStringLiteral("breed"),
                     BreedingWindow::tr("&Breed…"),
                     {QKeySequence(Qt::CTRL | Qt::Key_B)},
                     BreedingWindow::tr("Cross pictures of the gallery, and go on from their children"),
                     {}});
    const auto opened = std::make_shared<ToolWindow<BreedingWindow>>(
        [&workspace, &window] { return new BreedingWindow(workspace, &window); });
    QObject::connect(breed, &QAction::triggered, &window, [&workspace, opened] {
        const std::vector<Recipe> chosen = workspace.gallery().chosenRecipes();
        const auto& generations = workspace.family().generations();
        if (chosen.size() > 1 && (generations.empty() || generations.back().parents != chosen))
            opened->get().breed(chosen);
        opened->show();
    });
    QObject::connect(&workspace, &Workspace::breedingWished, &window,
                     [opened](const std::vector<Recipe>& parents) { opened->get().breed(parents); });
}

} // namespace

BreedingWindow::BreedingWindow(Workspace& workspace, QWidget* parent)
    : QWidget(parent, Qt::Window), _document(workspace.document()), _family(workspace.family()),
      _keeper(workspace.keeper())
{
    setObjectName(QStringLiteral("breedingWindow"));
    setWindowTitle(tr("Breed – Flipside"));
    setGuideSection(*this, QStringLiteral("breed"));
    setAutoFillBackground(true);
    resizeWithinScreen(*this, {900, 720});
    _message = new MessageBar(this);
    _tree = new GenerationTree(_document, _family, this);
    _tree->setMinimumWidth(120);
    _top = buildTop();
    _grid = new PictureGrid(this);
    _grid->setObjectName(QStringLiteral("children"));
    _grid->setAccessibleName(tr("Children"));
    _grid->setShape(columns, children / columns);
    auto* side = new QWidget(this);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(10);
    layout->addWidget(_top);
    layout->addWidget(_grid, 1);
    layout->addWidget(buildBottom());
    auto* splitter = new QSplitter(this);
    splitter->addWidget(_tree);
    splitter->addWidget(side);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({treeWidth, width() - treeWidth});
    splitter->setChildrenCollapsible(false);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(_message);
    whole->addWidget(splitter, 1);

    connect(_tree, &GenerationTree::chosen, this, &BreedingWindow::showGeneration);
    connect(&_family, &Family::changed, this, &BreedingWindow::takeFamily);
    connect(_grid, &PictureGrid::clicked, this, [this](int cell, Qt::KeyboardModifiers modifiers) {
        choose(cell, modifiers & Qt::ControlModifier);
    });
    connect(_grid, &PictureGrid::toggled, this, [this](int cell) { choose(cell, true); });
    connect(_grid, &PictureGrid::doubleClicked, this, &BreedingWindow::openChild);
    connect(_grid, &PictureGrid::confirmed, this, &BreedingWindow::openChild);
    connect(&_restart, &LiveRestart::due, this, &BreedingWindow::makeChildren);
    connect(&_instrument, &BackgroundInstrument::finished, this, &BreedingWindow::completed);
    connect(&_instrument, &BackgroundInstrument::failed, this, [this](const QString& sentence) {
        _grid->dropAged();
        _message->showMessage(sentence);
    });
    connect(&_document, &Document::modelChanged, this, [this] { _instrument.forget(); });
    takeFamily();
}

QWidget* BreedingWindow::buildTop()
{
    auto* top = new QWidget(this);
    auto* caption = new QLabel(tr("Parents"), top);
    caption->setForegroundRole(QPalette::PlaceholderText);
    _parents = new PictureGrid(top);
    _parents->setObjectName(QStringLiteral("parents"));
    _parents->setAccessibleName(tr("Parents"));
    _parents->setFocusPolicy(Qt::NoFocus);
    _parents->setFixedHeight(parentSide);
    _mutation = new QSlider(Qt::Horizontal, top);
    _mutation->setObjectName(QStringLiteral("mutation"));
    _mutation->setRange(0, int(percent));
    _mutation->setPageStep(10);
    _mutation->setFixedWidth(160);
    _mutation->setAccessibleName(tr("Mutation"));
    explain(
        *_mutation, QStringLiteral("mutation"),
        tr("At 0 % children only mix their parents, at 100 % the latent is a new draw and half the flips are "
           "dropped."));
    _mutationValue = new QLabel(top);
    _mutationValue->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("100 %")));
    _mutationValue->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* mutation = new QLabel(tr("Mutation"), top);
    mutation->setForegroundRole(QPalette::PlaceholderText);
    mutation->setBuddy(_mutation);
    connect(_mutation, &QSlider::valueChanged, this, &BreedingWindow::setMutation);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(caption);
    row->addWidget(_parents);
    row->addStretch(1);
    row->addWidget(mutation);
    row->addWidget(_mutation);
    row->addWidget(_mutationValue);
    return top;
}

QWidget* BreedingWindow::buildBottom()
{
    auto* bottom = new QWidget(this);
    auto* hint = new ElidedLabel(bottom);
    hint->setText(tr("Ctrl+click adds, a double click opens."));
    hint->setForegroundRole(QPalette::PlaceholderText);
    auto* row = new QHBoxLayout(bottom);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(hint, 1);
    const auto button = [&](const char* name, const QString& text, const QString& tip, auto pressed) {
        auto* made = new QPushButton(text, bottom);
        made->setObjectName(QLatin1String(name));
        made->setToolTip(tip);
        connect(made, &QPushButton::clicked, this, pressed);
        row->addWidget(made);
        return made;
    };
    _open = button("openChild", tr("Open"), tr("Open the chosen child in the main window"),
                   [this] { openChild(_grid->marked().empty() ? -1 : *_grid->marked().begin()); });
    _keep = button("keepChildren", tr("Keep"), tr("Put the chosen children into the gallery"),
                   &BreedingWindow::keepChosen);
    _others = button("otherChildren", tr("Other children"), tr("Other children of the same parents"),
                     &BreedingWindow::breedOthers);
    _breed =
        button("breedChosen", tr("Breed the chosen"),
               tr("A new generation, whose parents are the chosen children"), &BreedingWindow::breedChosen);
    _breed->setProperty("primary", true);
    return bottom;
}

QString BreedingWindow::message() const
{
    return _message->message();
}

void BreedingWindow::breed(const std::vector<Recipe>& parents)
{
    show();
    raise();
    activateWindow();
    add(parents, -1);
    _grid->setFocus();
}

void BreedingWindow::add(std::vector<Recipe> parents, int from)
{
    try {
        checkParents(parents);
    } catch (const ArgumentError& error) {
        _message->showMessage(tr("These pictures cannot be bred: %1.").arg(QString::fromUtf8(error.what())));
        return;
    }
    _message->dismiss();
    const std::uint64_t seed = seedOf(_family.generations().size());
    showGeneration(_family.add({std::move(parents), _generation.mutation, seed, from}));
}

void BreedingWindow::takeFamily()
{
    // A session has been opened: what was on show may not be there any more.
    const auto& all = _family.generations();
    if (_index < 0 || std::size_t(_index) >= all.size() ||
        all[std::size_t(_index)].parents != _generation.parents)
        showGeneration(int(all.size()) - 1);
}

void BreedingWindow::showGeneration(int generation)
{
    _index = generation;
    _generation = generation < 0 ? Generation() : _family.generations()[std::size_t(generation)];
    _tree->setShown(generation);
    _grid->setMarked({});
    _grid->setNothing(generation < 0 ? tr("Choose two or more pictures in the gallery and breed them: "
                                          "their children come here.")
                                     : QString());
    if (generation < 0)
        _instrument.stop();
    _top->setVisible(generation >= 0);
    showMutation();
    updateButtons();
    _restart.ask();
}

void BreedingWindow::showMutation()
{
    const QSignalBlocker quiet(_mutation);
    _mutation->setValue(int(std::lround(_generation.mutation * percent)));
    _mutationValue->setText(percentText(_mutation->value() / 100.0, 0));
}

void BreedingWindow::setMutation(int value)
{
    _generation.mutation = double(value) / percent;
    showMutation();
    _restart.ask();
}

void BreedingWindow::settle()
{
    if (_index >= 0 && _generation != _family.generations()[std::size_t(_index)]) {
        _index = _family.add(_generation);
        _tree->setShown(_index);
    }
}

void BreedingWindow::makeChildren()
{
    if (_index < 0 || !isVisible())
        return;
    _grid->age();
    _children.assign(children, nullptr);
    const bool newParents = _generation.parents != _parentsShown;
    if (newParents) {
        const int count = int(_generation.parents.size());
        _parents->setShape(count, 1);
        _parents->setFixedWidth(std::min(count, mostParentsAcross) * parentSide);
        _parentsShown.clear();
    }
    _restart.begin();
    _instrument.start(
        _document.models().findable(_generation.parents.front().model),
        [this, newParents, generation = _generation](
            Instrument& instrument, const BackgroundInstrument::Tell& tell, const std::stop_token& stop) {
            // A session's file may hold any parents.
            checkParents(generation.parents);
            const auto render = [&](const std::vector<Recipe>& given) {
                std::vector<Recipe> recipes;
                recipes.reserve(given.size());
                for (const Recipe& recipe : given)
                    recipes.push_back(instrument.resolved(recipe));
                std::vector<Image> images = instrument.decoder().renderImages(recipes, stop);
                std::vector<std::pair<std::shared_ptr<const Child>, QImage>> made;
                for (std::size_t i = 0; i < images.size(); ++i) {
                    const QImage picture = toQImage(images[i]);
                    made.emplace_back(
                        std::make_shared<Child>(Child{std::move(recipes[i]), std::move(images[i])}), picture);
                }
                return made;
            };
            if (newParents)
                tell([this, parents = generation.parents, made = render(generation.parents)] {
                    for (std::size_t i = 0; i < made.size(); ++i)
                        _parents->setPicture(int(i), made[i].second);
                    _parentsShown = parents;
                });
            for (int first = 0; first < children; first += atOnce) {
                std::vector<Recipe> recipes;
                for (int index = first; index < std::min(children, first + atOnce); ++index)
                    recipes.push_back(child(generation, index, LatentAxes(instrument.card())));
                tell([this, first, made = render(recipes)] {
                    _restart.answer();
                    for (std::size_t i = 0; i < made.size(); ++i)
                        takeChild(first + int(i), made[i].first, made[i].second);
                });
            }
        });
}

void BreedingWindow::takeChild(int cell, std::shared_ptr<const Child> child, const QImage& picture)
{
    _grid->setPicture(cell, picture);
    const int flips = flippedNeurons(child->recipe);
    _grid->setText(cell, flips == 0 ? tr("Child %1, without flips").arg(cell + 1)
                         : flips == 1
                             ? tr("Child %1, with one flip").arg(cell + 1)
                             : tr("Child %1, with %2 flips").arg(cell + 1).arg(QLocale().toString(flips)));
    _children[std::size_t(cell)] = std::move(child);
}

void BreedingWindow::choose(int cell, bool others)
{
    std::set<int> cells;
    if (others)
        cells = _grid->marked();
    if (!cells.erase(cell))
        cells.insert(cell);
    _grid->setMarked(std::move(cells));
    updateButtons();
}

std::vector<std::shared_ptr<const BreedingWindow::Child>> BreedingWindow::chosen() const
{
    std::vector<std::shared_ptr<const Child>> chosen;
    for (const int cell : _grid->marked()) {
        if (std::size_t(cell) >= _children.size() || !_children[std::size_t(cell)])
            return {};
        chosen.push_back(_children[std::size_t(cell)]);
    }
    return chosen;
}

void BreedingWindow::openChild(int cell)
{
    if (cell < 0 || std::size_t(cell) >= _children.size() || !_children[std::size_t(cell)])
        return;
    settle();
    _document.openRecipe(_children[std::size_t(cell)]->recipe, tr("Child %1").arg(cell + 1));
}

void BreedingWindow::breedChosen()
{
    std::vector<Recipe> parents;
    for (const auto& child : chosen())
        parents.push_back(child->recipe);
    if (parents.empty())
        return;
    settle();
    add(std::move(parents), _index);
    _grid->setFocus();
}

void BreedingWindow::breedOthers()
{
    add(_generation.parents, _generation.from);
    _grid->setFocus();
}

void BreedingWindow::keepChosen()
{
    settle();
    for (const auto& child : chosen())
        _keeper.keep(child->recipe, child->image);
}

void BreedingWindow::updateButtons()
{
    const std::size_t count = _grid->marked().size();
    _open->setEnabled(count == 1);
    _keep->setEnabled(count > 0);
    _breed->setEnabled(count > 0);
    _others->setEnabled(_index >= 0);
}

void BreedingWindow::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    _restart.ask();
}

void BreedingWindow::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    _instrument.stop();
}

const ToolKind& breedingTool()
{
    static const ToolKind kind{&addTool};
    return kind;
}

} // namespace flipside
