// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/motion/motion_panel.h"

#include "core/motion/timeline_edits.h"
#include "ui/actions/actions.h"
#include "ui/document/document.h"
#include "ui/document/film.h"
#include "ui/document/recipe_pictures.h"
#include "ui/motion/film_export_dialog.h"
#include "ui/motion/film_player.h"
#include "ui/motion/latent_walker.h"
#include "ui/motion/motion_controls.h"
#include "ui/motion/timeline_view.h"
#include "ui/pictures/canvas_images.h"
#include "ui/widgets/seed_box.h"
#include "ui/workspace/panel_content.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/workspace.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QMenu>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace flipside {
namespace {

constexpr const char* panelId = "motionDock";

QWidget* makePanel(Workspace& workspace, Actions& actions, QWidget& parent)
{
    auto* panel = new MotionPanel(workspace, &parent);
    QAction* play = actions.addToggle({QStringLiteral("play"),
                                       MotionPanel::tr("&Play the film"),
                                       {Qt::Key_T},
                                       MotionPanel::tr("Play the film, or pause it"),
                                       {}});
    QAction* add = actions.add({QStringLiteral("add-keyframe"),
                                MotionPanel::tr("&Add keyframe"),
                                {QKeySequence(Qt::SHIFT | Qt::Key_K)},
                                MotionPanel::tr("What is seen becomes a keyframe of the film"),
                                {}});
    QAction* walk = actions.addToggle(
        {QStringLiteral("walk"),
         MotionPanel::tr("&Walk"),
         {Qt::Key_W},
         MotionPanel::tr("Wander through the latent space without end; once more keeps the place"),
         {}});
    QAction* exportFilm = actions.add({QStringLiteral("export-film"),
                                       MotionPanel::tr("&Export film…"),
                                       {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)},
                                       {},
                                       QStringLiteral("film")});
    QObject::connect(play, &QAction::triggered, panel, &MotionPanel::togglePlaying);
    QObject::connect(add, &QAction::triggered, panel, &MotionPanel::addKeyframe);
    QObject::connect(walk, &QAction::triggered, panel, &MotionPanel::toggleWalk);
    QObject::connect(exportFilm, &QAction::triggered, panel, &MotionPanel::exportFilm);
    QObject::connect(panel, &MotionPanel::playingChanged, play, &QAction::setChecked);
    QObject::connect(panel, &MotionPanel::walkingChanged, walk, &QAction::setChecked);
    // What could not be begun leaves no check mark.
    for (const QAction* toggle : {play, walk})
        QObject::connect(toggle, &QAction::triggered, panel, &MotionPanel::tellState);
    return panel;
}

} // namespace

MotionPanel::MotionPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), _workspace(workspace), _document(workspace.document()), _film(workspace.film())
{
    _player = new FilmPlayer(_document, _film, *this, this);
    _walker = new LatentWalker(_document, *this, this);
    _pictures = new RecipePictures(_document, this);
    // The keyboard goes from the controls to the timeline.
    _controls = new MotionControls(this);
    _view = new TimelineView(_film, *_pictures, this);
    _view->setObjectName(QStringLiteral("timeline"));
    setPanelContent(*this, _view);
    buildControls();

    connect(&_film, &Film::changed, this, &MotionPanel::takeFilm);
    connect(&_document, &Document::modelChanged, this, &MotionPanel::takeFilm);
    connect(_view, &TimelineView::selectedChanged, this, &MotionPanel::takeSelection);
    connect(_view, &TimelineView::openRequested, this, &MotionPanel::openKeyframe);
    connect(_view, &TimelineView::menuRequested, this, &MotionPanel::showMenu);
    connect(_view, &TimelineView::scrubbed, this, [this](double seconds) {
        _walker->stop();
        _player->seek(seconds);
    });
    connect(_player, &FilmPlayer::timeChanged, this, &MotionPanel::showTime);
    connect(_player, &FilmPlayer::playingChanged, this, &MotionPanel::showMotion);
    connect(_player, &FilmPlayer::refused, this,
            [this](const QString& sentence) { emit _workspace.problem(sentence); });
    connect(_player, &FilmPlayer::otherModelNeeded, this, &MotionPanel::offerModel);
    connect(&workspace, &Workspace::keyframesWished, this, &MotionPanel::addKeyframes);
    connect(_walker, &LatentWalker::runningChanged, this, &MotionPanel::showMotion);
    takeFilm();
    showMotion();
}

MotionPanel::~MotionPanel() = default;

