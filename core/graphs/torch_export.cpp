// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/torch_export.h"

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/graphs/graph_inputs.h"
#include "core/graphs/graph_writer.h"
#include "core/graphs/picture_shape.h"
#include "core/graphs/torch_archive.h"
#include "core/graphs/torch_batch.h"
#include "core/graphs/torch_classes.h"
#include "core/graphs/torch_node.h"
#include "core/graphs/torch_operators.h"
#include "core/graphs/torch_scalar_type.h"
#include "core/sandbox/file_kind.h"
#include "core/weights/refuse_weights.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace flipside {

namespace {

using Json = nlohmann::json;
using Way = TorchOperator::Way;

/// Of memory, devices and speed: they change no number.
bool changesNothing(std::string_view argument)
{
    static const std::set<std::string_view> names = {
        "dtype",         "layout",        "device",    "pin_memory",    "memory_format",
        "non_blocking",  "copy",          "implicit",  "cudnn_enabled", "cudnn_enable",
        "half_to_float", "inplace",       "generator", "padding_idx",   "scale_grad_by_freq",
        "sparse",        "requires_grad", "names"};
    return names.contains(argument);
}

/// Sizes that the file gives a tensor; symbols are taken for the batch.
std::optional<Sizes> sizesOf(const Json& meta)
{
    Sizes sizes;
    bool batch = false;
    for (const Json& size : meta.at("sizes")) {
        if (size.contains("as_int")) {
            sizes.push_back({integerOf(size.at("as_int")), false});
        } else {
            if (batch)
                return std::nullopt;
            batch = true;
            sizes.push_back({1, true});
        }
    }
    return sizes;
}

class ExportReader {
public:
    explicit ExportReader(TorchArchive archive) : _archive(std::move(archive)) {}

    GraphReading read()
    {
        const Json program = parseJson(_archive.program);
        if (!program.is_object())
            refuseWeights("its program is damaged, or not one that torch.export writes");
        const Json& module = program.at("graph_module");
        const Json& graph = module.at("graph");
        _tensorValues = &graph.at("tensor_values");
        readInputs(module.at("signature").at("input_specs"), graph.at("nodes"));
        for (const Json& node : graph.at("nodes"))
            readNode(node);
        _reading.writtenBy = "pytorch " + shownText(program.value("torch_version", std::string()));
        finish(module.at("signature").at("output_specs"));
        return std::move(_reading);
    }

private:
    void readInputs(const Json& specs, const Json& nodes)
    {
        std::vector<std::string> inputs;
        for (const Json& spec : specs) {
            const std::string kind =
                spec.is_object() && spec.size() == 1 ? spec.begin().key() : std::string();
            if (kind == "parameter" || kind == "buffer" || kind == "tensor_constant") {
                const Json& weight = spec.begin().value();
                const char* named = kind == "parameter" ? "parameter_name"
                                    : kind == "buffer"  ? "buffer_name"
                                                        : "tensor_constant_name";
                addWeight(weight.at("arg").at("name").get<std::string>(),
                          weight.at(named).get<std::string>());
            } else if (kind == "user_input") {
                const Json& argument = spec.begin().value().at("arg");
                if (!argument.contains("as_tensor"))
                    continue; // None, or a number that is fixed
                inputs.push_back(argument.at("as_tensor").at("name").get<std::string>());
            }
        }
        addInputs(inputs, nodes);
    }

    void addInputs(const std::vector<std::string>& names, const Json& nodes)
    {
        std::vector<DeclaredInput> declared;
        declared.reserve(names.size());
        for (const std::string& name : names)
            declared.push_back(declaredInput(name, nodes));
        const std::vector<TakenInput> taken = takenInputs(declared);
        _reading.inputs = networkInputs(taken);
        for (std::size_t i = 0; i < taken.size(); ++i) {
            TorchTerm term{taken.size() == 1 ? "z" : _writer.let(taken[i].text),
                           false,
                           false,
                           declared[i].shape,
                           {},
                           declared[i].classes};
            if (_fixedBatch > 0)
                term.batch = 0;
            _terms.insert_or_assign(names[i], term);
        }
    }

