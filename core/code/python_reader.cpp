// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/code/python_reader.h"

#include "core/base/error.h"
#include "core/code/layer_kinds.h"
#include "core/code/library_calls.h"
#include "core/code/network_trace.h"
#include "core/weights/refuse_weights.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <initializer_list>
#include <set>
#include <torch/csrc/jit/frontend/parser.h>
#include <utility>

namespace flipside {

namespace jit = torch::jit;

namespace {

constexpr std::size_t mostSteps = 300'000;
constexpr int deepestCall = 100;
constexpr std::size_t mostItems = 100'000;
constexpr std::string_view moduleName = "torch.nn.Module";

/// What a pasted class most often means by a name that it does not import.
std::string usualImport(const std::string& name)
{
    static const std::map<std::string, std::string> usual = {{"torch", "torch"},
                                                             {"nn", "torch.nn"},
                                                             {"F", "torch.nn.functional"},
                                                             {"math", "math"},
                                                             {"np", "numpy"},
                                                             {"numpy", "numpy"},
                                                             {"Module", "torch.nn.Module"},
                                                             {"init", "torch.nn.init"},
                                                             {"OrderedDict", "collections.OrderedDict"}};
    const auto found = usual.find(name);
    return found == usual.end() ? std::string() : found->second;
}

bool isContainer(std::string_view className)
{
    return className == "torch.nn.Sequential" || className == "torch.nn.ModuleList" ||
           className == "torch.nn.ModuleDict";
}

} // namespace

PythonReader::PythonReader(const PythonFile& file) : _file(file)
{
    _outside = newScope(nullptr);
}

PythonReader::~PythonReader()
{
    // They may hold one another.
    for (const Scope& scope : _scopes)
        scope->names.clear();
    for (const auto& module : _modules) {
        module->attributes.clear();
        module->arguments = {};
    }
    _returned = {};
}

PythonReader::Scope PythonReader::newScope(Scope outer)
{
    if (_scopes.size() >= mostItems)
        throw Error("its code calls more functions than a network's");
    _scopes.push_back(std::make_shared<CodeScope>(CodeScope{{}, std::move(outer)}));
    return _scopes.back();
}

std::shared_ptr<CodeModule> PythonReader::newModule(const std::string& className)
{
    if (_modules.size() >= mostItems)
        throw Error("its code makes more modules than a network has");
    _modules.push_back(std::make_shared<CodeModule>());
    _modules.back()->className = className;
    return _modules.back();
}

void PythonReader::refuse(const jit::TreeView& at, const std::string& what) const
{
    const int line = _file.lineOf(at.range());
    throw CodeProblem((line > 0 ? "line " + std::to_string(line) + " of its code" : "what was printed") +
                      " is not understood: " + what);
}

void PythonReader::step(const jit::TreeView& at)
{
    if (++_steps > mostSteps)
        refuse(at, "by here it has done more than a network needs to be made");
}

void PythonReader::readStatements()
{
    for (const jit::TreeRef& tree : _file.statements) {
        try {
            (void)runStatement(jit::Stmt(tree), _outside);
        } catch (const std::exception& error) {
            // Of the program around the network, most often; what is missing is missed where it is used.
            if (tree->kind() == jit::TK_ASSIGN)
                for (const jit::Expr& target : jit::Assign(tree).lhs_list())
                    if (target.kind() == jit::TK_VAR)
                        _outside->names[jit::Var(target).name().name()] = CodeValue::unknown(error.what());
        }
    }
    // What is made in the function that starts the program.
    for (const char* name : {"main", "train", "test"}) {
        const auto found = _file.functions.find(name);
        if (found == _file.functions.end() || !found->second.tree)
            continue;
        const Scope scope = newScope(_outside);
        for (const jit::Stmt& statement : jit::Def(found->second.tree).statements()) {
            if (statement.kind() == jit::TK_FOR || statement.kind() == jit::TK_WHILE)
                continue;
            try {
                (void)runStatement(statement, scope);
            } catch (const std::exception&) {
                // As above.
            }
        }
    }
}

PythonReader::Flow PythonReader::run(const jit::List<jit::Stmt>& statements, const Scope& scope)
{
    for (const jit::Stmt& statement : statements)
        if (const Flow flow = runStatement(statement, scope); flow != Flow::Next)
            return flow;
    return Flow::Next;
}

PythonReader::Flow PythonReader::runStatement(const jit::Stmt& statement, const Scope& scope)
{
    step(statement);
    switch (statement.kind()) {
    case jit::TK_EXPR_STMT:
        (void)evaluate(jit::ExprStmt(statement).expr(), scope);
        return Flow::Next;
    case jit::TK_ASSIGN: {
        const jit::Assign assignment(statement);
        if (!assignment.rhs().present())
            return Flow::Next;
        CodeValue value = evaluate(assignment.rhs().get(), scope);
        for (const jit::Expr& target : assignment.lhs_list())
            assign(target, value, scope);
        return Flow::Next;
    }
    case jit::TK_AUG_ASSIGN: {
        const jit::AugAssign assignment(statement);
        const CodeValue before = evaluate(assignment.lhs(), scope);
        const CodeValue added = evaluate(assignment.rhs(), scope);
        assign(assignment.lhs(), operate(statement, assignment.aug_op(), before, added), scope);
        return Flow::Next;
    }
    case jit::TK_IF: {
        const jit::If choice(statement);
        return run(truth(choice.cond(), evaluate(choice.cond(), scope)) ? choice.trueBranch()
                                                                        : choice.falseBranch(),
                   scope);
    }
    case jit::TK_FOR:
        return runLoop(jit::For(statement), scope);
    case jit::TK_WHILE: {
        const jit::While loop(statement);
        while (truth(loop.cond(), evaluate(loop.cond(), scope))) {
            step(statement);
            const Flow flow = run(loop.body(), scope);
            if (flow == Flow::Break)
                break;
            if (flow == Flow::Return)
                return flow;
        }
        return Flow::Next;
    }
    case jit::TK_RETURN:
        _returned = evaluate(jit::Return(statement).expr(), scope);
        return Flow::Return;
    case jit::TK_BREAK:
        return Flow::Break;
    case jit::TK_CONTINUE:
        return Flow::Continue;
    case jit::TK_WITH:
        return run(jit::With(statement).body(), scope); // no_grad and the like
    case jit::TK_DEF: {
        const jit::Def inner(statement);
        CodeValue value;
        value.kind = Kind::Function;
        auto function = std::make_shared<CodeFunction>();
        function->tree = inner;
        function->around = scope;
        value.function = std::move(function);
        scope->names[inner.name().name()] = std::move(value);
        return Flow::Next;
    }
    case jit::TK_RAISE:
        refuse(statement, "it raises an error there");
    default: // pass, assert, del, global
        return Flow::Next;
    }
}

PythonReader::Flow PythonReader::runLoop(const jit::For& loop, const Scope& scope)
{
    if (loop.itrs().size() != 1)
        refuse(loop, "it loops over several things");
    const CodeValue::Items items = itemsOf(loop, evaluate(loop.itrs()[0], scope));
    for (const CodeValue& item : items) {
        step(loop);
        if (loop.targets().size() == 1)
            assign(loop.targets()[0], item, scope);
        else
            unpack(loop, loop.targets(), item, scope);
        const Flow flow = run(loop.body(), scope);
        if (flow == Flow::Break)
            break;
        if (flow == Flow::Return)
            return flow;
    }
    return Flow::Next;
}

void PythonReader::assign(const jit::Expr& target, CodeValue value, const Scope& scope)
{
    switch (target.kind()) {
    case jit::TK_VAR:
        scope->names[jit::Var(target).name().name()] = std::move(value);
        return;
    case jit::TK_TUPLE_LITERAL:
        unpack(target, jit::TupleLiteral(target).inputs(), value, scope);
        return;
    case jit::TK_LIST_LITERAL:
        unpack(target, jit::ListLiteral(target).inputs(), value, scope);
        return;
    case '.': {
        const jit::Select select(target);
        const CodeValue owner = evaluate(select.value(), scope);
        if (owner.is(Kind::Module))
            owner.module->set(select.selector().name(), std::move(value));
        else if (owner.is(Kind::Term))
            refuse(target, "it changes a part of a tensor");
        return; // a weight's initial numbers, most often
    }
    case jit::TK_SUBSCRIPT: {
        const jit::Subscript subscript(target);
        const CodeValue owner = evaluate(subscript.value(), scope);
        if (subscript.subscript_exprs().size() != 1 || owner.is(Kind::Term))
            refuse(target, "it changes a part of a tensor");
        const CodeValue key = evaluate(subscript.subscript_exprs()[0], scope);
        if (owner.is(Kind::List)) {
            (*owner.items)[std::size_t(placeIn(target, key, owner.items->size()))] = value.owned();
            return;
        }
        if (owner.is(Kind::Dict)) {
            for (std::size_t i = 0; i + 1 < owner.items->size(); i += 2)
                if (compare(target, jit::TK_EQ, (*owner.items)[i], key).flag) {
                    (*owner.items)[i + 1] = value.owned();
                    return;
                }
            owner.items->push_back(key.owned());
            owner.items->push_back(value.owned());
            return;
        }
        if (owner.is(Kind::Module) && key.is(Kind::Text)) {
            owner.module->set(key.text, std::move(value));
            return;
        }
        refuse(target, "it gives a value to a part of something");
    }
    default:
        refuse(target, "it gives a value to something that is no name");
    }
}

void PythonReader::unpack(const jit::TreeView& at, const jit::List<jit::Expr>& targets,
                          const CodeValue& value, const Scope& scope)
{
    if (value.is(Kind::Term)) {
        if (!_trace)
            refuse(at, "it parts something that is not known there");
        std::size_t place = 0;
        for (const jit::Expr& target : targets)
            assign(target, _trace->item(value, std::to_string(place++)), scope);
        return;
    }
    if (value.is(Kind::Unknown)) {
        for (const jit::Expr& target : targets)
            assign(target, value, scope);
        return;
    }
    const CodeValue::Items items = itemsOf(at, value);
    if (items.size() != targets.size())
        refuse(at,
               "it parts " + std::to_string(items.size()) + " values into " + std::to_string(targets.size()));
    std::size_t place = 0;
    for (const jit::Expr& target : targets)
        assign(target, items[place++], scope);
}

CodeValue::Items PythonReader::itemsOf(const jit::TreeView& at, const CodeValue& value)
{
    if (value.isSequence())
        return *value.items;
    if (value.is(Kind::Dict)) {
        CodeValue::Items keys;
        for (std::size_t i = 0; i + 1 < value.items->size(); i += 2)
            keys.push_back((*value.items)[i]);
        return keys;
    }
    if (value.is(Kind::Text)) {
        CodeValue::Items letters;
        for (const char c : value.text)
            letters.push_back(CodeValue::of(std::string(1, c)));
        return letters;
    }
    if (value.is(Kind::Module) && isContainer(libraryName(value.module->className))) {
        CodeValue::Items children;
        for (const auto& [name, child] : value.module->attributes)
            if (child.is(Kind::Module))
                children.push_back(child);
        return children;
    }
    refuse(at, "it goes through something that is no list");
}

std::int64_t PythonReader::placeIn(const jit::TreeView& at, const CodeValue& index, std::size_t size) const
{
    if (!index.is(Kind::Integer) && !index.is(Kind::Bool))
        refuse(at, "a place in a list is no whole number");
    const std::int64_t place = index.integer < 0 ? index.integer + std::int64_t(size) : index.integer;
    if (place < 0 || place >= std::int64_t(size))
        refuse(at, "a list has no item " + std::to_string(index.integer));
    return place;
}

bool PythonReader::truth(const jit::TreeView& at, const CodeValue& value) const
{
    switch (value.kind) {
    case Kind::None:
        return false;
    case Kind::Bool:
    case Kind::Integer:
        return value.integer != 0;
    case Kind::Real:
        return value.real != 0.0;
    case Kind::Text:
        return !value.text.empty();
    case Kind::List:
    case Kind::Tuple:
    case Kind::Dict:
        return !value.items->empty();
    case Kind::Term:
        refuse(at, "its choice depends on the numbers in a tensor, or on the size of one");
    case Kind::Unknown:
        refuse(at, "its choice depends on something that is not known (" + value.text + ")");
    default:
        return true;
    }
}

CodeValue PythonReader::evaluateText(const std::string& expression, bool isPrinted)
{
    _isPrinted = isPrinted;
    jit::Parser parser(std::make_shared<jit::Source>(expression));
    return evaluate(parser.parseExp(), _outside);
}

CodeValue PythonReader::trace(NetworkTrace& trace, const std::shared_ptr<CodeModule>& module,
                              const PythonFunction& method, std::vector<CodeValue> arguments)
{
    _trace = &trace;
    _steps = 0;
    CodeValue self;
    self.kind = Kind::Module;
    self.module = module;
    CodeFunction function;
    function.known = &method;
    function.tree = method.tree;
    function.around = _outside;
    function.self = module;
    function.type = module->type;
    if (!method.tree)
        throw CodeProblem("line " + std::to_string(method.line) +
                          " of its code is not understood: " + method.problem);
    CodeArguments given;
    given.values = std::move(arguments);
    CodeValue result = callFunction(jit::Def(method.tree), function, std::move(given));
    _trace = nullptr;
    return result;
}

CodeValue PythonReader::tracePrinted(NetworkTrace& trace, const std::shared_ptr<CodeModule>& module,
                                     const CodeValue& argument)
{
    _trace = &trace;
    _steps = 0;
    const jit::SourceRange nowhere(std::make_shared<jit::Source>(""), 0, 0);
    CodeValue result = callModule(jit::Ident::create(nowhere, module->className), module, {{argument}, {}});
    _trace = nullptr;
    return result;
}

const CodeValue* PythonReader::valueNamed(const std::string& name) const
{
    using Names = std::map<std::string, CodeValue>;
    for (const Names* known : std::initializer_list<const Names*>{&_givenByName, &_options, &_outside->names})
        if (const auto found = known->find(name); found != known->end())
            return &found->second;
    return nullptr;
}

std::optional<std::int64_t> PythonReader::numberNamed(const std::vector<std::string>& names) const
{
    for (const std::string& name : names)
        if (const CodeValue* known = valueNamed(name); known && known->is(Kind::Integer))
            return known->integer;
    return std::nullopt;
}

std::string PythonReader::libraryName(const std::string& dotted) const
{
    const std::string first = dotted.substr(0, dotted.find('.'));
    const auto found = _file.imports.find(first);
    const std::string stands = found != _file.imports.end() ? found->second : usualImport(first);
    return stands.empty() ? dotted : stands + dotted.substr(first.size());
}

const PythonClass* PythonReader::classNamed(const std::string& base) const
{
    const auto found = _file.classes.find(base);
    return found == _file.classes.end() ? nullptr : &found->second;
}

std::string PythonReader::libraryBase(const PythonClass& type) const
{
    const PythonClass* at = &type;
    for (int depth = 0; depth < deepestCall; ++depth) {
        if (at->bases.empty())
            return {};
        const PythonClass* next = classNamed(at->bases.front());
        if (!next)
            return libraryName(at->bases.front());
        at = next;
    }
    return {};
}

bool PythonReader::isModuleClass(const PythonClass& type) const
{
    const std::string base = libraryBase(type);
    return base == moduleName || isContainer(base);
}

const PythonFunction* PythonReader::methodOf(const CodeModule& module, const std::string& name) const
{
    const PythonClass* at = module.type;
    for (int depth = 0; at && depth < deepestCall; ++depth) {
        if (const auto found = at->functions.find(name); found != at->functions.end())
            return &found->second;
        at = at->bases.empty() ? nullptr : classNamed(at->bases.front());
    }
    return nullptr;
}

std::shared_ptr<CodeModule> PythonReader::make(const PythonClass& type)
{
    CodeArguments arguments;
    const auto init = type.functions.find("__init__");
    if (init != type.functions.end() && init->second.tree) {
        bool isSelf = true;
        for (const jit::Param& parameter : jit::Def(init->second.tree).decl().params()) {
            if (std::exchange(isSelf, false))
                continue;
            const std::string name = parameter.ident().name();
            if (parameter.defaultValue().present())
                continue;
            if (const CodeValue* known = valueNamed(name))
                arguments.named.emplace_back(name, *known);
        }
    }
    const jit::TreeView nowhere(
        init != type.functions.end() && init->second.tree
            ? init->second.tree
            : jit::TreeRef(
                  jit::Ident::create(jit::SourceRange(std::make_shared<jit::Source>(""), 0, 0), type.name)));
    return instantiate(nowhere, type, std::move(arguments)).module;
}

CodeValue PythonReader::instantiate(const jit::TreeView& at, const PythonClass& type, CodeArguments arguments)
{
    if (!isModuleClass(type))
        return CodeValue::unknown("a " + type.name + ", which is no module");
    CodeValue value;
    value.kind = Kind::Module;
    value.module = newModule(type.name);
    value.module->type = &type;
    for (const jit::TreeRef& statement : type.statements) {
        const Scope scope = newScope(_outside);
        try {
            (void)runStatement(jit::Stmt(statement), scope);
        } catch (const Error&) {
            continue; // of something that the network is not made of, or it is missed later
        }
        for (auto& [name, own] : scope->names)
            value.module->set(name, own);
    }
    for (const auto& [name, own] : arguments.named)
        _givenByName[name] = own;
    if (const PythonFunction* init = methodOf(*value.module, "__init__")) {
        if (!init->tree)
            throw CodeProblem("line " + std::to_string(init->line) +
                              " of its code is not understood: " + init->problem);
        CodeFunction function;
        function.known = init;
        function.tree = init->tree;
        function.around = _outside;
        function.self = value.module;
        function.type = &type;
        (void)callFunction(at, function, std::move(arguments));
    } else if (isContainer(libraryBase(type))) {
        fill(at, *value.module, arguments);
    }
    _made.push_back(value.module);
    return value;
}

void PythonReader::fill(const jit::TreeView& at, CodeModule& container, const CodeArguments& arguments)
{
    CodeValue::Items items = arguments.values;
    if (items.size() == 1 && (items[0].isSequence() || items[0].is(Kind::Dict))) {
        const CodeValue inner = items[0];
        if (inner.is(Kind::Dict)) {
            for (std::size_t i = 0; i + 1 < inner.items->size(); i += 2)
                container.set((*inner.items)[i].text, (*inner.items)[i + 1]);
            return;
        }
        items = *inner.items;
    }
    for (const CodeValue& item : items) {
        if (item.is(Kind::Unknown))
            refuse(at, "one of its modules is not known (" + item.text + ")");
        container.set(std::to_string(container.attributes.size()), item);
    }
}

CodeValue PythonReader::makeLayer(const jit::TreeView& at, const std::string& name, CodeArguments arguments)
{
    CodeValue value;
    value.kind = Kind::Module;
    value.module = newModule(name);
    value.module->line = _file.lineOf(at.range());
    if (isContainer(name))
        fill(at, *value.module, arguments);
    else
        value.module->arguments = std::move(arguments);
    return value;
}

CodeValue PythonReader::callFunction(const jit::TreeView& at, const CodeFunction& function,
                                     CodeArguments arguments)
{
    if (_depth >= deepestCall)
        refuse(at, "its functions call one another too deeply");
    const Deeper deeper(_depth);
    const jit::Def definition(function.tree);
    const Scope scope = newScope(function.around);
    if (function.self) {
        CodeValue self;
        self.kind = Kind::Module;
        self.module = function.self;
        arguments.values.insert(arguments.values.begin(), std::move(self));
        CodeValue type;
        type.kind = Kind::Class;
        type.type = function.type;
        scope->names["__class__"] = std::move(type);
    }
    std::size_t place = 0;
    std::set<std::string> taken;
    for (const jit::Param& parameter : definition.decl().params()) {
        const std::string name = parameter.ident().name();
        taken.insert(name);
        if (const CodeValue* given = arguments.find(place++, name))
            scope->names[name] = *given;
        else if (parameter.defaultValue().present())
            scope->names[name] = evaluate(parameter.defaultValue().get(), function.around);
        else
            refuse(at, "the argument \"" + shownText(name) + "\" of " +
                           shownText(function.self ? function.self->className : definition.name().name()) +
                           " is not known; show it with the line that makes the network, or as " +
                           shownText(name) + " = … before it");
    }
    if (function.known)
        for (const auto& [name, stars] : function.known->rests) {
            CodeValue::Items rest;
            if (stars == 1)
                for (std::size_t i = place; i < arguments.values.size(); ++i)
                    rest.push_back(arguments.values[i]);
            else
                for (const auto& [own, value] : arguments.named)
                    if (!taken.contains(own)) {
                        rest.push_back(CodeValue::of(own));
                        rest.push_back(value);
                    }
            scope->names[name] = CodeValue::list(std::move(rest), stars == 1 ? Kind::Tuple : Kind::Dict);
        }
    _returned = {};
    const Flow flow = run(definition.statements(), scope);
    return flow == Flow::Return ? std::exchange(_returned, {}) : CodeValue();
}

} // namespace flipside