void MotionPanel::buildControls()
{
    const MotionControls& c = *_controls;
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(_controls);
    layout->addWidget(_view, 1);

    connect(c.toStart, &QToolButton::clicked, this, &MotionPanel::stop);
    connect(c.play, &QToolButton::clicked, this, &MotionPanel::togglePlaying);
    connect(c.loops, &QToolButton::toggled, this, &MotionPanel::setLoops);
    connect(c.add, &QPushButton::clicked, this, &MotionPanel::addKeyframe);
    connect(c.unit, &QComboBox::currentIndexChanged, this, &MotionPanel::setTempo);
    connect(c.tempo, &QDoubleSpinBox::valueChanged, this, &MotionPanel::setTempo);
    connect(c.walk, &QPushButton::clicked, this, &MotionPanel::toggleWalk);
    connect(c.speed, &QSlider::valueChanged, this, [this] { _walker->setSpeed(_controls->walkSpeed()); });
    connect(c.length, &QDoubleSpinBox::valueChanged, this, &MotionPanel::setLength);
    connect(c.easing, &QComboBox::currentIndexChanged, this,
            [this](int index) { setEasing(Easing(_controls->easing->itemData(index).toInt())); });
    connect(c.open, &QToolButton::clicked, this, [this] { openKeyframe(_view->selected()); });
    connect(c.replace, &QPushButton::clicked, this, &MotionPanel::replaceKeyframe);
    connect(c.remove, &QToolButton::clicked, _view, &TimelineView::removeSelected);
    connect(c.exportFilm, &QPushButton::clicked, this, &MotionPanel::exportFilm);
    _walker->setSpeed(c.walkSpeed());
}

void MotionPanel::togglePlaying()
{
    if (_player->isPlaying()) {
        _player->pause();
        return;
    }
    _walker->stop();
    _player->play();
}

void MotionPanel::stop()
{
    _walker->stop();
    _player->stop();
}

void MotionPanel::toggleWalk()
{
    if (_walker->isRunning()) {
        _walker->stop();
        return;
    }
    _document.endPreview();
    _walker->start(_controls->seed->value());
}

Recipe MotionPanel::seen() const
{
    if (_walker->isRunning())
        return _walker->recipe();
    return _player->isShown() ? _film.timeline().at(_player->time()) : _document.recipe();
}

void MotionPanel::addKeyframe()
{
    if (!_document.model())
        return;
    if (_player->isShown()) {
        const auto [parted, number] = partedAt(_film.timeline(), _player->time());
        if (parted != _film.timeline()) {
            _film.change(tr("Add keyframe"), parted);
            _view->select(int(number));
            tellAdded(seen());
            return;
        }
    }
    addKeyframes({seen()});
}

void MotionPanel::addKeyframes(const std::vector<Recipe>& recipes)
{
    if (recipes.empty())
        return;
    const std::vector<Keyframe>& keyframes = _film.timeline().keyframes;
    const std::string model = keyframes.empty() ? recipes.front().model : keyframes.front().recipe.model;
    const auto other = std::ranges::find_if(recipes, [&](const Recipe& r) { return r.model != model; });
    if (other != recipes.end()) {
        const QString why =
            keyframes.empty() ? tr("A film has keyframes of one model, and these pictures are of %1 and of "
                                   "%2; choose those of one.")
                              : tr("A film has keyframes of one model: these are of %1, so one of %2 cannot "
                                   "join them; remove them first.");
        emit _workspace.problem(
            why.arg(_document.models().names().of(model), _document.models().names().of(other->model)));
        return;
    }
    // On edits carry their values, so that the film stays the same if the profile is made again; and inputs
    // theirs, so that they can be mixed with those of the next keyframe.
    std::vector<Recipe> resolved = recipes;
    if (const auto open = _document.model(); open && open->card.id == model)
        for (Recipe& recipe : resolved) {
            recipe.inputs = completed(recipe.inputs, open->card.inputs);
            if (open->profile)
                recipe = withOnValues(recipe, *open->profile);
        }
    const std::size_t place = _view->selected() < 0 ? keyframes.size() : std::size_t(_view->selected()) + 1;
    const Timeline next = withKeyframes(_film.timeline(), place, resolved);
    _film.change(recipes.size() == 1 ? tr("Add keyframe") : tr("Add keyframes"), next);
    _view->select(int(place + recipes.size()) - 1);
    tellAdded(recipes.back());
    // What is seen is the keyframe, so the playhead is at it.
    if (!_player->isPlaying())
        _player->setTime(next.timeOf(place + recipes.size() - 1));
}

void MotionPanel::tellAdded(const Recipe& recipe)
{
    const auto id = QString::fromLatin1(panelId);
    emit _workspace.panelConcerned(id);
    emit _workspace.added(
        {tr("Keyframe %1 of %2 added").arg(_view->selected() + 1).arg(_film.timeline().keyframes.size()),
         pictureOf(recipe), id});
}

QImage MotionPanel::pictureOf(const Recipe& recipe) const
{
    const auto rendering = _document.rendering();
    if (rendering && rendering->recipe == recipe)
        return toQImage(rendering->image);
    const auto kept = _workspace.gallery().find(recipe);
    return kept ? _workspace.gallery().thumbnail(kept->id) : QImage();
}

void MotionPanel::offerModel(const QString& sentence)
{
    const std::string id = _film.timeline().keyframes.front().recipe.model;
    emit _workspace.problem(
        sentence, {{tr("Open it"), [this, id] { _document.openModel(_document.models().findable(id)); }}});
}

