// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/import/read_network.h"
#include "core/picture/image.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace flipside {

/// What a network would make if a question that its weights leave open were answered with one of its choices.
struct ChoiceSheet {
    std::vector<Image> pictures; ///< small, of the same latents for every choice; empty where there are none
    std::string lack;            ///< why there are none, half a sentence
};

/// A sheet for one choice: all other questions keep the answers of the reading `taken`, as far as they are
/// still asked then, and else those that a person has `given`. Read and run in a process of its own
/// (read_network.h), as long as a reading of the file takes. `samples` is how many pictures at most. Throws
/// ArgumentError where there is no such question or choice, Cancelled as a RunScope around it asks; what is
/// wrong with the network under this choice is its lack.
ChoiceSheet choiceSheet(const std::filesystem::path& file, const ReadNetwork& taken,
                        const NetworkChoices& given, const std::string& question, int choice, int samples,
                        const std::function<void(double)>& progress = {});

/// The numbers of a question's choices in the order in which they are shown, the likeliest first.
std::vector<int> shownOrder(const NetworkQuestion& question);

} // namespace flipside
