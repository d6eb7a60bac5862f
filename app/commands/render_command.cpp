// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/console/input_options.h"
#include "app/console/npy_file.h"
#include "app/console/option_checks.h"
#include "app/console/scheme_options.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/enlarge/resizing_methods.h"
#include "core/instrument/check_playable.h"
#include "core/instrument/instrument.h"
#include "core/instrument/measurer.h"
#include "core/picture/interpolation.h"
#include "core/picture/picture_encoding.h"
#include "core/picture/picture_file.h"
#include "core/picture/print_size.h"
#include "core/picture/resample.h"
#include "core/recipe/recipe_json.h"
#include "core/recipe/recipe_picture.h"
#include "core/schemes/scheme.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>

namespace flipside::commands {

namespace {

constexpr std::size_t mostPictures = 1000000;

struct RenderArguments {
    std::string model;
    std::string recipeFile;
    std::string latents; ///< file with those that are used instead of the prior's
    std::shared_ptr<InputArguments> inputs = std::make_shared<InputArguments>();
    std::string out;
    std::string sheet;
    std::string npy;
    std::size_t count = 1;
    std::uint64_t seed = 1;
    int width = 0; ///< of a picture of --out, in pixels; 0: its own
    std::string interpolation = toString(Interpolation::Nearest);
    std::string format = factsOf(PictureFormat::Png).name;
    PictureEncoding encoding{};
    bool json = false;
    bool cuda = false;
    std::shared_ptr<SchemeCall> call = std::make_shared<SchemeCall>();
};

/// Samples: of latents from the prior or from a file, with inputs as they are given.
std::vector<Recipe> sampled(const RenderArguments& given, Instrument& instrument)
{
    const ModelCard& card = instrument.card();
    const RecipeInputs inputs = inputsFrom(*given.inputs, card);
    std::vector<std::vector<float>> latents;
    if (!given.latents.empty())
        latents = readNpyRows(given.latents, std::size_t(card.latentLength()));
    const std::size_t count = latents.empty() ? given.count : latents.size();
    std::vector<Recipe> recipes;
    std::vector<std::uint64_t> seeds;
    recipes.reserve(count);
    seeds.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        Recipe recipe = instrument.drawn(given.seed, i);
        if (!latents.empty())
            recipe.z = latents[i];
        for (const auto& [name, numbers] : inputs)
            recipe.inputs[name] = numbers;
        checkPlayable(recipe, card);
        recipes.push_back(std::move(recipe));
        seeds.push_back(Instrument::schemeSeed(given.seed, i));
    }
    return instrument.coactivated(std::move(recipes), *given.call, seeds);
}

std::vector<Recipe> recipesFor(const RenderArguments& given, Instrument& instrument)
{
    if (given.recipeFile.empty())
        return sampled(given, instrument);
    std::vector<Recipe> recipes = readRecipes(given.recipeFile);
    if (recipes.empty())
        throw Error(given.recipeFile + " holds no recipe; choose another file");
    for (std::size_t i = 0; i < recipes.size(); ++i) {
        try {
            checkPlayable(recipes[i], instrument.card());
        } catch (const Error& error) {
            throw Error(given.recipeFile + (recipes.size() > 1 ? ", recipe " + std::to_string(i + 1) : "") +
                        ": " + error.what());
        }
        recipes[i] = instrument.resolved(recipes[i]);
    }
    return recipes;
}

/// What --out makes of its options; throws ArgumentError where that cannot be.
PictureEncoding encodingFor(const RenderArguments& given)
{
    PictureEncoding encoding = given.encoding;
    encoding.format = pictureFormatFrom(given.format);
    checkEncoding(1, std::max(1, given.width), encoding);
    return encoding;
}

Image sized(const Image& picture, const RenderArguments& given, const ResizingMethod& method,
            const PictureEncoding& encoding)
{
    if (given.width == 0)
        return picture;
    const int height = inProportion(given.width, picture.width, picture.height);
    checkEncoding(height, given.width, encoding);
    return resampled(method.prepared(picture), height, given.width, method.interpolation);
}

void writePictures(const RenderArguments& given, const std::vector<Image>& pictures,
                   const std::vector<Recipe>& recipes)
{
    const std::filesystem::path folder = given.out;
    const PictureEncoding encoding = encodingFor(given);
    const ResizingMethod method = resizingMethodFrom(given.interpolation);
    createFolder(folder);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        char name[32];
        std::snprintf(name, sizeof name, "%06zu", i);
        writeFile(folder / (name + factsOf(encoding.format).suffixes.front()),
                  encodeWithRecipe(sized(pictures[i], given, method, encoding), recipes[i], encoding));
        writeRecipe(folder / (std::string(name) + ".json"), recipes[i]);
    }
}

void checkIsPng(const std::string& sheet)
{
    if (!sheet.empty() && std::filesystem::path(sheet).extension() != ".png")
        throw ArgumentError("--sheet writes a PNG file, so give it a name that ends in .png, not \"" + sheet +
                            "\"");
}

