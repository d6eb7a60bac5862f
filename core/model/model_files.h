// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The files of a model's folder, by what they hold.
namespace flipside::model_file {

inline constexpr const char* card = "card.json";
inline constexpr const char* decoder = "decoder.pt";
inline constexpr const char* encoder = "encoder.pt";
inline constexpr const char* critic = "critic.pt";
inline constexpr const char* classifier = "classifier.pt";
inline constexpr const char* features = "features.pt";
inline constexpr const char* profile = "profile.cbor";
inline constexpr const char* latents = "latents.cbor";
inline constexpr const char* references = "references.cbor";
inline constexpr const char* inDomain = "in-domain.cbor";
inline constexpr const char* preview = "preview.png";

} // namespace flipside::model_file
