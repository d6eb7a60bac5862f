// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/blueprint.h"

#include "core/base/error.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace flipside {

namespace {

constexpr std::size_t longestModulePath = 1000;

bool isNamePart(std::string_view text)
{
    return !text.empty() &&
           std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

bool isPath(std::string_view path)
{
    while (true) {
        const std::size_t dot = path.find('.');
        if (!isNamePart(path.substr(0, dot)))
            return false;
        if (dot == std::string_view::npos)
            return true;
        path.remove_prefix(dot + 1);
    }
}

} // namespace

void Blueprint::add(BlueprintModule module)
{
    const bool named =
        module.path.empty() || (module.path.size() <= longestModulePath && isPath(module.path));
    if (!named || !std::ranges::all_of(module.weights,
                                       [](const WeightTensor& weight) { return isNamePart(weight.name); }))
        throw Error("its modules or weights have names that are none; save it again from PyTorch");
    _modules.push_back(std::move(module));
}

std::string callOf(std::string_view path, std::string_view arguments, std::string_view function)
{
    std::string call = "self";
    while (!path.empty()) {
        const std::size_t dot = std::min(path.find('.'), path.size());
        // What begins with a digit, or is a word of the language, cannot stand behind a dot.
        std::string inner = "getattr(";
        inner.append(call).append(", \"").append(path.substr(0, dot)).append("\")");
        call = std::move(inner);
        path.remove_prefix(std::min(dot + 1, path.size()));
    }
    return call.append(".").append(function).append("(").append(arguments).append(")");
}

} // namespace flipside
