// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/scheme_options.h"

#include "core/schemes/scheme.h"

#include <string>
#include <vector>

namespace flipside {
namespace {

/// "low-active: low-percentile (Quietest from, %), …; cluster: …"
std::string settingsOfSchemes()
{
    std::string all;
    for (const Scheme* scheme : allSchemes()) {
        std::string own;
        for (const SchemeParameter& parameter : scheme->parameters())
            own += (own.empty() ? "" : ", ") + parameter.name + " (" + parameter.label +
                   (parameter.unit.empty() ? "" : ", " + parameter.unit) + ")";
        if (!own.empty())
            all += (all.empty() ? "" : "; ") + scheme->name() + ": " + own;
    }
    return all;
}

} // namespace

void addSchemeOptions(CLI::App& command, const std::shared_ptr<SchemeCall>& call)
{
    command.add_option("--layer", call->layer,
                       "layer to flip in: its id or number from z on (default: the one that the model's card "
                       "names, or the 3rd)");
    command.add_option(
        "--gamma", call->gamma,
        "scales the statistic to the on value (default: 2, or what the model's card says of its scheme)");
    command.add_option_function<std::string>(
        "--statistic", [call](const std::string& text) { call->statistic = statisticFrom(text); },
        "of the training activations: max, mean or a percentile such as p95 (default: max)");
    command.add_flag("--cells", call->cells,
                     "choose single places of a convolutional layer's maps instead of whole channels");
    command.add_option_function<std::string>(
        "--pattern",
        [call](const std::string& text) {
            call->cells = text == "cells";
            call->pattern = call->cells ? Pattern::Constant : patternFrom(text);
        },
        "how a value is spread over a channel's map: constant, as typical for where the channel is "
        "strongest, as in one exemplar of these, or cells, the same as --cells (default: the one that the "
        "model's card names, or constant)");
    command.add_option_function<std::vector<std::string>>(
        "--set",
        [call](const std::vector<std::string>& settings) {
            for (const std::string& setting : settings)
                setParameter(*call, setting);
        },
        "a parameter of the scheme, as NAME=NUMBER. " + settingsOfSchemes());
}

void takeCardsNumbers(SchemeCall& call, const CLI::App& command, const ModelCard& card)
{
    const SchemeCall own = card.defaultScheme();
    if (own.name != call.name)
        return;
    if (command.count("--neurons") == 0)
        call.neurons = own.neurons;
    if (command.count("--gamma") == 0)
        call.gamma = own.gamma;
}

} // namespace flipside
