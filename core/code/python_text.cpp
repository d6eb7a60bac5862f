// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/code/python_text.h"

#include "core/base/error.h"
#include "core/weights/pickle_text.h"
#include "core/weights/refuse_weights.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <exception>
#include <initializer_list>
#include <memory>
#include <torch/csrc/jit/frontend/parser.h>
#include <utility>

namespace flipside {

namespace jit = torch::jit;

namespace {

constexpr std::size_t longestText = std::size_t{2} << 20;
constexpr int tabWidth = 8;
/// The parser calls itself for every bracket and every level of indentation.
constexpr int deepest = 100;

/// A statement's first line, with all lines that its brackets and strings go on over.
struct LogicalLine {
    int number = 0; ///< from 1
    int indent = 0;
    std::string text; ///< without its indentation
};

constexpr int bodyIndent = 4;
constexpr std::size_t longestLine = std::size_t{1} << 15;

bool isWordCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool begins(std::string_view text, std::string_view word)
{
    return text.starts_with(word) && (text.size() == word.size() || !isWordCharacter(text[word.size()]));
}

/// Where the string that begins at `quote` ends: behind its last quote.
std::size_t endOfPythonString(std::string_view text, std::size_t quote)
{
    const bool isLong = text.substr(quote, 3) == std::string(3, text[quote]);
    const std::string_view mark = text.substr(quote, isLong ? 3 : 1);
    for (std::size_t at = quote + mark.size(); at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text.substr(at, mark.size()) == mark)
            return at + mark.size();
        else if (text[at] == '\n' && !isLong)
            return at;
    }
    return text.size();
}

/// f"block{i}" as ("block{}".format(i)): the parser knows no strings with expressions in them.
std::string formatted(std::string_view literal, char quote)
{
    std::string words;
    std::string arguments;
    for (std::size_t at = 0; at < literal.size(); ++at) {
        if (literal[at] != '{') {
            words += literal[at];
            continue;
        }
        const std::size_t end = std::min(literal.find('}', at), literal.size());
        std::string_view expression = literal.substr(at + 1, end - at - 1);
        expression = expression.substr(0, expression.find_first_of(":!"));
        arguments += (arguments.empty() ? "" : ", ") + std::string(expression);
        words += "{}";
        at = end;
    }
    return std::string("(") + quote + words + quote + ".format(" + arguments + "))";
}

/// Goes through a text once, and parts it into logical lines.
class LineReader {
public:
    explicit LineReader(std::string_view text) : _text(text) {}

    std::vector<LogicalLine> lines()
    {
        while (_at < _text.size())
            readLine();
        return std::move(_lines);
    }

private:
    void readLine()
    {
        LogicalLine line;
        for (; _at < _text.size() && (_text[_at] == ' ' || _text[_at] == '\t'); ++_at)
            line.indent += _text[_at] == '\t' ? tabWidth - line.indent % tabWidth : 1;
        line.number = _number;
        int brackets = 0;
        while (_at < _text.size()) {
            const char c = _text[_at];
            if (c == '\n') {
                ++_number;
                ++_at;
                if (brackets == 0)
                    break;
                line.text += '\n';
            } else if (c == '\\' && _at + 1 < _text.size() && _text[_at + 1] == '\n') {
                ++_number;
                _at += 2;
                line.text += ' ';
            } else if (c == '#') {
                _at = std::min(_text.find('\n', _at), _text.size());
            } else if (c == '"' || c == '\'') {
                readString(line.text);
            } else {
                if (c == '(' || c == '[' || c == '{') {
                    if (++brackets > deepest)
                        throw Error("its brackets are nested too deeply for a network's");
                } else if (c == ')' || c == ']' || c == '}') {
                    brackets = std::max(0, brackets - 1);
                }
                if (c != '\r')
                    line.text += c == '\t' ? ' ' : c;
                ++_at;
            }
        }
        while (!line.text.empty() && (line.text.back() == ' ' || line.text.back() == '\n'))
            line.text.pop_back();
        if (isTooDeep(line.text) || (line.text.starts_with("elif") && ++_branches > deepest))
            line.text = "pass"; // a table, or an attempt; what it would say is missed where it is used
        add(std::move(line));
    }

