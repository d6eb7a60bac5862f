// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/console_progress.h"
#include "core/base/error.h"
#include "core/base/user_folders.h"
#include "core/data/fetch.h"

#include <iostream>
#include <memory>

namespace flipside::commands {

void fetch_command(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("fetch", "Download a dataset to where the other commands find it");
    const auto name = std::make_shared<std::string>();
    std::string known;
    for (const RemoteDataset& dataset : remoteDatasets())
        known += (known.empty() ? "" : " or ") + dataset.name;
    command->add_option("name", *name, known)->required();
    command->callback([name] {
        const RemoteDataset& dataset = findRemoteDataset(*name);
        const auto folder = userDataFolder() / "datasets" / dataset.name;
        bool fetched = false;
        try {
            ConsoleProgress progress;
            fetched = fetchDataset(dataset, folder, {}, progress);
        } catch (const Cancelled&) {
            throw Error("stopped before the end; the same command goes on from there");
        }
        std::cout << dataset.name << (fetched ? " is now in " : " is already in ") << folder.string() << '\n';
    });
}

} // namespace flipside::commands
