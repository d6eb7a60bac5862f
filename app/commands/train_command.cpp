// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "commands/commands.h"
#include "commands/console_progress.h"
#include "training/classifier_training.h"
#include "training/vae_training.h"

#include <memory>

namespace flipside {

namespace {

struct TrainArguments {
    std::string architecture;
    std::string data;
    std::string out;
    std::string id;
    std::string name;
    int latent = 0;
    // 0: the architecture's own default.
    int epochs = 0;
    int batch = 0;
    double learningRate = 0.0;
    std::uint64_t seed = 1;
    bool regularise = false;
    bool mirror = false;
    bool resume = false;
};

/// Takes over what was given and leaves the rest at the architecture's defaults.
template <typename Options>
void setCommonOptions(Options& options, const TrainArguments& given, const CLI::App& command)
{
    if (command.count("--epochs") > 0)
        options.epochs = given.epochs;
    if (command.count("--batch") > 0)
        options.batch = given.batch;
    if (command.count("--learning-rate") > 0)
        options.learningRate = given.learningRate;
    options.seed = given.seed;
    options.resume = given.resume;
}

void trainMlpVae(const TrainArguments& given, const CLI::App& command, Progress& progress)
{
    VaeTrainingOptions options;
    setCommonOptions(options, given, command);
    options.id = given.id;
    options.name = given.name;
    options.latent = given.latent;
    if (options.id.empty()) {
        const auto folder = std::filesystem::weakly_canonical(given.out);
        options.id = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
    }
    trainVae(*findDataset(given.data), given.out, options, progress);
}

void trainModelsClassifier(const TrainArguments& given, const CLI::App& command, Progress& progress)
{
    for (const char* option : {"--id", "--name", "--latent"})
        if (command.count(option) > 0)
            throw ArgumentError(std::string(option) +
                                " is for a new model; a classifier joins the model whose folder --out is");
    ClassifierTrainingOptions options;
    setCommonOptions(options, given, command);
    options.regularise = given.regularise;
    options.mirror = given.mirror;
    trainClassifier(*findDataset(given.data), given.out, options, progress);
}

} // namespace

void addTrainCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("train", "Train a model from a dataset and write its folder");
    const auto given = std::make_shared<TrainArguments>();
    command
        ->add_option("--arch", given->architecture,
                     "architecture: mlp-vae, or classifier, which joins the model in --out")
        ->required();
    command->add_option("--data", given->data, "dataset, or several with ',' between them")->required();
    command->add_option("--out", given->out, "the model's folder")->required();
    command->add_option("--id", given->id, "the model's id (default: the folder's name)");
    command->add_option("--name", given->name, "the model's name for people (default: the dataset's)");
    command->add_option("--epochs", given->epochs,
                        "passes over the training data (default: 30; classifier 16)");
    command->add_option("--batch", given->batch, "pictures per step (default: 128)");
    command->add_option("--latent", given->latent, "length of z (default: 50, or 100 for a union)");
    command->add_option("--learning-rate", given->learningRate, "the optimiser's step size (default: 0.001)");
    command->add_option("--seed", given->seed, "seed of every random choice")->capture_default_str();
    command->add_flag("--regularise", given->regularise,
                      "classifier: batch normalisation, dropout, weight decay and shifted pictures (more "
                      "accurate, and less sure of itself on pictures unlike the training data)");
    command->add_flag("--mirror", given->mirror,
                      "classifier: show half of the pictures mirrored and judge both ways (right for "
                      "clothes, wrong for digits)");
    command->add_flag("--resume", given->resume, "go on from the folder's checkpoint");
    command->callback([given, command] {
        ConsoleProgress progress;
        try {
            if (given->architecture == "mlp-vae")
                trainMlpVae(*given, *command, progress);
            else if (given->architecture == "classifier")
                trainModelsClassifier(*given, *command, progress);
            else
                throw ArgumentError("unknown architecture \"" + given->architecture +
                                    "\": use mlp-vae or classifier");
        } catch (const Cancelled&) {
            throw Error("stopped before the end; go on with the same command and --resume");
        }
    });
}

} // namespace flipside
