// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/class_names.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/model/network_input.h"
#include "core/weights/pickle_text.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace flipside {

namespace {

constexpr std::uint64_t longestNames = std::uint64_t{1} << 20;
constexpr std::size_t longestClassName = 200; ///< in bytes; a list of choices is no place for more
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view line)
{
    constexpr std::string_view blanks = " \t\r";
    const std::size_t first = line.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view()
                                           : line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

[[noreturn]] void refuseNames(const std::filesystem::path& file, const std::string& what)
{
    throw Error(file.string() + ": " + what + "; give a text file in UTF-8 with one name a line");
}

bool hasControls(std::string_view name)
{
    return std::ranges::any_of(name,
                               [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; });
}

} // namespace

std::vector<std::string> readClassNames(const std::filesystem::path& file)
{
    const std::string content = readFile(file, longestNames);
    std::string_view rest = content;
    if (rest.starts_with(byteOrderMark))
        rest.remove_prefix(byteOrderMark.size());
    std::vector<std::string> names;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view name = trimmed(rest.substr(0, end));
        const std::string line = "its line " + std::to_string(names.size() + 1);
        if (!isUtf8(name) || hasControls(name))
            refuseNames(file, line + " is no text");
        if (name.size() > longestClassName)
            refuseNames(file, line + " is too long for a name");
        names.emplace_back(name);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    while (!names.empty() && names.back().empty())
        names.pop_back();
    if (names.empty())
        refuseNames(file, "there are no names in it");
    return names;
}

const NetworkInput* classAmong(const std::vector<NetworkInput>& inputs)
{
    const auto found = std::ranges::find(inputs, NetworkInput::Kind::Class, &NetworkInput::kind);
    return found == inputs.end() ? nullptr : &*found;
}

void nameClasses(std::vector<NetworkInput>& inputs, std::vector<std::string> names,
                 const std::filesystem::path& file)
{
    const auto found = std::ranges::find(inputs, NetworkInput::Kind::Class, &NetworkInput::kind);
    if (found == inputs.end())
        throw Error(file.string() + ": this network takes no class to give names to; leave the names out");
    if (names.size() > std::size_t(found->length()))
        throw Error(file.string() + ": it has " + std::to_string(names.size()) +
                    " names, and the network has " + std::to_string(found->length()) +
                    " classes; leave out those that are too many");
    found->labels = std::move(names);
}

} // namespace flipside
