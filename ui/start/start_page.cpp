// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/start_page.h"

#include "core/instrument/instrument.h"
#include "core/model/find_model.h"
#include "core/picture/picture_file.h"
#include "core/session/session_json.h"
#include "ui/actions/actions.h"
#include "ui/guide/guide_opener.h"
#include "ui/pictures/canvas_images.h"
#include "ui/pictures/stored_thumbnail.h"
#include "ui/start/examples.h"
#include "ui/start/start_tile.h"
#include "ui/style/motion.h"
#include "ui/style/relative_font.h"
#include "ui/style/theme_icons.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/message_bar.h"
#include "ui/workspace/workspace.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMainWindow>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScrollArea>
#include <QStatusBar>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace flipside {
namespace {

constexpr int widestPage = 1120;
constexpr int mostRecent = 6;
constexpr double titleSize = 1.6;
/// Something that is out of the way to the side counts as far as much.
constexpr int sideways = 3;

/// What a model's own picture is, or what a session's first kept one; null where there is none.
QImage previewOf(const std::string& model)
{
    const ModelFolder folder = findModel(model);
    return toQImage(readPicture(folder.previewFile(), folder.card().channels));
}

QImage pictureOf(const Session& session)
{
    if (!session.gallery.empty())
        return storedThumbnail(session.gallery.front()->thumbnail);
    return session.recipe ? previewOf(session.recipe->model) : QImage();
}

/// The picture that `read` gives, then shown on a tile that may be gone by then. A missing one is no problem:
/// the tile has its name.
FileTasks::Work pictureFor(StartTile* tile, const std::function<QImage()>& read)
{
    return [tile = QPointer<StartTile>(tile), read]() -> FileTasks::Afterwards {
        QImage picture;
        try {
            picture = read();
        } catch (const std::exception&) {
            return {};
        }
        return [tile, picture] {
            if (tile && tile->picture().isNull())
                tile->setPicture(picture);
        };
    };
}

} // namespace

StartPage::StartPage(Workspace& workspace, Actions& actions, QMainWindow& window)
    : QWidget(&window), _workspace(workspace), _actions(actions), _window(window),
      _scroll(new QScrollArea(this))
{
    setObjectName(QStringLiteral("startPage"));
    setGuideSection(*this, QStringLiteral("where-to-begin"));
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Start page"));
    hide();
    _scroll->setWidgetResizable(true);
    _scroll->setFrameShape(QFrame::NoFrame);
    _scroll->setFocusPolicy(Qt::NoFocus);
    _scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    _scroll->setWidget(build());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(_scroll);
    window.installEventFilter(this);
    for (QWidget* bar : {static_cast<QWidget*>(window.findChild<MessageBar*>()), window.centralWidget()})
        if (bar)
            bar->installEventFilter(this);

    connect(&workspace.models(), &ModelLibrary::changed, this, &StartPage::showModels);
    connect(&_living, &LivingPictures::changed, this, &StartPage::take);
    connect(&_surprise, &BackgroundInstrument::failed, this,
            [this](const QString& sentence) { emit _workspace.problem(sentence); });
    // Something was done: that is what is looked at.
    for (const auto signal : {&Document::recipeChanged, &Document::modelChanged})
        connect(&workspace.document(), signal, this, &StartPage::leave);
    showModels();
}

/// Larger pictures where the page has the room for a row of them.
void StartPage::sizeTiles()
{
    const int side = _scroll->viewport()->width() >= widestPage ? StartTile::largeSide : StartTile::smallSide;
    for (StartTile* tile : findChildren<StartTile*>())
        tile->setPictureSide(side);
}

