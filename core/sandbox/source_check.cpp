// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/source_check.h"

#include "core/base/error.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

namespace flipside {

namespace {

constexpr std::size_t maxNesting = 100;
constexpr std::size_t maxIndent = 4 * maxNesting;
constexpr std::size_t maxChained = 1000;     ///< operators, dots and brackets that may hang on one another
constexpr std::size_t maxBranches = 500;     ///< `elif` in one file
constexpr std::size_t maxMethods = 500;      ///< of one class
constexpr std::size_t maxFunctions = 20000;  ///< of all files
constexpr std::size_t maxLines = 100000;     ///< of all files
constexpr std::size_t maxStatement = 200000; ///< characters; long lists of numbers are one statement

/// Walks through a file's characters as Python's and LibTorch's lexers do, and counts what their parsers
/// would have to keep on the stack.
class Walk {
public:
    Walk(const std::string& name, std::string_view source) : _name(name), _source(source) {}

    void run()
    {
        while (_at < _source.size())
            next();
    }

    std::size_t lines() const { return _lines; }
    std::size_t functions() const { return _functions; }

private:
    [[noreturn]] void refuse(const std::string& what) const
    {
        throw Error("its code " + what + " (in " + _name + ", line " + std::to_string(_lines + 1) +
                    "), and no generator's is like that");
    }

    void next()
    {
        const char c = _source[_at];
        if (++_statement > maxStatement)
            refuse("has a statement that is longer than any");
        if (c == '\n')
            endLine();
        else if (_atLineStart && c == ' ')
            indent();
        else if (c == '#')
            _at = std::min(_source.find('\n', _at), _source.size());
        else if (c == '"' || c == '\'')
            skipText(c);
        else if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_')
            word();
        else
            sign(c);
    }

    void endLine()
    {
        ++_at;
        ++_lines;
        _atLineStart = true;
        _indent = 0;
        if (_chained.size() == 1) {
            _chained.back() = 0;
            _total = 0;
            _statement = 0;
        }
    }

    void indent()
    {
        ++_at;
        if (++_indent > maxIndent)
            refuse("is nested beyond all measure");
    }

    /// A text ends with its quotation mark, or, unless it has three of them, with its line.
    void skipText(char mark)
    {
        _atLineStart = false;
        chain(); // texts side by side are joined
        const std::string three(3, mark);
        if (_source.substr(_at).starts_with(three)) {
            const std::size_t end = _source.find(three, _at + 3);
            const std::size_t after = end == std::string_view::npos ? _source.size() : end + 3;
            _lines += std::size_t(std::count(_source.begin() + std::ptrdiff_t(_at),
                                             _source.begin() + std::ptrdiff_t(after), '\n'));
            _at = after;
            return;
        }
        for (++_at; _at < _source.size() && _source[_at] != mark && _source[_at] != '\n'; ++_at)
            if (_source[_at] == '\\' && _at + 1 < _source.size())
                ++_at;
        if (_at < _source.size() && _source[_at] == mark)
            ++_at;
    }

    void word()
    {
        const bool begins = std::exchange(_atLineStart, false);
        const auto end =
            std::find_if(_source.begin() + std::ptrdiff_t(_at), _source.end(),
                         [](unsigned char c) { return std::isalnum(c) == 0 && c != '_' && c != '.'; });
        std::string_view text = _source.substr(_at, std::size_t(end - _source.begin()) - _at);
        // The dots of a number are its own, those of names are a chain.
        if (std::isdigit(static_cast<unsigned char>(text.front())) == 0)
            text = text.substr(0, text.find('.'));
        _at += text.size();
        if (text == "class")
            _methods = 0;
        if (text == "def" && begins) {
            ++_functions;
            if (++_methods > maxMethods)
                refuse("has a class of more than " + std::to_string(maxMethods) + " methods");
        }
        if (text == "elif" && ++_branches > maxBranches)
            refuse("is nested beyond all measure");
        if (text == "not" || text == "and" || text == "or" || text == "if" || text == "else" ||
            text == "in" || text == "is")
            chain();
    }

    void sign(char c)
    {
        _atLineStart = false;
        ++_at;
        switch (c) {
        case '(':
        case '[':
        case '{':
            chain();
            _chained.push_back(0);
            if (_chained.size() > maxNesting + 1)
                refuse("is nested beyond all measure");
            break;
        case ')':
        case ']':
        case '}':
            if (_chained.size() > 1) {
                _total -= _chained.back();
                _chained.pop_back();
            }
            break;
        case ',': // what comes next begins anew
        case ':':
        case ';':
            _total -= std::exchange(_chained.back(), 0);
            break;
        case ' ':
        case '\t':
        case '\r':
            break;
        default:
            chain();
        }
    }

    void chain()
    {
        ++_chained.back();
        if (++_total > maxChained)
            refuse("has an expression that is longer than any");
    }

    const std::string& _name;
    std::string_view _source;
    std::size_t _at = 0;
    std::size_t _lines = 0;
    std::size_t _functions = 0;
    std::size_t _methods = 0;
    std::size_t _branches = 0;
    std::size_t _indent = 0;
    std::size_t _statement = 0;              ///< characters since it began
    std::vector<std::size_t> _chained = {0}; ///< [bracket that is open], what hangs on one another in it
    std::size_t _total = 0;                  ///< of them all
    bool _atLineStart = true;
};

} // namespace

void SourceCheck::add(const std::string& name, std::string_view source)
{
    for (const char* method : {"__setstate__", "__getstate__"})
        if (source.find(method) != std::string_view::npos)
            throw Error("its code defines " + std::string(method) + " (in " + name +
                        "), which would run while it loads");
    Walk walk(name, source);
    walk.run();
    _lines += walk.lines();
    _functions += walk.functions();
    if (_lines > maxLines)
        throw Error("its code has more than " + std::to_string(maxLines) +
                    " lines, and no generator's is like that");
    if (_functions > maxFunctions)
        throw Error("its code has more than " + std::to_string(maxFunctions) +
                    " functions, and no generator's is like that");
}

} // namespace flipside
