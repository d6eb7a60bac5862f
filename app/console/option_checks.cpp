// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/option_checks.h"

#include "core/base/error.h"

#include <charconv>
#include <cstdint>
#include <string>

namespace flipside {

CLI::Validator wholeNumber()
{
    const auto problemOf = [](const std::string& text) -> std::string {
        std::uint64_t number = 0;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, number);
        const bool isOne = error == std::errc() && stop == end;
        return isOne ? "" : "give a whole number from 0 to 2^64 - 1, not \"" + text + "\"";
    };
    return {problemOf, ""};
}

void addSamplesOption(CLI::App& command, std::optional<std::uint64_t>& samples, const std::string& usual)
{
    command
        .add_option("--samples", samples,
                    "draws from the prior, for a model without encoder, 100 to 1000000 (default: " + usual +
                        ")")
        ->check(CLI::Range(100, 1'000'000));
}

void checkExists(const std::filesystem::path& file)
{
    if (!file.empty() && !std::filesystem::exists(file))
        throw ArgumentError("there is no file " + file.string() + "; check its name");
}

} // namespace flipside
