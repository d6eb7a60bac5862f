// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/support/graph_reading.h"

#include "tests/fuzz/support/reading.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace flipside {

namespace {

bool isOurs(unsigned char c)
{
    return std::isalnum(c) != 0 ||
           std::string_view("_.,()[]*=+-/>\": \n").find(char(c)) != std::string_view::npos;
}

/// Nothing of a name is left open, so that no name can go on as text.
bool hasWholeTexts(std::string_view source)
{
    while (!source.empty()) {
        const std::size_t end = std::min(source.find('\n'), source.size());
        const std::string_view line = source.substr(0, end);
        if (std::ranges::count(line, '"') % 2 != 0)
            return false;
        source.remove_prefix(std::min(end + 1, source.size()));
    }
    return true;
}

} // namespace

void useAll(const GraphReading& reading)
{
    require(!reading.decoder.modules().empty(), "a network has modules");
    require(!reading.inputs.empty() && !reading.outputShape.empty(), "a network takes and makes something");
    std::uint64_t read = 0;
    for (const BlueprintModule& module : reading.decoder.modules()) {
        require(
            std::ranges::all_of(module.source, [](char c) { return isOurs(static_cast<unsigned char>(c)); }),
            "a network's text has no signs but its own");
        require(hasWholeTexts(module.source), "a network's text has whole names");
        for (const WeightTensor& weight : module.weights) {
            read += weight.elements();
            if (read < 1'000'000)
                require(weight.floats().size() == weight.elements(), "a weight has the numbers of its shape");
        }
    }
}

} // namespace flipside
