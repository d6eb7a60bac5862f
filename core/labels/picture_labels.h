// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// What a person says of a picture (long paper, section 3), in the order of the paper's L1 to L4.
enum class PictureLabel {
    Creative,     ///< different from the training data, and meaningful or useful
    Novel,        ///< novel but not creative: different, but neither meaningful nor useful
    NotNovel,     ///< not novel or creative: similar to the training data
    Inconclusive, ///< cannot be said
};

inline constexpr std::array pictureLabels{PictureLabel::Creative, PictureLabel::Novel, PictureLabel::NotNovel,
                                          PictureLabel::Inconclusive};

/// A number for each label, in their order.
using LabelCounts = std::array<std::size_t, pictureLabels.size()>;

std::string codeOf(PictureLabel label);   ///< "L1"
std::string toString(PictureLabel label); ///< "creative"
std::string titleOf(PictureLabel label);  ///< "L3 neither", short enough for a table
/// Reads a code or a word, in small or capital letters: L1 or creative; L2, novel or novel but not creative;
/// L3, neither, not novel or not novel or creative; L4 or inconclusive. Throws ArgumentError for others.
PictureLabel pictureLabelFrom(const std::string& text);

/// What one person said of one picture.
struct Judgement {
    std::filesystem::path picture; ///< as the file names it: absolute, or from the file's folder on
    std::string annotator;         ///< empty where the file does not say who
    PictureLabel label = PictureLabel::Inconclusive;
    std::size_t line = 0; ///< of the file that it was read from
};

/// Reads a table (base/csv.h) whose first row names its columns: picture, label and perhaps annotator, in any
/// order; other columns are ignored. Rows without an annotator are judgements of somebody else each. Throws
/// Error naming the file and the line where the table is empty, a column or cell is missing, a label is
/// unknown, or somebody judges a picture twice.
std::vector<Judgement> readJudgements(const std::filesystem::path& file);

/// A picture and what people agree on about it.
struct LabelledPicture {
    std::filesystem::path picture;
    std::size_t line = 0; ///< of its first judgement
    LabelCounts votes{};
    PictureLabel label = PictureLabel::Inconclusive;
    bool consensus = false; ///< people agree on the label, be it "inconclusive"
};

/// How many judgements the paper's consensus takes, of its 9 annotators.
inline constexpr std::size_t paperConsensus = 3;

/// The label that at least `needed` people gave, and more than any other; nothing where there is none. The
/// paper does not say what becomes of such a picture; here it counts as inconclusive. Of 9 annotators three
/// always give the same of four labels, so that with them only a tie has no consensus.
std::optional<PictureLabel> consensusOf(const LabelCounts& votes, std::size_t needed);

/// The judgements put together, picture by picture, in the order of the file.
struct ConsensusLabels {
    std::size_t needed = 0; ///< how many people must agree
    std::vector<LabelledPicture> pictures;
};

/// Without `needed` it is the paper's, or as many as judged the picture that most people judged where those
/// are fewer. Throws ArgumentError where it is 0 or more than that.
ConsensusLabels agreedLabels(const std::vector<Judgement>& judgements,
                             std::optional<std::size_t> needed = std::nullopt);

} // namespace flipside
