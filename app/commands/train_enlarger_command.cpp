// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/console_progress.h"
#include "app/console/option_checks.h"
#include "core/base/error.h"
#include "core/training/enlarger_training.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace flipside::commands {

namespace {

struct TrainEnlargerArguments {
    std::vector<std::string> data;
    std::vector<int> sizes;
    std::string style;
    std::string out;
    EnlargerTrainingOptions options;
    bool json = false;
};

/// Each dataset by itself, and not their union: their pictures need not be of one size.
std::vector<std::unique_ptr<Dataset>> datasetsOf(const TrainEnlargerArguments& given)
{
    if (given.sizes.size() != 1 && given.sizes.size() != given.data.size())
        throw ArgumentError("--size must give one size, or one for each dataset of --data");
    std::vector<std::unique_ptr<Dataset>> all;
    for (std::size_t i = 0; i < given.data.size(); ++i) {
        const int side = given.sizes.size() == 1 ? given.sizes.front() : given.sizes[i];
        all.push_back(findDataset(given.data[i], {3, side, side, 1.0}));
    }
    return all;
}

void train(TrainEnlargerArguments& given)
{
    given.options.style = given.style == "sharp" ? Enlarger::Style::Sharp : Enlarger::Style::Painterly;
    ConsoleProgress progress;
    try {
        const EnlargerTrainingResult result =
            trainEnlarger(datasetsOf(given), given.out, given.options, progress);
        if (given.json)
            std::cout << nlohmann::json({{"file", result.file.string()},
                                         {"losses", result.losses},
                                         {"psnr", result.psnr},
                                         {"psnr_bicubic", result.bicubicPsnr}})
                             .dump()
                      << '\n';
    } catch (const Cancelled&) {
        throw Error("stopped before the end; go on with the same command and --resume");
    }
}

} // namespace

void train_enlarger_command(CLI::App& app)
{
    CLI::App* command =
        app.add_subcommand("train-enlarger", "Train an enlarger from folders of pictures and write its file");
    const auto given = std::make_shared<TrainEnlargerArguments>();
    given->sizes = {208};
    EnlargerTrainingOptions& options = given->options;
    command
        ->add_option("--data", given->data,
                     "folder of pictures or dataset, or several with ',' between them, which are all seen as "
                     "often")
        ->required()
        ->delimiter(',');
    command
        ->add_option("--size", given->sizes,
                     "side of the square that pictures are scaled to, or one for each of --data with ',' "
                     "between them; no larger than they are")
        ->delimiter(',')
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    command
        ->add_option("--style", given->style,
                     "sharp, edges as they were; or painterly, with the grain of brush strokes")
        ->required()
        ->check(CLI::IsMember({"sharp", "painterly"}));
    command->add_option("--out", given->out, "folder for enlarger-STYLE.pt and the checkpoint")->required();
    command->add_option("--epochs", options.epochs, "how often it is judged and a checkpoint written")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    command->add_option("--steps", options.steps, "steps of an epoch, of 16 parts of pictures each")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    command->add_option("--seed", options.seed, "seed of every random choice")
        ->check(wholeNumber())
        ->capture_default_str();
    command->add_option("--from", options.from,
                        "checkpoint of the other style's training, whose weights are begun with");
    command->add_flag("--resume", options.resume, "go on from the folder's checkpoint");
    command->add_flag("--json", given->json,
                      "print the file, the epochs' losses and the PSNR of held-out pictures as one JSON "
                      "document");
    command->callback([given] { train(*given); });
}

} // namespace flipside::commands
