// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/study_plan.h"

#include "base/error.h"
#include "base/file.h"
#include "model/model_folder.h"
#include "recipe/recipe_json.h"
#include "schemes/scheme.h"
#include "study/metric.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace flipside {

namespace {

using Json = nlohmann::json;

constexpr int studyVersion = 1;
constexpr std::size_t mostSamples = 100000000;

/// "chosen=3"
void readParameter(const std::string& setting, SchemeCall& call)
{
    const std::size_t equals = setting.find('=');
    std::istringstream number(equals == std::string::npos ? "" : setting.substr(equals + 1));
    double value = 0.0;
    if (!(number >> value) || !number.eof())
        throw ArgumentError("a scheme's parameter is NAME=NUMBER, not \"" + setting + "\"");
    call.parameters[setting.substr(0, equals)] = value;
}

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
            readParameter(setting, scheme.call);
    }
    checkCall(scheme.call);
    return scheme;
}

void checkPlan(const StudyPlan& plan)
{
    if (plan.models.empty() || plan.schemes.empty() || plan.neurons.empty() || plan.metrics.empty() ||
        plan.samples == 0)
        throw ArgumentError("a study needs at least one model, scheme, number of neurons, metric and sample");
    if (plan.samples > mostSamples)
        throw ArgumentError("a study has at most " + std::to_string(mostSamples) + " samples");
    std::set<std::string> labels;
    for (const StudyScheme& scheme : plan.schemes) {
        SchemeCall call = scheme.call;
        for (const int neurons : plan.neurons) {
            call.neurons = neurons;
            checkCall(call);
        }
        if (!labels.insert(scheme.label).second)
            throw ArgumentError("the study has two schemes called \"" + scheme.label + "\"");
    }
    for (const std::string& metric : plan.metrics)
        (void)findMetric(metric);
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
        const Json json = Json::parse(readFile(file));
        if (json.at("flipside_study").get<int>() != studyVersion)
            throw Error("the study " + file.string() + " was written by another version of Flipside");
        StudyPlan plan;
        for (const Json& model : json.at("models"))
            plan.models.push_back(model.contains("folder") ? model["folder"].get<std::string>()
                                                           : model.at("id").get<std::string>());
        for (const Json& scheme : json.at("schemes"))
            plan.schemes.push_back({scheme.at("label").get<std::string>(),
                                    schemeCallFromJson(scheme.at("call"), file.string())});
        plan.neurons = json.at("neurons").get<std::vector<int>>();
        plan.metrics = json.at("metrics").get<std::vector<std::string>>();
        plan.samples = json.at("samples").get<std::size_t>();
        plan.seed = json.at("seed").get<std::uint64_t>();
        return plan;
    } catch (const Json::exception&) {
        throw Error(file.string() + " is not the description of a study, or it is damaged");
    }
}

} // namespace flipside