    /// "if a: b; c" as three lines, one in the other.
    void add(LogicalLine line)
    {
        const bool isHead = std::ranges::any_of(
            std::initializer_list<const char*>{"if", "elif", "else", "for", "while", "with", "def", "class"},
            [&](const char* word) { return begins(line.text, word); });
        const std::size_t end = endOfPart(line.text, isHead ? ":" : ";");
        if (end + 1 < line.text.size()) {
            LogicalLine rest{line.number, line.indent + (isHead ? bodyIndent : 0), line.text.substr(end + 1)};
            rest.text.erase(0, std::min(rest.text.find_first_not_of(' '), rest.text.size()));
            line.text.resize(isHead ? end + 1 : end);
            if (!rest.text.empty()) {
                add(std::move(line));
                add(std::move(rest));
                return;
            }
        }
        if (line.text.ends_with(';'))
            line.text.pop_back();
        if (!line.text.empty())
            _lines.push_back(std::move(line));
    }

    /// Where the mark stands first that is in no brackets and no string; the text's end where none does.
    static std::size_t endOfPart(std::string_view text, std::string_view mark)
    {
        int brackets = 0;
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (text[at] == '"' || text[at] == '\'') {
                at = endOfPythonString(text, at) - 1;
                continue;
            }
            brackets += std::string_view("([{").find(text[at]) != std::string_view::npos   ? 1
                        : std::string_view(")]}").find(text[at]) != std::string_view::npos ? -1
                                                                                           : 0;
            if (brackets == 0 && text.substr(at, mark.size()) == mark)
                return at;
        }
        return text.size();
    }

    void readString(std::string& text)
    {
        const std::size_t end = endOfPythonString(_text, _at);
        std::string_view literal = _text.substr(_at, end - _at);
        _number += int(std::ranges::count(literal, '\n'));
        bool isFormatted = false;
        // What stands before it: f"", r"", b"".
        while (!text.empty() && std::string_view("fFrRbBuU").find(text.back()) != std::string_view::npos &&
               (text.size() < 2 || !isWordCharacter(text[text.size() - 2]) ||
                std::string_view("fFrRbBuU").find(text[text.size() - 2]) != std::string_view::npos)) {
            isFormatted = isFormatted || text.back() == 'f' || text.back() == 'F';
            text.pop_back();
        }
        const char quote = literal.front();
        const std::size_t mark = literal.substr(0, 3) == std::string(3, quote) ? 3 : 1;
        if (mark == 3 && text.empty())
            text += "pass"; // what is said of the code
        else if (isFormatted && literal.size() >= 2 * mark)
            text += formatted(literal.substr(mark, literal.size() - 2 * mark), quote);
        else
            text += literal;
        _at = end;
    }

    /// Whether the parser would call itself too often for it, for something other than brackets.
    static bool isTooDeep(std::string_view text)
    {
        int nested = 0;
        for (std::size_t at = 0; at < text.size(); ++at)
            nested += std::string_view("-~").find(text[at]) != std::string_view::npos ||
                              text.substr(at).starts_with("**") || text.substr(at).starts_with("not ") ||
                              text.substr(at).starts_with(" if ")
                          ? 1
                          : 0;
        return text.size() > longestLine || nested > 3 * deepest;
    }

    std::string_view _text;
    std::size_t _at = 0;
    int _number = 1;
    int _branches = 0;
    std::vector<LogicalLine> _lines;
};

using Lines = std::vector<LogicalLine>;

/// Where what belongs to the line at `first` ends.
std::size_t endOfBlock(const Lines& lines, std::size_t first)
{
    std::size_t end = first + 1;
    while (end < lines.size() && lines[end].indent > lines[first].indent)
        ++end;
    return end;
}

std::string nameAfter(std::string_view text, std::size_t at)
{
    while (at < text.size() && text[at] == ' ')
        ++at;
    std::size_t end = at;
    while (end < text.size() && isWordCharacter(text[end]))
        ++end;
    return std::string(text.substr(at, end - at));
}

