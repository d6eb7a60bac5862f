// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/graph_inputs.h"

#include "core/graphs/picture_shape.h"
#include "core/sandbox/file_kind.h"
#include "core/weights/refuse_weights.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>
#include <utility>

namespace flipside {

namespace {

constexpr std::size_t mostInputs = 16;
constexpr std::int64_t mostInputNumbers = 1 << 24;
constexpr std::int64_t mostClasses = 100'000;
constexpr std::size_t longestName = 32;

std::string lowerCase(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return text;
}

bool soundsLikeClass(const DeclaredInput& input)
{
    static constexpr std::array<std::string_view, 4> parts{"label", "class", "onehot", "one_hot"};
    const std::string name = lowerCase(input.name);
    const auto isIn = [&name](std::string_view part) { return name.find(part) != std::string::npos; };
    return name == "c" || name == "y" || std::ranges::any_of(parts, isIn);
}

bool isRow(const DeclaredInput& input)
{
    return input.shape.size() == 2;
}

/// A class with a weight for each.
bool isOneHot(const DeclaredInput& input)
{
    return !input.whole && isRow(input) && input.shape[1].count > 1 && soundsLikeClass(input);
}

/// A network of one input has a latent, whatever it is called.
std::size_t latentAmong(const std::vector<DeclaredInput>& declared)
{
    const auto find = [&](const auto& fits) {
        return std::size_t(std::ranges::find_if(declared, fits) - declared.begin());
    };
    const std::size_t latent = find([](const DeclaredInput& one) { return !one.whole && !isOneHot(one); });
    return latent < declared.size() ? latent : find([](const DeclaredInput& one) { return !one.whole; });
}

/// A file's name where it may be one in a recipe, and no other input has it.
std::string nameFor(const DeclaredInput& input, const std::string& usual, std::set<std::string>& taken)
{
    const bool isPlain = std::ranges::all_of(
        input.name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.'; });
    std::string name =
        isPlain && !input.name.empty() && input.name.size() <= longestName ? input.name : usual;
    for (int number = 2; !taken.insert(name).second; ++number)
        name = usual + std::to_string(number);
    return name;
}

void check(const DeclaredInput& input)
{
    const std::string shown = shownText(input.name);
    if (input.whole && input.classes == 0)
        throw WrongKind("its network takes whole numbers (" + shown +
                            ") that choose no row of a table, so they are no class",
                        "export it with the latent alone as its input, and the others as constants");
    if (input.whole && (input.shape.size() > 2 || (isRow(input) && input.shape[1].count != 1)))
        throw WrongKind("its network takes several classes for one picture (" + shown + ")",
                        "export it for one class for each picture");
    if (!input.whole && (input.shape.size() < 2 || input.shape.size() > 8))
        throw WrongKind("its network takes numbers without a batch (" + shown +
                            "), or of no shape that it says",
                        "export it for B × the latent's numbers");
    if (input.classes > mostClasses || countOf(input.shape) > mostInputNumbers)
        refuseWeights("its input " + shown + " has more numbers than any", "choose a generator of pictures");
}

NetworkInput described(const DeclaredInput& input, std::set<std::string>& names)
{
    if (input.whole)
        return {nameFor(input, "class", names), NetworkInput::Kind::Class, {int(input.classes)}};
    const std::vector<int> shape = forOne(input.shape);
    if (isOneHot(input))
        return {nameFor(input, "class", names), NetworkInput::Kind::Class, shape};
    if (shape.size() == 1 && shape[0] == 1)
        return {nameFor(input, "setting", names), NetworkInput::Kind::Setting, shape, {0.0}};
    const bool isMap = shape.size() == 3 && shape[1] > 1;
    return {nameFor(input, "latent", names),
            isMap ? NetworkInput::Kind::LatentMap : NetworkInput::Kind::Latent, shape};
}

/// "n, 3, 64": sizes as reshape takes them.
std::string sizesFor(const NetworkInput& input)
{
    std::string text = "n";
    for (const int size : input.shape)
        text += ", " + std::to_string(size);
    return text;
}

} // namespace

std::vector<TakenInput> takenInputs(const std::vector<DeclaredInput>& declared)
{
    if (declared.empty())
        throw WrongKind("its network takes no input", "choose a generator of pictures");
    if (declared.size() > mostInputs)
        throw WrongKind("its network takes " + std::to_string(declared.size()) + " inputs",
                        "export it with the latent alone as its input, and the others as constants");
    std::ranges::for_each(declared, check);
    const std::size_t latent = latentAmong(declared);
    if (latent == declared.size())
        throw WrongKind("its network takes whole numbers (" + shownText(declared.front().name) +
                            "), and a latent has others",
                        "choose a generator of pictures");
    std::vector<TakenInput> taken(declared.size());
    std::set<std::string> names{"z"};
    const std::vector<int> shape = forOne(declared[latent].shape);
    const bool isMap = shape.size() == 3 && shape[1] > 1;
    taken[latent] = {{"z", isMap ? NetworkInput::Kind::LatentMap : NetworkInput::Kind::Latent, shape},
                     declared[latent].shape,
                     "z"};
    if (declared.size() == 1)
        return taken;
    for (std::size_t i = 0; i < declared.size(); ++i) {
        if (i == latent)
            continue;
        taken[i] = {described(declared[i], names), declared[i].shape, {}};
        if (declared[i].whole)
            taken[i].shape = {{1, true}, {declared[i].classes, false}};
    }
    std::vector<std::size_t> order{latent};
    for (std::size_t i = 0; i < declared.size(); ++i)
        if (i != latent)
            order.push_back(i);
    std::int64_t first = 0;
    for (const std::size_t i : order) {
        const std::int64_t end = first + taken[i].input.length();
        if (end > mostInputNumbers)
            refuseWeights("its inputs have more numbers than any", "choose a generator of pictures");
        taken[i].text = "torch.reshape(torch.slice(z, 1, " + std::to_string(first) + ", " +
                        std::to_string(end) + "), [" + sizesFor(taken[i].input) + "])";
        first = end;
    }
    return taken;
}

std::vector<NetworkInput> networkInputs(const std::vector<TakenInput>& taken)
{
    std::vector<NetworkInput> inputs;
    for (const TakenInput& one : taken)
        if (one.input.name == "z")
            inputs.insert(inputs.begin(), one.input);
        else
            inputs.push_back(one.input);
    return inputs;
}

} // namespace flipside
