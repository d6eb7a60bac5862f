// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/console_progress.h"
#include "app/console/option_checks.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/enlarge/enlarger.h"
#include "core/picture/picture_file.h"
#include "core/recipe/recipe_picture.h"

#include <algorithm>
#include <memory>

namespace flipside::commands {

namespace {

struct EnlargeArguments {
    std::string picture;
    std::string out;
    std::string style = "sharp";
    int times = 4;
};

/// With one channel where all three are equal.
Image readAsItIs(const std::string& file)
{
    Image picture = readPicture(file, 3);
    const auto plane = std::ptrdiff_t(picture.size() / 3);
    const auto red = picture.pixels.begin();
    if (!std::equal(red, red + 2 * plane, red + plane))
        return picture;
    picture.channels = 1;
    picture.pixels.resize(std::size_t(plane));
    return picture;
}

void enlarge(const EnlargeArguments& given)
{
    checkExists(given.picture);
    const Image picture = readAsItIs(given.picture);
    const std::optional<Recipe> recipe = readRecipeInside(given.picture);
    const Enlarger enlarger(given.style == "sharp" ? Enlarger::Style::Sharp : Enlarger::Style::Painterly);
    ConsoleProgress progress;
    try {
        const std::string png = encodePng(enlarger.enlarged(picture, progress, given.times));
        writeFile(given.out, recipe ? withRecipe(png, *recipe) : png);
    } catch (const Cancelled&) {
        throw Error("stopped before the end; give the same command again");
    }
}

} // namespace

void enlarge_command(CLI::App& app)
{
    CLI::App* command =
        app.add_subcommand("enlarge", "Make a picture larger, for a print; its recipe stays inside");
    const auto given = std::make_shared<EnlargeArguments>();
    command->add_option("PICTURE", given->picture, "a PNG, JPEG, …")->required();
    command->add_option("--out", given->out, "the PNG file to write")->required();
    command
        ->add_option("--style", given->style,
                     "sharp, edges as in photographs; or painterly, with the grain of brush strokes")
        ->check(CLI::IsMember({"sharp", "painterly"}))
        ->capture_default_str();
    command->add_option("--times", given->times, "how many times more pixels each way")
        ->check(CLI::IsMember({4, 16}))
        ->capture_default_str();
    command->callback([given] { enlarge(*given); });
}

} // namespace flipside::commands
