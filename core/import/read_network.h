// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/family.h"
#include "core/picture/image.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flipside {

/// What a person says of a file of weights.
struct NetworkWish {
    std::string family;     ///< empty to find it
    NetworkChoices choices; ///< of questions that are answered; the others get their likeliest answer
    bool isCompiled = true; ///< else only what it is is asked
    int samples = 0;        ///< how many pictures of it are wanted (import/sample_pictures.h)
    /// The network's Python code, or what print() shows of it (code/read_code.h), instead of a family.
    std::string code{};
};

/// A tensor of a file, without its numbers.
struct TensorOutline {
    std::string name;
    std::vector<std::int64_t> shape;
    std::string type; ///< "float16"
};

/// A network that was read out of a file of weights and compiled.
struct ReadNetwork {
    std::string where;                  ///< the keys that led to it, "g_ema"; empty for the whole file
    std::vector<TensorOutline> tensors; ///< of the network
    std::string family;                 ///< its name; empty where no family knows it
    std::string reason;                 ///< why none does: half a sentence
    std::string wayOut;                 ///< what can be done then
    std::vector<NetworkInput> inputs;
    std::vector<int> image; ///< channels, height, width
    std::optional<std::pair<double, double>>
        range;                              ///< of its output, where it follows from its last function
    std::vector<NetworkQuestion> questions; ///< with the answers that were taken
    int usedTensors = 0;                    ///< how many of `tensors` this reading uses
    std::vector<std::string> unused;        ///< what else is in the file: "optimizer: a dictionary of 2"
    std::vector<std::string> remarks;
    std::string decoder;          ///< TorchScript, if it was asked for; empty of an encoder alone
    std::string encoder;          ///< the same; empty where the file has none
    std::vector<Image> samples{}; ///< small, all of one size; if they were asked for

    /// The shape that the compiled decoder takes: of several inputs, all their numbers in a row.
    std::vector<int> takenShape() const;
    /// The answers that this reading was made with.
    NetworkChoices answers() const;
};

/// Reads a file of weights (weights/weights_file.h), finds the network in it (families/recognise.h), answers
/// what is open by what fits its weights best (import/likeliest_network.h), and compiles it; or reads a file
/// that has its network's graph (graphs/read_graph.h) and compiles that. All in a process of its own
/// (sandbox/first_opening.h). `progress` gets a fraction in [0, 1] now and then. Throws Error or WrongKind,
/// half a sentence, where the file cannot be read, or where a network was asked for and there is none;
/// ArgumentError for families and choices that there are not; Cancelled.
ReadNetwork readNetwork(const std::filesystem::path& file, const NetworkWish& wish,
                        const std::function<void(double)>& progress = {});

/// The same of a file's bytes, here and now.
ReadNetwork readNetworkHere(std::string_view content, const NetworkWish& wish,
                            const std::function<void(double)>& progress);

/// The text of a file of code; empty for an empty path. Throws Error where it is too long for a network's.
std::string codeIn(const std::filesystem::path& file);

// For the way between the two processes: everything but the compiled networks and the samples, which follow
// one another in its output, and the code, which follows the bytes of the file.
nlohmann::json toJson(const NetworkWish& wish);
/// Takes the code off the bytes that came with it.
NetworkWish networkWishFrom(const nlohmann::json& json, std::string_view& bytes);
nlohmann::json toJson(const ReadNetwork& network);
std::string outputOf(const ReadNetwork& network);
ReadNetwork readNetworkFrom(const nlohmann::json& json, std::string output);

} // namespace flipside
