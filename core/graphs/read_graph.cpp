// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/read_graph.h"

#include "core/graphs/onnx_graph.h"
#include "core/graphs/torch_export.h"
#include "core/sandbox/file_kind.h"

#include <optional>

namespace flipside {

bool isGraphFile(std::string_view content)
{
    const std::optional<FileKind> kind = kindOf(content);
    return kind && (kind->id == "onnx" || kind->id == "torch-export");
}

GraphReading readGraph(std::string_view content, const std::shared_ptr<const void>& owner)
{
    const std::optional<FileKind> kind = kindOf(content);
    if (kind && kind->id == "onnx")
        return readOnnx(content);
    if (kind && kind->id == "torch-export")
        return readTorchExport(content, owner);
    throw WrongKind(kind ? kind->what : "it is of no kind that Flipside knows",
                    kind ? kind->wayOut : "choose a generator's own file");
}

} // namespace flipside
