// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/picture_labels.h"

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/file.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace flipside {

namespace {

/// The largest table that is read: a million judgements.
constexpr std::uint64_t largestTable = std::uint64_t{64} << 20;

/// Without spaces around it, in small letters.
std::string plainWord(const std::string& text)
{
    const char* spaces = " \t";
    const std::size_t begin = text.find_first_not_of(spaces);
    if (begin == std::string::npos)
        return {};
    std::string word = text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
    for (char& letter : word)
        if (letter >= 'A' && letter <= 'Z')
            letter = char(letter - 'A' + 'a');
    return word;
}

std::string placeIn(const std::filesystem::path& file, std::size_t line)
{
    return file.string() + ", line " + std::to_string(line) + ": ";
}

/// The cells of a table of judgements by the names of their columns.
class JudgementRows {
public:
    explicit JudgementRows(const std::filesystem::path& file)
        : _file(file), _rows(rowsOfCsv(readFile(file, largestTable), file.string()))
    {
        if (_rows.empty())
            throw Error(file.string() + " is empty; it needs the columns picture, annotator and label");
        const CsvRow& names = _rows.front();
        for (std::size_t i = 0; i < names.cells.size(); ++i)
            _columns.emplace(plainWord(names.cells[i]), i);
        for (const char* needed : {"picture", "label"})
            if (!_columns.contains(needed))
                throw Error(placeIn(file, names.line) + "there is no column called \"" + needed +
                            "\"; begin the file with: picture,annotator,label");
        if (_rows.size() == 1)
            throw Error(file.string() + " holds no judgement; add a line for each");
    }

    std::vector<Judgement> judgements() const
    {
        std::vector<Judgement> judgements;
        for (auto row = _rows.begin() + 1; row != _rows.end(); ++row) {
            const std::string picture = cell(*row, "picture");
            if (picture.empty())
                throw Error(placeIn(_file, row->line) + "no picture is named; add its path");
            judgements.push_back({std::filesystem::path(picture).lexically_normal(), cell(*row, "annotator"),
                                  labelOf(*row), row->line});
        }
        return judgements;
    }

private:
    /// Empty where the row is too short or the table has no such column.
    std::string cell(const CsvRow& row, const char* column) const
    {
        const auto found = _columns.find(column);
        return found == _columns.end() || found->second >= row.cells.size() ? std::string()
                                                                            : row.cells[found->second];
    }

    PictureLabel labelOf(const CsvRow& row) const
    {
        try {
            return pictureLabelFrom(cell(row, "label"));
        } catch (const Error& error) {
            throw Error(placeIn(_file, row.line) + error.what());
        }
    }

    const std::filesystem::path& _file;
    std::vector<CsvRow> _rows;
    std::map<std::string, std::size_t> _columns;
};

} // namespace

std::string codeOf(PictureLabel label)
{
    return "L" + std::to_string(int(label) + 1);
}

std::string toString(PictureLabel label)
{
    switch (label) {
    case PictureLabel::Creative:
        return "creative";
    case PictureLabel::Novel:
        return "novel but not creative";
    case PictureLabel::NotNovel:
        return "not novel or creative";
    case PictureLabel::Inconclusive:
        break;
    }
    return "inconclusive";
}

std::string titleOf(PictureLabel label)
{
    const char* word = label == PictureLabel::Novel ? "novel" : "neither";
    const bool isLong = label == PictureLabel::Novel || label == PictureLabel::NotNovel;
    return codeOf(label) + ' ' + (isLong ? word : toString(label));
}

PictureLabel pictureLabelFrom(const std::string& text)
{
    static const std::map<std::string, PictureLabel> words = {{"novel", PictureLabel::Novel},
                                                              {"neither", PictureLabel::NotNovel},
                                                              {"not novel", PictureLabel::NotNovel}};
    const std::string word = plainWord(text);
    for (const PictureLabel label : pictureLabels)
        if (word == plainWord(codeOf(label)) || word == toString(label))
            return label;
    if (const auto found = words.find(word); found != words.end())
        return found->second;
    throw ArgumentError("\"" + text +
                        "\" is no label; use L1 (creative), L2 (novel), L3 (neither) or L4 (inconclusive)");
}

std::vector<Judgement> readJudgements(const std::filesystem::path& file)
{
    std::vector<Judgement> judgements = JudgementRows(file).judgements();
    std::map<std::pair<std::filesystem::path, std::string>, std::size_t> lines;
    for (const Judgement& one : judgements) {
        if (one.annotator.empty())
            continue;
        const auto [earlier, isNew] = lines.emplace(std::pair(one.picture, one.annotator), one.line);
        if (!isNew)
            throw Error(placeIn(file, one.line) + one.annotator + " has judged " + one.picture.string() +
                        " already, in line " + std::to_string(earlier->second) + "; keep one of the two");
    }
    return judgements;
}

std::optional<PictureLabel> consensusOf(const LabelCounts& votes, std::size_t needed)
{
    const auto most = std::max_element(votes.begin(), votes.end());
    if (*most < needed || *most == 0 || std::count(votes.begin(), votes.end(), *most) > 1)
        return std::nullopt;
    return pictureLabels[std::size_t(most - votes.begin())];
}

ConsensusLabels agreedLabels(const std::vector<Judgement>& judgements, std::optional<std::size_t> needed)
{
    ConsensusLabels all;
    std::map<std::filesystem::path, std::size_t> places;
    std::size_t most = 0;
    for (const Judgement& one : judgements) {
        const auto [place, isNew] = places.emplace(one.picture, all.pictures.size());
        if (isNew)
            all.pictures.push_back({one.picture, one.line, {}});
        LabelCounts& votes = all.pictures[place->second].votes;
        ++votes[std::size_t(one.label)];
        most = std::max(most, std::accumulate(votes.begin(), votes.end(), std::size_t{0}));
    }
    if (needed && (*needed == 0 || *needed > most))
        throw ArgumentError(
            "a consensus of " + std::to_string(*needed) + " cannot be: no picture has more than " +
            std::to_string(most) +
            (most == 1 ? " judgement; ask for 1" : " judgements; ask for 1 to " + std::to_string(most)));
    all.needed = needed.value_or(std::min(paperConsensus, most));
    for (LabelledPicture& picture : all.pictures) {
        const auto label = consensusOf(picture.votes, all.needed);
        picture.label = label.value_or(PictureLabel::Inconclusive);
        picture.consensus = label.has_value();
    }
    return all;
}

} // namespace flipside
