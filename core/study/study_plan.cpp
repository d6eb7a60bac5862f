// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_plan.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_fields.h"
#include "core/model/model_folder.h"
#include "core/novelty/metric.h"
#include "core/recipe/recipe_json.h"
#include "core/schemes/scheme.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace flipside {

namespace {

using Json = nlohmann::json;

constexpr int studyVersion = 1;
constexpr std::size_t mostSamples = 100000000;
constexpr int mostNeurons = 100000;
constexpr double mostParts = 1e6;

} // namespace

std::string StudyPart::fileName() const
{
    std::ostringstream name;
    name << "model" << model << "-scheme" << scheme << "-neurons" << neurons << "-sample" << first << ".json";
    return name.str();
}

StudyScheme studyScheme(const std::string& text, const SchemeCall& common)
{
    StudyScheme scheme{text, common};
    const std::size_t colon = text.find(':');
    scheme.call.name = text.substr(0, colon);
    if (colon != std::string::npos) {
        std::string settings = text.substr(colon + 1);
        std::replace(settings.begin(), settings.end(), '+', ',');
        std::istringstream stream(settings);
        for (std::string setting; std::getline(stream, setting, ',');)
            setParameter(scheme.call, setting);
    }
    checkCall(scheme.call);
    return scheme;
}

std::vector<int> neuronCounts(const std::string& text)
{
    const auto number = [&](const std::string& part) {
        int value = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
        if (error != std::errc() || end != part.data() + part.size() || value < 0 || value > mostNeurons)
            throw ArgumentError("numbers of neurons are written as 5, 1..25 or 1,5,10, not \"" + text + "\"");
        return value;
    };
    std::vector<int> counts;
    if (const std::size_t dots = text.find(".."); dots != std::string::npos) {
        const int last = number(text.substr(dots + 2));
        for (int count = number(text.substr(0, dots)); count <= last; ++count)
            counts.push_back(count);
    } else {
        std::istringstream parts(text);
        for (std::string part; std::getline(parts, part, ',');)
            counts.push_back(number(part));
    }
    if (counts.empty())
        (void)number({});
    return counts;
}

std::string toText(const std::vector<int>& counts)
{
    bool aRange = counts.size() > 2;
    for (std::size_t i = 1; i < counts.size(); ++i)
        aRange = aRange && counts[i] == counts[i - 1] + 1;
    if (aRange)
        return std::to_string(counts.front()) + ".." + std::to_string(counts.back());
    std::string text;
    for (const int count : counts) {
        if (!text.empty())
            text += ',';
        text += std::to_string(count);
    }
    return text;
}

void checkPlan(const StudyPlan& plan)
{
    if (plan.models.empty() || plan.schemes.empty() || plan.neurons.empty() || plan.metrics.empty() ||
        plan.samples == 0)
        throw ArgumentError("a study needs at least one model, scheme, number of neurons, metric and sample; "
                            "add what is missing");
    if (plan.samples > mostSamples)
        throw ArgumentError("a study has at most " + std::to_string(mostSamples) + " samples; ask for fewer");
    if (double(plan.models.size()) * double(plan.schemes.size()) * double(plan.neurons.size()) *
            std::ceil(double(plan.samples) / double(samplesPerPart)) >
        mostParts)
        throw ArgumentError(
            "a study has at most a million parts of a thousand samples; ask for fewer models, "
            "schemes, numbers of neurons or samples");
    std::set<std::string> labels;
    for (const StudyScheme& scheme : plan.schemes) {
        SchemeCall call = scheme.call;
        for (const int neurons : plan.neurons) {
            call.neurons = neurons;
            checkCall(call);
        }
        if (!labels.insert(scheme.label).second)
            throw ArgumentError("the study has two schemes called \"" + scheme.label +
                                "\"; leave one of them out");
    }
    std::set<std::string> metrics;
    for (const std::string& metric : plan.metrics) {
        (void)findMetric(metric);
        if (!metrics.insert(metric).second)
            throw ArgumentError("the study has the metric \"" + metric + "\" twice; leave one of them out");
    }
}

std::vector<StudyPart> partsOf(const StudyPlan& plan)
{
    std::vector<StudyPart> parts;
    for (int model = 0; model < int(plan.models.size()); ++model)
        for (int scheme = 0; scheme < int(plan.schemes.size()); ++scheme)
            for (const int neurons : plan.neurons)
                for (std::size_t first = 0; first < plan.samples; first += samplesPerPart)
                    parts.push_back(
                        {model, scheme, neurons, first, std::min(samplesPerPart, plan.samples - first)});
    return parts;
}

Json describe(const StudyPlan& plan)
{
    Json models = Json::array();
    for (const std::string& model : plan.models) {
        const ModelFolder folder = findModel(model);
        Json one = {{"id", folder.card().id}, {"hashes", folder.card().hashes}};
        if (model != folder.card().id)
            one["folder"] = model;
        // Which layer and pattern a scheme takes that names none.
        if (!folder.card().schemeLayer.empty())
            one["scheme-layer"] = folder.card().schemeLayer;
        if (folder.card().scheme)
            one["scheme"] = toJson(*folder.card().scheme);
        models.push_back(std::move(one));
    }
    Json schemes = Json::array();
    for (const StudyScheme& scheme : plan.schemes) {
        Json call = toJson(scheme.call);
        call.erase("neurons");
        call.erase("seed");
        schemes.push_back({{"label", scheme.label}, {"call", call}});
    }
    return {{"flipside_study", studyVersion},
            {"version", FLIPSIDE_VERSION},
            {"models", models},
            {"schemes", schemes},
            {"neurons", plan.neurons},
            {"metrics", plan.metrics},
            {"samples", plan.samples},
            {"samples_per_part", samplesPerPart},
            {"seed", plan.seed}};
}

StudyPlan readPlan(const std::filesystem::path& file)
{
    try {
        const Json json = parseJson(readFile(file));
        if (json.at("flipside_study") != studyVersion)
            throw Error(
                "the study " + file.string() +
                " was written by another version of Flipside; open it with that, or choose another folder");
        StudyPlan plan;
        for (const Json& model : json.at("models"))
            plan.models.push_back(model.contains("folder") ? model["folder"].get<std::string>()
                                                           : model.at("id").get<std::string>());
        for (const Json& scheme : json.at("schemes"))
            plan.schemes.push_back({scheme.at("label").get<std::string>(),
                                    schemeCallFromJson(scheme.at("call"), file.string())});
        for (const Json& count : json.at("neurons"))
            plan.neurons.push_back(wholeNumber(count, "a number of neurons", file.string()));
        plan.metrics = json.at("metrics").get<std::vector<std::string>>();
        plan.samples = numberField(json, "samples", file.string());
        plan.seed = numberField(json, "seed", file.string());
        checkPlan(plan);
        return plan;
    } catch (const ArgumentError& error) {
        throw Error("the study " + file.string() + " cannot be used: " + error.what());
    } catch (const Json::exception&) {
        throw Error(file.string() +
                    " is not the description of a study, or it is damaged; choose another folder, or run the "
                    "study again");
    }
}

} // namespace flipside
