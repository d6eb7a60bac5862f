// SPDX-License-Identifier: GPL-3.0-or-later
// What expressions and calls are worth.
#include "core/base/error.h"
#include "core/code/layer_kinds.h"
#include "core/code/library_calls.h"
#include "core/code/network_trace.h"
#include "core/code/python_reader.h"
#include "core/weights/refuse_weights.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <utility>

namespace flipside {

namespace jit = torch::jit;

namespace {

using Kind = CodeValue::Kind;

constexpr double largestExact = 9e15; // so that a double holds it
constexpr std::int64_t mostRepeatedItems = 10'000;
constexpr int deepestNesting = 300;
constexpr std::size_t longestName = 1000;

/// Names that need no import.
const std::set<std::string_view> ownNames = {
    "range",     "len",        "int",      "float",   "str",     "bool",    "max",     "min",
    "sum",       "abs",        "round",    "list",    "tuple",   "dict",    "zip",     "print",
    "pow",       "reversed",   "sorted",   "getattr", "setattr", "hasattr", "type",    "super",
    "enumerate", "isinstance", "callable", "object",  "all",     "any",     "__name__"};

bool isWeightName(const std::string& name)
{
    return name == "torch.nn.Parameter" || name == "torch.nn.parameter.Parameter";
}

bool isNormalisation(const std::string& name)
{
    return name.starts_with("torch.nn.utils.") &&
           (name.ends_with("spectral_norm") || name.ends_with("weight_norm"));
}

/// "block%d" % 3
std::string percentFormatted(const std::string& pattern, const CodeValue::Items& values)
{
    std::string words;
    std::size_t place = 0;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const bool isPlace = pattern[at] == '%' && at + 1 < pattern.size() &&
                             (pattern[at + 1] == 'd' || pattern[at + 1] == 's' || pattern[at + 1] == 'i');
        if (!isPlace || place >= values.size()) {
            words += pattern[at];
            continue;
        }
        const CodeValue& value = values[place++];
        words += value.is(Kind::Text) ? value.text : std::to_string(value.integer);
        ++at;
    }
    return words;
}

std::string signOf(int kind)
{
    switch (kind) {
    case jit::TK_POW:
        return "**";
    case jit::TK_FLOOR_DIV:
        return "//";
    default:
        return {char(kind)};
    }
}

bool sameValue(const CodeValue& left, const CodeValue& right)
{
    if (left.isNumber() && right.isNumber())
        return left.number() == right.number();
    if (left.kind != right.kind)
        return false;
    if (left.isSequence())
        return std::ranges::equal(*left.items, *right.items, sameValue);
    if (left.is(Kind::Module))
        return left.module == right.module;
    if (left.is(Kind::Class))
        return left.type == right.type;
    return left.text == right.text;
}

} // namespace

CodeValue PythonReader::evaluate(const jit::Expr& expression, const Scope& scope)
{
    step(expression);
    if (_nesting >= deepestNesting)
        refuse(expression, "it is nested too deeply for a network's code");
    const Deeper deeper(_nesting);
    CodeValue value;
    try {
        value = evaluateInner(expression, scope);
    } catch (const CodeProblem&) {
        throw;
    } catch (const Error& error) {
        refuse(expression, error.what());
    }
    // A list is paid for by its length; names that stand for one are not.
    if (expression.kind() != jit::TK_VAR && value.isSequence())
        _steps += value.size();
    return value;
}

