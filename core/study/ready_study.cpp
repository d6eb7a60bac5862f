// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/ready_study.h"

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/labels/published_labels.h"
#include "core/novelty/class_entropy.h"
#include "core/novelty/classifier.h"

#include <algorithm>
#include <iomanip>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

namespace flipside {

namespace {

StudyScheme labelled(const std::string& label, const std::string& scheme)
{
    StudyScheme result = studyScheme(scheme, {});
    result.label = label;
    return result;
}

StudyPlan planOf(std::vector<std::string> models, std::vector<StudyScheme> schemes,
                 std::vector<std::string> metrics)
{
    StudyPlan plan;
    plan.models = std::move(models);
    plan.schemes = std::move(schemes);
    plan.neurons = {5};
    plan.metrics = std::move(metrics);
    return plan;
}

/// Long paper, Table 1.
ReadyStudy table1()
{
    ReadyStudy study{"table-1",
                     "Table 1: reconstruction distance",
                     "D_r of regular, noisy, random and low-active decoding on all three models.",
                     planOf({"mnist", "fashion-mnist", "mnist-fashion"},
                            {labelled("regular", "regular"), labelled("noisy", "noisy"),
                             labelled("random", "random"), labelled("low-active", "low-active")},
                            {"dr"}),
                     {},
                     "Long paper, Table 1; 5 neurons of the 3rd hidden layer."};
    const struct {
        const char* model;
        double regular, noisy, random, lowActive;
    } rows[] = {{"mnist", 1.45, 1.78, 4.21, 4.87},
                {"fashion-mnist", 1.22, 1.91, 4.93, 5.49},
                {"mnist-fashion", 1.59, 1.97, 4.68, 4.91}};
    for (const auto& row : rows) {
        study.published.push_back({row.model, "regular", 5, "dr", row.regular});
        study.published.push_back({row.model, "noisy", 5, "dr", row.noisy});
        study.published.push_back({row.model, "random", 5, "dr", row.random});
        study.published.push_back({row.model, "low-active", 5, "dr", row.lowActive});
    }
    return study;
}

/// Long paper, Table 2, rows L1 (creative) and L3 (not novel or creative).
ReadyStudy table2()
{
    ReadyStudy study{
        "table-2",
        "Table 2: novelty metrics",
        "kNS_z, D_r, classifier entropy and in-domain score of regular and of low-active samples; of all "
        "three models also the entropies of the classifiers of digits and of clothes.",
        planOf({"mnist", "fashion-mnist", "mnist-fashion"},
               {labelled("regular", "regular"), labelled("low-active", "low-active")},
               {"dr", "kns5", "ice", "ice:mnist", "ice:fashion-mnist", "in-domain"}),
        {},
        "Long paper, Table 2, groups samples by what people called them: its L3 (not novel or creative) "
        "stands beside regular samples here, its L1 (creative) beside low-active ones. Directions "
        "compare, numbers only roughly."};
    const std::pair<const char*, PictureLabel> counterparts[] = {{"low-active", PictureLabel::Creative},
                                                                 {"regular", PictureLabel::NotNovel}};
    for (const std::string& model : study.plan.models)
        for (const auto& [scheme, label] : counterparts)
            for (const std::string& metric : study.plan.metrics)
                if (const auto mean = publishedMean(model, label, metric))
                    study.published.push_back({model, scheme, 5, metric, *mean});
    return study;
}

/// Long paper, Figure 4, with its names for the schemes.
ReadyStudy figure4()
{
    ReadyStudy study{
        "figure-4",
        "Figure 4: distance against neurons",
        "D_r of every scheme for 1 to 25 neurons.",
        planOf({"mnist", "fashion-mnist"},
               {labelled("regular", "regular"), labelled("low-act", "low-active"),
                labelled("clust", "cluster:chosen=1"), labelled("3clust", "cluster:chosen=3"),
                labelled("corr", "correlation"), labelled("non-specific", "non-specific"),
                labelled("random", "random"), labelled("noisy", "noisy"),
                labelled("2interp", "interpolation:points=2"), labelled("6interp", "interpolation:points=6")},
               {"dr"}),
        {},
        "Long paper, Figure 4, prints curves and no numbers: low-act rises fastest, interpolation stays "
        "with regular."};
    study.plan.neurons.resize(25);
    std::iota(study.plan.neurons.begin(), study.plan.neurons.end(), 1);
    return study;
}

/// Long paper, section 6, Comparison with recent creative generation methods.
ReadyStudy inception()
{
    ReadyStudy study{
        "inception",
        "Inception Scores",
        "How clearly and how variously samples show digits: low-active ones between the test pictures "
        "and noise.",
        planOf({"mnist"}, {labelled("regular", "regular"), labelled("low-active", "low-active")},
               {"inception"}),
        {{"mnist", testPictures, 0, "inception", 9.9},
         {"mnist", "low-active", 5, "inception", 7.5},
         {"mnist", noisePictures, 0, "inception", 2.9}},
        "Long paper, section 6: test pictures 9.9, low-active samples 7 to 8 (7.5 here), random samples "
        "2.9 (noise here)."};
    return study;
}

/// The Inception Scores of a model's test pictures and of noise.
struct InceptionBounds {
    std::optional<double> testPictures; ///< empty where the dataset is not on this machine
    double noise = 0.0;
};

InceptionBounds inceptionBounds(const std::string& model, Progress& progress)
{
    constexpr std::size_t batch = 500;
    constexpr std::size_t noiseCount = 10000;
    const ModelFolder folder = findModel(model);
    const Classifier classifier(folder);
    const auto classes = std::size_t(classifier.classes());
    const auto step = [&](double fraction) {
        if (progress.cancelled())
            throw Cancelled();
        progress.report(fraction, "test pictures and noise");
    };
    InceptionBounds bounds;
    std::vector<float> pixels;
    if (hasDataset(folder.card().dataset)) {
        const std::unique_ptr<Dataset> data = findDataset(folder.card().dataset);
        SetSums test;
        const auto reader = data->open(Split::Test);
        std::vector<std::uint8_t> bytes;
        std::vector<int> labels;
        while (reader->read(batch, bytes, labels) > 0) {
            pixels.clear();
            for (const std::uint8_t byte : bytes)
                pixels.push_back(float(byte) / 255.0f);
            test.add(inceptionSums(classifier.probabilities(pixels), classes));
            step(0.5 * double(test.samples) / double(data->size(Split::Test)));
        }
        bounds.testPictures = inceptionScore(test);
    }
    const ModelCard& card = folder.card();
    pixels.resize(batch * std::size_t(card.channels) * std::size_t(card.height) * std::size_t(card.width));
    SetSums noise;
    Random random(1);
    while (noise.samples < noiseCount) {
        for (float& pixel : pixels)
            pixel = float(random.uniform());
        noise.add(inceptionSums(classifier.probabilities(pixels), classes));
        step(0.5 + 0.5 * double(noise.samples) / double(noiseCount));
    }
    bounds.noise = inceptionScore(noise);
    return bounds;
}

} // namespace

std::span<const ReadyStudy> readyStudies()
{
    static const std::vector<ReadyStudy> all = {table1(), table2(), figure4(), inception()};
    return all;
}

const ReadyStudy& findReadyStudy(const std::string& name)
{
    std::string known;
    for (const ReadyStudy& study : readyStudies()) {
        if (study.name == name)
            return study;
        known += (known.empty() ? "" : ", ") + study.name;
    }
    throw ArgumentError("unknown study \"" + name + "\": use one of " + known);
}

const ReadyStudy* readyStudyLike(const StudyPlan& plan)
{
    for (const ReadyStudy& study : readyStudies()) {
        StudyPlan like = study.plan;
        like.samples = plan.samples;
        like.seed = plan.seed;
        like.models = plan.models;
        if (like == plan)
            return &study;
    }
    return nullptr;
}

std::optional<double> Comparison::difference() const
{
    if (!measured)
        return {};
    return (*measured - published.value) / published.value;
}

std::vector<Comparison> compareWithPaper(const ReadyStudy& study, const StudyResults& results,
                                         Progress& progress)
{
    const std::vector<StudyRow> rows = results.rows();
    std::vector<Comparison> comparisons;
    std::map<std::string, InceptionBounds> bounds; // by model
    for (const PublishedNumber& number : study.published) {
        if (number.scheme == testPictures || number.scheme == noisePictures) {
            if (std::none_of(rows.begin(), rows.end(),
                             [&](const StudyRow& row) { return row.model == number.model; }))
                continue;
            if (!bounds.contains(number.model))
                bounds[number.model] = inceptionBounds(number.model, progress);
            const InceptionBounds& measured = bounds[number.model];
            const auto& value = number.scheme == testPictures ? measured.testPictures : measured.noise;
            comparisons.push_back({number, value});
            continue;
        }
        for (const StudyRow& row : rows)
            if (row.model == number.model && row.scheme == number.scheme && row.neurons == number.neurons &&
                row.metric == number.metric)
                comparisons.push_back({number, row.mean});
    }
    return comparisons;
}

std::string unmeasuredNote(const std::vector<Comparison>& comparisons)
{
    std::set<std::string> datasets;
    for (const Comparison& one : comparisons)
        if (!one.measured)
            datasets.insert(findModel(one.published.model).card().dataset);
    std::string note;
    for (const std::string& name : datasets) {
        note += note.empty() ? "" : " ";
        note += "The dataset ";
        note += name;
        note +=
            " is not on this machine, so its test pictures were not measured; fetch it and open the study "
            "again.";
    }
    return note;
}

nlohmann::json toJson(const std::vector<Comparison>& comparisons)
{
    nlohmann::json list = nlohmann::json::array();
    for (const Comparison& one : comparisons) {
        const PublishedNumber& published = one.published;
        list.push_back({{"model", published.model},
                        {"scheme", published.scheme},
                        {"neurons", published.neurons},
                        {"metric", published.metric},
                        {"published", published.value},
                        {"measured", nullptr}});
        if (one.measured)
            list.back()["measured"] = *one.measured;
    }
    return list;
}

std::string toCsv(const std::vector<Comparison>& comparisons)
{
    std::ostringstream csv;
    csv << "model,scheme,neurons,metric,published,measured,difference\n" << std::fixed;
    for (const Comparison& one : comparisons) {
        csv << csvCell(one.published.model) << ',' << csvCell(one.published.scheme) << ','
            << one.published.neurons << ',' << csvCell(one.published.metric) << ',' << std::setprecision(3)
            << one.published.value << ',';
        if (one.measured)
            csv << *one.measured << ',' << std::showpos << std::setprecision(1) << 100.0 * *one.difference()
                << std::noshowpos << " %\n";
        else
            csv << ",\n";
    }
    return csv.str();
}

} // namespace flipside