    DeclaredInput declaredInput(const std::string& name, const Json& nodes)
    {
        const Json& meta = _tensorValues->at(name);
        const std::optional<WeightType> type = weightTypeOf(integerOf(meta.at("dtype")));
        std::optional<Sizes> shape = sizesOf(meta);
        if (!type || !shape || shape->empty() || shape->size() > 8)
            throw WrongKind("its network takes a latent without a batch, or of no shape that it says",
                            "export it for B × the latent's numbers");
        if (!shape->front().perPicture)
            _fixedBatch = shape->front().count;
        shape->front() = {1, true};
        DeclaredInput declared{name, *shape, !isReal(*type)};
        if (declared.whole)
            declared.classes = classesOf(nodes, _terms, name);
        return declared;
    }

    void addWeight(const std::string& name, const std::string& path)
    {
        const auto found = _archive.weights.find(path);
        // What the picture does not need may be missing: counters, say.
        if (found == _archive.weights.end()) {
            _unreadable.emplace(name, WrongKind("its weight " + shownText(path) + " is missing",
                                                "download or copy it again"));
            return;
        }
        const WeightTensor& weight = found->second;
        std::string text = _writer.weight(weight, path);
        if (!isReal(weight.type)) {
            const char* type = weight.type == WeightType::Bool ? "11" : "4";
            text = _writer.let("torch.to(" + text + ", " + type + ")");
        }
        _terms.insert_or_assign(name, TorchTerm{text, false, true, fixedSizes(weight.shape), {}});
    }

    // --- Nodes -------------------------------------------------------------------------------------------

    void readNode(const Json& json)
    {
        const Json& outputs = json.at("outputs");
        if (outputs.empty()) // checks of sizes
            return;
        try {
            for (const Json& input : json.at("inputs"))
                needReadable(input.at("arg"));
            const TorchNode node(json, _terms);
            if (node.target().starts_with("torch.ops.aten."))
                readOperator(node, outputs);
            else
                readNumber(node, outputs);
        } catch (const WrongKind& problem) {
            noteUnreadable(outputs, problem);
        }
    }

    /// Throws what was wrong with a value that is taken.
    void needReadable(const Json& argument) const
    {
        if (_unreadable.empty() || !argument.is_object() || argument.empty())
            return;
        const auto check = [&](const Json& value) {
            if (!value.is_object())
                return;
            for (const char* key : {"name", "as_name"})
                if (const auto name = value.find(key); name != value.end() && name->is_string())
                    if (const auto why = _unreadable.find(name->get_ref<const std::string&>());
                        why != _unreadable.end())
                        throw WrongKind(why->second);
        };
        const Json& held = argument.begin().value();
        check(held);
        if (held.is_array())
            for (const Json& one : held)
                check(one);
    }

    void noteUnreadable(const Json& outputs, const WrongKind& why)
    {
        for (const Json& output : outputs) {
            if (!output.is_object() || output.empty())
                continue;
            const Json& held = output.begin().value();
            if (held.is_array()) {
                for (const Json& one : held)
                    _unreadable.emplace(one.at("name").get<std::string>(), why);
            } else if (held.is_object()) {
                _unreadable.emplace(held.value("name", held.value("as_name", std::string())), why);
            }
        }
    }

    /// Arithmetic of sizes.
    void readNumber(const TorchNode& node, const Json& outputs)
    {
        static const std::map<std::string_view, std::string_view> functions = {
            {"_operator.add", " + "},
            {"_operator.sub", " - "},
            {"_operator.mul", " * "},
            {"_operator.floordiv", " // "}};
        const auto function = functions.find(node.target());
        const std::vector<std::string_view> names = node.argumentNames();
        if (function == functions.end() || names.size() != 2)
            node.refuse("is not one of those that Flipside knows");
        const std::string text =
            _writer.let(node.text(names[0]) + std::string(function->second) + node.text(names[1]));
        keepNumber(outputs, text);
    }

    void keepNumber(const Json& outputs, const std::string& text)
    {
        const Json& held = outputs.at(0).at("as_sym_int");
        _terms.insert_or_assign(held.at("as_name").get<std::string>(), TorchTerm{text, true, false, {}, {}});
    }