CodeValue PythonReader::evaluateInner(const jit::Expr& expression, const Scope& scope)
{
    switch (expression.kind()) {
    case jit::TK_CONST: {
        const jit::Const number(expression);
        if (number.isComplex())
            refuse(expression, "it has complex numbers");
        return number.isIntegral() ? CodeValue::of(std::int64_t(number.asIntegral()))
                                   : CodeValue::of(number.asFloatingPoint());
    }
    case jit::TK_STRINGLITERAL:
        return CodeValue::of(jit::StringLiteral(expression).text());
    case jit::TK_TRUE:
        return CodeValue::of(true);
    case jit::TK_FALSE:
        return CodeValue::of(false);
    case jit::TK_NONE:
        return {};
    case jit::TK_DOTS:
        return CodeValue::name("...");
    case jit::TK_VAR:
        return evaluateName(jit::Var(expression), scope);
    case jit::TK_LIST_LITERAL:
    case jit::TK_TUPLE_LITERAL: {
        const bool isList = expression.kind() == jit::TK_LIST_LITERAL;
        CodeValue::Items items;
        for (const jit::Expr& input :
             isList ? jit::ListLiteral(expression).inputs() : jit::TupleLiteral(expression).inputs()) {
            if (input.kind() == jit::TK_STARRED)
                for (CodeValue& item : itemsOf(input, evaluate(jit::Starred(input).expr(), scope)))
                    items.push_back(std::move(item));
            else
                items.push_back(evaluate(input, scope));
        }
        return CodeValue::list(std::move(items), isList ? Kind::List : Kind::Tuple);
    }
    case jit::TK_DICT_LITERAL: {
        const jit::DictLiteral dictionary(expression);
        CodeValue::Items pairs;
        for (std::size_t i = 0; i < dictionary.key_inputs().size(); ++i) {
            pairs.push_back(evaluate(dictionary.key_inputs()[i], scope));
            pairs.push_back(evaluate(dictionary.value_inputs()[i], scope));
        }
        return CodeValue::list(std::move(pairs), Kind::Dict);
    }
    case jit::TK_APPLY:
        return evaluateCall(jit::Apply(expression), scope);
    case '.':
        return evaluateAttribute(jit::Select(expression), scope);
    case jit::TK_SUBSCRIPT:
        return evaluateSubscript(jit::Subscript(expression), scope);
    case jit::TK_IF_EXPR: {
        const jit::TernaryIf choice(expression);
        return evaluate(truth(choice.cond(), evaluate(choice.cond(), scope)) ? choice.true_expr()
                                                                             : choice.false_expr(),
                        scope);
    }
    case jit::TK_LIST_COMP: {
        const jit::ListComp list(expression);
        CodeValue::Items items;
        const Scope inner = newScope(scope);
        for (CodeValue& item : itemsOf(list.iter(), evaluate(list.iter(), scope))) {
            assign(list.target(), std::move(item), inner);
            items.push_back(evaluate(list.elt(), inner));
        }
        return CodeValue::list(std::move(items));
    }
    default:
        return evaluateOperator(expression, scope);
    }
}

CodeValue PythonReader::evaluateName(const jit::Var& name, const Scope& scope)
{
    const std::string& own = name.name().name();
    for (const CodeScope* at = scope.get(); at; at = at->outer.get())
        if (const auto found = at->names.find(own); found != at->names.end())
            return found->second;
    if (const auto found = _file.functions.find(own); found != _file.functions.end()) {
        if (!found->second.tree)
            refuse(name, shownText(own) + " is not understood (line " + std::to_string(found->second.line) +
                             ": " + found->second.problem + ")");
        auto function = std::make_shared<CodeFunction>();
        function->known = &found->second;
        function->tree = found->second.tree;
        function->around = _outside;
        CodeValue value;
        value.kind = Kind::Function;
        value.function = std::move(function);
        return value;
    }
    if (const PythonClass* type = classNamed(own)) {
        CodeValue value;
        value.kind = Kind::Class;
        value.type = type;
        return value;
    }
    if (const std::string library = libraryName(own); library != own || _file.imports.contains(own))
        return CodeValue::name(library);
    if (ownNames.contains(own) || own == "torch" || own == "math")
        return CodeValue::name(own);
    if (_isPrinted)
        return CodeValue::of(own); // mode=nearest
    refuse(name, "it uses \"" + shownText(own) + "\", which it does not say");
}

CodeValue PythonReader::evaluateAttribute(const jit::Select& select, const Scope& scope)
{
    const CodeValue owner = evaluate(select.value(), scope);
    const std::string name = select.selector().name();
    switch (owner.kind) {
    case Kind::Name:
        if (owner.text == "math" || owner.text == "numpy") {
            if (name == "pi")
                return CodeValue::of(3.14159265358979323846);
        }
        return CodeValue::name(owner.text + "." + name);
    case Kind::Module: {
        if (name == "training")
            return CodeValue::of(false);
        if (const auto own = attributeOf(*owner.module, name))
            return *own;
        if (!methodOf(*owner.module, name) && !owner.module->type)
            if (const auto given = layerArgument(*owner.module, name))
                return *given;
        return CodeValue::method(owner, name);
    }
    case Kind::Term:
        if (!_trace)
            refuse(select, "it asks something of a tensor");
        return _trace->attribute(owner, name);
    case Kind::Options: {
        const auto found = _options.find(name);
        return found != _options.end() ? found->second : CodeValue::unknown("the option " + shownText(name));
    }
    case Kind::Unknown:
        return CodeValue::method(owner, name);
    case Kind::Class: {
        if (name == "__name__")
            return CodeValue::of(owner.type->name);
        return CodeValue::method(owner, name);
    }
    default:
        return CodeValue::method(owner, name);
    }
}

