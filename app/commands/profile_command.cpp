// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/console_progress.h"
#include "app/console/option_checks.h"
#include "core/base/error.h"
#include "core/import/profile_model.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace flipside::commands {

void profile_command(CLI::App& app)
{
    struct ProfileArguments {
        std::string model;
        std::string data;
        std::optional<std::uint64_t> samples;
        std::optional<std::uint64_t> pictures;
        bool onlyTypical = false;
    };
    CLI::App* command =
        app.add_subcommand("profile", "Compute a model's activation profile, again or for the first time");
    const auto given = std::make_shared<ProfileArguments>();
    command->add_option("--model", given->model, "the model's id or folder")->required();
    command->add_option("--data", given->data, "dataset (default: the one that the model was trained on)");
    addSamplesOption(*command, given->samples, "20000");
    command
        ->add_option("--pictures", given->pictures,
                     "how many of the dataset's pictures are looked at, evenly spread (default: all, or 400 "
                     "of a model that starts from pictures)")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40));
    command
        ->add_flag(
            "--only-typical", given->onlyTypical,
            "keep the profile, and measure again what is typical of the model's metrics; needs no data")
        ->excludes("--data");
    command->callback([given] {
        ConsoleProgress progress;
        ProfileEffort effort = given->samples ? ProfileEffort{given->samples} : ProfileEffort::whole();
        effort.pictures = given->pictures;
        try {
            const ModelFolder folder = findModel(given->model);
            if (given->onlyTypical)
                measureTypical(folder, progress);
            else
                profileModel(folder, given->data, progress, effort);
        } catch (const Cancelled&) {
            throw Error("stopped before the end; the model's profile is as it was");
        }
    });
}

} // namespace flipside::commands
