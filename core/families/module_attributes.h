// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/state_dict.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// What the modules of a network that was pickled whole say of themselves, by their paths. Every answer is
/// empty where there is no such module or attribute, or where it is something else. The StateDict must live
/// as long as this.
class ModuleAttributes {
public:
    explicit ModuleAttributes(const StateDict& weights);

    bool has(std::string_view path) const { return _modules.contains(path); }
    std::string_view className(std::string_view path) const;

    std::optional<int> integer(std::string_view path, std::string_view name) const;
    /// Finite ones; whole numbers count too.
    std::optional<double> real(std::string_view path, std::string_view name) const;
    std::optional<bool> truth(std::string_view path, std::string_view name) const;
    std::optional<std::string_view> text(std::string_view path, std::string_view name) const;
    bool isNone(std::string_view path, std::string_view name) const;
    /// Of a list, a tuple or an array of at most 16.
    std::vector<int> integers(std::string_view path, std::string_view name) const;
    std::vector<std::string_view> texts(std::string_view path, std::string_view name) const;

private:
    const NestValue* find(std::string_view path, std::string_view name) const;

    const Nest* _nest;
    std::map<std::string_view, const WeightModule*> _modules;
};

} // namespace flipside