std::optional<CodeValue> PythonReader::attributeOf(CodeModule& module, const std::string& name)
{
    const CodeValue* own = module.find(name);
    const bool isLayers = !module.type && (name == "weight" || name == "bias");
    if (_trace && (own ? own->is(Kind::Unknown) : isLayers))
        return _trace->weight(module.path.empty() ? name : module.path + "." + name);
    return own ? std::optional(*own) : std::nullopt;
}

CodeValue PythonReader::evaluateSubscript(const jit::Subscript& subscript, const Scope& scope)
{
    // LibTorch's parser takes it, and its compiler looks at the first of none.
    if (subscript.subscript_exprs().empty())
        refuse(subscript, "it takes a part of something and does not say which");
    const CodeValue owner = evaluate(subscript.value(), scope);
    const auto part = [&](const jit::Maybe<jit::Expr>& bound) {
        return bound.present() ? evaluate(bound.get(), scope) : CodeValue();
    };
    if (owner.is(Kind::Term)) {
        std::string text;
        for (const jit::Expr& expression : subscript.subscript_exprs()) {
            text += text.empty() ? "" : ", ";
            if (expression.kind() != jit::TK_SLICE_EXPR) {
                const CodeValue value = evaluate(expression, scope);
                text += value.is(Kind::Name) ? "..." : _trace->text(value);
                continue;
            }
            const jit::SliceExpr slice(expression);
            const CodeValue first = part(slice.start());
            const CodeValue end = part(slice.end());
            const CodeValue by = part(slice.step());
            text += (first.is(Kind::None) ? "" : _trace->text(first)) + ":" +
                    (end.is(Kind::None) ? "" : _trace->text(end)) +
                    (by.is(Kind::None) ? "" : ":" + _trace->text(by));
        }
        return _trace->item(owner, text);
    }
    if (owner.is(Kind::Unknown))
        return owner;
    if (subscript.subscript_exprs().size() != 1)
        refuse(subscript, "it takes a part of something by several numbers");
    const jit::Expr expression = subscript.subscript_exprs()[0];
    if (expression.kind() == jit::TK_SLICE_EXPR) {
        const jit::SliceExpr slice(expression);
        const CodeValue::Items items = itemsOf(subscript, owner);
        const auto size = std::int64_t(items.size());
        const auto bound = [&](const CodeValue& value, std::int64_t usual) {
            if (value.is(Kind::None))
                return usual;
            if (!value.is(Kind::Integer))
                refuse(subscript, "a part of a list has bounds that are no whole numbers");
            return std::clamp(value.integer < 0 ? value.integer + size : value.integer, std::int64_t{0},
                              size);
        };
        const CodeValue by = part(slice.step());
        const bool isBackwards = by.is(Kind::Integer) && by.integer == -1;
        if (!by.is(Kind::None) && !isBackwards)
            refuse(subscript, "it takes some of a list");
        CodeValue::Items some;
        for (std::int64_t i = bound(part(slice.start()), 0), end = bound(part(slice.end()), size); i < end;
             ++i)
            some.push_back(items[std::size_t(i)]);
        if (isBackwards)
            std::ranges::reverse(some);
        if (!owner.is(Kind::Module))
            return CodeValue::list(std::move(some), owner.is(Kind::Tuple) ? Kind::Tuple : Kind::List);
        CodeArguments children;
        children.values = std::move(some);
        return makeLayer(subscript, libraryName(owner.module->className), std::move(children));
    }
    const CodeValue key = evaluate(expression, scope);
    if (owner.is(Kind::Dict) || (owner.is(Kind::Module) && key.is(Kind::Text))) {
        if (owner.is(Kind::Module)) {
            if (const auto found = attributeOf(*owner.module, key.text))
                return *found;
        } else {
            for (std::size_t i = 0; i + 1 < owner.items->size(); i += 2)
                if (sameValue((*owner.items)[i], key))
                    return (*owner.items)[i + 1];
        }
        refuse(subscript, "a dictionary has no such entry");
    }
    const CodeValue::Items items = itemsOf(subscript, owner);
    return items[std::size_t(placeIn(subscript, key, items.size()))];
}

