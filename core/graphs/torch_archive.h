// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weight_tensor.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace flipside {

/// What an archive of torch.export.save holds. PyTorch 2.1 to 2.7 write the program, and its weights as
/// torch.save does, beside one another; later ones write `models/model.json` and the weights under
/// `data/weights`, as they lie in memory, with their shapes in a table of contents.
struct TorchArchive {
    std::string_view program; ///< JSON; lives as long as the weights' storages or `kept`
    /// By the names that PyTorch gave them: parameters, buffers and constants.
    std::map<std::string, WeightTensor, std::less<>> weights;
    std::shared_ptr<const void> kept;
};

/// Throws WrongKind for a package of AOTInductor, which is a compiled program, and for one of several
/// models; Error, half a sentence, where the archive is damaged.
TorchArchive readTorchArchive(std::string_view content, const std::shared_ptr<const void>& owner);

} // namespace flipside
