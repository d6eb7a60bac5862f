// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/torch_batch.h"

#include <algorithm>
#include <initializer_list>

namespace flipside {

namespace {

bool isOneOf(std::string_view op, std::initializer_list<std::string_view> names)
{
    return std::ranges::find(names, op) != names.end();
}

std::size_t counted(std::int64_t dimension, std::size_t rank)
{
    return std::size_t(dimension < 0 ? dimension + std::int64_t(rank) : dimension);
}

std::size_t rankOf(const TorchTerm& term)
{
    return term.shape ? term.shape->size() : 0;
}

[[noreturn]] void refuseMixing(const TorchNode& node)
{
    node.refuse("mixes the pictures of a batch; export the network for any batch (dynamic_shapes)");
}

} // namespace

std::optional<std::size_t> batchAfter(const TorchNode& node, std::string_view op, std::size_t rank)
{
    const TorchTerm* from = nullptr;
    for (const TorchTerm* term : node.tensors())
        if (term->batch && (!from || rankOf(*term) > rankOf(*from)))
            from = term;
    if (!from)
        return std::nullopt;
    const std::size_t batch = *from->batch;
    const std::size_t before = rankOf(*from);
    const auto dimension = [&](std::string_view name, std::int64_t usual, std::size_t of) {
        return counted(node.integer(name, usual), of);
    };
    if (op.starts_with("conv") && node.tensor("weight") && node.tensor("weight")->batch)
        refuseMixing(node);
    if (op == "permute") {
        std::size_t place = 0;
        for (const std::int64_t from : node.integers("dims")) {
            if (counted(from, before) == batch)
                return place;
            ++place;
        }
        refuseMixing(node);
    }
    if (op == "transpose" || op == "t") {
        const std::size_t one = dimension("dim0", 0, before);
        const std::size_t other = dimension("dim1", 1, before);
        return batch == one ? other : batch == other ? one : batch;
    }
    if (op == "unsqueeze")
        return batch + (dimension("dim", 0, before + 1) <= batch ? 1 : 0);
    if (op == "stack")
        return batch + (dimension("dim", 0, before + 1) <= batch ? 1 : 0);
    if (isOneOf(op, {"select", "unbind", "index_select", "split", "split_with_sizes", "chunk", "cat",
                     "cumsum", "softmax", "_softmax", "narrow"})) {
        const std::size_t dim = dimension("dim", 0, before);
        if (dim == batch)
            refuseMixing(node);
        const bool shortens = op == "select" || op == "unbind";
        return batch - (shortens && dim < batch ? 1 : 0);
    }
    if (isOneOf(op, {"squeeze", "sum", "mean", "var", "std", "amax", "amin", "prod", "norm",
                     "linalg_vector_norm", "logsumexp"})) {
        std::size_t gone = 0;
        const std::vector<std::int64_t> dims = node.integers("dim");
        if (dims.empty() && op != "squeeze")
            refuseMixing(node);
        for (const std::int64_t dim : dims) {
            if (counted(dim, before) == batch)
                refuseMixing(node);
            gone += counted(dim, before) < batch ? 1 : 0;
        }
        if (dims.empty() && batch != 0)
            refuseMixing(node);
        return batch - (op == "squeeze" || !node.flag("keepdim", false) ? gone : 0);
    }
    if (isOneOf(op, {"view", "_unsafe_view", "reshape", "flatten", "unflatten"})) {
        if (batch != 0)
            refuseMixing(node);
        return 0;
    }
    // Number by number, and what keeps the dimensions: the last ones meet.
    if (rank == 0 || before == 0)
        return batch;
    if (rank + batch < before)
        refuseMixing(node);
    return batch + rank - before;
}

std::vector<std::string> sizesForAnyBatch(const TorchNode& node, std::string_view op,
                                          std::string_view argument, std::int64_t fixed,
                                          const std::optional<Sizes>& made)
{
    std::vector<std::string> sizes = node.numbers(argument);
    const TorchTerm* from = node.tensor("self");
    const bool isOfBatch = from && from->batch;
    const std::string batch = std::to_string(fixed);
    if (isOneOf(op, {"view", "_unsafe_view", "reshape"})) {
        if (!isOfBatch || sizes.empty())
            return sizes;
        // The batch comes first: with all others known, the first is what is left.
        for (std::size_t i = 1; i < sizes.size(); ++i)
            if (sizes[i] == "-1") {
                if (!made || made->size() != sizes.size())
                    node.refuse("makes a tensor whose size is not known");
                sizes[i] = std::to_string((*made)[i].count);
            }
        sizes[0] = "-1";
        return sizes;
    }
    if (op == "expand" && isOfBatch) {
        const std::size_t more = sizes.size() - std::min(sizes.size(), rankOf(*from));
        if (more + *from->batch < sizes.size())
            sizes[more + *from->batch] = "-1";
        return sizes;
    }
    if (op == "repeat" && isOfBatch)
        return sizes;
    if (fixed > 1 && !sizes.empty() && sizes[0] == batch)
        sizes[0] = "n";
    return sizes;
}

} // namespace flipside
