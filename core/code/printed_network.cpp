// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/code/printed_network.h"

#include "core/base/error.h"
#include "core/code/layer_kinds.h"
#include "core/weights/pickle_text.h"
#include "core/weights/refuse_weights.h"

#include <algorithm>
#include <charconv>
#include <exception>
#include <string>
#include <vector>

namespace flipside {

namespace {

constexpr std::size_t longestPrint = std::size_t{2} << 20;
constexpr std::size_t deepestPrint = 100;
constexpr std::size_t mostCopies = 1000;

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

[[noreturn]] void refuse(int line, const std::string& what)
{
    throw Error("line " + std::to_string(line) + " of the printed network is not understood: " + what);
}

/// One open module, and the lines in it.
struct Open {
    std::shared_ptr<CodeModule> module;
    std::vector<std::string> names; ///< "(0-3): 4 x Block(": all that stand for what follows
};

class PrintReader {
public:
    explicit PrintReader(PythonReader& reader) : _reader(reader) {}

    void take(std::string_view line, int number)
    {
        std::string_view rest = trimmed(line);
        if (rest.empty() || (_root && _open.empty()))
            return; // what else was printed
        if (rest == ")") {
            close(number);
            return;
        }
        std::vector<std::string> names;
        if (rest.front() == '(') {
            const std::size_t end = rest.find("): ");
            if (end == std::string_view::npos || _open.empty())
                refuse(number, "it is no module");
            names = namesOf(rest.substr(1, end - 1), number);
            rest = trimmed(rest.substr(end + 3));
        } else if (_root) {
            return; // extra_repr of a module, on a line of its own
        }
        if (const std::size_t times = rest.find(" x "); times != std::string_view::npos && times < 6)
            rest = rest.substr(times + 3);
        takeModule(rest, std::move(names), number);
    }

    std::shared_ptr<CodeModule> root() const { return _open.empty() ? _root : nullptr; }

private:
    static std::vector<std::string> namesOf(std::string_view text, int number)
    {
        const std::size_t dash = text.find('-');
        std::size_t first = 0;
        std::size_t last = 0;
        const auto isNumber = [](std::string_view digits, std::size_t& value) {
            const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
            return read.ec == std::errc() && read.ptr == digits.data() + digits.size();
        };
        if (dash == std::string_view::npos || !isNumber(text.substr(0, dash), first) ||
            !isNumber(text.substr(dash + 1), last))
            return {std::string(text)};
        if (last < first || last - first >= mostCopies)
            refuse(number, "it repeats a module too often");
        std::vector<std::string> names;
        for (std::size_t i = first; i <= last; ++i)
            names.push_back(std::to_string(i));
        return names;
    }

    void takeModule(std::string_view text, std::vector<std::string> names, int number)
    {
        const std::size_t bracket = text.find('(');
        if (bracket == std::string_view::npos)
            refuse(number, "it is no module");
        const std::string name(trimmed(text.substr(0, bracket)));
        if (text.ends_with('(')) { // its modules follow
            if (_open.size() >= deepestPrint)
                refuse(number, "its modules are nested too deeply");
            auto module = std::make_shared<CodeModule>();
            module->className = name == "Sequential" ? "torch.nn.Sequential" : name;
            module->isPrinted = name != "ModuleDict" && name != "ModuleList";
            if (!_root)
                _root = module;
            _open.push_back({std::move(module), std::move(names)});
            return;
        }
        CodeValue value;
        if (findLayerKind(name) == nullptr && text.ends_with("()")) {
            value.kind = CodeValue::Kind::Module; // of the author's own, without any in it
            value.module = std::make_shared<CodeModule>();
            value.module->className = name;
        } else {
            try {
                value = _reader.evaluateText("nn." + std::string(text), true);
            } catch (const std::exception&) {
                refuse(number, "its layer " + shownText(text));
            }
        }
        if (!_root) {
            _root = value.module;
            return;
        }
        add(names, value);
    }

    void add(const std::vector<std::string>& names, const CodeValue& value)
    {
        for (const std::string& name : names)
            _open.back().module->set(name, copied(value));
    }

    /// Repeated modules have weights of their own each.
    static CodeValue copied(const CodeValue& value)
    {
        if (!value.is(CodeValue::Kind::Module))
            return value;
        CodeValue copy = value;
        copy.module = std::make_shared<CodeModule>(*value.module);
        for (auto& [name, child] : copy.module->attributes)
            child = copied(child);
        return copy;
    }

    void close(int number)
    {
        if (_open.empty())
            refuse(number, "it ends what did not begin");
        const Open done = std::move(_open.back());
        _open.pop_back();
        if (_open.empty())
            return;
        CodeValue value;
        value.kind = CodeValue::Kind::Module;
        value.module = done.module;
        add(done.names, value);
    }

    PythonReader& _reader;
    std::shared_ptr<CodeModule> _root;
    std::vector<Open> _open;
};

/// The first line that says something.
std::string_view firstLineOf(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (const std::string_view line = trimmed(text.substr(0, end)); !line.empty())
            return line;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

} // namespace

bool isPrintedNetwork(std::string_view text)
{
    const std::string_view first = firstLineOf(text);
    return first.ends_with('(') && first.find(' ') == std::string_view::npos &&
           text.find("): ") != std::string_view::npos;
}

std::shared_ptr<CodeModule> printedNetwork(std::string_view text, PythonReader& reader)
{
    if (text.size() > longestPrint || !isUtf8(text))
        throw Error("it is no text, or too long for a network");
    PrintReader printed(reader);
    int number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        printed.take(text.substr(0, end), ++number);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!printed.root())
        throw Error("the printed network does not end: copy all of it, to the last bracket");
    return printed.root();
}

} // namespace flipside
