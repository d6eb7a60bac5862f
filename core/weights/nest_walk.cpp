// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/nest_walk.h"

#include "core/weights/refuse_weights.h"

#include <unordered_set>

namespace flipside {

void NestWalk::visit(const NestPart& part)
{
    constexpr std::uint64_t most = 2'000'000;
    _met += 1 + part.items.size() + part.entries.size();
    if (_met > most)
        refuseWeights("its parts lie in one another beyond all measure",
                      "save the generator's state dict alone, and choose that");
}

void NestWalk::visitWithAttributes(const Nest& nest, const NestPart& part)
{
    visit(part);
    for (const NestValue& value : {part.state, part.arguments}) {
        const NestPart* attributes = nest.part(value);
        if (!attributes)
            continue;
        visit(*attributes);
        for (const NestValue& item : attributes->items)
            if (const NestPart* inner = nest.part(item))
                visit(*inner);
    }
}

bool holdsTensors(const Nest& nest, const NestValue& value, NestWalk& walk)
{
    std::unordered_set<std::uint32_t> seen;
    std::vector<NestValue> open = {value};
    while (!open.empty()) {
        const NestValue next = open.back();
        open.pop_back();
        const NestPart* part = nest.part(next);
        if (!part || !seen.insert(next.part).second)
            continue;
        if (part->kind == PartKind::Tensor)
            return true;
        walk.visit(*part);
        open.insert(open.end(), part->items.begin(), part->items.end());
        for (const auto& [key, item] : part->entries)
            open.push_back(item);
        open.push_back(part->state);
        open.push_back(part->arguments);
    }
    return false;
}

} // namespace flipside
