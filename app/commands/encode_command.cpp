// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/console_progress.h"
#include "app/console/option_checks.h"
#include "core/base/error.h"
#include "core/instrument/encode_picture.h"
#include "core/instrument/instrument.h"
#include "core/picture/crop.h"
#include "core/picture/picture_file.h"
#include "core/picture/tone.h"
#include "core/recipe/recipe_json.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>
#include <optional>
#include <utility>

namespace flipside::commands {

void encode_command(CLI::App& app)
{
    struct EncodeArguments {
        std::string model;
        std::string picture;
        std::string recipe;
        std::optional<double> part; ///< the crop's size
        Crop crop;
        std::optional<bool> invert;
        std::optional<bool> contrast;
        int steps = 0;
        bool json = false;
    };
    CLI::App* command =
        app.add_subcommand("encode", "Find the latent that makes a picture, and write its recipe");
    const auto given = std::make_shared<EncodeArguments>();
    command->add_option("PICTURE", given->picture, "a PNG, JPEG, …")->required();
    command->add_option("--model", given->model, "the model's id or folder")->required();
    command->add_option("--recipe", given->recipe, "the recipe's file");
    command
        ->add_option(
            "--crop", given->part,
            "share of the largest part of the model's shape that is used, as 0.8 (default: as of the "
            "pictures that the model was trained on)")
        ->check(CLI::Range(0.01, 1.0));
    command->add_option("--x", given->crop.centreX, "middle of that part, as a share of the picture's width")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command->add_option("--y", given->crop.centreY, "the same of its height")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    const auto choice = [command](const std::string& name, std::optional<bool>& chosen,
                                  const std::string& what) {
        CLI::Option* yes = command->add_flag_callback(
            "--" + name, [&chosen] { chosen = true; }, what);
        command
            ->add_flag_callback(
                "--no-" + name, [&chosen] { chosen = false; }, "never that")
            ->excludes(yes);
    };
    choice("invert", given->invert,
           "dark for light, as for ink on paper (default: where the border then is nearer to the one of the "
           "model's own pictures, which must be grey)");
    choice("contrast", given->contrast,
           "make the border wholly dark or light (default: where it is inverted)");
    command
        ->add_option("--steps", given->steps,
                     "gradient steps that bring it nearer (default: none with an encoder, 300 without)")
        ->check(CLI::Range(0, 100000));
    command->add_flag("--json", given->json, "print the recipe and its distance as one JSON document");
    command->callback([given] {
        if (given->recipe.empty() && !given->json)
            throw ArgumentError("the recipe would be lost; name a file for it with --recipe, or give --json");
        checkExists(given->picture);
        Instrument instrument(findModel(given->model));
        const ModelCard& card = instrument.card();
        given->crop.size = given->part.value_or(usualCrop(card).size);
        Image picture =
            cropped(readPicture(given->picture, card.channels), card.height, card.width, given->crop);
        const bool invert =
            given->invert.value_or(card.channels == 1 && looksNegative(picture, usualBorder(instrument)));
        if (invert)
            picture = negative(std::move(picture));
        if (given->contrast.value_or(invert))
            picture = withFullContrast(std::move(picture));
        ConsoleProgress progress;
        try {
            const EncodedPicture encoded = encodePicture(instrument, picture, given->steps, progress);
            const Recipe recipe{card.id, encoded.z, {}, {}};
            if (!given->recipe.empty())
                writeRecipe(given->recipe, recipe);
            if (given->json)
                std::cout << nlohmann::json(
                                 {{"recipe", toJson(recipe)}, {"dr", encoded.distance}, {"inverted", invert}})
                                 .dump()
                          << '\n';
        } catch (const Cancelled&) {
            throw Error("stopped before the end; give the same command again");
        }
    });
}

} // namespace flipside::commands
