// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/family.h"

#include "core/base/error.h"

#include <algorithm>

namespace flipside {

const NetworkFamily& findFamily(const std::string& name)
{
    const std::span<const NetworkFamily> all = families();
    const auto found = std::ranges::find(all, name, &NetworkFamily::name);
    if (found != all.end())
        return *found;
    std::string names;
    for (const NetworkFamily& family : all)
        names += (names.empty() ? "" : ", ") + std::string(family.name);
    throw ArgumentError("there is no family \"" + name + "\"; use one of " + names);
}

NetworkQuestion answered(NetworkQuestion question, const NetworkChoices& choices)
{
    const auto given = choices.find(question.id);
    if (given == choices.end())
        return question;
    if (given->second < 0 || given->second >= int(question.choices.size()))
        throw ArgumentError("the question \"" + question.id + "\" has the choices 0 to " +
                            std::to_string(question.choices.size() - 1) + ", not " +
                            std::to_string(given->second));
    question.chosen = given->second;
    return question;
}

} // namespace flipside