CodeValue PythonReader::evaluateOperator(const jit::Expr& expression, const Scope& scope)
{
    const int kind = expression.kind();
    switch (kind) {
    case jit::TK_NOT: {
        const jit::Expr inner(expression.tree()->trees().at(0));
        return CodeValue::of(!truth(expression, evaluate(inner, scope)));
    }
    case jit::TK_UNARY_MINUS: {
        const CodeValue value = evaluate(jit::Expr(expression.tree()->trees().at(0)), scope);
        return operate(expression, '-', CodeValue::of(std::int64_t{0}), value);
    }
    case jit::TK_AND:
    case jit::TK_OR: {
        const jit::BinOp operation(expression);
        CodeValue left = evaluate(operation.lhs(), scope);
        return truth(operation.lhs(), left) == (kind == jit::TK_OR) ? left : evaluate(operation.rhs(), scope);
    }
    default:
        break;
    }
    if (expression.tree()->trees().size() != 2)
        refuse(expression, "it has an operator that networks are not made with");
    const jit::BinOp operation(expression);
    const CodeValue left = evaluate(operation.lhs(), scope);
    const CodeValue right = evaluate(operation.rhs(), scope);
    switch (kind) {
    case jit::TK_EQ:
    case jit::TK_NE:
    case '<':
    case '>':
    case jit::TK_LE:
    case jit::TK_GE:
    case jit::TK_IN:
    case jit::TK_IS:
    case jit::TK_ISNOT:
        return compare(expression, kind, left, right);
    default:
        return operate(expression, kind, left, right);
    }
}

CodeValue PythonReader::compare(const jit::TreeView& at, int kind, const CodeValue& left,
                                const CodeValue& right) const
{
    if (kind == jit::TK_IS || kind == jit::TK_ISNOT)
        return CodeValue::of(sameValue(left, right) == (kind == jit::TK_IS));
    if (left.is(Kind::Term) || right.is(Kind::Term))
        return CodeValue::term("?");
    if (left.is(Kind::Unknown) || right.is(Kind::Unknown))
        return CodeValue::unknown(left.is(Kind::Unknown) ? left.text : right.text);
    if (kind == jit::TK_EQ || kind == jit::TK_NE)
        return CodeValue::of(sameValue(left, right) == (kind == jit::TK_EQ));
    if (kind == jit::TK_IN) {
        if (right.is(Kind::Text) && left.is(Kind::Text))
            return CodeValue::of(right.text.find(left.text) != std::string::npos);
        if (right.is(Kind::Dict)) {
            for (std::size_t i = 0; i + 1 < right.items->size(); i += 2)
                if (sameValue((*right.items)[i], left))
                    return CodeValue::of(true);
            return CodeValue::of(false);
        }
        if (right.isSequence())
            return CodeValue::of(std::ranges::any_of(
                *right.items, [&](const CodeValue& item) { return sameValue(item, left); }));
    }
    if (!left.isNumber() || !right.isNumber())
        refuse(at, "it compares what is no number");
    const double one = left.number();
    const double other = right.number();
    return CodeValue::of(kind == '<'          ? one < other
                         : kind == '>'        ? one > other
                         : kind == jit::TK_LE ? one <= other
                                              : one >= other);
}

