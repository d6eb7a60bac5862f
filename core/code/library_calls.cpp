// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/code/library_calls.h"

#include "core/base/error.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

namespace flipside {

namespace {

using Kind = CodeValue::Kind;
using Items = CodeValue::Items;

constexpr std::int64_t mostItemsOfList = 100'000;
constexpr double largestWhole = 9e15; // so that a double holds it

/// A whole number where it is one, as Python would have kept it.
CodeValue numberLike(double value, bool isWhole)
{
    return isWhole && std::abs(value) < largestWhole ? CodeValue::of(std::int64_t(value))
                                                     : CodeValue::of(value);
}

std::optional<Items> itemsOf(const CodeValue& value)
{
    if (value.isSequence())
        return *value.items;
    return std::nullopt;
}

bool areNumbers(const Items& items)
{
    return !items.empty() && std::ranges::all_of(items, &CodeValue::isNumber);
}

bool areWhole(const Items& items)
{
    return std::ranges::none_of(items, [](const CodeValue& item) { return item.is(Kind::Real); });
}

std::optional<CodeValue> rangeOf(const CodeArguments& arguments)
{
    const Items& values = arguments.values;
    if (values.empty() || values.size() > 3 || !areNumbers(values) || !areWhole(values))
        return std::nullopt;
    const std::int64_t first = values.size() > 1 ? values[0].integer : 0;
    const std::int64_t end = values.size() > 1 ? values[1].integer : values[0].integer;
    const std::int64_t step = values.size() > 2 ? values[2].integer : 1;
    const double count = step == 0 ? 0.0 : std::ceil((double(end) - double(first)) / double(step));
    if (count > double(mostItemsOfList))
        throw Error("it loops more often than a network needs to be made");
    Items items;
    for (std::int64_t i = 0; i < std::int64_t(std::max(0.0, count)); ++i)
        items.push_back(CodeValue::of(first + i * step));
    return CodeValue::list(std::move(items));
}

std::optional<CodeValue> zipped(const CodeArguments& arguments)
{
    std::vector<Items> lists;
    std::size_t count = std::numeric_limits<std::size_t>::max();
    for (const CodeValue& value : arguments.values) {
        const auto items = itemsOf(value);
        if (!items)
            return std::nullopt;
        count = std::min(count, items->size());
        lists.push_back(*items);
    }
    Items rows;
    for (std::size_t i = 0; !lists.empty() && i < count; ++i) {
        Items row;
        for (const Items& list : lists)
            row.push_back(list[i]);
        rows.push_back(CodeValue::list(std::move(row), Kind::Tuple));
    }
    return CodeValue::list(std::move(rows));
}

std::optional<CodeValue> numbered(const CodeArguments& arguments)
{
    if (arguments.values.empty())
        return std::nullopt;
    const auto items = itemsOf(arguments.values[0]);
    if (!items)
        return std::nullopt;
    const CodeValue* start = arguments.find(1, "start");
    std::int64_t number = start && start->is(Kind::Integer) ? start->integer : 0;
    Items rows;
    for (const CodeValue& item : *items)
        rows.push_back(CodeValue::list({CodeValue::of(number++), item}, Kind::Tuple));
    return CodeValue::list(std::move(rows));
}

/// Of one number.
std::optional<CodeValue> mathCall(const std::string& name, const CodeValue& value)
{
    using Function = double (*)(double);
    static const std::map<std::string, Function> functions = {
        {"sqrt", std::sqrt}, {"log2", std::log2},   {"log", std::log},   {"log10", std::log10},
        {"exp", std::exp},   {"floor", std::floor}, {"ceil", std::ceil}, {"abs", std::fabs},
        {"sin", std::sin},   {"cos", std::cos},     {"tanh", std::tanh}, {"fabs", std::fabs}};
    const auto found = functions.find(name);
    if (found == functions.end() || !value.isNumber())
        return std::nullopt;
    const double result = found->second(value.number());
    if (!std::isfinite(result))
        return std::nullopt;
    return numberLike(result, name == "floor" || name == "ceil" || (name == "abs" && !value.is(Kind::Real)));
}

std::optional<CodeValue> powerOf(const CodeArguments& arguments)
{
    if (arguments.values.size() != 2 || !areNumbers(arguments.values))
        return std::nullopt;
    const double result = std::pow(arguments.values[0].number(), arguments.values[1].number());
    return std::isfinite(result) ? std::optional(numberLike(result, areWhole(arguments.values) &&
                                                                        arguments.values[1].integer >= 0))
                                 : std::nullopt;
}

/// Of the numbers of a list, or of all arguments.
std::optional<CodeValue> folded(const std::string& name, const CodeArguments& arguments)
{
    Items items = arguments.values;
    if (items.size() == 1 && items[0].isSequence())
        items = Items(*items[0].items);
    if (items.empty() && name != "max" && name != "min")
        return CodeValue::of(std::int64_t{name == "prod" ? 1 : 0});
    if (!areNumbers(items))
        return std::nullopt;
    double result = items[0].number();
    for (std::size_t i = 1; i < items.size(); ++i) {
        const double next = items[i].number();
        result = name == "max"   ? std::max(result, next)
                 : name == "min" ? std::min(result, next)
                 : name == "sum" ? result + next
                                 : result * next;
    }
    return numberLike(result, areWhole(items));
}

std::optional<CodeValue> wholeOf(const CodeValue& value)
{
    if (value.is(Kind::Text)) {
        const bool isWhole = !value.text.empty() && value.text.size() < 16 &&
                             std::ranges::all_of(value.text, [](char c) { return c >= '0' && c <= '9'; });
        return isWhole ? std::optional(CodeValue::of(std::int64_t(std::stoll(value.text)))) : std::nullopt;
    }
    if (!value.isNumber() || std::abs(value.number()) > largestWhole)
        return std::nullopt;
    return CodeValue::of(std::int64_t(value.number()));
}

std::string wordsOf(const CodeValue& value)
{
    if (value.is(Kind::Text))
        return value.text;
    if (value.is(Kind::Integer))
        return std::to_string(value.integer);
    return "?";
}

std::optional<CodeValue> listed(const CodeArguments& arguments, Kind kind)
{
    if (arguments.values.empty())
        return CodeValue::list({}, kind);
    const auto items = itemsOf(arguments.values[0]);
    return items ? std::optional(CodeValue::list(*items, kind)) : std::nullopt;
}

std::optional<CodeValue> dictionaryOf(const CodeArguments& arguments)
{
    Items pairs;
    if (!arguments.values.empty()) {
        if (arguments.values[0].is(Kind::Dict))
            pairs = Items(*arguments.values[0].items);
        else if (const auto rows = itemsOf(arguments.values[0])) {
            for (const CodeValue& row : *rows) {
                if (!row.isSequence() || row.items->size() != 2)
                    return std::nullopt;
                pairs.push_back((*row.items)[0]);
                pairs.push_back((*row.items)[1]);
            }
        } else {
            return std::nullopt;
        }
    }
    for (const auto& [name, value] : arguments.named) {
        pairs.push_back(CodeValue::of(name));
        pairs.push_back(value);
    }
    return CodeValue::list(std::move(pairs), Kind::Dict);
}

} // namespace

std::optional<CodeValue> plainCall(const std::string& name, const CodeArguments& arguments)
{
    const Items& values = arguments.values;
    std::string own = name;
    for (const std::string_view library : {"math.", "numpy.", "builtins."})
        if (own.starts_with(library))
            own.erase(0, library.size());
    if (own.find('.') != std::string::npos && own != "collections.OrderedDict")
        return std::nullopt;
    if (own == "range")
        return rangeOf(arguments);
    if (own == "zip")
        return zipped(arguments);
    if (own == "enumerate")
        return numbered(arguments);
    if (own == "print")
        return CodeValue();
    if (own == "list" || own == "tuple" || own == "array")
        return listed(arguments, own == "tuple" ? Kind::Tuple : Kind::List);
    if (own == "dict" || own == "OrderedDict" || own == "collections.OrderedDict")
        return dictionaryOf(arguments);
    if (own == "max" || own == "min" || own == "sum" || own == "prod")
        return folded(own, arguments);
    if (own == "pow" || own == "power")
        return powerOf(arguments);
    if (values.empty())
        return std::nullopt;
    if (own == "len") {
        if (values[0].is(Kind::Text))
            return CodeValue::of(std::int64_t(values[0].text.size()));
        if (values[0].is(Kind::Dict))
            return CodeValue::of(std::int64_t(values[0].items->size() / 2));
        return values[0].isSequence() ? std::optional(CodeValue::of(std::int64_t(values[0].items->size())))
                                      : std::nullopt;
    }
    if (own == "reversed" || own == "sorted") {
        auto items = itemsOf(values[0]);
        if (!items)
            return std::nullopt;
        if (own == "reversed")
            std::ranges::reverse(*items);
        else if (areNumbers(*items))
            std::ranges::sort(*items, std::less(), &CodeValue::number);
        return CodeValue::list(std::move(*items));
    }
    if (own == "int" || own == "int64")
        return wholeOf(values[0]);
    if (own == "float" && values[0].isNumber())
        return CodeValue::of(values[0].number());
    if (own == "bool" && (values[0].isNumber() || values[0].is(Kind::None)))
        return CodeValue::of(values[0].isNumber() && values[0].number() != 0.0);
    if (own == "str" && (values[0].is(Kind::Text) || values[0].is(Kind::Integer)))
        return CodeValue::of(wordsOf(values[0]));
    if (own == "round" && values.size() == 1 && values[0].isNumber())
        return numberLike(std::nearbyint(values[0].number()), true);
    return mathCall(own, values[0]);
}

std::optional<CodeValue> plainMethod(const CodeValue& self, const std::string& name,
                                     const CodeArguments& arguments)
{
    if (self.is(Kind::Text) && name == "format") {
        std::string words;
        std::size_t place = 0;
        for (std::size_t at = 0; at < self.text.size(); ++at) {
            if (self.text[at] != '{') {
                words += self.text[at];
                continue;
            }
            const std::size_t end = std::min(self.text.find('}', at), self.text.size());
            const std::string named = self.text.substr(at + 1, end - at - 1);
            const CodeValue* value = arguments.find(place, named);
            if (!value)
                return std::nullopt;
            ++place;
            words += wordsOf(*value);
            at = end;
        }
        return CodeValue::of(std::move(words));
    }
    if (self.is(Kind::Text) && (name == "lower" || name == "upper")) {
        std::string words = self.text;
        std::ranges::transform(words, words.begin(), [&](unsigned char c) {
            return char(name == "lower" ? std::tolower(c) : std::toupper(c));
        });
        return CodeValue::of(std::move(words));
    }
    if (self.is(Kind::Dict)) {
        Items items;
        for (std::size_t i = 0; i + 1 < self.items->size(); i += 2) {
            const CodeValue& key = (*self.items)[i];
            const CodeValue& value = (*self.items)[i + 1];
            if (name == "items")
                items.push_back(CodeValue::list({key, value}, Kind::Tuple));
            else if (name == "keys")
                items.push_back(key);
            else if (name == "values")
                items.push_back(value);
            else if (name == "get" && !arguments.values.empty() && key.kind == arguments.values[0].kind &&
                     key.text == arguments.values[0].text && key.integer == arguments.values[0].integer)
                return value;
        }
        if (name == "items" || name == "keys" || name == "values")
            return CodeValue::list(std::move(items));
        if (name == "get")
            return arguments.values.size() > 1 ? arguments.values[1] : CodeValue();
    }
    if (self.isSequence() && name == "index" && arguments.values.size() == 1) {
        for (std::size_t i = 0; i < self.items->size(); ++i)
            if ((*self.items)[i].isPlain() && (*self.items)[i].kind == arguments.values[0].kind &&
                (*self.items)[i].integer == arguments.values[0].integer &&
                (*self.items)[i].text == arguments.values[0].text)
                return CodeValue::of(std::int64_t(i));
        return std::nullopt;
    }
    if (self.isSequence() && (name == "copy" || name == "tolist"))
        return CodeValue::list(Items(*self.items), self.kind);
    return std::nullopt;
}

} // namespace flipside
