// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/console_progress.h"
#include "core/base/error.h"
#include "core/decoder/decoder.h"
#include "core/decoder/preview.h"
#include "core/enlarge/enlarger.h"
#include "core/model/model_folder.h"
#include "core/picture/picture_file.h"
#include "core/training/latent_directions.h"

#include <algorithm>
#include <filesystem>
#include <memory>

namespace flipside::commands {

namespace {

struct StartsArguments {
    std::string model;
    std::string data;
    int size = 208;
    std::vector<std::string> pictures;
    bool enlarge = false;
    LatentSpaceOptions options;
};

void findStarts(const StartsArguments& given)
{
    ConsoleProgress progress;
    const ModelFolder folder = findModel(given.model);
    const ModelCard& card = folder.card();
    LatentSpaceOptions options = given.options;
    for (const std::string& file : given.pictures) {
        Image picture = readPicture(file, card.channels);
        // Soft pictures would give soft ones.
        if (given.enlarge && std::min(picture.height, picture.width) < std::min(card.height, card.width))
            picture = Enlarger(Enlarger::Style::Painterly).enlarged(picture, progress);
        options.starts.push_back({std::filesystem::path(file).stem().string(), std::move(picture)});
    }
    const std::string& name = given.data.empty() ? card.dataset : given.data;
    findLatentSpace(folder, *findDataset(name, {card.channels, given.size, given.size, card.pictureCrop()}),
                    options, progress);
    Decoder decoder{ModelFolder(folder.path())};
    writePreview(decoder, folder.previewFile());
}

} // namespace

void starts_command(CLI::App& app)
{
    CLI::App* command = app.add_subcommand(
        "starts", "Give a model whose latents are maps latents to start from, and directions to move in");
    const auto given = std::make_shared<StartsArguments>();
    command->add_option("--model", given->model, "the model's id or folder")->required();
    command->add_option("--data", given->data, "dataset (default: the one that the model was trained on)");
    command->add_option("--size", given->size, "side of the square that its pictures are scaled to first")
        ->check(CLI::Range(8, 1024))
        ->capture_default_str();
    command->add_option("--picture", given->pictures,
                        "picture to start from, one or more (default: ten of the dataset's)");
    command->add_flag(
        "--enlarge", given->enlarge,
        "enlarge such a picture with the painterly enlarger where it is smaller than the model's");
    command
        ->add_option("--directions", given->options.directions,
                     "how many directions, from the one in which the dataset's latents differ most")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option("--pictures", given->options.pictures, "how many of the dataset's are looked at")
        ->check(CLI::Range(2, 100000))
        ->capture_default_str();
    command
        ->add_option("--reach", given->options.reach,
                     "how far draws go from a start, in standard deviations of the dataset's latents")
        ->check(CLI::Range(0.0, 10.0))
        ->capture_default_str();
    command->callback([given] {
        try {
            findStarts(*given);
        } catch (const Cancelled&) {
            throw Error("stopped before the end; the model is as it was");
        }
    });
}

} // namespace flipside::commands