CodeValue PythonReader::operate(const jit::TreeView& at, int kind, const CodeValue& left,
                                const CodeValue& right)
{
    if (left.is(Kind::Unknown) || right.is(Kind::Unknown)) {
        if (_trace)
            refuse(at, "it computes with something that is not known (" +
                           (left.is(Kind::Unknown) ? left.text : right.text) + ")");
        return left.is(Kind::Unknown) ? left : right;
    }
    if (left.is(Kind::Term) || right.is(Kind::Term)) {
        if (!_trace)
            refuse(at, "it computes with a tensor");
        return _trace->operation(signOf(kind), left, right);
    }
    if (left.is(Kind::Text) && kind == '%')
        return CodeValue::of(
            percentFormatted(left.text, right.isSequence() ? *right.items : CodeValue::Items{right}));
    if (left.is(Kind::Text) && right.is(Kind::Text) && kind == '+')
        return left.text.size() + right.text.size() < longestName
                   ? CodeValue::of(left.text + right.text)
                   : throw Error("it has a longer text than a network needs");
    if (left.isSequence() && right.isSequence() && kind == '+') {
        CodeValue::Items items(*left.items);
        items.insert(items.end(), right.items->begin(), right.items->end());
        return CodeValue::list(std::move(items), left.kind);
    }
    if (left.is(Kind::Module) && right.isSequence() && kind == '+') { // self.layers += [...]
        for (const CodeValue& item : *right.items)
            left.module->set(std::to_string(left.module->attributes.size()), item);
        return left;
    }
    if ((left.isSequence() || right.isSequence()) && kind == '*') {
        const CodeValue& list = left.isSequence() ? left : right;
        const CodeValue& times = left.isSequence() ? right : left;
        CodeValue::Items items;
        const std::int64_t count = times.is(Kind::Integer) ? times.integer : -1;
        if (count < 0 || count * std::int64_t(list.items->size()) > mostRepeatedItems)
            refuse(at, "it repeats a list too often");
        for (std::int64_t i = 0; i < count; ++i)
            items.insert(items.end(), list.items->begin(), list.items->end());
        return CodeValue::list(std::move(items), list.kind);
    }
    if (!left.isNumber() || !right.isNumber())
        refuse(at, "it computes with what is no number");
    const double one = left.number();
    const double other = right.number();
    const bool isWhole =
        !left.is(Kind::Real) && !right.is(Kind::Real) && kind != '/' && !(kind == jit::TK_POW && other < 0.0);
    if ((kind == '/' || kind == jit::TK_FLOOR_DIV || kind == '%') && other == 0.0)
        refuse(at, "it divides by zero");
    double result = 0.0;
    switch (kind) {
    case '+':
        result = one + other;
        break;
    case '-':
        result = one - other;
        break;
    case '*':
        result = one * other;
        break;
    case '/':
        result = one / other;
        break;
    case jit::TK_FLOOR_DIV:
        result = std::floor(one / other);
        break;
    case '%':
        result = one - std::floor(one / other) * other;
        break;
    case jit::TK_POW:
        result = std::pow(one, other);
        break;
    case jit::TK_LSHIFT:
        result = one * std::pow(2.0, other);
        break;
    case jit::TK_RSHIFT:
        result = std::floor(one / std::pow(2.0, other));
        break;
    default:
        refuse(at, "it has an operator that networks are not made with");
    }
    if (!std::isfinite(result) || (isWhole && std::abs(result) > largestExact))
        refuse(at, "it computes a number that is too large");
    return isWhole ? CodeValue::of(std::int64_t(result)) : CodeValue::of(result);
}

CodeValue PythonReader::evaluateCall(const jit::Apply& call, const Scope& scope)
{
    CodeArguments arguments;
    for (const jit::Expr& input : call.inputs()) {
        if (input.kind() == jit::TK_STARRED)
            for (CodeValue& item : itemsOf(input, evaluate(jit::Starred(input).expr(), scope)))
                arguments.values.push_back(std::move(item));
        else
            arguments.values.push_back(evaluate(input, scope));
    }
    for (const jit::Attribute& attribute : call.attributes())
        arguments.named.emplace_back(attribute.name().name(), evaluate(attribute.value(), scope));

    // super().__init__(…), super(Generator, self).forward(…)
    if (call.callee().kind() == '.') {
        const jit::Select select(call.callee());
        if (select.value().kind() == jit::TK_APPLY) {
            const jit::Apply inner(select.value());
            if (inner.callee().kind() == jit::TK_VAR && jit::Var(inner.callee()).name().name() == "super") {
                const CodeScope* at = scope.get();
                while (at && !at->names.contains("__class__"))
                    at = at->outer.get();
                const auto self = at ? at->names.find("self") : scope->names.end();
                if (!at || self == at->names.end() || !self->second.is(Kind::Module))
                    refuse(call, "it calls super() outside of a class");
                return callBase(call, self->second.module, *at->names.at("__class__").type,
                                select.selector().name(), std::move(arguments));
            }
        }
    }
    return this->call(call, evaluate(call.callee(), scope), std::move(arguments));
}

CodeValue PythonReader::call(const jit::TreeView& at, const CodeValue& callee, CodeArguments arguments)
{
    switch (callee.kind) {
    case Kind::Function:
        return callFunction(at, *callee.function, std::move(arguments));
    case Kind::Class:
        return instantiate(at, *callee.type, std::move(arguments));
    case Kind::Module:
        return callModule(at, callee.module, std::move(arguments));
    case Kind::Method:
        return callMethod(at, (*callee.items)[0], callee.text, std::move(arguments));
    case Kind::Name:
        return callName(at, callee.text, std::move(arguments));
    case Kind::Unknown:
        if (!_trace)
            return callee;
        [[fallthrough]];
    default:
        refuse(at, "it calls something that is no function");
    }
}

