// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/state_dict.h"

#include "core/weights/module_fields.h"
#include "core/weights/nest_walk.h"
#include "core/weights/network_key.h"
#include "core/weights/refuse_weights.h"

#include <algorithm>
#include <map>

namespace flipside {

namespace {

constexpr int deepest = 100;
constexpr std::size_t longestPath = 1000;
/// Of all tensors together, as 32-bit floats 16 GB: no generator that a machine of a person plays is larger.
constexpr std::uint64_t mostNumbers = std::uint64_t{4} << 30;

constexpr std::size_t mostOfThem = 100'000; ///< tensors, or modules
constexpr std::size_t mostBeside = 1000;

[[noreturn]] void refuseTooManyParts()
{
    refuseWeights("its parts lie in one another beyond all measure",
                  "save the generator's state dict alone, and choose that");
}

std::string joined(const std::string& path, std::string_view key)
{
    return path.empty() ? std::string(key) : path + "." + std::string(key);
}

/// Keys are texts, or the numbers of a list's items.
std::string keyText(const NestValue& key)
{
    if (key.kind == NestKind::Integer)
        return std::to_string(key.integer);
    return std::string(key.kind == NestKind::Text ? key.text.substr(0, longestPath + 1) : "?");
}

/// Collects the tensors and modules below a value.
class Gathering {
public:
    Gathering(const Nest& nest, NestWalk& walk, StateDict& into) : _nest(nest), _walk(walk), _into(into) {}

    void gather(const NestValue& value, const std::string& path, int depth);
    void add(const NestPart& tensor, const std::string& path);

private:
    void gatherModule(const ModuleFields& module, const std::string& path, int depth);

    const Nest& _nest;
    NestWalk& _walk;
    StateDict& _into;
    std::map<std::string, std::size_t> _known;
    std::uint64_t _numbers = 0;
};

void Gathering::add(const NestPart& tensor, const std::string& path)
{
    _numbers += tensor.tensor->elements();
    if (_numbers > mostNumbers)
        refuseWeights("its weights would take more than 16 GB of memory",
                      "save the generator's state dict alone, and choose that");
    if (_into.tensors.size() >= mostOfThem)
        refuseTooManyParts();
    const auto [known, isNew] = _known.emplace(path, _into.tensors.size());
    if (isNew)
        _into.tensors.emplace_back();
    WeightTensor& added = _into.tensors[known->second];
    added = *tensor.tensor;
    added.name = path;
}

void Gathering::gatherModule(const ModuleFields& module, const std::string& path, int depth)
{
    if (_into.modules.size() >= mostOfThem)
        refuseTooManyParts();
    const std::size_t number = _into.modules.size();
    _into.modules.push_back({path, std::string(module.className), {}});
    const NestValue* children = nullptr;
    for (const auto& [key, value] : module.attributes->entries) {
        if (key.kind != NestKind::Text)
            continue;
        if (key.text == "_modules")
            children = &value;
        if (key.text == "_parameters" || key.text == "_buffers")
            gather(value, path, depth + 1);
        if (!isModuleBookkeeping(key.text))
            _into.modules[number].attributes.emplace_back(key.text, value);
    }
    if (children)
        gather(*children, path, depth + 1);
}

void Gathering::gather(const NestValue& value, const std::string& path, int depth)
{
    if (depth > deepest || path.size() > longestPath)
        refuseTooManyParts();
    const NestPart* part = _nest.part(value);
    if (!part)
        return;
    if (part->kind == PartKind::Tensor) {
        add(*part, path);
        return;
    }
    _walk.visitWithAttributes(_nest, *part);
    if (const std::optional<ModuleFields> module = moduleFields(_nest, value)) {
        gatherModule(*module, path, depth);
        return;
    }
    if (const NestPart* fields = fieldsOf(_nest, value)) {
        for (const auto& [key, item] : fields->entries)
            if (item.kind == NestKind::Part)
                gather(item, joined(path, keyText(key)), depth + 1);
        return;
    }
    if (part->kind == PartKind::List || part->kind == PartKind::Tuple)
        for (std::size_t i = 0; i < part->items.size(); ++i)
            if (part->items[i].kind == NestKind::Part)
                gather(part->items[i], joined(path, std::to_string(i)), depth + 1);
}

/// The entry that most likely holds the generator, where a key says so and there are tensors under it.
const std::pair<NestValue, NestValue>* likeliestNetwork(const Nest& nest, const NestPart& fields,
                                                        NestWalk& walk)
{
    std::vector<std::pair<int, const std::pair<NestValue, NestValue>*>> ranked;
    walk.visit(fields);
    for (const auto& entry : fields.entries) {
        const NestPart* part = nest.part(entry.second);
        if (entry.first.kind != NestKind::Text || !part || part->kind == PartKind::Tensor)
            continue;
        if (const std::optional<int> rank = rankOfNetworkKey(entry.first.text))
            ranked.emplace_back(*rank, &entry);
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& one, const auto& other) { return one.first < other.first; });
    for (const auto& [rank, entry] : ranked)
        if (holdsTensors(nest, entry->second, walk))
            return entry;
    return nullptr;
}

/// What every name has in front where one of these wrappers held the network.
void stripWrappers(StateDict& dict)
{
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view wrapper : {"module.", "_orig_mod."}) {
            const auto hasIt = [&](const WeightTensor& tensor) { return tensor.name.starts_with(wrapper); };
            if (dict.tensors.empty() || !std::all_of(dict.tensors.begin(), dict.tensors.end(), hasIt))
                continue;
            again = true;
            for (WeightTensor& tensor : dict.tensors)
                tensor.name.erase(0, wrapper.size());
            std::erase_if(dict.modules, [](const WeightModule& module) { return module.path.empty(); });
            for (WeightModule& module : dict.modules)
                module.path.erase(0, wrapper.size());
        }
    }
}

