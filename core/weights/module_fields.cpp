// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/module_fields.h"

#include <algorithm>
#include <array>

namespace flipside {

namespace {

bool isModuleState(const NestPart& fields)
{
    return std::any_of(fields.entries.begin(), fields.entries.end(), [](const auto& entry) {
        return entry.first.kind == NestKind::Text &&
               (entry.first.text == "_modules" || entry.first.text == "_parameters");
    });
}

} // namespace

const NestPart* fieldsOf(const Nest& nest, const NestValue& value)
{
    const NestPart* part = nest.part(value);
    if (!part || (part->kind != PartKind::Dict && part->kind != PartKind::Record))
        return nullptr;
    if (part->kind == PartKind::Dict || !part->entries.empty())
        return part;
    const NestPart* state = nest.part(part->state);
    // With __slots__ it is a pair, of which one may be nothing.
    if (state && state->kind == PartKind::Tuple && !state->items.empty())
        state = nest.part(state->items[0]);
    return state && state->kind == PartKind::Dict ? state : nullptr;
}

std::optional<ModuleFields> moduleFields(const Nest& nest, const NestValue& value)
{
    const NestPart* record = nest.part(value, PartKind::Record);
    if (!record)
        return std::nullopt;
    ModuleFields found{record->className, nest.part(record->state, PartKind::Dict)};
    if (record->className.ends_with("persistence._reconstruct_persistent_obj")) {
        const NestPart* arguments = nest.part(record->arguments, PartKind::Tuple);
        if (!arguments || arguments->items.size() != 1)
            return std::nullopt;
        const NestValue* name = nest.find(arguments->items[0], "class_name");
        const NestValue* state = nest.find(arguments->items[0], "state");
        if (!name || !state || name->kind != NestKind::Text)
            return std::nullopt;
        found = {name->text, nest.part(*state, PartKind::Dict)};
    }
    if (!found.attributes || !isModuleState(*found.attributes))
        return std::nullopt;
    return found;
}

bool isModuleBookkeeping(std::string_view attribute)
{
    static constexpr std::array<std::string_view, 5> own = {
        "_parameters", "_buffers", "_modules", "_non_persistent_buffers_set", "_is_full_backward_hook"};
    return std::find(own.begin(), own.end(), attribute) != own.end() || attribute.ends_with("_hooks") ||
           attribute.find("_hooks_") != std::string_view::npos;
}

} // namespace flipside
