// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace flipside {

/// The version this program writes as "flipside-session": 1. A newer one is refused, not guessed at.
inline constexpr int sessionVersion = 1;

/// {"flipside-session":1,"models":[…],"recipe":{…},"latents":{ID:{…}},"history":{…},"gallery":[…],
///  "timeline":{…},"generations":[…]}. The history names pictures by their place in the gallery or, from its
/// end on, among its own "pictures", in runs [first, count].
nlohmann::json toJson(const Session& session);
nlohmann::json toJson(const GalleryItem& item);

using SharedItem = std::shared_ptr<const GalleryItem>;
/// The same without the gallery, for somebody who has its pictures and those of the history, by key.
nlohmann::json toJsonWithoutGallery(const Session& session,
                                    const std::function<std::uint64_t(const SharedItem&)>& keyOf);

/// Throws Error naming `where` and the part of it that is wrong.
Session sessionFromJson(const nlohmann::json& json, const std::string& where);
/// `itemOf` gives null for an unknown key.
Session sessionWithoutGalleryFromJson(const nlohmann::json& json, const std::string& where,
                                      const std::function<SharedItem(std::uint64_t key)>& itemOf);
GalleryItem galleryItemFromJson(const nlohmann::json& json, const std::string& where);

/// A .flipside file. Throws Error with one sentence for a file that is missing, damaged, of a newer version
/// or no session.
Session readSession(const std::filesystem::path& path);
/// Whole or not at all; throws Error.
void writeSession(const std::filesystem::path& path, const Session& session);

} // namespace flipside