CodeValue PythonReader::callName(const jit::TreeView& at, const std::string& name, CodeArguments arguments)
{
    const auto argument = [&](std::size_t i) -> const CodeValue& {
        if (i >= arguments.values.size())
            refuse(at, "it calls " + shownText(name) + " with too few arguments");
        return arguments.values[i];
    };
    if (name.starts_with("torch.nn.init."))
        return {};
    if (isWeightName(name))
        return CodeValue::unknown("a weight");
    if (isNormalisation(name)) {
        const CodeValue& layer = argument(0);
        if (!layer.is(Kind::Module))
            refuse(at, "it normalises what is no layer");
        layer.module->normalisation = name.substr(name.rfind('.') + 1);
        return layer;
    }
    if (name == "isinstance" || name == "type") {
        const CodeValue& value = argument(0);
        const std::string kind = value.is(Kind::Module)    ? libraryName(value.module->className)
                                 : value.is(Kind::Integer) ? "int"
                                 : value.is(Kind::Bool)    ? "bool"
                                 : value.is(Kind::Real)    ? "float"
                                 : value.is(Kind::Text)    ? "str"
                                 : value.is(Kind::List)    ? "list"
                                 : value.is(Kind::Tuple)   ? "tuple"
                                 : value.is(Kind::Dict)    ? "dict"
                                 : value.is(Kind::Term)    ? "torch.Tensor"
                                                           : "?";
        if (name == "type")
            return CodeValue::name(kind);
        const CodeValue& wanted = argument(1);
        const CodeValue::Items all = wanted.isSequence() ? *wanted.items : CodeValue::Items{wanted};
        return CodeValue::of(std::ranges::any_of(all, [&](const CodeValue& one) {
            return one.is(Kind::Class)
                       ? value.is(Kind::Module) && value.module->type == one.type
                       : one.text == kind || (one.text == "torch.nn.Module" && value.is(Kind::Module));
        }));
    }
    if (name == "hasattr" || name == "getattr" || name == "setattr") {
        const CodeValue& owner = argument(0);
        const CodeValue& attribute = argument(1);
        if (!owner.is(Kind::Module) || !attribute.is(Kind::Text))
            refuse(at, "it looks for something by a name that is not known");
        if (name == "setattr") {
            owner.module->set(attribute.text, argument(2));
            return {};
        }
        const auto found = attributeOf(*owner.module, attribute.text);
        const bool isMethod = methodOf(*owner.module, attribute.text) != nullptr;
        if (name == "hasattr")
            return CodeValue::of(found.has_value() || isMethod);
        if (found)
            return *found;
        if (isMethod)
            return CodeValue::method(owner, attribute.text);
        if (arguments.values.size() > 2)
            return arguments.values[2];
        if (name == "getattr" && owner.module->type == nullptr)
            return CodeValue::method(owner, attribute.text);
        refuse(at, "a module has no \"" + shownText(attribute.text) + "\"");
    }
    if (name == "getattr" || name == "callable")
        return CodeValue::of(true);
    if (name.starts_with("torch.nn.functional.") || name == "torch.nn.parallel.data_parallel" ||
        (name.starts_with("torch.") && !name.starts_with("torch.nn."))) {
        if (name == "torch.nn.parallel.data_parallel" && argument(0).is(Kind::Module)) {
            CodeArguments inner;
            inner.values = {argument(1)};
            return callModule(at, argument(0).module, std::move(inner));
        }
        if (name.starts_with("torch.cuda.") || name.starts_with("torch.backends."))
            return CodeValue::of(false);
        if (!_trace)
            return CodeValue::unknown("what " + shownText(name) + " gives");
        return _trace->function(name, std::move(arguments));
    }
    if (name.starts_with("torch.nn."))
        return makeLayer(
            at, name.starts_with("torch.nn.modules.") ? "torch.nn." + name.substr(name.rfind('.') + 1) : name,
            std::move(arguments));
    // A number that is known only when a picture is made.
    if (_trace && !arguments.values.empty() && arguments.values[0].is(Kind::Term)) {
        if (name == "len")
            return _trace->method(arguments.values[0], "size", {{CodeValue::of(std::int64_t{0})}, {}});
        if (name == "int" || name == "float" || name == "math.sqrt")
            return CodeValue::term(name + "(" + arguments.values[0].text + ")");
    }
    if ((name == "list" || name == "tuple") && !arguments.values.empty() &&
        (arguments.values[0].is(Kind::Module) || arguments.values[0].is(Kind::Dict)))
        arguments.values[0] = CodeValue::list(itemsOf(at, arguments.values[0]));
    if ((name == "len" || name == "enumerate" || name == "reversed" || name == "zip"))
        for (CodeValue& value : arguments.values)
            if (value.is(Kind::Module))
                value = CodeValue::list(itemsOf(at, value));
    if (auto value = plainCall(name, arguments))
        return std::move(*value);
    if (_isPrinted && !arguments.values.empty())
        refuse(at, "it has a layer " + shownText(name));
    if (_trace)
        refuse(at, "it calls " + shownText(name));
    return CodeValue::unknown("what " + shownText(name) + " gives");
}