void MotionPanel::setLoops(bool loops)
{
    Timeline next = _film.timeline();
    next.loops = loops;
    _film.change(loops ? tr("Loop the film") : tr("End the film"), next);
}

void MotionPanel::setTempo()
{
    Timeline next = _film.timeline();
    const bool inBeats = _controls->unit->currentIndex() == MotionControls::Beats;
    const double tempo = _controls->tempo->value();
    // Another unit leaves the film as long as it is; another tempo plays it faster or slower.
    double factor = 1.0;
    if (inBeats && !next.beatsPerMinute)
        factor = tempo / secondsInMinute;
    else if (!inBeats && next.beatsPerMinute)
        factor = secondsInMinute / *next.beatsPerMinute;
    for (Keyframe& keyframe : next.keyframes)
        keyframe.length *= factor;
    next.beatsPerMinute = inBeats ? std::optional(tempo) : std::nullopt;
    _film.change(tr("Set the tempo"), next,
                 _clock.name(inBeats ? QStringLiteral("beats") : QStringLiteral("seconds")));
}

void MotionPanel::setLength(double length)
{
    if (_view->selected() < 0)
        return;
    Timeline next = _film.timeline();
    next.keyframes[std::size_t(_view->selected())].length = length;
    _film.change(tr("Set the length"), next, _clock.name(QStringLiteral("length %1").arg(_view->selected())));
}

void MotionPanel::setEasing(Easing easing)
{
    if (_view->selected() < 0)
        return;
    Timeline next = _film.timeline();
    next.keyframes[std::size_t(_view->selected())].easing = easing;
    _film.change(tr("Set the easing"), next);
}

void MotionPanel::openKeyframe(int keyframe)
{
    _walker->stop();
    _player->pause();
    const Recipe recipe = _film.timeline().keyframes[std::size_t(keyframe)].recipe;
    _document.openRecipe(recipe, tr("keyframe %1").arg(keyframe + 1));
}

void MotionPanel::replaceKeyframe()
{
    const Recipe recipe = seen();
    if (_view->selected() < 0 || recipe.model != _film.timeline().keyframes.front().recipe.model)
        return;
    Timeline next = _film.timeline();
    next.keyframes[std::size_t(_view->selected())].recipe = recipe;
    _film.change(tr("Replace keyframe"), next);
}

void MotionPanel::showMenu(QPoint globalPosition)
{
    QMenu menu(this);
    menu.addAction(tr("&Open"), this, [this] { openKeyframe(_view->selected()); });
    menu.addAction(tr("Re&place by what is seen"), this, &MotionPanel::replaceKeyframe);
    menu.addAction(tr("&Remove"), _view, &TimelineView::removeSelected);
    menu.exec(globalPosition);
}

void MotionPanel::exportFilm()
{
    if (_exporting) {
        _exporting->raise();
        _exporting->activateWindow();
        return;
    }
    const auto model = _document.model();
    const Timeline& timeline = _film.timeline();
    if (timeline.keyframes.size() < 2 || !model) {
        emit _workspace.problem(tr("A film goes from one keyframe to another; add two or more."));
        return;
    }
    if (timeline.keyframes.front().recipe.model != model->card.id) {
        offerModel(tr("The keyframes are of the model %1; open it to make a film of them.")
                       .arg(_document.models().names().of(timeline.keyframes.front().recipe.model)));
        return;
    }
    _exporting = new FilmExportDialog(*model, timeline, window());
    _exporting->setAttribute(Qt::WA_DeleteOnClose);
    _exporting->show();
}

void MotionPanel::takeFilm()
{
    const bool has = !_film.timeline().keyframes.empty();
    std::vector<Recipe> recipes;
    for (const Keyframe& keyframe : _film.timeline().keyframes)
        recipes.push_back(keyframe.recipe);
    _pictures->want(recipes);
    _controls->showTimeline(_film.timeline());
    _controls->add->setEnabled(_document.model() != nullptr);
    _controls->walk->setEnabled(_document.model() != nullptr);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{_controls->toStart, _controls->play, _controls->exportFilm})
        widget->setEnabled(has);
    takeSelection();
    showTime();
}

void MotionPanel::takeSelection()
{
    _controls->showKeyframe(_film.timeline(), _view->selected());
}

void MotionPanel::showTime()
{
    _view->setTime(_player->time());
    _controls->showTime(_film.timeline(), _player->time());
}

void MotionPanel::showMotion()
{
    _controls->showPlaying(_player->isPlaying());
    _controls->showWalking(_walker->isRunning());
    tellState();
}

void MotionPanel::tellState()
{
    emit playingChanged(_player->isPlaying());
    emit walkingChanged(_walker->isRunning());
}

const PanelKind& motionPanel()
{
    static const PanelKind kind{panelId,
                                [] { return MotionPanel::tr("Motion"); },
                                Qt::BottomDockWidgetArea,
                                "neuronsDock",
                                &makePanel,
                                "motion"};
    return kind;
}

} // namespace flipside