QWidget* StartPage::build()
{
    auto* page = new QWidget(_scroll);
    page->setObjectName(QStringLiteral("startBody"));
    auto* body = new QWidget(page);
    body->setMaximumWidth(widestPage);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(20, 14, 20, 20);
    layout->setSpacing(10);
    layout->addWidget(buildHead());
    layout->addWidget(buildDeeds());
    _models = addSection(*layout, tr("Models"));
    _noModel = new QLabel(_models);
    _noModel->setWordWrap(true);
    _noModel->setText(
        tr("There is no model yet. Open a generator, drop one on this window, or put it into %1.")
            .arg(QDir::toNativeSeparators(QString::fromStdString(userModelRoot().string()))));
    layout->addWidget(_noModel);
    _examples = addSection(*layout, tr("Examples"));
    for (const Example& example : examples()) {
        StartTile* tile =
            addTile(*_examples, example.title, [this, file = example.file] { emit exampleChosen(file); });
        showSession(tile, example.file);
    }
    _recent = addSection(*layout, tr("Recent sessions"));
    layout->addStretch(1);
    auto* across = new QHBoxLayout(page);
    across->setContentsMargins(0, 0, 0, 0);
    across->addStretch(1);
    across->addWidget(body, 100);
    across->addStretch(1);
    return page;
}

QWidget* StartPage::buildHead()
{
    auto* head = new QWidget(this);
    auto* title = new QLabel(tr("Where would you like to begin?"), head);
    setRelativeFont(*title, titleSize, true);
    title->setWordWrap(true);
    auto* back = new QToolButton(head);
    back->setIcon(themedIcon(QStringLiteral("close")));
    back->setAutoRaise(true);
    back->setToolTip(tr("Back to the picture (Esc)"));
    back->setAccessibleName(tr("Back to the picture"));
    back->setFocusPolicy(Qt::StrongFocus);
    back->installEventFilter(this);
    connect(back, &QToolButton::clicked, this, &StartPage::leave);
    _back = back;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(title, 1);
    row->addWidget(back, 0, Qt::AlignTop);
    return head;
}

QWidget* StartPage::buildDeeds()
{
    auto* deeds = new QWidget(this);
    auto* flow = new FlowLayout(deeds);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->setSpacing(8);
    const auto add = [&](const QString& text) {
        auto* button = new QPushButton(text, deeds);
        button->installEventFilter(this);
        flow->addWidget(button);
        return button;
    };
    const auto addAction = [&](const QString& text, const char* id) {
        QPushButton* button = add(text);
        QAction* action = _actions[QLatin1String(id)];
        const auto update = [button, action] { button->setEnabled(action->isEnabled()); };
        connect(action, &QAction::changed, button, update);
        update();
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        return button;
    };
    QPushButton* chance = add(tr("Surprise me"));
    chance->setProperty("primary", true);
    connect(chance, &QPushButton::clicked, this, &StartPage::surprise);
    addAction(tr("Open a generator…"), "open-model");
    const auto addForAModel = [&](const QString& text, const char* id) {
        QPushButton* button = add(text);
        connect(button, &QPushButton::clicked, this,
                [this, action = _actions[QLatin1String(id)]] { triggerWithModel(*action); });
        return button;
    };
    addForAModel(tr("Start from a photo…"), "open-picture");
    addAction(tr("Train on my pictures…"), "train");
    const QPushButton* tour = addForAModel(tr("Two-minute tour"), "tour");
    connect(tour, &QPushButton::clicked, this, &StartPage::leave); // it shows the window
    return deeds;
}

void StartPage::triggerWithModel(QAction& action)
{
    goOnWithAnother();
    if (action.isEnabled()) {
        action.trigger();
        return;
    }
    _waiting = new QObject(this);
    // Later: while the model arrives, not everybody knows it yet.
    connect(&action, &QAction::enabledChanged, _waiting, [this, &action] {
        goOnWithAnother();
        QTimer::singleShot(0, &action, &QAction::trigger);
    });
    connect(&_workspace.document(), &Document::openingFailed, _waiting, &QObject::deleteLater);
    _workspace.document().openModel({});
}

void StartPage::goOnWithAnother()
{
    _surprise.stop();
    if (_waiting)
        _waiting->deleteLater();
    _waiting = nullptr;
}

QWidget* StartPage::addSection(QLayout& page, const QString& title)
{
    auto* heading = new QLabel(title, this);
    setRelativeFont(*heading, 1.0, true);
    heading->setForegroundRole(QPalette::PlaceholderText);
    auto* section = new QWidget(this);
    section->setAccessibleName(title);
    auto* flow = new FlowLayout(section);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->setSpacing(8);
    auto* both = new QWidget(this);
    auto* layout = new QVBoxLayout(both);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(heading);
    layout->addWidget(section);
    page.addWidget(both);
    return section;
}

