// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

namespace flipside {

// Each adds one subcommand of flipside-cli: its arguments, and what to run when it was given.
void addModelsCommand(CLI::App& app);
void addRenderCommand(CLI::App& app);
void addEncodeCommand(CLI::App& app);
void addEvaluateCommand(CLI::App& app);
void addFetchCommand(CLI::App& app);
void addImportCommand(CLI::App& app);
void addLabelsCommand(CLI::App& app);
void addMergeCommand(CLI::App& app);
void addProfileCommand(CLI::App& app);
void addStudyCommand(CLI::App& app);
void addTrainCommand(CLI::App& app);
void addBenchCommand(CLI::App& app);

} // namespace flipside