/// Lines as one text, each on a line of its own, and the lines of the file that they came from.
std::string joined(const Lines& lines, std::size_t first, std::size_t end, int moved,
                   std::vector<int>& numbers)
{
    std::string text;
    for (std::size_t i = first; i < end; ++i) {
        const std::string& own = lines[i].text;
        const bool isNothing = begins(own, "import") || begins(own, "from") || begins(own, "global") ||
                               begins(own, "nonlocal") || own.front() == '@';
        text += std::string(std::size_t(std::max(0, lines[i].indent - moved)), ' ') +
                (isNothing ? "pass" : own) + "\n";
        const int count = isNothing ? 1 : 1 + int(std::ranges::count(own, '\n'));
        for (int line = 0; line < count; ++line)
            numbers.push_back(lines[i].number + line);
    }
    return text;
}

/// A text for the parser, whose lines are found again (PythonFile::lineOf).
std::shared_ptr<jit::Source> sourceOf(const std::string& text, std::vector<int> numbers, PythonFile& file)
{
    auto source = std::make_shared<jit::Source>(text);
    file.lines.emplace(source, std::move(numbers));
    return source;
}

/// The part of an error's words that tells something: "expected ) but found 'lambda' here".
std::string reasonOf(const std::exception& error)
{
    std::string_view words = error.what();
    while (!words.empty() && (words.front() == '\n' || words.front() == ' '))
        words.remove_prefix(1);
    words = words.substr(0, words.find('\n'));
    while (!words.empty() && (words.back() == ':' || words.back() == ' '))
        words.remove_suffix(1);
    return shownText(words);
}

/// Takes "*args" and "**kwargs" out of a function's parameters and of what it passes on, which the parser
/// knows as little as what they would be.
std::string withoutRests(std::string text, std::map<std::string, int>& rests)
{
    const std::size_t open = text.find('(');
    int depth = 0;
    std::size_t close = open;
    for (; close < text.size(); ++close) {
        depth += text[close] == '(' ? 1 : text[close] == ')' ? -1 : 0;
        if (depth == 0)
            break;
    }
    for (std::size_t at = open; at != std::string::npos && at < close;) {
        at = text.find('*', at);
        if (at == std::string::npos || at >= close)
            break;
        const int stars = text.substr(at, 2) == "**" ? 2 : 1;
        const std::string name = nameAfter(text, at + std::size_t(stars));
        std::size_t before = at;
        while (before > open + 1 && text[before - 1] == ' ')
            --before;
        const bool isParameter =
            !name.empty() && (text[before - 1] == ',' || text[before - 1] == '(' || text[before - 1] == '\n');
        if (!isParameter) {
            ++at;
            continue;
        }
        rests[name] = stars;
        std::size_t end = at + std::size_t(stars) + name.size();
        while (end < close && text[end] != ',')
            ++end;
        if (end < close)
            ++end; // its comma
        text.erase(at, end - at);
        close -= end - at;
    }
    // What passes keywords on.
    for (const auto& [name, stars] : rests) {
        const std::string passed = "**" + name;
        for (std::size_t at = text.find(passed); stars == 2 && at != std::string::npos;
             at = text.find(passed, at)) {
            std::size_t first = at;
            while (first > 0 && (text[first - 1] == ' ' || text[first - 1] == ','))
                --first;
            text.erase(first, at + passed.size() - first);
            at = first;
        }
    }
    return text;
}

PythonFunction functionIn(const Lines& lines, std::size_t first, std::size_t end, PythonFile& file)
{
    PythonFunction function;
    function.name = nameAfter(lines[first].text, 4);
    function.line = lines[first].number;
    for (std::size_t i = first; i < end; ++i) {
        if (lines[i].indent - lines[first].indent > deepest)
            throw Error("its lines are indented too deeply for a network's");
    }
    try {
        std::vector<int> numbers;
        const std::string text =
            withoutRests(joined(lines, first, end, lines[first].indent, numbers), function.rests);
        jit::Parser parser(sourceOf(text, std::move(numbers), file));
        function.tree = parser.parseFunction(true);
    } catch (const std::exception& error) {
        function.problem = reasonOf(error);
    }
    return function;
}

/// A statement stands in a function of its own for the parser.
void addStatement(const Lines& lines, std::size_t first, std::size_t end, std::vector<jit::TreeRef>& to,
                  PythonFile& file)
{
    Lines own(lines.begin() + std::ptrdiff_t(first), lines.begin() + std::ptrdiff_t(end));
    for (LogicalLine& line : own)
        line.indent += tabWidth;
    try {
        std::vector<int> numbers{lines[first].number};
        const std::string text =
            "def statement():\n" + joined(own, 0, own.size(), lines[first].indent, numbers);
        jit::Parser parser(sourceOf(text, std::move(numbers), file));
        for (const jit::Stmt& statement : jit::Def(parser.parseFunction(false)).statements())
            to.push_back(statement);
    } catch (const std::exception&) {
        // One of a program that trains, most often; the network is not in it.
    }
}

