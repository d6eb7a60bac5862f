// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study.h"

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

namespace flipside {

/// How a study is run from the command line.
struct StudyRunOptions {
    std::string out;
    std::string shard;
    int threads = 0; ///< 0: one for each core
    bool json = false;
};

void addStudyRunOptions(CLI::App& command, StudyRunOptions& options);

/// Runs what is missing of a study, or of this process's shard of it (--shard, or its place among the
/// processes that mpirun started). Without an output folder it leaves no files. Nothing is returned where
/// parts are still missing.
std::optional<StudyResults> runStudy(const StudyPlan& plan, const StudyRunOptions& options);

} // namespace flipside
