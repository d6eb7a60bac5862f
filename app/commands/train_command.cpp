// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/console_progress.h"
#include "app/console/option_checks.h"
#include "core/base/error.h"
#include "core/training/classifier_training.h"
#include "core/training/model_training.h"

#include <functional>
#include <memory>
#include <sstream>

namespace flipside::commands {

namespace {

struct TrainArguments {
    std::string architecture;
    std::string data;
    std::string out;
    std::string id;
    std::string name;
    PictureShape shape;
    bool grey = false;
    int latent = 0;
    int epochs = 0;
    int batch = 0;
    double learningRate = 0.0;
    double klWeight = 0.0;
    std::string through;
    std::uint64_t seed = 1;
    bool regularise = false;
    bool mirror = false;
    bool half = false;
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

void trainGenerator(const TrainArguments& given, const CLI::App& command, Progress& progress)
{
    ModelTrainingOptions options;
    setCommonOptions(options, given, command);
    options.architecture = given.architecture;
    options.id = given.id;
    options.name = given.name;
    options.latent = given.latent;
    options.klWeight = given.klWeight;
    options.through = given.through;
    options.mirror = given.mirror;
    options.half = given.half;
    if (options.id.empty()) {
        const auto folder = std::filesystem::weakly_canonical(given.out);
        options.id = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
    }
    PictureShape shape = given.shape;
    shape.channels = given.grey ? 1 : 3;
    shape.width = shape.height;
    trainModel(*findDataset(given.data, shape), given.out, options, progress);
}

std::string listOfArchitectures()
{
    std::string list;
    for (const Architecture& one : architectures())
        list += (list.empty() ? "" : "; ") + std::string(one.name) + ", " + one.what;
    return list;
}

std::string number(double value)
{
    std::ostringstream text;
    text << value;
    return text.str();
}

/// "mlp-vae 30, conv-vae 60": of those for which `value` says something.
std::string defaults(const std::function<std::string(const Architecture&)>& value)
{
    std::string list;
    for (const Architecture& one : architectures())
        if (const std::string text = value(one); !text.empty())
            list += (list.empty() ? "" : ", ") + std::string(one.name) + " " + text;
    return list;
}

void trainModelsClassifier(const TrainArguments& given, const CLI::App& command, Progress& progress)
{
    for (const char* option : {"--id", "--name", "--latent", "--half"})
        if (command.count(option) > 0)
            throw ArgumentError(std::string(option) + " is for a new model; leave it out, as a classifier "
                                                      "joins the model whose folder --out is");
    ClassifierTrainingOptions options;
    setCommonOptions(options, given, command);
    options.regularise = given.regularise;
    options.mirror = given.mirror;
    trainClassifier(*findDataset(given.data), given.out, options, progress);
}

} // namespace

void train_command(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("train", "Train a model from a dataset and write its folder");
    const auto given = std::make_shared<TrainArguments>();
    command
        ->add_option("--arch", given->architecture,
                     listOfArchitectures() + "; or classifier, which joins the model in --out")
        ->required();
    command
        ->add_option("--data", given->data,
                     "dataset, or several with ',' between them, or a folder of pictures")
        ->required();
    command
        ->add_option("--size", given->shape.height,
                     "side of the square that pictures of a folder are scaled to")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    command
        ->add_option("--crop", given->shape.crop,
                     "share of the largest square in a picture that is used, around its middle")
        ->check(CLI::Range(0.05, 1.0))
        ->capture_default_str();
    command->add_flag("--grey", given->grey, "make the pictures of a folder grey");
    command->add_option("--out", given->out, "the model's folder")->required();
    command->add_option("--id", given->id, "the model's id (default: the folder's name)");
    command->add_option("--name", given->name, "the model's name for people (default: the dataset's)");
    command
        ->add_option("--epochs", given->epochs,
                     "passes over the training data (default: " + defaults([](const Architecture& one) {
                         return number(one.epochs);
                     }) + ", classifier 16)")
        ->check(CLI::Range(1, 1000000));
    command
        ->add_option("--batch", given->batch,
                     "pictures per step (default: " + defaults([](const Architecture& one) {
                         return number(one.batch);
                     }) + ", classifier 128)")
        ->check(CLI::Range(1, 1000000));
    command
        ->add_option("--latent", given->latent,
                     "length of z (default: " + defaults([](const Architecture& one) {
                         return number(one.latent);
                     }) + ", and twice that for a union)")
        ->check(CLI::Range(1, 100000));
    command
        ->add_option("--learning-rate", given->learningRate,
                     "the optimiser's step size (default: " + defaults([](const Architecture& one) {
                         return number(one.learningRate);
                     }) + ", classifier 0.001)")
        ->check(CLI::PositiveNumber);
    command
        ->add_option("--kl-weight", given->klWeight,
                     "a VAE's weight on the KL divergence: more gives better samples and less true "
                     "reconstructions (default: " +
                         defaults([](const Architecture& one) {
                             return one.klWeight > 0.0 ? number(one.klWeight) : std::string();
                         }) +
                         ")")
        ->check(CLI::PositiveNumber);
    command->add_option("--through", given->through,
                        "the id or folder of the model that repaints what is made (default: " +
                            defaults([](const Architecture& one) { return std::string(one.through); }) + ")");
    command->add_option("--seed", given->seed, "seed of every random choice")
        ->check(wholeNumber())
        ->capture_default_str();
    command->add_flag("--regularise", given->regularise,
                      "classifier: batch normalisation, dropout, weight decay and shifted pictures (more "
                      "accurate, and less sure of itself on pictures unlike the training data)");
    command->add_flag("--mirror", given->mirror,
                      "show half of the pictures mirrored (right for clothes and faces, wrong for digits); a "
                      "classifier also judges both ways");
    command->add_flag("--half", given->half, "keep the finished model's weights with 16 bits: half the size");
    command->add_flag("--resume", given->resume, "go on from the folder's checkpoint");
    command->callback([given, command] {
        ConsoleProgress progress;
        try {
            if (given->architecture == "classifier")
                trainModelsClassifier(*given, *command, progress);
            else
                trainGenerator(*given, *command, progress);
        } catch (const Cancelled&) {
            throw Error("stopped before the end; go on with the same command and --resume");
        }
    });
}

} // namespace flipside::commands
