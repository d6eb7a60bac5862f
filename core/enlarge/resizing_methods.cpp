// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/enlarge/resizing_methods.h"

#include "core/base/error.h"
#include "core/enlarge/enlarger.h"

#include <memory>
#include <mutex>
#include <optional>

namespace flipside {

namespace {

/// An enlarger that several threads may ask, read by the first of them.
class SharedEnlarger {
public:
    explicit SharedEnlarger(Enlarger::Style style) : _style(style) {}

    Image enlarged(const Image& picture)
    {
        const std::lock_guard lock(_mutex);
        if (!_enlarger)
            _enlarger.emplace(_style);
        Progress unheard;
        return _enlarger->enlarged(picture, unheard);
    }

private:
    Enlarger::Style _style;
    std::mutex _mutex;
    std::optional<Enlarger> _enlarger;
};

ResizingMethod networkMethod(Enlarger::Style style, std::string name, std::string words)
{
    const auto enlarger = std::make_shared<SharedEnlarger>(style);
    return {std::move(name), std::move(words), Interpolation::Cubic,
            [enlarger](const Image& picture) { return enlarger->enlarged(picture); }};
}

} // namespace

std::vector<ResizingMethod> resizingMethods()
{
    std::vector<ResizingMethod> methods = interpolationMethods();
    if (Enlarger::isThere(Enlarger::Style::Sharp))
        methods.push_back(networkMethod(Enlarger::Style::Sharp, "network-sharp", "Network, sharp edges"));
    if (Enlarger::isThere(Enlarger::Style::Painterly))
        methods.push_back(
            networkMethod(Enlarger::Style::Painterly, "network-painterly", "Network, brush strokes"));
    return methods;
}

ResizingMethod resizingMethodFrom(std::string_view name)
{
    std::vector<ResizingMethod> methods = resizingMethods();
    std::string known;
    for (ResizingMethod& method : methods) {
        if (method.name == name)
            return std::move(method);
        known += (known.empty() ? "" : ", ") + method.name;
    }
    throw ArgumentError("there is no interpolation \"" + std::string(name) + "\"; choose one of " + known);
}

} // namespace flipside
