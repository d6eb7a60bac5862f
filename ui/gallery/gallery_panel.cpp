// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/gallery_panel.h"

#include "core/base/error.h"
#include "core/instrument/recipe_pictures.h"
#include "core/model/find_model.h"
#include "core/schemes/scheme.h"
#include "core/variation/style_mixing.h"
#include "ui/actions/actions.h"
#include "ui/actions/mnemonics.h"
#include "ui/document/display_names.h"
#include "ui/gallery/gallery_details.h"
#include "ui/gallery/gallery_facts.h"
#include "ui/gallery/gallery_model.h"
#include "ui/gallery/gallery_view.h"
#include "ui/style/theme_icons.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/flow_layout.h"
#include "ui/workspace/panel_content.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/workspace.h"

#include <QAction>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPixmapCache>
#include <QSplitter>
#include <QStackedLayout>
#include <QToolButton>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace flipside {
namespace {

constexpr const char* panelId = "galleryDock";
/// Enough for a thousand of them.
constexpr int cacheKilobytes = 64 * 1024;

QString schemeLabel(const QString& name)
{
    if (name.isEmpty())
        return GalleryPanel::tr("Without a scheme");
    return schemeName(name.toStdString());
}

QWidget* makePanel(Workspace& workspace, Actions& actions, QWidget& parent)
{
    QAction* keep = actions.add({QStringLiteral("keep"),
                                 GalleryPanel::tr("&Keep"),
                                 {Qt::Key_K},
                                 GalleryPanel::tr("Keep this picture in the gallery"),
                                 QStringLiteral("keep")});
    QObject::connect(keep, &QAction::triggered, &workspace.keeper(), &PictureKeeper::keepShown);
    workspace.enableWithModel(*keep);
    return new GalleryPanel(workspace, &parent);
}

} // namespace

GalleryPanel::GalleryPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), _workspace(workspace), _document(workspace.document()), _gallery(workspace.gallery())
{
    QPixmapCache::setCacheLimit(std::max(QPixmapCache::cacheLimit(), cacheKilobytes));
    _model = new GalleryModel(_gallery, workspace.models(), this);
    _filter = new GalleryFilter(*_model, this);
    _view = new GalleryView(_gallery, *_filter, this);
    setPanelContent(*this, _view);
    _details = new GalleryDetails(_gallery, workspace.models(), this);
    _details->setMinimumWidth(150);
    _empty = new QLabel(this);
    _empty->setAlignment(Qt::AlignCenter);
    _empty->setWordWrap(true);
    _empty->setForegroundRole(QPalette::PlaceholderText);
    _empty->setContentsMargins(24, 0, 24, 0);

    auto* pictures = new QWidget(this);
    _stack = new QStackedLayout(pictures);
    _stack->addWidget(_view);
    _stack->addWidget(_empty);
    auto* splitter = new QSplitter(this);
    splitter->addWidget(pictures);
    splitter->addWidget(_details);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({600, 190});
    splitter->setChildrenCollapsible(false);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildTools();
    layout->addWidget(splitter, 1);

    connect(_view, &GalleryView::selectionAltered, this, [this] {
        _gallery.setChosen(_view->selectedIds());
        _details->setChosen(_view->selectedIds());
        updateTools();
    });
    // In another order, what is done with them is done in that order.
    connect(_filter, &QAbstractItemModel::layoutChanged, this,
            [this] { _gallery.setChosen(_view->selectedIds()); });
    connect(_view, &GalleryView::opened, this, [this](Gallery::Id id) {
        if (const auto item = _gallery.item(id))
            open(*item);
    });
    connect(&_gallery, &Gallery::changed, this, [this] {
        updateFilters();
        updateTools();
    });
    connect(&workspace.models(), &ModelLibrary::changed, this, &GalleryPanel::updateFilters);
    connect(&_document, &Document::modelChanged, this, &GalleryPanel::updateTools);
    connect(&workspace.keeper(), &PictureKeeper::kept, this, [this](Gallery::Id id) {
        pointAt(id,
                Workspace::tr("Kept: the gallery has %n picture(s)", nullptr, int(_gallery.items().size())),
                true);
    });
    connect(&workspace.keeper(), &PictureKeeper::keptBefore, this,
            [this](Gallery::Id id) { pointAt(id, tr("Already kept"), false); });
    connect(&_files, &FileTasks::failed, this,
            [this](const QString& sentence) { emit _workspace.problem(sentence); });
    updateFilters();
    updateTools();
}

