// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/document/session_part.h"
#include "ui/document/undoable_value.h"

#include <QImage>
#include <QList>

#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

namespace flipside {

/// The pictures that were kept, with every change as a step in the undo history. Items are told apart
/// by their ids, which no other picture of the session ever gets again.
class Gallery : public SessionPart {
    Q_OBJECT
public:
    using Id = std::uint64_t;

    explicit Gallery(UndoHistory& history, QObject* parent = nullptr);

    const GalleryItems& items() const { return _items.get(); }
    /// Null where there is none (any more).
    std::shared_ptr<const GalleryItem> item(Id id) const;
    /// The first picture of a recipe; null where it is not kept.
    std::shared_ptr<const GalleryItem> find(const Recipe& recipe) const;
    /// Null where there is no such picture.
    QImage thumbnail(Id id) const;

    /// In the user's order, from 0; the number of pictures where there is none.
    std::size_t positionOf(Id id) const;

    /// Puts a picture at the end and returns its id; the one in `item` is not looked at.
    Id keep(GalleryItem item);
    void remove(const QList<Id>& ids);
    void rename(Id id, const QString& name);
    void setNote(Id id, const QString& note);
    void setStarred(const QList<Id>& ids, bool starred);
    /// Puts these, in their order, before another one; 0: at the end.
    void move(const QList<Id>& ids, Id before);

    /// What was measured of the pictures of a recipe since they were kept. No step: nobody did it.
    void addMetrics(const Recipe& recipe, const std::map<std::string, double>& metrics);
    /// The gallery of a session that has been opened: no step.
    void restore(const GalleryItems& items);
    /// A step of a history that is restored; it has been taken already.
    void pushTaken(const QString& text, const GalleryItems& before, const GalleryItems& after);
    /// The same pictures as the gallery has them now, where all that has changed is what was measured of
    /// them.
    GalleryItems asKnown(GalleryItems items) const;

    /// What the deeds of other views are about; no step. Those that go are chosen no more.
    void setChosen(const QList<Id>& ids) { _chosen = ids; }
    /// In the order in which they are shown.
    GalleryItems chosen() const;
    std::vector<Recipe> chosenRecipes() const;

    void writeTo(Session& session) const override { session.gallery = items(); }
    void readFrom(const Session& session) override { restore(session.gallery); }
    bool differsFrom(const Session& session) const override { return items() != session.gallery; }
    bool writeStep(const QUndoCommand& step, History& history) const override;
    /// A picture that was kept is kept.
    bool isWrittenAtOnce() const override { return true; }

private:
    /// A step of the undo history may be older than what has been measured since.
    void takeItems(GalleryItems& items);
    /// Makes _byId fit _items.
    void findById();
    void edit(const QString& text, const QList<Id>& ids, const std::function<void(GalleryItem&)>& change);

    UndoableValue<GalleryItems> _items;
    std::unordered_map<Id, std::shared_ptr<const GalleryItem>> _byId; ///< the same ones
    std::map<Id, std::map<std::string, double>> _measured;            ///< since they were kept
    QList<Id> _chosen;
    Id _next = 1;
};

} // namespace flipside