StartTile* StartPage::addTile(QWidget& section, const QString& name, const std::function<void()>& action)
{
    auto* tile = new StartTile(name, &section);
    tile->installEventFilter(this);
    section.layout()->addWidget(tile);
    section.parentWidget()->show();
    tile->show();
    connect(tile, &StartTile::clicked, this, [this, action] {
        goOnWithAnother();
        action();
    });
    sizeTiles();
    return tile;
}

void StartPage::showModels()
{
    const QList<ModelLibrary::Entry>& models = _workspace.models().models();
    QStringList ids;
    for (const ModelLibrary::Entry& entry : models)
        ids.append(entry.id);
    for (const QString& id : _tiles.keys())
        if (!ids.contains(id))
            delete _tiles.take(id);
    for (const ModelLibrary::Entry& entry : models) {
        if (_tiles.contains(entry.id))
            continue;
        StartTile* tile = addTile(*_models, entry.name, [this, id = entry.id] { openModel(id); });
        tile->setPicture(entry.preview);
        _tiles.insert(entry.id, tile);
    }
    _models->parentWidget()->setVisible(!ids.isEmpty());
    _noModel->setVisible(ids.isEmpty() && _workspace.models().isRead());
    _living.setModels(ids);
}

void StartPage::showRecent(const QStringList& files)
{
    qDeleteAll(_recent->findChildren<StartTile*>());
    int shown = 0;
    for (const QString& file : files) {
        if (!file.endsWith(QLatin1String(".flipside")) || shown == mostRecent)
            continue;
        ++shown;
        StartTile* tile =
            addTile(*_recent, QFileInfo(file).completeBaseName(), [this, file] { emit sessionChosen(file); });
        tile->setToolTip(QDir::toNativeSeparators(file));
        showSession(tile, file);
    }
    _recent->parentWidget()->setVisible(shown > 0);
    _examples->parentWidget()->setVisible(!_examples->findChildren<StartTile*>().isEmpty());
}

void StartPage::showSession(StartTile* tile, const QString& file)
{
    _files.run(pictureFor(tile, [path = file.toStdString()] { return pictureOf(readSession(path)); }));
}

void StartPage::take(const QString& model, const QImage& picture, const Recipe& recipe)
{
    if (StartTile* tile = _tiles.value(model)) {
        tile->setPicture(picture);
        _seen[model] = recipe;
    }
}

void StartPage::openModel(const QString& model)
{
    // What one presses is what one gets.
    if (_seen.contains(model) && _seen.value(model) == _workspace.document().recipe())
        leave();
    else if (_seen.contains(model))
        _workspace.document().openRecipe(_seen.value(model), tr("the picture on the start page"));
    else
        _workspace.document().openModel(model);
}

void StartPage::surprise()
{
    goOnWithAnother();
    const QStringList models = _tiles.keys();
    if (models.isEmpty())
        return;
    QRandomGenerator& chance = *QRandomGenerator::global();
    const QString& model = models[chance.bounded(models.size())];
    _surprise.start(model, [this, seed = chance.generate64()](Instrument& instrument,
                                                              const BackgroundInstrument::Tell& tell,
                                                              const std::stop_token&) {
        const Recipe recipe = wokenRecipes(instrument, seed, 1).front();
        tell([this, recipe] { _workspace.document().openRecipe(recipe, tr("the surprise")); });
    });
    beatOrRest();
}

void StartPage::open(const QStringList& recent)
{
    showRecent(recent);
    _workspace.models().read();
    _back->setVisible(_workspace.document().model() != nullptr);
    if (isHidden())
        _focusBefore = _window.focusWidget();
    cover();
    show();
    raise();
    const auto all = buttons();
    const auto first = std::ranges::find_if(
        all, [](const QAbstractButton* button) { return qobject_cast<const StartTile*>(button); });
    if (first != all.end())
        focusOn(**first);
    else if (!all.isEmpty())
        focusOn(*all.front());
    beatOrRest();
}

void StartPage::leave()
{
    if (isHidden() || !_workspace.document().model())
        return;
    // What comes late would change what one has gone on with.
    _surprise.stop();
    hide();
    beatOrRest();
    if (_focusBefore)
        _focusBefore->setFocus(Qt::OtherFocusReason);
}