void addImport(std::string_view line, std::map<std::string, std::string>& imports)
{
    const bool isFrom = begins(line, "from");
    std::string module;
    std::string text(line.substr(isFrom ? 4 : 6));
    std::ranges::replace_if(
        text, [](char c) { return c == '(' || c == ')' || c == '\n'; }, ' ');
    if (isFrom) {
        const std::size_t word = text.find(" import ");
        if (word == std::string::npos)
            return;
        module = text.substr(0, word);
        std::erase(module, ' ');
        text = text.substr(word + 8);
    }
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        const std::string_view item = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        const std::size_t as = item.find(" as ");
        std::string name(item.substr(0, as));
        std::erase(name, ' ');
        if (name.empty())
            continue;
        const std::string full = isFrom ? module + "." + name : name;
        if (as != std::string_view::npos)
            imports[nameAfter(item, as + 4)] = full;
        else if (isFrom)
            imports[name] = full;
        else
            imports[name.substr(0, name.find('.'))] = name.substr(0, name.find('.'));
    }
}

PythonClass classIn(const Lines& lines, std::size_t first, std::size_t end, PythonFile& file)
{
    PythonClass made;
    const std::string& head = lines[first].text;
    made.name = nameAfter(head, 6);
    made.line = lines[first].number;
    if (const std::size_t open = head.find('('); open != std::string::npos) {
        std::string bases = head.substr(open + 1, head.rfind(')') - open - 1);
        std::erase_if(bases, [](char c) { return c == ' ' || c == '\n'; });
        std::string_view rest = bases;
        while (!rest.empty()) {
            const std::size_t comma = std::min(rest.find(','), rest.size());
            made.bases.emplace_back(rest.substr(0, comma));
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    }
    for (std::size_t i = first + 1; i < end;) {
        const std::size_t inner = endOfBlock(lines, i);
        if (begins(lines[i].text, "def")) {
            PythonFunction function = functionIn(lines, i, inner, file);
            made.functions[function.name] = std::move(function);
        } else if (lines[i].text.front() != '@' && !begins(lines[i].text, "pass")) {
            addStatement(lines, i, inner, made.statements, file);
        }
        i = inner;
    }
    return made;
}

void addBlocks(const Lines& lines, PythonFile& file)
{
    for (std::size_t i = 0; i < lines.size();) {
        const std::size_t end = endOfBlock(lines, i);
        const std::string& text = lines[i].text;
        if (begins(text, "class")) {
            PythonClass made = classIn(lines, i, end, file);
            file.classOrder.push_back(made.name);
            file.classes[made.name] = std::move(made);
        } else if (begins(text, "def")) {
            PythonFunction function = functionIn(lines, i, end, file);
            file.functions[function.name] = std::move(function);
        } else if (begins(text, "import") || begins(text, "from")) {
            addImport(text, file.imports);
        } else if (begins(text, "if") && text.find("__name__") != std::string::npos) {
            Lines inner(lines.begin() + std::ptrdiff_t(i + 1), lines.begin() + std::ptrdiff_t(end));
            addBlocks(inner, file);
        } else if (text.front() != '@' && !begins(text, "for") && !begins(text, "while")) {
            addStatement(lines, i, end, file.statements, file);
        }
        i = end;
    }
}

} // namespace

PythonFile parsePython(std::string_view text)
{
    if (text.size() > longestText)
        throw Error("it is longer than any network's code");
    if (text.find('\0') != std::string_view::npos || !isUtf8(text))
        throw Error("it is no text");
    PythonFile file;
    addBlocks(LineReader(text).lines(), file);
    return file;
}

int PythonFile::lineOf(const jit::SourceRange& range) const
{
    const auto known = lines.find(range.source());
    if (known == lines.end())
        return 0;
    const std::size_t line = range.source()->lineno_for_offset(range.start());
    return line < known->second.size() ? known->second[line] : 0;
}

} // namespace flipside
