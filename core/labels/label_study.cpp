// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/label_study.h"

#include "core/base/error.h"
#include "core/compute/kept_memory.h"
#include "core/compute/threads.h"
#include "core/instrument/check_playable.h"
#include "core/instrument/instrument.h"
#include "core/instrument/measurer.h"
#include "core/labels/creativity_classifier.h"
#include "core/recipe/recipe_picture.h"

#include <algorithm>
#include <numeric>
#include <sstream>
#include <utility>

namespace flipside {

namespace {

/// Pictures that are in memory at once.
constexpr std::size_t labelledAtOnce = 250;

const std::string lowActive = "low-active";

std::string schemeOf(const Recipe& recipe)
{
    if (recipe.scheme)
        return recipe.scheme->name;
    return recipe.edits.empty() ? plainScheme : handScheme;
}

/// The pictures of one model, and what makes them.
struct PlayedPictures {
    std::optional<ModelFolder> model; ///< once it was found and all recipes fit it
    std::vector<LabelledPicture> pictures;
    std::vector<Recipe> recipes;
};

std::string lineOf(const std::filesystem::path& file, const LabelledPicture& picture)
{
    return file.string() + ", line " + std::to_string(picture.line) + ": ";
}

Recipe recipeOf(const LabelledPicture& picture, const std::filesystem::path& file)
{
    const std::filesystem::path path = file.parent_path() / picture.picture;
    if (!std::filesystem::exists(path))
        throw Error(lineOf(file, picture) + "there is no picture " + path.string() +
                    "; correct its path, which begins at the file's folder");
    std::optional<Recipe> recipe;
    try {
        recipe = readRecipeInside(path);
    } catch (const Error& error) {
        throw Error(lineOf(file, picture) + error.what());
    }
    if (!recipe)
        throw Error(lineOf(file, picture) + path.string() +
                    " carries no recipe, so it cannot be measured; use the PNG as Flipside wrote it");
    return *recipe;
}

/// By model.
std::map<std::string, PlayedPictures> playedPictures(std::vector<LabelledPicture> pictures,
                                                     const std::filesystem::path& file,
                                                     const Progress& progress)
{
    std::map<std::string, PlayedPictures> ofModel;
    for (LabelledPicture& picture : pictures) {
        if (progress.cancelled())
            throw Cancelled();
        const Recipe recipe = recipeOf(picture, file);
        PlayedPictures& own = ofModel[recipe.model];
        own.recipes.push_back(recipe);
        own.pictures.push_back(std::move(picture));
    }
    return ofModel;
}

ModelFolder modelOf(const PlayedPictures& played, const std::filesystem::path& file)
{
    std::size_t at = 0;
    try {
        ModelFolder folder = findModel(played.recipes.front().model);
        for (; at < played.recipes.size(); ++at)
            checkPlayable(played.recipes[at], folder.card());
        return folder;
    } catch (const Error& error) {
        throw Error(lineOf(file, played.pictures[at]) + error.what());
    }
}

/// What the model can measure. Of a model of several datasets the paper also gives the entropies of a
/// classifier of each, which are those of the models of one of them.
std::vector<std::string> measurableMetrics(const ModelFolder& folder)
{
    std::vector<std::string> metrics = gaugeMetrics(folder);
    const std::string& datasets = folder.card().dataset;
    if (datasets.find('+') == std::string::npos)
        return metrics;
    const std::vector<ModelFolder> models = listModels();
    std::istringstream parts(datasets);
    for (std::string part; std::getline(parts, part, '+');) {
        const auto found = std::find_if(models.begin(), models.end(), [&](const ModelFolder& model) {
            return model.card().dataset == part && model.hasClassifier();
        });
        if (found != models.end())
            metrics.push_back("ice:" + found->card().id);
    }
    return metrics;
}

void measureLabelled(ModelLabels& labels, Instrument& instrument, const PlayedPictures& played,
                     Progress& progress, const std::pair<double, double>& part)
{
    const Measurer measurer(instrument, labels.metrics);
    for (std::size_t first = 0; first < played.recipes.size(); first += labelledAtOnce) {
        if (progress.cancelled())
            throw Cancelled();
        const std::size_t end = std::min(first + labelledAtOnce, played.recipes.size());
        std::vector<Recipe> batch;
        for (std::size_t i = first; i < end; ++i)
            batch.push_back(instrument.resolved(played.recipes[i]));
        const Measurements measured = measurer.measure(instrument.decoder().renderImages(batch));
        for (std::size_t i = first; i < end; ++i)
            for (std::size_t m = 0; m < labels.metrics.size(); ++m)
                labels.pictures[i].values.push_back(measured.values[m][i - first]);
        progress.report(part.first + part.second * double(end) / double(played.recipes.size()), labels.model);
    }
}

std::vector<SchemeLabels> schemesOf(const std::vector<MeasuredPicture>& pictures)
{
    std::map<std::string, LabelCounts> counts;
    for (const MeasuredPicture& picture : pictures)
        ++counts[picture.scheme][std::size_t(picture.labelled.label)];
    std::vector<SchemeLabels> schemes;
    schemes.reserve(counts.size());
    for (const auto& [scheme, ofScheme] : counts)
        schemes.push_back({scheme, ofScheme});
    return schemes;
}

SchemeTest testOf(const std::vector<SchemeLabels>& schemes)
{
    SchemeTest test;
    ContingencyTable table;
    for (const SchemeLabels& one : schemes) {
        test.schemes.push_back(one.scheme);
        test.pictures += one.pictures();
        table.emplace_back(one.counts.begin(), one.counts.end());
    }
    test.chiSquared = chiSquaredTest(table);
    test.g = gTest(table);
    return test;
}

void addTests(ModelLabels& labels)
{
    if (labels.schemes.size() < 2) {
        labels.notes.push_back("All pictures are of one scheme (" + labels.schemes.front().scheme +
                               "), so there is nothing to test its labels against.");
        return;
    }
    const SchemeTest all = testOf(labels.schemes);
    if (all.chiSquared.degreesOfFreedom == 0) {
        labels.notes.emplace_back("All pictures have the same label, so there is nothing to test.");
        return;
    }
    labels.tests.push_back(all);
    const auto own = std::find_if(labels.schemes.begin(), labels.schemes.end(),
                                  [](const SchemeLabels& one) { return one.scheme == lowActive; });
    if (labels.schemes.size() == 2 || own == labels.schemes.end())
        return;
    for (const SchemeLabels& other : labels.schemes)
        if (other.scheme != lowActive)
            labels.tests.push_back(testOf({*own, other}));
}

void addMeans(ModelLabels& labels)
{
    for (std::size_t m = 0; m < labels.metrics.size(); ++m) {
        std::array<double, pictureLabels.size()> sums{};
        for (const MeasuredPicture& picture : labels.pictures)
            sums[std::size_t(picture.labelled.label)] += picture.values[m];
        MetricOfLabels means{labels.metrics[m], {}};
        for (std::size_t i = 0; i < sums.size(); ++i)
            if (labels.counts[i] > 0)
                means.means[i] = sums[i] / double(labels.counts[i]);
        labels.means.push_back(std::move(means));
    }
}

void addCreativity(ModelLabels& labels, std::uint64_t seed)
{
    if (labels.metrics.empty()) {
        labels.notes.emplace_back("Nothing can be measured of this model's pictures, so there is no "
                                  "classifier; profile the model first.");
        return;
    }
    MetricTable values;
    std::vector<bool> creative;
    for (const MeasuredPicture& picture : labels.pictures) {
        values.push_back(picture.values);
        creative.push_back(picture.labelled.label == PictureLabel::Creative);
    }
    CreativityReport report;
    try {
        report.accuracy = balancedAccuracy(values, creative, seed);
    } catch (const ArgumentError& error) {
        labels.notes.push_back(std::string("There is no classifier: ") + error.what() + ".");
        return;
    }
    for (std::size_t m = 0; m < labels.metrics.size(); ++m) {
        MetricTable one;
        for (const auto& picture : values)
            one.push_back({picture[m]});
        report.ofOneMetric.push_back(balancedAccuracy(one, creative, seed));
    }
    report.weights = CreativityClassifier::train(values, creative).weights();
    labels.creativity = std::move(report);
}

} // namespace

std::size_t SchemeLabels::pictures() const
{
    return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
}

double SchemeLabels::share(PictureLabel label) const
{
    return double(counts[std::size_t(label)]) / double(pictures());
}

std::size_t CreativityReport::bestMetric() const
{
    return std::size_t(std::max_element(ofOneMetric.begin(), ofOneMetric.end()) - ofOneMetric.begin());
}

std::size_t LabelReport::pictures() const
{
    std::size_t count = 0;
    for (const ModelLabels& model : models)
        count += model.pictures.size();
    return count;
}

std::size_t LabelReport::withoutConsensus() const
{
    std::size_t count = 0;
    for (const ModelLabels& model : models)
        for (const MeasuredPicture& picture : model.pictures)
            count += picture.labelled.consensus ? 0 : 1;
    return count;
}

ModelLabels withStatistics(ModelLabels labels, std::uint64_t seed)
{
    labels.schemes = schemesOf(labels.pictures);
    for (const SchemeLabels& scheme : labels.schemes)
        for (std::size_t i = 0; i < labels.counts.size(); ++i)
            labels.counts[i] += scheme.counts[i];
    addTests(labels);
    addMeans(labels);
    addCreativity(labels, seed);
    return labels;
}

LabelReport studyLabels(const std::filesystem::path& file, const LabelSettings& settings, Progress& progress)
{
    const std::vector<Judgement> judgements = readJudgements(file);
    ConsensusLabels agreed = agreedLabels(judgements, settings.consensus);
    LabelReport report{judgements.size(), agreed.needed, settings.seed, {}};
    const std::size_t all = agreed.pictures.size();
    auto played = playedPictures(std::move(agreed.pictures), file, progress);

    for (auto& [id, ofModel] : played) // all of them first, so that nothing is measured in vain
        ofModel.model = modelOf(ofModel, file);
    setComputeThreads(1); // of this thread, so that the numbers do not depend on how many there are
    const KeptMemory kept;
    double done = 0.0;
    for (const auto& [id, ofModel] : played) {
        const ModelFolder& folder = *ofModel.model;
        Instrument instrument(folder);
        ModelLabels labels;
        labels.model = folder.card().id;
        labels.hashes = folder.card().hashes;
        labels.metrics = measurableMetrics(folder);
        for (std::size_t i = 0; i < ofModel.pictures.size(); ++i)
            labels.pictures.push_back({ofModel.pictures[i], schemeOf(ofModel.recipes[i]), {}});
        const double share = double(ofModel.pictures.size()) / double(all);
        measureLabelled(labels, instrument, ofModel, progress, {done, share});
        done += share;
        report.models.push_back(withStatistics(std::move(labels), settings.seed));
    }
    return report;
}

} // namespace flipside
