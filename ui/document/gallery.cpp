// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/gallery.h"

#include "ui/pictures/stored_thumbnail.h"

#include <algorithm>

namespace flipside {
namespace {

std::shared_ptr<const GalleryItem> withMetrics(GalleryItem item, const std::map<std::string, double>& metrics)
{
    item.metrics = metrics;
    return std::make_shared<const GalleryItem>(std::move(item));
}

} // namespace

Gallery::Gallery(UndoHistory& history, QObject* parent)
    : SessionPart(parent), _items(history, [this](GalleryItems& items) { takeItems(items); })
{
}

std::shared_ptr<const GalleryItem> Gallery::item(Id id) const
{
    const auto found = _byId.find(id);
    return found == _byId.end() ? nullptr : found->second;
}

std::shared_ptr<const GalleryItem> Gallery::find(const Recipe& recipe) const
{
    const auto found =
        std::ranges::find_if(items(), [&](const auto& item) { return item->recipe == recipe; });
    return found == items().end() ? nullptr : *found;
}

QImage Gallery::thumbnail(Id id) const
{
    const auto own = item(id);
    return own ? storedThumbnail(own->thumbnail) : QImage();
}

std::size_t Gallery::positionOf(Id id) const
{
    return std::size_t(std::ranges::find(items(), id, [](const auto& item) { return item->id; }) -
                       items().begin());
}

void Gallery::pushTaken(const QString& text, const GalleryItems& before, const GalleryItems& after)
{
    // What is kept from now on must not get the id of a picture that may come back.
    for (const GalleryItems* items : {&before, &after})
        for (const auto& item : *items)
            _next = std::max(_next, item->id + 1);
    _items.pushTaken(text, before, after);
}

bool Gallery::writeStep(const QUndoCommand& step, History& history) const
{
    return writeValueStep(step, history, &History::gallery,
                          [this](const GalleryItems& items) { return asKnown(items); });
}

GalleryItems Gallery::asKnown(GalleryItems items) const
{
    for (auto& item : items) {
        const auto present = _byId.find(item->id);
        if (present == _byId.end() || present->second == item)
            continue;
        GalleryItem measured = *item;
        measured.metrics = present->second->metrics;
        if (measured == *present->second)
            item = present->second;
    }
    return items;
}

void Gallery::findById()
{
    _byId.clear();
    for (const auto& item : items())
        _byId.emplace(item->id, item);
}

void Gallery::takeItems(GalleryItems& items)
{
    for (auto& item : items)
        if (const auto known = _measured.find(item->id); known != _measured.end() && item->metrics.empty())
            item = withMetrics(*item, known->second);
    findById();
    emit changed();
}

GalleryItems Gallery::chosen() const
{
    GalleryItems items;
    for (const Id id : _chosen)
        if (auto own = item(id))
            items.push_back(std::move(own));
    return items;
}

std::vector<Recipe> Gallery::chosenRecipes() const
{
    std::vector<Recipe> recipes;
    for (const auto& item : chosen())
        recipes.push_back(item->recipe);
    return recipes;
}

Gallery::Id Gallery::keep(GalleryItem item)
{
    item.id = _next++;
    GalleryItems next = items();
    next.push_back(std::make_shared<const GalleryItem>(std::move(item)));
    const Id id = next.back()->id;
    _items.change(tr("Keep"), next);
    return id;
}

void Gallery::remove(const QList<Id>& ids)
{
    GalleryItems next = items();
    std::erase_if(next, [&](const auto& item) { return ids.contains(item->id); });
    _items.change(tr("Delete %n picture(s)", nullptr, int(ids.size())), next);
}

void Gallery::edit(const QString& text, const QList<Id>& ids, const std::function<void(GalleryItem&)>& change)
{
    GalleryItems next = items();
    for (auto& item : next) {
        if (!ids.contains(item->id))
            continue;
        GalleryItem changed = *item;
        change(changed);
        if (changed != *item)
            item = std::make_shared<const GalleryItem>(std::move(changed));
    }
    _items.change(text, next);
}

void Gallery::rename(Id id, const QString& name)
{
    edit(tr("Name picture"), {id}, [&](GalleryItem& item) { item.name = name.trimmed().toStdString(); });
}

void Gallery::setNote(Id id, const QString& note)
{
    edit(tr("Note"), {id}, [&](GalleryItem& item) { item.note = note.toStdString(); });
}

void Gallery::setStarred(const QList<Id>& ids, bool starred)
{
    edit(starred ? tr("Star") : tr("Take star away"), ids,
         [&](GalleryItem& item) { item.starred = starred; });
}

void Gallery::move(const QList<Id>& ids, Id before)
{
    if (ids.contains(before))
        return;
    GalleryItems moved;
    GalleryItems next;
    for (const Id id : ids)
        if (auto own = item(id))
            moved.push_back(std::move(own));
    for (const auto& other : items()) {
        if (other->id == before)
            next.insert(next.end(), moved.begin(), moved.end());
        if (!ids.contains(other->id))
            next.push_back(other);
    }
    if (!item(before))
        next.insert(next.end(), moved.begin(), moved.end());
    _items.change(tr("Move %n picture(s)", nullptr, int(moved.size())), next);
}

void Gallery::addMetrics(const Recipe& recipe, const std::map<std::string, double>& metrics)
{
    bool any = false;
    _items.amend([&](GalleryItems& items) {
        for (auto& item : items) {
            if (!item->metrics.empty() || item->recipe != recipe)
                continue;
            _measured[item->id] = metrics;
            item = withMetrics(*item, metrics);
            any = true;
        }
    });
    if (!any)
        return;
    findById();
    emit changed();
}

void Gallery::restore(const GalleryItems& items)
{
    _measured.clear();
    for (const auto& item : items)
        _next = std::max(_next, item->id + 1);
    _items.restore(items);
}

} // namespace flipside