void noteUnused(StateDict& dict, const NestValue& key, const NestValue& value)
{
    if (dict.unused.size() < mostBeside)
        dict.unused.push_back(shownText(keyText(key)) + ": " + describeValue(*dict.nest, value));
}

} // namespace

StateDict findStateDict(std::shared_ptr<const Nest> nest)
{
    StateDict dict;
    dict.nest = std::move(nest);
    const Nest& all = *dict.nest;
    NestWalk walk;
    NestValue at = all.root;
    for (int depth = 0; depth < deepest && !moduleFields(all, at); ++depth) {
        const NestPart* fields = fieldsOf(all, at);
        const auto* chosen = fields ? likeliestNetwork(all, *fields, walk) : nullptr;
        if (!chosen)
            break;
        for (const auto& entry : fields->entries) {
            if (&entry == chosen)
                continue;
            noteUnused(dict, entry.first, entry.second);
            const NestPart* tensor = all.part(entry.second, PartKind::Tensor);
            if (tensor && dict.beside.size() < mostBeside) {
                dict.beside.push_back(*tensor->tensor);
                dict.beside.back().name = keyText(entry.first);
            }
        }
        dict.where = joined(dict.where, keyText(chosen->first));
        at = chosen->second;
    }

    Gathering gathering(all, walk, dict);
    const NestPart* fields = moduleFields(all, at) ? nullptr : fieldsOf(all, at);
    if (!fields)
        gathering.gather(at, {}, 0);
    else
        for (const auto& [key, value] : fields->entries) {
            const std::size_t before = dict.tensors.size() + dict.modules.size();
            if (!isTrainingKey(keyText(key)))
                gathering.gather(value, keyText(key), 1);
            if (dict.tensors.size() + dict.modules.size() == before)
                noteUnused(dict, key, value);
        }
    if (dict.tensors.empty())
        refuseWeights("it holds " + describeValue(all, at) + " and no weights",
                      "choose the generator's own file");
    stripWrappers(dict);
    return dict;
}

std::string describeValue(const Nest& nest, const NestValue& value)
{
    const NestPart* part = nest.part(value);
    if (!part) {
        switch (value.kind) {
        case NestKind::Text:
            return "a text";
        case NestKind::Bytes:
            return "bytes";
        case NestKind::Name:
            return "the name " + shownText(value.text);
        case NestKind::None:
            return "nothing";
        default:
            return "a number";
        }
    }
    switch (part->kind) {
    case PartKind::Tensor:
        return "a tensor of " + part->tensor->description();
    case PartKind::Storage:
        return "numbers without a shape";
    case PartKind::Dict:
        return "a dictionary of " + std::to_string(part->entries.size());
    case PartKind::Record:
        return "an object of the class " + shownText(part->className);
    default:
        return "a list of " + std::to_string(part->items.size());
    }
}

} // namespace flipside
