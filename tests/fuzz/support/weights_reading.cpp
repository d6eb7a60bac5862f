// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/support/weights_reading.h"

#include "core/weights/state_dict.h"
#include "tests/fuzz/support/reading.h"

namespace flipside {

void useAll(std::shared_ptr<const Nest> nest)
{
    std::uint64_t read = 0;
    for (const NestPart& part : nest->parts()) {
        require((part.kind == PartKind::Tensor) == (part.tensor != nullptr), "a tensor is one");
        if (part.kind != PartKind::Tensor)
            continue;
        const WeightTensor& tensor = *part.tensor;
        require(tensor.storage->bytes.size() == tensor.storage->size, "what a file promises is there");
        require(tensor.elements() <= tensor.storage->size, "a tensor is no larger than its storage");
        const bool complex = tensor.type == WeightType::Complex64 || tensor.type == WeightType::Complex128;
        // Thousands may share a storage: not all of them need be looked at.
        read += tensor.elements();
        if (!complex && read < 1'000'000)
            require(tensor.floats().size() == tensor.elements(), "a tensor has the numbers of its shape");
    }
    const StateDict dict = findStateDict(std::move(nest));
    require(!dict.tensors.empty(), "a network has weights");
}

} // namespace flipside