    void readOperator(const TorchNode& node, const Json& outputs)
    {
        std::string_view name =
            std::string_view(node.target()).substr(std::string_view("torch.ops.aten.").size());
        name = name.substr(0, name.find('.'));
        if (const std::optional<TorchTerm> term = readWithClass(node, madeBy(outputs), _writer)) {
            keep(outputs, *term);
            return;
        }
        const TorchOperator* known = findTorchOperator(name);
        bool inPlace = false;
        if (!known && name.ends_with('_')) {
            known = findTorchOperator(name.substr(0, name.size() - 1));
            inPlace = known != nullptr;
        }
        if (!known &&
            (name.starts_with("rand") || name.starts_with("normal") || name.starts_with("bernoulli")))
            throw WrongKind("its network draws random numbers (" + shownText(node.target()) +
                                "), and equal recipes must give equal pictures",
                            "export the network with its noise as an input, or as constants");
        if (!known)
            node.refuse("is not one of those that Flipside knows");
        const std::vector<std::string_view> names = argumentsOf(node, *known);
        for (const std::string_view argument : node.argumentNames()) {
            if (std::ranges::find(names, argument) == names.end() && !changesNothing(argument))
                node.refuse("has an argument that Flipside does not know (" + shownText(argument) + ")");
        }
        const std::optional<Sizes> made = madeBy(outputs);
        const std::string text = expressionOf(node, *known, made);
        if (known->way == Way::Size) {
            keepNumber(outputs, text);
            return;
        }
        TorchTerm term{text, false, false, made, {}};
        if (_fixedBatch > 0)
            term.batch = batchAfter(node, known->name, made ? made->size() : 0);
        keep(outputs, term);
        if (inPlace) {
            // What goes on with the first argument goes on with what has become of it.
            const TorchTerm* changed = node.tensor(known->argumentNames().front());
            for (auto& [other, value] : _terms)
                if (&value == changed) {
                    value = term;
                    break;
                }
        }
    }

    /// Overloads call the first of them "self" or "input".
    static std::vector<std::string_view> argumentsOf(const TorchNode& node, const TorchOperator& known)
    {
        std::vector<std::string_view> names = known.argumentNames();
        if (names.front() == "input" && !node.has("input") && node.has("self"))
            names.front() = "self";
        return names;
    }

    std::optional<Sizes> madeBy(const Json& outputs) const
    {
        const Json& first = outputs.at(0);
        const Json* named = first.contains("as_tensor") ? &first.at("as_tensor") : nullptr;
        if (first.contains("as_tensors") && !first.at("as_tensors").empty())
            named = &first.at("as_tensors").at(0);
        if (!named)
            return std::nullopt;
        const auto meta = _tensorValues->find(named->at("name").get<std::string>());
        return meta == _tensorValues->end() ? std::nullopt : sizesOf(*meta);
    }

    void keep(const Json& outputs, const TorchTerm& term)
    {
        const Json& first = outputs.at(0);
        if (first.contains("as_tensors")) {
            std::size_t number = 0;
            for (const Json& one : first.at("as_tensors")) {
                TorchTerm part = term;
                part.text = _writer.let(term.text + "[" + std::to_string(number++) + "]");
                if (const auto meta = _tensorValues->find(one.at("name").get<std::string>());
                    meta != _tensorValues->end())
                    part.shape = sizesOf(*meta);
                _terms.insert_or_assign(one.at("name").get<std::string>(), part);
            }
            return;
        }
        _terms.insert_or_assign(first.at("as_tensor").at("name").get<std::string>(), term);
        // Of several outputs (a norm's mean and deviation), what follows in use is the first.
        for (std::size_t i = 1; i < outputs.size(); ++i)
            noteUnreadable(Json::array({outputs.at(i)}),
                           WrongKind("it uses the second output of an operator that makes one",
                                     "export the network with torch.jit.trace instead"));
    }

