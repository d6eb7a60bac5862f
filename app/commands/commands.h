// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

namespace flipside {

/// Adds the subcommands of flipside-cli: their arguments, and what to run when one was given. A command is
/// one file in app/commands, and nothing else: it defines `void <file name>(CLI::App& app)`, which adds it,
/// in the namespace commands, and the build finds it there.
void addCommands(CLI::App& app);

} // namespace flipside