QAction* GalleryPanel::tool(const QString& icon, const QString& text, const QString& tip,
                            const QKeySequence& key)
{
    auto* action = new QAction(icon.isEmpty() ? QIcon() : themedIcon(icon), text, this);
    action->setToolTip(withKey(tip, key));
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    return action;
}

void GalleryPanel::buildTools()
{
    _tools.open = tool({}, tr("Open"), tr("Go on from this picture"));
    _tools.star = tool(QStringLiteral("star"), tr("Star"), tr("Star, or take the star away"), Qt::Key_S);
    _tools.compare = tool(QStringLiteral("side-by-side"), tr("Compare"),
                          tr("See it beside the present picture, or two beside each other"));
    _tools.sheet = tool(QStringLiteral("sheet"), tr("Contact sheet…"),
                        tr("Put those chosen, or all that are shown, on one picture or on pages"));
    _tools.files = tool({}, tr("Export…"), tr("Write those chosen, or all that are shown, as files"));
    _tools.breed = tool({}, tr("Breed…"), tr("Mix those chosen into new pictures"));
    _tools.mix =
        tool({}, tr("Mix its style in"),
             tr("Give the finer layers of the present picture the style of this one; which layers is "
                "set in the Latent panel"));
    _tools.mix->setObjectName(QStringLiteral("mixStyle"));
    _tools.film = tool({}, tr("Add to the film"), tr("Make those chosen keyframes of the film"));
    _tools.remove = tool({}, tr("Delete"), tr("Delete those chosen"), QKeySequence::Delete);
    connect(_tools.open, &QAction::triggered, this, [this] {
        if (const GalleryItems items = _gallery.chosen(); !items.empty())
            open(*items.front());
    });
    connect(_tools.star, &QAction::triggered, this, &GalleryPanel::star);
    connect(_tools.compare, &QAction::triggered, this, &GalleryPanel::compareChosen);
    connect(_tools.sheet, &QAction::triggered, this, &GalleryPanel::makeContactSheet);
    connect(_tools.files, &QAction::triggered, this, &GalleryPanel::exportPictures);
    connect(_tools.breed, &QAction::triggered, this,
            [this] { emit _workspace.breedingWished(_gallery.chosenRecipes()); });
    connect(_tools.mix, &QAction::triggered, this, &GalleryPanel::mixStyle);
    connect(_tools.film, &QAction::triggered, this,
            [this] { emit _workspace.keyframesWished(_gallery.chosenRecipes()); });
    connect(_tools.remove, &QAction::triggered, this, &GalleryPanel::removeChosen);

    _models = new ChoiceBox(this);
    _models->setAccessibleName(tr("Pictures of which model"));
    _schemes = new ChoiceBox(this);
    _schemes->setAccessibleName(tr("Pictures of which scheme"));
    _orders = new ChoiceBox(this);
    _orders->setAccessibleName(tr("Order of the pictures"));
    _orders->addItems({tr("My order"), tr("Newest first"), tr("Most novel first")});
    _starredOnly = new QToolButton(this);
    _starredOnly->setIcon(themedIcon(QStringLiteral("star")));
    _starredOnly->setObjectName(QStringLiteral("starredOnly"));
    _starredOnly->setCheckable(true);
    _starredOnly->setAutoRaise(true);
    _starredOnly->setToolTip(tr("Only those with a star"));
    _starredOnly->setAccessibleName(_starredOnly->toolTip());
    connect(_models, &QComboBox::activated, this, [this] {
        _filter->setModel(_models->currentData().toString());
        updateTools();
    });
    connect(_schemes, &QComboBox::activated, this, [this] {
        const QVariant name = _schemes->currentData();
        _filter->setScheme(name.isValid() ? std::optional(name.toString()) : std::nullopt);
        updateTools();
    });
    connect(_orders, &QComboBox::activated, this,
            [this](int order) { _filter->setOrder(GalleryFilter::Order(order)); });
    connect(_starredOnly, &QToolButton::toggled, this, [this](bool only) {
        _filter->setStarredOnly(only);
        updateTools();
    });

    // Which pictures, what to do with them here, and as files: below each other where it is narrow.
    auto* flow = new FlowLayout;
    flow->setContentsMargins(8, 4, 8, 4);
    const auto addRow = [&](QWidget* widgets) {
        auto* row = new QHBoxLayout(widgets);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(4);
        flow->addWidget(widgets);
        return row;
    };
    auto* filters = addRow(new QWidget(this));
    for (QWidget* filter : std::initializer_list<QWidget*>{_orders, _models, _schemes, _starredOnly})
        filters->addWidget(filter);
    for (const QList<QAction*>& deeds : {QList<QAction*>{_tools.compare, _tools.breed, _tools.film},
                                         QList<QAction*>{_tools.sheet, _tools.files}}) {
        auto* row = addRow(new QWidget(this));
        for (QAction* action : deeds) {
            auto* button = new QToolButton(row->parentWidget());
            button->setDefaultAction(action);
            button->setToolButtonStyle(Qt::ToolButtonTextOnly);
            button->setAutoRaise(true);
            row->addWidget(button);
        }
    }
    static_cast<QVBoxLayout*>(layout())->addLayout(flow);
}