void render(const RenderArguments& given, const CLI::App& command)
{
    if (given.count < 1 || given.count > mostPictures)
        throw ArgumentError("--count must be 1 to " + std::to_string(mostPictures));
    checkExists(given.recipeFile);
    checkExists(given.latents);
    checkIsPng(given.sheet);
    findScheme(given.call->name);
    resizingMethodFrom(given.interpolation);
    encodingFor(given);
    const ModelFolder folder = findModel(given.model);
    takeCardsNumbers(*given.call, command, folder.card());
    Instrument instrument(folder, given.cuda ? Device::Cuda : Device::Cpu);
    const std::vector<Recipe> recipes = recipesFor(given, instrument);
    const std::vector<Image> pictures = instrument.decoder().renderImages(recipes);
    const auto missing = std::count_if(recipes.begin(), recipes.end(),
                                       [](const Recipe& recipe) { return missingNeurons(recipe) > 0; });
    if (missing > 0 && given.recipeFile.empty())
        std::cerr << "not as many neurons qualified as --neurons asks for in " << missing << " of "
                  << recipes.size() << " pictures, which have fewer flipped\n";

    if (!given.out.empty())
        writePictures(given, pictures, recipes);
    if (!given.sheet.empty())
        writePng(given.sheet,
                 contactSheet(pictures, int(std::ceil(std::sqrt(double(pictures.size())))), 2, 2));
    if (!given.npy.empty())
        writeNpy(given.npy, pictures);
    if (given.out.empty() && given.sheet.empty() && given.npy.empty() && !given.json)
        std::cerr << "the pictures were made and not kept; name --out, --sheet, --npy or --json\n";
    if (!given.json)
        return;
    nlohmann::json images = nlohmann::json::array();
    std::vector<float> distances;
    if (instrument.encoder())
        distances = Measurer(instrument, {"dr"}).measure(pictures).values.front();
    for (std::size_t i = 0; i < recipes.size(); ++i)
        images.push_back({{"recipe", toJson(recipes[i])},
                          {"dr", distances.empty() ? nlohmann::json() : nlohmann::json(distances[i])}});
    std::cout << nlohmann::json({{"model", instrument.card().id}, {"images", images}}).dump() << '\n';
}

/// How the pictures of --out are written.
void addFileOptions(CLI::App& command, const std::shared_ptr<RenderArguments>& given, CLI::Option* out)
{
    CLI::Option* width = command
                             .add_option("--width", given->width,
                                         "pixels across that --out enlarges pictures to, in proportion")
                             ->check(CLI::PositiveNumber)
                             ->needs(out);
    command
        .add_option("--interpolation", given->interpolation,
                    "what --width enlarges with: nearest, linear, cubic or lanczos, or a network first: "
                    "network-sharp or network-painterly")
        ->needs(width)
        ->capture_default_str();
    command.add_option("--format", given->format, "of the pictures of --out: png, tiff, jpeg or webp")
        ->needs(out)
        ->capture_default_str();
    command.add_option("--bits", given->encoding.bits, "8 or 16 bits a channel, for png and tiff")
        ->needs(out)
        ->capture_default_str();
    command.add_option("--quality", given->encoding.quality, "1 to 100, for jpeg and webp")
        ->needs(out)
        ->capture_default_str();
    command.add_option("--dpi", given->encoding.dotsPerInch, "dots per inch to write into the pictures")
        ->needs(out);
    command.add_flag("--colour-profile", given->encoding.hasColourProfile, "put an sRGB profile inside")
        ->needs(out);
}

} // namespace

void render_command(CLI::App& app)
{
    CLI::App* command =
        app.add_subcommand("render", "Draw samples, or render recipes, and write the pictures");
    const auto given = std::make_shared<RenderArguments>();
    given->call->name = "regular";
    command->add_option("--model", given->model, "the model's id or folder")->required();
    command->add_option("--seed", given->seed, "seed of the samples")
        ->check(wholeNumber())
        ->capture_default_str();
    command->add_option("--count", given->count, "how many samples")
        ->check(wholeNumber())
        ->capture_default_str();
    command->add_option("--scheme", given->call->name, "which neurons to flip")->capture_default_str();
    command->add_option("--neurons", given->call->neurons,
                        "how many of them (default: 5, or what the model's card says of its scheme)");
    addSchemeOptions(*command, given->call);
    command->add_option("--recipe", given->recipeFile,
                        "render this recipe, or array of recipes, instead of sampling");
    command
        ->add_option("--z", given->latents,
                     "NumPy array, float32, N x the latent's shape: these latents instead of samples")
        ->excludes("--recipe");
    addInputOptions(*command, given->inputs);
    CLI::Option* out =
        command->add_option("--out", given->out, "folder for a picture and a recipe for each sample");
    addFileOptions(*command, given, out);
    command->add_option("--sheet", given->sheet, "PNG with all pictures");
    command->add_option("--npy", given->npy, "NumPy array, float32, N x C x H x W, pixels in [0, 1]");
    command->add_flag("--cuda", given->cuda, "decode on the graphics card");
    command->add_flag("--json", given->json, "print the recipes and D_r as one JSON document");
    command->callback([given, command] { render(*given, *command); });
}

} // namespace flipside::commands
