// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/gallery_panel.h"

#include "core/instrument/measurer.h"
#include "core/instrument/recipe_pictures.h"
#include "core/model/find_model.h"
#include "core/picture/crop.h"
#include "core/picture/picture_file.h"
#include "core/schemes/scheme.h"
#include "ui/gallery/gallery_details.h"
#include "ui/gallery/gallery_model.h"
#include "ui/gallery/gallery_view.h"
#include "ui/style/theme_icons.h"
#include "ui/widgets/flow_layout.h"

#include <QAction>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDateTime>
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

/// Of a thumbnail's longer side, in pixels: enough for a card at 100 %.
constexpr int thumbnailSide = 96;
/// Enough for a thousand of them.
constexpr int cacheKilobytes = 64 * 1024;

std::string thumbnailOf(const Image& picture)
{
    const int longer = std::max(picture.width, picture.height);
    if (longer <= thumbnailSide)
        return encodePng(picture);
    const auto side = [&](int pixels) { return std::max(1, pixels * thumbnailSide / longer); };
    return encodePng(cropped(picture, side(picture.height), side(picture.width)));
}

QString schemeLabel(const QString& name)
{
    if (name.isEmpty())
        return GalleryPanel::tr("Without a scheme");
    for (const Scheme* scheme : allSchemes())
        if (scheme->name() == name.toStdString())
            return QString::fromStdString(scheme->label());
    return name;
}

} // namespace

GalleryPanel::GalleryPanel(Document& document, Gallery& gallery, QWidget* parent)
    : QWidget(parent), _document(document), _gallery(gallery)
{
    QPixmapCache::setCacheLimit(std::max(QPixmapCache::cacheLimit(), cacheKilobytes));
    _model = new GalleryModel(gallery, document.modelNames(), this);
    _filter = new GalleryFilter(*_model, this);
    _view = new GalleryView(gallery, *_filter, this);
    _details = new GalleryDetails(gallery, document.modelNames(), this);
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
        _details->setChosen(_view->selectedIds());
        updateTools();
    });
    connect(_view, &GalleryView::opened, this, [this](Gallery::Id id) {
        if (const auto item = _gallery.item(id))
            emit opened(item->recipe);
    });
    connect(&gallery, &Gallery::changed, this, [this] {
        updateFilters();
        updateTools();
    });
    connect(&document.modelNames(), &ModelNames::changed, this, &GalleryPanel::updateFilters);
    connect(&document, &Document::noveltyChanged, this, &GalleryPanel::measured);
    connect(&_files, &FileTasks::failed, this, &GalleryPanel::failed);
    connect(&_pictures, &FileTasks::failed, this, &GalleryPanel::failed);
    updateFilters();
    updateTools();
}

QAction* GalleryPanel::tool(const QString& icon, const QString& text, const QString& tip,
                            const QKeySequence& key)
{
    auto* action = new QAction(icon.isEmpty() ? QIcon() : themedIcon(icon), text, this);
    action->setToolTip(
        key.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, key.toString(QKeySequence::NativeText)));
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
    _tools.sheet = tool(QStringLiteral("export"), tr("Contact sheet…"),
                        tr("Save those chosen, or all that are shown, with captions"));
    _tools.breed = tool({}, tr("Breed…"), tr("Mix those chosen into new pictures"));
    _tools.film = tool({}, tr("Add to the film"), tr("Make those chosen keyframes of the film"));
    _tools.remove = tool({}, tr("Delete"), tr("Delete those chosen"), QKeySequence::Delete);
    connect(_tools.open, &QAction::triggered, this, [this] {
        if (const GalleryItems items = chosen(); !items.empty())
            emit opened(items.front()->recipe);
    });
    connect(_tools.star, &QAction::triggered, this, &GalleryPanel::star);
    connect(_tools.compare, &QAction::triggered, this, [this] { emit compareRequested(chosen()); });
    connect(_tools.sheet, &QAction::triggered, this, [this] { emit sheetRequested(chosenOrShown()); });
    connect(_tools.breed, &QAction::triggered, this, [this] { emit breedRequested(chosenRecipes()); });
    connect(_tools.film, &QAction::triggered, this, [this] { emit keyframesRequested(chosenRecipes()); });
    connect(_tools.remove, &QAction::triggered, this, &GalleryPanel::removeChosen);

    _models = new QComboBox(this);
    _models->setAccessibleName(tr("Pictures of which model"));
    _schemes = new QComboBox(this);
    _schemes->setAccessibleName(tr("Pictures of which scheme"));
    _orders = new QComboBox(this);
    _orders->setAccessibleName(tr("Order of the pictures"));
    _orders->addItems({tr("My order"), tr("Newest first"), tr("Most novel first")});
    for (QComboBox* box : {_models, _schemes})
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
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

    // Which pictures, and what to do with them: below each other where it is narrow.
    auto* filters = new QWidget(this);
    auto* filterRow = new QHBoxLayout(filters);
    for (QWidget* filter : std::initializer_list<QWidget*>{_orders, _models, _schemes, _starredOnly})
        filterRow->addWidget(filter);
    auto* deeds = new QWidget(this);
    auto* deedRow = new QHBoxLayout(deeds);
    for (QAction* action : {_tools.compare, _tools.breed, _tools.film, _tools.sheet}) {
        auto* button = new QToolButton(deeds);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setAutoRaise(true);
        deedRow->addWidget(button);
    }
    for (QHBoxLayout* row : {filterRow, deedRow}) {
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(4);
    }
    auto* flow = new FlowLayout;
    flow->setContentsMargins(8, 4, 8, 4);
    flow->addWidget(filters);
    flow->addWidget(deeds);
    static_cast<QVBoxLayout*>(layout())->addLayout(flow);
}

