// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"

#include "core/base/error.h"

#include <algorithm>
#include <utility>

namespace flipside {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

/// Reads a table from its first character to its last.
class CsvReader {
public:
    CsvReader(std::string_view text, const std::string& where) : _text(text), _where(where) {}

    std::vector<CsvRow> rows()
    {
        std::vector<CsvRow> rows;
        while (_place < _text.size()) {
            CsvRow row{_line, {}};
            do
                row.cells.push_back(cell());
            while (take(','));
            endLine();
            if (row.cells.size() > 1 || !row.cells.front().empty())
                rows.push_back(std::move(row));
        }
        return rows;
    }

private:
    bool take(char wanted)
    {
        if (_place == _text.size() || _text[_place] != wanted)
            return false;
        ++_place;
        return true;
    }

    void endLine()
    {
        const bool carriageReturn = take('\r');
        if (!take('\n') && !carriageReturn && _place < _text.size())
            refuse(_line, "something follows a closing quote");
        ++_line;
    }

    std::string cell() { return take('"') ? quotedCell() : plainCell(); }

    std::string plainCell()
    {
        const std::size_t end = std::min(_text.find_first_of(",\r\n", _place), _text.size());
        std::string cell(_text.substr(_place, end - _place));
        _place = end;
        return cell;
    }

    std::string quotedCell()
    {
        const std::size_t begin = _line;
        std::string cell;
        while (_place < _text.size()) {
            const char character = _text[_place++];
            if (character == '"' && !take('"'))
                return cell;
            _line += character == '\n' ? 1 : 0;
            cell += character;
        }
        refuse(begin, "a quote is not closed");
    }

    [[noreturn]] void refuse(std::size_t line, const std::string& what) const
    {
        throw Error(_where + ", line " + std::to_string(line) + ": " + what +
                    "; put cells with commas in quotes, and double the quotes inside");
    }

    std::string_view _text;
    const std::string& _where;
    std::size_t _place = 0;
    std::size_t _line = 1;
};

} // namespace

std::vector<CsvRow> rowsOfCsv(std::string_view text, const std::string& where)
{
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    return CsvReader(text, where).rows();
}

std::string csvCell(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string cell = "\"";
    for (const char character : text)
        cell += character == '"' ? std::string("\"\"") : std::string(1, character);
    return cell + '"';
}

} // namespace flipside
