// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/nest.h"

#include <cstdint>
#include <optional>
#include <string>

namespace flipside {

/// What torch.save writes where a pickle speaks of a storage, or of a class that brings its source.
struct TorchStorageId {
    WeightType type = WeightType::UInt8;
    std::string key;
    std::uint64_t bytes = 0; ///< as many numbers as it says, of that type
};

/// From ("storage", type, key, device, count) and, in older files, what the storage is a view of. Throws
/// Error where it is something else, a type that Flipside does not read, or a view: PyTorch has written none
/// since 0.4.
TorchStorageId torchStorageId(const Nest& nest, const NestValue& id);

/// From ("module", class, source file, source): the class, as a word; nothing where it is none of those.
std::optional<NestValue> torchClassId(const Nest& nest, const NestValue& id);

NestValue addStorage(Nest& nest, std::shared_ptr<WeightStorage> storage, WeightType type);

} // namespace flipside
