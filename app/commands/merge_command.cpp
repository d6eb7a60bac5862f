// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/study/study.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace flipside::commands {

void merge_command(CLI::App& app)
{
    struct MergeArguments {
        std::vector<std::string> folders;
        std::string out;
        bool json = false;
    };
    CLI::App* command =
        app.add_subcommand("merge", "Join the parts of a study that were computed separately");
    const auto given = std::make_shared<MergeArguments>();
    command->add_option("FOLDERS", given->folders, "the folders that the shards were written to")->required();
    command->add_option("--out", given->out, "folder for the whole study")->required();
    command->add_flag("--json", given->json, "print the results as one JSON document");
    command->callback([given] {
        std::vector<Study> shards;
        for (const std::string& folder : given->folders) {
            shards.emplace_back(folder);
            shards.front().checkSame(shards.back());
        }
        Study whole(given->out, shards.front().plan());
        for (const Study& shard : shards)
            whole.take(shard);
        const StudyResults results = whole.writeResults();
        std::cout << (given->json ? toJson(results).dump(1) + "\n" : toCsv(results.rows()));
    });
}

} // namespace flipside::commands