void GalleryPanel::contextMenuEvent(QContextMenuEvent* event)
{
    if (_gallery.chosen().empty())
        return;
    QMenu menu(this);
    menu.addActions({_tools.open, _tools.star, _tools.compare});
    menu.addSeparator();
    menu.addActions({_tools.breed, _tools.film, _tools.sheet, _tools.files});
    if (_tools.mix->isVisible())
        menu.insertAction(_tools.film, _tools.mix);
    menu.addSeparator();
    menu.addAction(_tools.remove);
    giveMnemonics(menu);
    menu.exec(event->globalPos());
}

void GalleryPanel::open(const GalleryItem& item)
{
    _document.stopComparing();
    _document.openRecipe(item.recipe, tr("the kept picture"));
}

void GalleryPanel::pointAt(Gallery::Id id, const QString& words, bool isNew)
{
    _view->select(id);
    emit _workspace.added({words, _gallery.thumbnail(id), QString::fromLatin1(panelId), isNew});
}

void GalleryPanel::compareChosen()
{
    const GalleryItems items = _gallery.chosen();
    makePictures(items, [this, items](const std::vector<Image>& pictures) {
        const auto named = [&](std::size_t i) {
            QString name = QString::fromStdString(items[i]->name);
            if (name.isEmpty())
                name = tr("Kept picture %1").arg(_gallery.positionOf(items[i]->id) + 1);
            return ComparedPicture{pictures[i], items[i]->recipe, name};
        };
        _document.compare({named(0), items.size() > 1 ? std::optional(named(1)) : std::nullopt});
    });
}

void GalleryPanel::makeContactSheet()
{
    std::vector<SheetPicture> pictures;
    const GalleryItems items = chosenOrShown();
    pictures.reserve(items.size());
    for (const auto& item : items) {
        QString name = QString::fromStdString(item->name);
        if (name.isEmpty())
            name = QString::number(pictures.size() + 1);
        pictures.push_back(
            {item->recipe, item->thumbnail, name, galleryFacts(*item, _workspace.models().names())});
    }
    emit _workspace.contactSheetWished(pictures);
}

void GalleryPanel::makePictures(const GalleryItems& items,
                                const std::function<void(const std::vector<Image>&)>& then)
{
    std::map<std::string, std::string> places;
    std::vector<Recipe> recipes;
    for (const auto& item : items) {
        recipes.push_back(item->recipe);
        places[item->recipe.model] =
            _workspace.models().placeOf(QString::fromStdString(item->recipe.model)).toStdString();
    }
    _files.run([recipes, places, then]() -> FileTasks::Afterwards {
        Progress progress;
        const std::vector<Image> pictures = picturesOf(
            recipes, [&](const std::string& id) { return findModelAgain(id, places.at(id)); }, progress);
        return [pictures, then] { then(pictures); };
    });
}

void GalleryPanel::removeChosen()
{
    const QList<Gallery::Id> ids = _view->selectedIds();
    if (!ids.isEmpty())
        _gallery.remove(ids);
}

void GalleryPanel::star()
{
    const GalleryItems items = _gallery.chosen();
    const bool all = std::ranges::all_of(items, [](const auto& item) { return item->starred; });
    _gallery.setStarred(_view->selectedIds(), !all);
}