void GalleryPanel::contextMenuEvent(QContextMenuEvent* event)
{
    if (chosen().empty())
        return;
    QMenu menu(this);
    menu.addActions({_tools.open, _tools.star, _tools.compare});
    menu.addSeparator();
    menu.addActions({_tools.breed, _tools.film, _tools.sheet});
    menu.addSeparator();
    menu.addAction(_tools.remove);
    menu.exec(event->globalPos());
}

void GalleryPanel::keep()
{
    const auto rendering = _document.rendering();
    if (rendering)
        keepPicture(rendering->recipe, rendering->image, _document.noveltyOfRendering());
}

void GalleryPanel::keepPicture(const Recipe& recipe, const Image& picture, const NoveltyValues& metrics)
{
    GalleryItem item;
    item.recipe = recipe;
    item.metrics = metrics;
    item.kept = QDateTime::currentMSecsSinceEpoch();
    _files.run([this, item, picture]() -> FileTasks::Afterwards {
        GalleryItem whole = item;
        whole.thumbnail = thumbnailOf(picture);
        return [this, whole, picture]() mutable {
            // They may have come while the thumbnail was made.
            const auto rendering = _document.rendering();
            const bool isOnScreen = rendering && rendering->recipe == whole.recipe;
            if (whole.metrics.empty() && isOnScreen)
                whole.metrics = _document.noveltyOfRendering();
            if (whole.metrics.empty() && !isOnScreen)
                measure(whole.recipe, picture);
            _view->select(_gallery.keep(whole));
            emit kept();
        };
    });
}

void GalleryPanel::measure(const Recipe& recipe, const Image& picture)
{
    const std::string place = _document.placeOf(QString::fromStdString(recipe.model)).toStdString();
    _pictures.run([this, recipe, picture, place]() -> FileTasks::Afterwards {
        const ModelFolder model = findModelAgain(recipe.model, place);
        Instrument instrument(model);
        const NoveltyValues values = Measurer(instrument, gaugeMetrics(model)).measureOne(picture);
        return [this, recipe, values] { _gallery.addMetrics(recipe, values); };
    });
}

void GalleryPanel::makePictures(const GalleryItems& items,
                                const std::function<void(const std::vector<Image>&)>& then)
{
    std::map<std::string, std::string> places;
    std::vector<Recipe> recipes;
    for (const auto& item : items) {
        recipes.push_back(item->recipe);
        places[item->recipe.model] =
            _document.placeOf(QString::fromStdString(item->recipe.model)).toStdString();
    }
    _pictures.run([recipes, places, then]() -> FileTasks::Afterwards {
        Progress progress;
        const std::vector<Image> pictures = picturesOf(
            recipes, [&](const std::string& id) { return findModelAgain(id, places.at(id)); }, progress);
        return [pictures, then] { then(pictures); };
    });
}

void GalleryPanel::measured()
{
    if (const auto rendering = _document.rendering())
        _gallery.addMetrics(rendering->recipe, _document.noveltyOfRendering());
}

void GalleryPanel::removeChosen()
{
    const QList<Gallery::Id> ids = _view->selectedIds();
    if (!ids.isEmpty())
        _gallery.remove(ids);
}

void GalleryPanel::star()
{
    const GalleryItems items = chosen();
    const bool all = std::ranges::all_of(items, [](const auto& item) { return item->starred; });
    _gallery.setStarred(_view->selectedIds(), !all);
}

GalleryItems GalleryPanel::chosen() const
{
    GalleryItems items;
    for (const Gallery::Id id : _view->selectedIds())
        if (auto item = _gallery.item(id))
            items.push_back(std::move(item));
    return items;
}

GalleryItems GalleryPanel::chosenOrShown() const
{
    GalleryItems items = chosen();
    if (items.size() > 1)
        return items;
    items.clear();
    for (int row = 0; row < _filter->rowCount(); ++row)
        items.push_back(_gallery.item(_filter->index(row, 0).data(GalleryModel::IdRole).toULongLong()));
    return items;
}

std::vector<Recipe> GalleryPanel::chosenRecipes() const
{
    std::vector<Recipe> recipes;
    for (const auto& item : chosen())
        recipes.push_back(item->recipe);
    return recipes;
}

void GalleryPanel::updateTools()
{
    const auto count = _view->selectedIds().size();
    _tools.open->setEnabled(count == 1);
    _tools.star->setEnabled(count > 0);
    _tools.remove->setEnabled(count > 0);
    _tools.film->setEnabled(count > 0);
    _tools.breed->setEnabled(count > 1);
    _tools.compare->setEnabled(count == 1 || count == 2);
    const bool isEmpty = _filter->rowCount() == 0;
    _tools.sheet->setEnabled(!isEmpty);
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
         [this](const QString& id) { return _document.modelNames().of(id.toStdString()); });
    fill(*_schemes, tr("All schemes"), schemes, schemeLabel);
    _filter->setModel(_models->currentData().toString());
    const QVariant scheme = _schemes->currentData();
    _filter->setScheme(scheme.isValid() ? std::optional(scheme.toString()) : std::nullopt);
}

} // namespace flipside