    std::string expressionOf(const TorchNode& node, const TorchOperator& known,
                             const std::optional<Sizes>& made)
    {
        const std::string_view name = known.name;
        const std::string function = "torch." + std::string(known.as.empty() ? known.name : known.as);
        if (known.way == Way::Same) {
            if (node.flag("train", false))
                node.refuse("is of a network in training; call its eval() before exporting it");
            return node.text(known.argumentNames().front());
        }
        if (known.way == Way::Cast)
            return castOf(node);
        if (known.way == Way::Size)
            return _writer.let("torch.size(" + node.text("self") + ", " + node.text("dim") + ")");
        if (name == "batch_norm" && node.flag("training", false))
            node.refuse("is of a network in training; call its eval() before exporting it");
        if (name == "native_group_norm")
            return _writer.let("torch.group_norm(" +
                               argumentList({node.text("input"), node.text("group"), node.text("weight"),
                                             node.text("bias"), node.text("eps")}) +
                               ")");
        if (name == "_native_batch_norm_legit_no_training")
            return _writer.let("torch.batch_norm(" +
                               argumentList({node.text("input"), node.text("weight"), node.text("bias"),
                                             node.text("running_mean"), node.text("running_var"), "False",
                                             node.text("momentum"), node.text("eps"), "False"}) +
                               ")");
        if (name == "cat" && _fixedBatch > 0)
            return _writer.let("torch.cat(" + sameBatch(node) + ", " +
                               std::to_string(node.integer("dim", 0)) + ")");
        if (name == "squeeze" && node.integers("dim").size() > 1)
            return squeezed(node);
        // By name from the second on: some may only be given so, and what is left out shifts nothing.
        std::vector<std::string> arguments;
        for (const std::string_view argument : argumentsOf(node, known)) {
            if (!node.has(argument) && !isNeeded(name, argument))
                continue;
            std::string text = argumentText(node, known, argument, made);
            if (!arguments.empty())
                text.insert(0, (known.as == "reshape" ? "shape" : std::string(argument)) + "=");
            arguments.push_back(std::move(text));
        }
        // Which library computes it.
        if ((name == "batch_norm" || name == "instance_norm") && !node.has("cudnn_enabled"))
            arguments.emplace_back("cudnn_enabled=False");
        if (known.way != Way::Activation)
            return _writer.let(function + "(" + argumentList(arguments) + ")");
        std::vector<std::string> tensors{arguments.front()};
        arguments.front() = "x";
        if (name == "prelu" || name == "_prelu_kernel") {
            tensors.push_back(arguments.at(1));
            tensors.back() = tensors.back().substr(tensors.back().find('=') + 1);
            arguments.at(1) = "y";
            if (name == "_prelu_kernel") // which has its slopes as a map
                tensors.back() = _writer.let("torch.reshape(" + tensors.back() + ", [-1])");
        }
        return _writer.activation(node.module(), function + "(" + argumentList(arguments) + ")", tensors);
    }

    /// LibTorch 1.13 takes one dimension at a time.
    std::string squeezed(const TorchNode& node)
    {
        std::vector<std::int64_t> dims = node.integers("dim");
        const TorchTerm* from = node.tensor("self");
        if (!from || !from->shape)
            node.refuse("takes dimensions away from what has none");
        for (std::int64_t& dim : dims)
            dim += dim < 0 ? std::int64_t(from->shape->size()) : 0;
        std::ranges::sort(dims, std::greater());
        std::string text = from->text;
        for (const std::int64_t dim : dims)
            text = _writer.let(std::string("torch.squeeze(")
                                   .append(text)
                                   .append(", ")
                                   .append(std::to_string(dim))
                                   .append(")"));
        return text;
    }

    /// Arguments that may be None but not left out.
    static bool isNeeded(std::string_view op, std::string_view argument)
    {
        return (op.starts_with("upsample_") && argument == "output_size") ||
               ((op == "batch_norm" || op == "instance_norm") && argument != "cudnn_enabled");
    }

    std::string argumentText(const TorchNode& node, const TorchOperator& known, std::string_view argument,
                             const std::optional<Sizes>& made)
    {
        if (argument == "correction") // a whole number, which later versions write as 1.0
            return std::to_string(node.integer(argument, 1));
        if (argument == "dtype")
            return std::to_string(node.type(argument).value_or(6));
        const bool isSizes = argument == "size" || argument == "shape" || argument == "repeats";
        if (known.way == Way::Shape && isSizes && _fixedBatch > 0)
            return "[" + argumentList(sizesForAnyBatch(node, known.name, argument, _fixedBatch, made)) + "]";
        return node.text(argument);
    }