GalleryItems GalleryPanel::chosenOrShown() const
{
    GalleryItems items = _gallery.chosen();
    if (items.size() > 1)
        return items;
    return shown();
}

GalleryItems GalleryPanel::shown() const
{
    GalleryItems items;
    for (int row = 0; row < _filter->rowCount(); ++row)
        items.push_back(_gallery.item(_filter->index(row, 0).data(GalleryModel::IdRole).toULongLong()));
    return items;
}

void GalleryPanel::exportPictures()
{
    const GalleryItems chosen = _gallery.chosen();
    std::vector<Recipe> recipes;
    for (const auto& item : chosen.empty() ? shown() : chosen)
        recipes.push_back(item->recipe);
    emit _workspace.exportWished(recipes);
}

void GalleryPanel::mixStyle()
{
    const auto model = _document.model();
    const std::vector<Recipe> chosen = _gallery.chosenRecipes();
    if (!model || chosen.size() != 1)
        return;
    // Layers that were chosen before stay chosen.
    const RecipeInputs& given = _document.recipe().inputs;
    const auto layer = [&](const char* name) {
        const auto found = given.find(name);
        return found != given.end() && found->second.size() == 1 ? int(found->second.front()) : 0;
    };
    MixedLayers layers{layer("mixFrom"), layer("mixTo")};
    if (layers.to <= layers.from || layers.from < 0 || layers.to > styleLayers(model->card))
        layers = finerLayers(model->card);
    try {
        _document.change(tr("Mix a style in"),
                         withStyleOf(_document.recipe(), chosen.front(), layers, model->card));
    } catch (const Error& error) {
        emit _workspace.problem(QString::fromUtf8(error.what()));
    }
}

void GalleryPanel::updateTools()
{
    const auto count = _view->selectedIds().size();
    _tools.open->setEnabled(count == 1);
    _tools.star->setEnabled(count > 0);
    _tools.remove->setEnabled(count > 0);
    _tools.film->setEnabled(count > 0);
    _tools.breed->setEnabled(count > 1);
    const auto model = _document.model();
    const std::vector<Recipe> chosen = _gallery.chosenRecipes();
    _tools.mix->setVisible(model && mixesStyles(model->card));
    _tools.mix->setEnabled(model && chosen.size() == 1 && chosen.front().model == model->card.id);
    _tools.compare->setEnabled(count == 1 || count == 2);
    const bool isEmpty = _filter->rowCount() == 0;
    _tools.sheet->setEnabled(!isEmpty);
    _tools.files->setEnabled(!isEmpty);
    _empty->setText(_gallery.items().empty()
                        ? tr("Nothing kept yet. Press K to keep the picture on screen.")
                        : tr("No picture is like that. Choose other filters to see the rest."));
    _stack->setCurrentIndex(isEmpty ? 1 : 0);
}

void GalleryPanel::updateFilters()
{
    std::set<QString> models, schemes;
    for (const auto& item : _gallery.items()) {
        models.insert(QString::fromStdString(item->recipe.model));
        schemes.insert(item->recipe.scheme ? QString::fromStdString(item->recipe.scheme->name) : QString());
    }
    const auto fill = [](QComboBox& box, const QString& all, const std::set<QString>& names,
                         const std::function<QString(const QString&)>& label) {
        const QVariant present = box.currentData();
        box.clear();
        box.addItem(all);
        for (const QString& name : names)
            box.addItem(label(name), name);
        box.setCurrentIndex(present.isValid() ? std::max(0, box.findData(present)) : 0);
        box.setVisible(names.size() > 1);
    };
    fill(*_models, tr("All models"), models,
         [this](const QString& id) { return _workspace.models().names().of(id.toStdString()); });
    fill(*_schemes, tr("All schemes"), schemes, schemeLabel);
    _filter->setModel(_models->currentData().toString());
    const QVariant scheme = _schemes->currentData();
    _filter->setScheme(scheme.isValid() ? std::optional(scheme.toString()) : std::nullopt);
}

const PanelKind& galleryPanel()
{
    static const PanelKind kind{panelId,
                                [] { return GalleryPanel::tr("Gallery"); },
                                Qt::BottomDockWidgetArea,
                                "neuronsDock",
                                &makePanel,
                                "keep-what-you-find"};
    return kind;
}

} // namespace flipside
