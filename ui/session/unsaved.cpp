// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/unsaved.h"

#include <QStringList>

#include <algorithm>
#include <unordered_map>

namespace flipside {
namespace {

/// What is measured of a picture afterwards is nobody's work.
bool isSameWork(GalleryItem a, const GalleryItem& b)
{
    a.metrics = b.metrics;
    return a == b;
}

} // namespace

Unsaved Unsaved::since(const Session& saved, const Session& now)
{
    Unsaved unsaved;
    std::unordered_map<std::uint64_t, std::shared_ptr<const GalleryItem>> known;
    for (const auto& item : saved.gallery)
        known.emplace(item->id, item);
    GalleryItems others;
    for (const auto& item : now.gallery) {
        if (known.contains(item->id))
            others.push_back(item);
        else
            ++unsaved.pictures;
    }
    unsaved.picturesDiffer = !std::ranges::equal(
        others, saved.gallery, [](const auto& a, const auto& b) { return a == b || isSameWork(*a, *b); });
    for (const Keyframe& keyframe : now.timeline.keyframes)
        if (std::ranges::find(saved.timeline.keyframes, keyframe) == saved.timeline.keyframes.end())
            ++unsaved.keyframes;
    unsaved.filmDiffers = unsaved.keyframes == 0 && now.timeline != saved.timeline;
    unsaved.generations = std::max(0, int(now.generations.size()) - int(saved.generations.size()));
    unsaved.recipeDiffers = now.recipe != saved.recipe;
    return unsaved;
}

QString Unsaved::text() const
{
    QStringList parts;
    if (pictures > 0)
        parts.append(tr("%n kept picture(s)", nullptr, pictures));
    if (picturesDiffer)
        parts.append(tr("what was changed in the gallery"));
    if (keyframes > 0)
        parts.append(tr("%n keyframe(s) of the film", nullptr, keyframes));
    if (filmDiffers)
        parts.append(tr("what was changed in the film"));
    if (generations > 0)
        parts.append(tr("%n generation(s) of breeding", nullptr, generations));
    if (recipeDiffers)
        parts.append(tr("the picture as it is now"));
    if (parts.isEmpty())
        return tr("what was done since");
    const QString last = parts.takeLast();
    return parts.isEmpty() ? last : tr("%1 and %2").arg(parts.join(QStringLiteral(", ")), last);
}

} // namespace flipside