CodeValue PythonReader::callMethod(const jit::TreeView& at, const CodeValue& self, const std::string& name,
                                   CodeArguments arguments)
{
    if (self.is(Kind::Module))
        return callModuleMethod(at, self.module, name, std::move(arguments));
    if (self.is(Kind::Term)) {
        if (!_trace)
            refuse(at, "it asks something of a tensor");
        return _trace->method(self, name, std::move(arguments));
    }
    if (self.is(Kind::Unknown)) {
        if (name == "add_argument" && !arguments.values.empty() && arguments.values.back().is(Kind::Text)) {
            std::string option = arguments.values.back().text;
            option.erase(0, std::min(option.find_first_not_of('-'), option.size()));
            std::ranges::replace(option, '-', '_');
            if (const CodeValue* usual = arguments.find(arguments.values.size(), "default"))
                _options[option] = *usual;
            return {};
        }
        if (name == "parse_args" || name == "parse_known_args") {
            CodeValue options;
            options.kind = Kind::Options;
            return options;
        }
        if (_trace)
            refuse(at, "it calls something that is not known (" + self.text + ")");
        return self;
    }
    if (self.is(Kind::Class)) {
        // nn.Module's own way of calling a base class: Base.__init__(self)
        if (!arguments.values.empty() && arguments.values[0].is(Kind::Module)) {
            const auto owner = arguments.values[0].module;
            arguments.values.erase(arguments.values.begin());
            const auto found = self.type->functions.find(name);
            if (found == self.type->functions.end() || !found->second.tree)
                return {};
            CodeFunction function;
            function.known = &found->second;
            function.tree = found->second.tree;
            function.around = _outside;
            function.self = owner;
            function.type = self.type;
            return callFunction(at, function, std::move(arguments));
        }
        return CodeValue::unknown("what " + self.type->name + "." + shownText(name) + " gives");
    }
    if (self.is(Kind::List) && !arguments.values.empty()) {
        if (name == "append") {
            self.items->push_back(arguments.values[0].owned());
            return {};
        }
        if (name == "extend") {
            for (const CodeValue& item : itemsOf(at, arguments.values[0]))
                self.items->push_back(item.owned());
            return {};
        }
        if (name == "insert" && arguments.values.size() == 2 && arguments.values[0].is(Kind::Integer)) {
            const auto place =
                std::clamp(arguments.values[0].integer, std::int64_t{0}, std::int64_t(self.items->size()));
            self.items->insert(self.items->begin() + place, arguments.values[1].owned());
            return {};
        }
    }
    if (self.is(Kind::List) && name == "reverse") {
        std::ranges::reverse(*self.items);
        return {};
    }
    if (self.is(Kind::List) && name == "pop") {
        const CodeValue last = CodeValue::of(std::int64_t{-1});
        const auto place =
            placeIn(at, arguments.values.empty() ? last : arguments.values[0], self.items->size());
        CodeValue taken = (*self.items)[std::size_t(place)];
        self.items->erase(self.items->begin() + place);
        return taken;
    }
    if (self.is(Kind::Dict) && name == "update" && !arguments.values.empty() &&
        arguments.values[0].is(Kind::Dict)) {
        const CodeValue::Items added = *arguments.values[0].items;
        for (const CodeValue& item : added)
            self.items->push_back(item.owned());
        return {};
    }
    if (auto value = plainMethod(self, name, arguments))
        return std::move(*value);
    if (self.is(Kind::Text) && _trace == nullptr)
        return CodeValue::unknown("a text");
    refuse(at, "it calls " + shownText(name) + " of something that has no such function");
}

