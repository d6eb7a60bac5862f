// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/data/remote_dataset.h"

#include <chrono>
#include <filesystem>

namespace flipside {

struct FetchOptions {
    std::chrono::seconds patience{20}; ///< with a server that cannot be reached or stops sending
    int attempts = 3;                  ///< at each mirror that breaks off
};

/// Fetches the files of a dataset that are not in `folder` yet, each from the first mirror that gives it. A
/// file is put in place once its content is right; until then it is NAME.part, and a later call goes on from
/// there. Returns false where every file was there already. Throws Error where no mirror gives a file, where
/// the folder cannot be written, and where another program is fetching into it; Cancelled when asked.
bool fetchDataset(const RemoteDataset& dataset, const std::filesystem::path& folder,
                  const FetchOptions& options, Progress& progress);

} // namespace flipside
