// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/choice_sheets.h"

#include "core/base/error.h"

#include <algorithm>
#include <numeric>

namespace flipside {

namespace {

ReadNetwork readFor(const std::filesystem::path& file, const std::string& family, NetworkChoices choices,
                    int samples, const std::function<void(double)>& progress)
{
    return readNetwork(file, {family, std::move(choices), false, samples}, progress);
}

} // namespace

ChoiceSheet choiceSheet(const std::filesystem::path& file, const ReadNetwork& taken,
                        const NetworkChoices& given, const std::string& question, int choice, int samples,
                        const std::function<void(double)>& progress)
{
    const auto asked = std::ranges::find(taken.questions, question, &NetworkQuestion::id);
    if (asked == taken.questions.end() || choice < 0 || choice >= int(asked->choices.size()))
        throw ArgumentError("there is no choice " + std::to_string(choice) + " of a question \"" + question +
                            "\" about this network");
    NetworkChoices choices = taken.answers();
    choices[question] = choice;
    ReadNetwork read;
    try {
        try {
            read = readFor(file, taken.family, choices, samples, progress);
        } catch (const ArgumentError&) {
            // With this choice another question is not asked, or has other choices.
            choices = given;
            choices[question] = choice;
            read = readFor(file, taken.family, choices, samples, progress);
        }
    } catch (const Error& error) {
        return {{}, error.what()};
    }
    return {std::move(read.samples), std::move(read.reason)};
}

std::vector<int> shownOrder(const NetworkQuestion& question)
{
    std::vector<int> order = question.order;
    if (order.size() != question.choices.size()) {
        order.resize(question.choices.size());
        std::iota(order.begin(), order.end(), 0);
    }
    const auto chosen = std::ranges::find(order, question.chosen);
    if (chosen != order.end())
        std::rotate(order.begin(), chosen, chosen + 1);
    return order;
}

} // namespace flipside
