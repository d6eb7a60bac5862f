// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graphs/read_graph.h"
#include "core/graphs/torch_archive.h"

#include <memory>
#include <string_view>

namespace flipside {

/// readGraph() of an archive of torch.export.save. The reading holds what it needs of the content.
GraphReading readTorchExport(std::string_view content, const std::shared_ptr<const void>& owner);

/// The same of what its archive holds.
GraphReading readTorchExport(TorchArchive archive);

} // namespace flipside