void StartPage::cover()
{
    const QWidget* centre = _window.centralWidget();
    const auto* messages = _window.findChild<MessageBar*>();
    const int top = centre->mapTo(&_window, QPoint()).y();
    const QStatusBar* status = _window.statusBar();
    const int bottom = status->isVisible() ? status->y() : _window.height();
    setGeometry(0, top, _window.width(), bottom - top);
    // A message stays in sight: the page leaves its place open, and begins below it.
    QRegion covered(rect());
    int begin = 0;
    if (messages && messages->isVisible()) {
        const QRect place(messages->mapTo(&_window, QPoint()) - pos(), messages->size());
        covered -= place;
        begin = place.bottom() + 1;
    }
    setMask(covered);
    layout()->setContentsMargins(0, begin, 0, 0);
    sizeTiles();
}

void StartPage::beatOrRest()
{
    _living.setAlive(isVisible() && _window.isActiveWindow() && !_surprise.isBusy() && !isMotionReduced());
}

bool StartPage::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        // Single keys play what lies behind.
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isPlain = !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
        if (isPlain && key->key() < Qt::Key_F1) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void StartPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        leave();
    event->accept();
}

bool StartPage::focusNextPrevChild(bool next)
{
    const QList<QAbstractButton*> all = buttons();
    if (all.isEmpty())
        return false;
    const auto at = all.indexOf(qobject_cast<QAbstractButton*>(_window.focusWidget()));
    focusOn(*all[(at + (next ? 1 : all.size() - 1)) % all.size()]);
    return true;
}

bool StartPage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress && isAncestorOf(qobject_cast<QWidget*>(watched))) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        auto* pressed = qobject_cast<QAbstractButton*>(watched);
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            pressed->click();
            return true;
        }
        if (QAbstractButton* next = buttonTowards(key))
            focusOn(*next);
        return key >= Qt::Key_Left && key <= Qt::Key_Down;
    }
    switch (event->type()) {
    case QEvent::Resize:
    case QEvent::LayoutRequest:
    case QEvent::Show:
    case QEvent::Hide:
        if (isVisible() && _window.isVisible())
            cover();
        break;
    case QEvent::WindowActivate:
    case QEvent::WindowDeactivate:
        beatOrRest();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

QList<QAbstractButton*> StartPage::buttons() const
{
    // In the order in which they are read.
    QList<QAbstractButton*> shown;
    for (auto* button : findChildren<QAbstractButton*>())
        if (button->isVisibleTo(this) && button->isEnabled() && button->focusPolicy() != Qt::NoFocus)
            shown.append(button);
    std::ranges::stable_sort(shown, {}, [this](const QAbstractButton* button) {
        const QPoint place = button->mapTo(this, QPoint());
        return std::pair(place.y(), place.x());
    });
    return shown;
}

void StartPage::focusOn(QAbstractButton& button)
{
    button.setFocus(Qt::TabFocusReason);
    _scroll->ensureWidgetVisible(&button, 20, 40);
}

QAbstractButton* StartPage::buttonTowards(int key) const
{
    const QWidget* from = _window.focusWidget();
    if (!from || key < Qt::Key_Left || key > Qt::Key_Down)
        return nullptr;
    const auto middle = [this](const QWidget* widget) {
        return widget->mapTo(this, widget->rect().center());
    };
    QAbstractButton* nearest = nullptr;
    int least = 0;
    for (QAbstractButton* button : buttons()) {
        const QPoint way = middle(button) - middle(from);
        const bool isAcross = key == Qt::Key_Left || key == Qt::Key_Right;
        const int sign = key == Qt::Key_Right || key == Qt::Key_Down ? 1 : -1;
        const int ahead = sign * (isAcross ? way.x() : way.y());
        const int aside = std::abs(isAcross ? way.y() : way.x());
        const int far = isAcross ? ahead + sideways * aside : sideways * ahead + aside;
        const bool isThere = ahead > (isAcross ? 0 : from->height() / 3);
        if (isThere && (!isAcross || aside < from->height()) && (!nearest || far < least)) {
            nearest = button;
            least = far;
        }
    }
    return nearest;
}

} // namespace flipside