CodeValue PythonReader::callModuleMethod(const jit::TreeView& at, const std::shared_ptr<CodeModule>& self,
                                         const std::string& name, CodeArguments arguments)
{
    static const std::set<std::string_view> changesNothing = {"to",
                                                              "cuda",
                                                              "cpu",
                                                              "eval",
                                                              "train",
                                                              "float",
                                                              "half",
                                                              "double",
                                                              "type",
                                                              "apply",
                                                              "requires_grad_",
                                                              "load_state_dict",
                                                              "share_memory",
                                                              "zero_grad",
                                                              "init_weights",
                                                              "reset_parameters",
                                                              "weight_init",
                                                              "initialize_weights",
                                                              "_initialize_weights",
                                                              "_init_weights"};
    CodeValue value;
    value.kind = Kind::Module;
    value.module = self;
    if (changesNothing.contains(name))
        return value;
    if (const PythonFunction* method = methodOf(*self, name)) {
        if (!method->tree)
            refuse(at, shownText(name) + " is not understood (line " + std::to_string(method->line) + ": " +
                           method->problem + ")");
        CodeFunction function;
        function.known = method;
        function.tree = method->tree;
        function.around = _outside;
        function.self = self;
        function.type = self->type;
        return callFunction(at, function, std::move(arguments));
    }
    if (name == "forward" || name == "__call__")
        return callModule(at, self, std::move(arguments));
    const auto given = [&](std::size_t i) {
        return i < arguments.values.size() ? arguments.values[i] : CodeValue();
    };
    if (name == "append") {
        self->set(std::to_string(self->attributes.size()), given(0));
        return value;
    }
    if (name == "extend") {
        for (const CodeValue& item : itemsOf(at, given(0)))
            self->set(std::to_string(self->attributes.size()), item);
        return value;
    }
    if ((name == "add_module" || name == "register_module") && given(0).is(Kind::Text)) {
        self->set(given(0).text, given(1));
        return {};
    }
    if ((name == "register_buffer" || name == "register_parameter") && given(0).is(Kind::Text)) {
        self->set(given(0).text, CodeValue::unknown("a weight"));
        return {};
    }
    if (name == "children" || name == "values" || name == "items" || name == "keys" ||
        name == "named_children") {
        CodeValue::Items items;
        for (const auto& [own, child] : self->attributes) {
            if (!child.is(Kind::Module))
                continue;
            const CodeValue key = CodeValue::of(own);
            items.push_back(name == "keys" ? key
                            : name == "children" || name == "values"
                                ? child
                                : CodeValue::list({key, child}, Kind::Tuple));
        }
        return CodeValue::list(std::move(items));
    }
    if (const CodeValue* own = self->find(name))
        return call(at, *own, std::move(arguments));
    if (_trace)
        refuse(at, "it calls " + shownText(name) + " of a " + shownText(self->className));
    return CodeValue::unknown("what " + shownText(name) + " gives");
}

CodeValue PythonReader::callBase(const jit::TreeView& at, const std::shared_ptr<CodeModule>& self,
                                 const PythonClass& type, const std::string& name, CodeArguments arguments)
{
    const PythonClass* base = type.bases.empty() ? nullptr : classNamed(type.bases.front());
    for (int depth = 0; base && depth < 100; ++depth) {
        if (const auto found = base->functions.find(name);
            found != base->functions.end() && found->second.tree) {
            CodeFunction function;
            function.known = &found->second;
            function.tree = found->second.tree;
            function.around = _outside;
            function.self = self;
            function.type = base;
            return callFunction(at, function, std::move(arguments));
        }
        base = base->bases.empty() ? nullptr : classNamed(base->bases.front());
    }
    const std::string library = libraryBase(type);
    const bool isSequential = library == "torch.nn.Sequential";
    if (name == "__init__") {
        if (isSequential || library == "torch.nn.ModuleList" || library == "torch.nn.ModuleDict")
            fill(at, *self, arguments);
        return {};
    }
    if (name == "forward" && isSequential && !arguments.values.empty()) {
        CodeValue x = arguments.values[0];
        for (const auto& [own, child] : std::vector(self->attributes))
            if (child.is(Kind::Module))
                x = callModule(at, child.module, {{x}, {}});
        return x;
    }
    return {};
}

CodeValue PythonReader::callModule(const jit::TreeView& at, const std::shared_ptr<CodeModule>& module,
                                   CodeArguments arguments)
{
    if (!_trace)
        return CodeValue::unknown("what a layer makes");
    if (_depth >= 100)
        refuse(at, "its modules hold one another too deeply");
    const bool isSequential = module->isPrinted || libraryName(module->className) == "torch.nn.Sequential" ||
                              (module->type && libraryBase(*module->type) == "torch.nn.Sequential" &&
                               !methodOf(*module, "forward"));
    if (isSequential) {
        if (arguments.values.empty())
            refuse(at, "it calls a Sequential with nothing");
        CodeValue x = arguments.values[0];
        const Deeper deeper(_depth);
        for (const auto& [name, child] : std::vector(module->attributes))
            if (child.is(Kind::Module))
                x = callModule(at, child.module, {{x}, {}});
        return x;
    }
    if (module->type) {
        const PythonFunction* forward = methodOf(*module, "forward");
        if (!forward)
            refuse(at, shownText(module->className) + " has no forward");
        return callModuleMethod(at, module, "forward", std::move(arguments));
    }
    return _trace->layer(*module, arguments);
}

} // namespace flipside
