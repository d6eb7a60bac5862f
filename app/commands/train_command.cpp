// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "commands/commands.h"
#include "commands/console_progress.h"
#include "training/vae_training.h"

#include <memory>

namespace flipside {

void addTrainCommand(CLI::App& app)
{
    struct Arguments {
        std::string architecture;
        std::string data;
        std::string out;
        VaeTrainingOptions options;
    };
    CLI::App* command = app.add_subcommand("train", "Train a model from a dataset and write its folder");
    const auto given = std::make_shared<Arguments>();
    command->add_option("--arch", given->architecture, "architecture: mlp-vae")->required();
    command->add_option("--data", given->data, "dataset, or several with ',' between them")->required();
    command->add_option("--out", given->out, "the model's folder")->required();
    command->add_option("--id", given->options.id, "the model's id (default: the folder's name)");
    command->add_option("--name", given->options.name,
                        "the model's name for people (default: the dataset's)");
    command->add_option("--epochs", given->options.epochs, "passes over the training data")
        ->capture_default_str();
    command->add_option("--batch", given->options.batch, "pictures per step")->capture_default_str();
    command->add_option("--latent", given->options.latent, "length of z (default: 50, or 100 for a union)");
    command->add_option("--learning-rate", given->options.learningRate, "Adam's step size")
        ->capture_default_str();
    command->add_option("--seed", given->options.seed, "seed of every random choice")->capture_default_str();
    command->add_flag("--resume", given->options.resume, "go on from the folder's checkpoint");
    command->callback([given] {
        if (given->architecture != "mlp-vae")
            throw ArgumentError("unknown architecture \"" + given->architecture + "\": use mlp-vae");
        if (given->options.id.empty()) {
            const auto folder = std::filesystem::weakly_canonical(given->out);
            given->options.id = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
        }
        const auto data = findDataset(given->data);
        ConsoleProgress progress;
        try {
            trainVae(*data, given->out, given->options, progress);
        } catch (const Cancelled&) {
            throw Error("stopped before the end; go on with the same command and --resume");
        }
    });
}

} // namespace flipside
