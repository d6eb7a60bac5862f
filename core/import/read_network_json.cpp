// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/read_network.h"

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/import/sample_pictures.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

namespace flipside {

namespace {

using nlohmann::json;

json inputJson(const NetworkInput& input)
{
    return {{"name", input.name},
            {"kind", int(input.kind)},
            {"shape", input.shape},
            {"standard", input.standard}};
}

NetworkInput inputFrom(const json& json)
{
    const std::int64_t kind = integerOf(json.at("kind"));
    if (kind < 0 || kind > int(NetworkInput::Kind::Setting))
        throw Error("what its own process says of it cannot be understood");
    return {json.at("name").get<std::string>(), NetworkInput::Kind(kind), intsIn(json, "shape"),
            json.at("standard").get<std::vector<double>>()};
}

json questionJson(const NetworkQuestion& question)
{
    return {{"id", question.id},         {"text", question.text},   {"choices", question.choices},
            {"chosen", question.chosen}, {"order", question.order}, {"likely", question.likely}};
}

NetworkQuestion questionFrom(const json& json)
{
    NetworkQuestion question{json.at("id").get<std::string>(),
                             json.at("text").get<std::string>(),
                             json.at("choices").get<std::vector<std::string>>(),
                             wholeNumber(json.at("chosen"), "chosen", "its own process"),
                             intsIn(json, "order"),
                             wholeNumber(json.at("likely"), "likely", "its own process")};
    std::vector<int> all(question.choices.size());
    std::iota(all.begin(), all.end(), 0);
    const bool isOrder = question.order.empty() || std::ranges::is_permutation(question.order, all);
    const int count = int(question.choices.size());
    if (question.chosen < 0 || question.chosen >= count || !isOrder || question.likely > count)
        throw Error("what its own process says of it cannot be understood");
    return question;
}

} // namespace

json toJson(const NetworkWish& wish)
{
    return {{"family", wish.family},
            {"choices", wish.choices},
            {"compiled", wish.isCompiled},
            {"samples", wish.samples},
            {"code", wish.code.size()}};
}

NetworkWish networkWishFrom(const json& json, std::string_view& bytes)
{
    const std::size_t code = std::min(std::size_t(countIn(json, "code")), bytes.size());
    NetworkWish wish{json.at("family").get<std::string>(), json.at("choices").get<NetworkChoices>(),
                     json.at("compiled").get<bool>(),
                     wholeNumber(json.at("samples"), "samples", "its own process"),
                     std::string(bytes.substr(bytes.size() - code))};
    bytes.remove_suffix(code);
    return wish;
}

json toJson(const ReadNetwork& network)
{
    json tensors = json::array();
    for (const TensorOutline& tensor : network.tensors)
        tensors.push_back({tensor.name, tensor.shape, tensor.type});
    json inputs = json::array();
    for (const NetworkInput& input : network.inputs)
        inputs.push_back(inputJson(input));
    json questions = json::array();
    for (const NetworkQuestion& question : network.questions)
        questions.push_back(questionJson(question));
    return {{"where", network.where},
            {"tensors", std::move(tensors)},
            {"family", network.family},
            {"reason", network.reason},
            {"wayOut", network.wayOut},
            {"inputs", std::move(inputs)},
            {"image", network.image},
            {"range", network.range ? json{network.range->first, network.range->second} : json()},
            {"questions", std::move(questions)},
            {"used", network.usedTensors},
            {"unused", network.unused},
            {"remarks", network.remarks},
            {"decoder", network.decoder.size()},
            {"encoder", network.encoder.size()},
            {"samples", samplesJson(network.samples)}};
}

std::string outputOf(const ReadNetwork& network)
{
    return network.decoder + network.encoder + sampleBytes(network.samples);
}

ReadNetwork readNetworkFrom(const json& json, std::string output)
{
    ReadNetwork network;
    json.at("where").get_to(network.where);
    for (const auto& tensor : json.at("tensors"))
        network.tensors.push_back(
            {tensor.at(0).get<std::string>(), integersOf(tensor.at(1)), tensor.at(2).get<std::string>()});
    json.at("family").get_to(network.family);
    json.at("reason").get_to(network.reason);
    json.at("wayOut").get_to(network.wayOut);
    for (const auto& input : json.at("inputs"))
        network.inputs.push_back(inputFrom(input));
    network.image = intsIn(json, "image");
    if (const auto& range = json.at("range"); !range.is_null())
        network.range = {range.at(0).get<double>(), range.at(1).get<double>()};
    for (const auto& question : json.at("questions"))
        network.questions.push_back(questionFrom(question));
    network.usedTensors = wholeNumber(json.at("used"), "used", "its own process");
    json.at("unused").get_to(network.unused);
    json.at("remarks").get_to(network.remarks);
    const std::uint64_t decoder = countIn(json, "decoder");
    const std::uint64_t encoder = countIn(json, "encoder");
    if (decoder > output.size() || encoder > output.size() - decoder)
        throw Error("what its own process says of it cannot be understood");
    network.samples = samplesFrom(json.at("samples"), output.substr(decoder + encoder));
    network.encoder = output.substr(decoder, encoder);
    output.resize(decoder);
    network.decoder = std::move(output);
    return network;
}

} // namespace flipside