    std::string castOf(const TorchNode& node)
    {
        const std::string text = node.text("self");
        const std::optional<int> type = node.type("dtype");
        return type ? _writer.let("torch.to(" + text + ", " + std::to_string(*type) + ")") : text;
    }

    /// Tensors to be joined, of which those without the batch are given it.
    std::string sameBatch(const TorchNode& node)
    {
        const std::vector<const TorchTerm*> tensors = node.tensors();
        const TorchTerm* ofBatch = nullptr;
        for (const TorchTerm* term : tensors)
            ofBatch = term->batch ? term : ofBatch;
        std::vector<std::string> texts;
        for (const TorchTerm* term : tensors) {
            if (!ofBatch || term->batch || !term->shape || *ofBatch->batch >= term->shape->size()) {
                texts.push_back(term->text);
                continue;
            }
            std::vector<std::string> sizes(term->shape->size(), "-1");
            sizes[*ofBatch->batch] = "n";
            const bool isOne = (*term->shape)[*ofBatch->batch].count == 1;
            texts.push_back(
                isOne ? _writer.let("torch.expand(" + term->text + ", [" + argumentList(sizes) + "])")
                      : term->text);
        }
        return "[" + argumentList(texts) + "]";
    }

    // --- The output --------------------------------------------------------------------------------------

    void finish(const Json& specs)
    {
        const TorchTerm* found = nullptr;
        Sizes shape;
        std::optional<WrongKind> problem;
        for (const Json& spec : specs) {
            if (!spec.contains("user_output") || !spec.at("user_output").at("arg").contains("as_tensor"))
                continue;
            const auto name = spec.at("user_output").at("arg").at("as_tensor").at("name").get<std::string>();
            const auto why = _unreadable.find(name);
            if (why != _unreadable.end() && !problem)
                problem.emplace(why->second);
            const auto term = _terms.find(name);
            if (term == _terms.end() || term->second.isWeight || !term->second.shape)
                continue;
            Sizes sizes = *term->second.shape;
            if (_fixedBatch > 0 && term->second.batch == 0U && !sizes.empty() &&
                sizes[0].count == _fixedBatch)
                sizes[0] = {1, true};
            if (mayBePicture(sizes) && (!found || sizes.size() > shape.size())) {
                found = &term->second;
                shape = sizes;
            }
        }
        if (!found && problem)
            throw WrongKind(*problem);
        if (!found)
            throw WrongKind("its network makes no picture for each latent", "choose a generator of pictures");
        (void)countOf(shape);
        std::string result = found->text;
        if (hasChannelsLast(shape)) {
            result = _writer.let("torch.permute(" + result + ", [0, 3, 1, 2])");
            shape = {shape[0], shape[3], shape[1], shape[2]};
        }
        _reading.outputShape = forOne(shape);
        _reading.decoder = _writer.finish(result);
        const std::vector<std::string>& names = _writer.usedWeights();
        const std::set<std::string_view> used(names.begin(), names.end());
        for (const auto& [name, weight] : _archive.weights)
            if (!used.contains(name) && weight.elements() > 1 && _reading.unused.size() < 1000)
                _reading.unused.push_back(shownText(name));
    }

    TorchArchive _archive;
    GraphReading _reading;
    GraphWriter _writer;
    TorchTerms _terms;
    std::map<std::string, WrongKind, std::less<>> _unreadable;
    const Json* _tensorValues = nullptr;
    std::int64_t _fixedBatch = 0; ///< that the file was exported for; 0 for any
};

} // namespace

GraphReading readTorchExport(std::string_view content, const std::shared_ptr<const void>& owner)
{
    return readTorchExport(readTorchArchive(content, owner));
}

GraphReading readTorchExport(TorchArchive archive)
{
    try {
        return ExportReader(std::move(archive)).read();
    } catch (const Json::exception&) {
        refuseWeights("its program is damaged, or not one that torch.export writes");
    }
}

} // namespace flipside
