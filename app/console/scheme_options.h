// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"
#include "core/recipe/recipe.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace flipside {

/// The options that every command with a scheme has: --layer, --gamma, --statistic and --set NAME=VALUE for
/// the scheme's own parameters. The call is filled in when the command line is parsed.
void addSchemeOptions(CLI::App& command, const std::shared_ptr<SchemeCall>& call);

/// Where the call is of the scheme that the model's card names, --neurons and --gamma that were not given are
/// as there.
void takeCardsNumbers(SchemeCall& call, const CLI::App& command, const ModelCard& card);

} // namespace flipside
