// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/torch_script.h"

#include "core/base/file.h"
#include "core/model/model_files.h"
#include "core/sandbox/archive_check.h"
#include "core/sandbox/distinct_modules.h"
#include "core/sandbox/file_kind.h"
#include "core/sandbox/finite_weights.h"
#include "core/sandbox/first_opening.h"
#include "core/sandbox/fresh_writes.h"
#include "core/sandbox/graph_check.h"
#include "core/sandbox/graph_copy.h"
#include "core/sandbox/graph_size.h"
#include "core/sandbox/memory_limit.h"
#include "core/sandbox/module_path.h"
#include "core/sandbox/newer_operators.h"
#include "core/sandbox/run_graph.h"
#include "core/sandbox/safe_division.h"

#include <caffe2/serialize/read_adapter_interface.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/freeze_module.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/csrc/jit/passes/remove_dropout.h>
#include <torch/csrc/jit/passes/remove_mutation.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace flipside {

namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

constexpr std::uint64_t maxModelBytes = std::uint64_t{4} << 30;

/// A file's content in memory: what was checked is what is loaded.
class MemoryAdapter : public caffe2::serialize::ReadAdapterInterface {
public:
    explicit MemoryAdapter(std::string_view content) : _content(content) {}
    size_t size() const override { return _content.size(); }
    size_t read(uint64_t position, void* buffer, size_t count, const char* /*what*/) const override
    {
        if (position >= _content.size())
            return 0;
        const std::size_t available = std::min<std::size_t>(count, _content.size() - position);
        std::memcpy(buffer, _content.data() + position, available);
        return available;
    }

private:
    std::string_view _content;
};

void removeWarnings(Block* block)
{
    for (auto it = block->nodes().begin(); it != block->nodes().end(); ++it) {
        for (Block* inner : it->blocks())
            removeWarnings(inner);
        if (it->kind() == torch::jit::aten::warn)
            it.destroyCurrent();
    }
}

bool isFalse(const torch::jit::Value& value)
{
    const auto constant = torch::jit::toIValue(&value);
    return constant && constant->isBool() && !constant->toBool();
}

/// What LibTorch's own pass leaves of the layers that are random only while a model is trained: dropout that
/// keeps mean and variance is nothing then, and the randomised leaky ReLU has its mean slope.
void removeIdleRandomness(Block* block)
{
    for (auto it = block->nodes().begin(); it != block->nodes().end(); ++it) {
        Node* node = *it;
        for (Block* inner : node->blocks())
            removeIdleRandomness(inner);
        const std::string_view name = node->kind().is_aten() ? node->kind().toUnqualString() : "";
        const bool isRrelu = name == "rrelu" || name == "rrelu_";
        const bool isDropout = name == "alpha_dropout" || name == "alpha_dropout_" ||
                               name == "feature_alpha_dropout" || name == "feature_alpha_dropout_";
        if (!(isDropout && isFalse(*node->input(2))) && !(isRrelu && isFalse(*node->input(3))))
            continue;
        Value* result = node->input(0);
        if (isRrelu) {
            const auto lower = torch::jit::toIValue(node->input(1));
            const auto upper = torch::jit::toIValue(node->input(2));
            if (!lower || !upper)
                continue;
            torch::jit::WithInsertPoint before(node);
            Graph& graph = *node->owningGraph();
            Value* slope =
                graph.insertConstant((lower->toScalar().toDouble() + upper->toScalar().toDouble()) / 2.0);
            const auto kind = name == "rrelu" ? torch::jit::aten::leaky_relu : torch::jit::aten::leaky_relu_;
            Node* leaky = graph.insertNode(graph.create(kind, {node->input(0), slope}, 1));
            leaky->copyMetadata(node);
            leaky->output()->setType(node->output()->type());
            result = leaky->output();
        }
        node->output()->replaceAllUsesWith(result);
        it.destroyCurrent();
    }
}

/// Makes x.half(), x.to(torch.float16) and the like, which come with a model that was exported in half
/// precision, give single precision. TorchScript writes all of them as x.to(dtype).
void useSinglePrecision(Node& node)
{
    const auto* schema = node.maybeSchema();
    if (!schema || !node.kind().is_aten())
        return;
    for (std::size_t i = 0; i < schema->arguments().size(); ++i) {
        if (schema->arguments()[i].name() != "dtype")
            continue;
        const auto type = torch::jit::toIValue(node.input(i));
        if (!type || !type->isInt())
            continue;
        const auto scalar = static_cast<c10::ScalarType>(type->toInt());
        if (scalar != c10::kHalf && scalar != c10::kBFloat16 && scalar != c10::kDouble)
            continue;
        torch::jit::WithInsertPoint before(&node);
        node.replaceInput(i, node.owningGraph()->insertConstant(static_cast<std::int64_t>(c10::kFloat)));
    }
}

/// The same of its weights. Indices, labels and masks stay what they are.
void useSinglePrecision(const torch::jit::Module& module)
{
    const auto convert = [](at::Tensor tensor) {
        if (tensor.is_floating_point())
            tensor.set_data(tensor.to(torch::kFloat));
    };
    for (const at::Tensor& tensor : module.parameters())
        convert(tensor);
    for (const at::Tensor& tensor : module.buffers())
        convert(tensor);
}

/// A traced graph may name the device it was traced on; it is to run where its weights are, and with single
/// precision, because LibTorch cannot multiply half-precision matrices on the CPU.
void moveConstants(Block* block, torch::Device device)
{
    for (Node* node : block->nodes()) {
        for (Block* inner : node->blocks())
            moveConstants(inner, device);
        useSinglePrecision(*node);
        if (node->kind() != torch::jit::prim::Constant || !node->hasAttribute(torch::jit::attr::value))
            continue;
        const auto& value = torch::jit::attr::value;
        if (node->kindOf(value) == torch::jit::AttributeKind::t)
            node->t_(value, node->t(value).is_floating_point() ? node->t(value).to(device, torch::kFloat)
                                                               : node->t(value).to(device));
        else if (node->output()->type()->kind() == c10::TypeKind::DeviceObjType)
            node->s_(value, device.str());
    }
}

/// Leaves one tensor as the graph's input: the module itself is gone after freezing, and further arguments of
/// forward get their defaults.
void keepOneInput(Graph& graph, const c10::FunctionSchema& schema)
{
    if (graph.inputs().size() < 2)
        throw Error("its forward takes no latent");
    if (graph.inputs()[0]->hasUses())
        throw Error("it changes its own weights while it runs, as a module does that is still being trained; "
                    "call its eval() before exporting it, because equal recipes must give equal pictures");
    for (std::size_t i = graph.inputs().size(); i-- > 2;) {
        const auto& argument = schema.arguments().at(i);
        if (!argument.default_value())
            throw Error("its forward takes " + std::to_string(graph.inputs().size() - 1) +
                        " arguments, and must take one tensor");
        torch::jit::WithInsertPoint atStart(*graph.nodes().begin());
        graph.inputs()[i]->replaceAllUsesWith(graph.insertConstant(*argument.default_value()));
        graph.eraseInput(i);
    }
    graph.eraseInput(0);
    if (graph.inputs()[0]->type()->kind() != c10::TypeKind::TensorType)
        throw Error("its forward does not take a tensor");
    if (graph.outputs().size() != 1)
        throw Error("its forward does not return one picture");
}

std::shared_ptr<Graph> forwardGraph(const torch::jit::Module& module, torch::Device device)
{
    // Freezing computes what depends on constants alone.
    const MemoryScope limit;
    noteModulePaths(module);
    removeWritesToFreshTensors(*module.get_method("forward").graph());
    // The plain freezing, which only inlines and propagates constants: numbers stay those of the file.
    const torch::jit::Module frozen = torch::jit::freeze_module(module);
    const torch::jit::Method forward = frozen.get_method("forward");
    std::shared_ptr<Graph> graph = forward.graph()->copy();
    torch::jit::Inline(*graph);
    removeNeedlessGuards(*graph);
    removeWarnings(graph->block());
    torch::jit::removeDropout(graph);
    removeIdleRandomness(graph->block());
    torch::jit::RemoveListMutation(graph);
    torch::jit::RemoveTensorMutation(graph);
    torch::jit::EliminateDeadCode(graph);
    keepOneInput(*graph, forward.function().getSchema());
    checkWhatRuns(*graph);
    moveConstants(graph->block(), device);
    std::shared_ptr<Graph> independent = independentCopy(*graph);
    boundRun(*independent);
    return independent;
}

/// What must hold of a module before anything of it runs.
void checkModule(torch::jit::Module& module)
{
    checkWaysToModules(module);
    checkEveryOperator(module);
    checkInlinedSize(module);
    makeDivisionSafe(module);
    checkWeightsAreFinite(module);
    if (!module.find_method("forward"))
        throw Error("it has no forward method");
    module.eval();
    useSinglePrecision(module);
}

torch::jit::Module loadChecked(std::string_view content)
{
    const auto adapter = std::make_shared<MemoryAdapter>(content);
    checkArchive(content, adapter);
    registerNewerOperators();
    torch::jit::Module module = torch::jit::load(adapter, torch::Device(torch::kCPU));
    checkModule(module);
    return module;
}

/// Sends a file's content through a process of its own, if it has to, and then through `open`.
template <typename Open>
auto opened(const ModelFolder& folder, const std::string& fileName, const Open& open)
{
    const std::string content = folder.readChecked(fileName, maxModelBytes);
    const std::string file = (folder.path() / fileName).string();
    try {
        checkIsTorchScript(content);
        const std::string hash = sha256(content);
        if (!isBundled(folder.path()) && !cameThrough(hash)) {
            const ModelCard& card = folder.card();
            (void)openInOwnProcess(content,
                                   {{"input", fileName == model_file::decoder
                                                  ? card.latentShape
                                                  : std::vector{card.channels, card.height, card.width}}});
            rememberCameThrough(hash);
        }
        return open(content);
    } catch (const std::exception&) {
        refuseModelFile(file, "LibTorch does not understand it",
                        "get the model again from where it came, or make it again");
    }
}

} // namespace

std::string shortReason(const std::exception& exception)
{
    const auto* fromTorch = dynamic_cast<const c10::Error*>(&exception);
    std::string text = fromTorch ? fromTorch->what_without_backtrace() : exception.what();
    // The interpreter puts the model's call stack in front of the reason itself.
    for (const char* label : {"RuntimeError: ", "torch.jit.Error: "})
        if (const std::size_t at = text.rfind(label); at != std::string::npos)
            text.erase(0, at + std::strlen(label));
    // And its checks the place in LibTorch's own source.
    if (text.starts_with("[enforce fail at"))
        text.erase(0, text.find(']') + 1);
    text.erase(0, text.find_first_not_of(" \n"));
    text.erase(std::min(text.find('\n'), text.size()));
    while (!text.empty() && (text.back() == '.' || text.back() == ':' || text.back() == ' '))
        text.pop_back();
    return text.empty() ? "unknown reason" : text;
}

void refuseModelFile(const std::string& file, const std::string& attempt, const std::string& cure)
{
    const std::string refusal = "the model file " + file + " cannot be used: ";
    try {
        throw;
    } catch (const Cancelled&) {
        throw;
    } catch (const WrongKind& wrong) {
        throw Error(refusal + wrong.what() + "; " + wrong.wayOut());
    } catch (const Error& error) {
        throw Error(refusal + error.what() + "; " + cure);
    } catch (const std::bad_alloc&) {
        throw Error(refusal +
                    "there is not enough memory for it; close other programs or choose a smaller model");
    } catch (const std::exception& exception) {
        throw Error(refusal + attempt + " (" + shortReason(exception) + "); " + cure);
    }
}

Error runFailure(const std::string& what, const std::exception& exception)
{
    return Error(what + ": " + shortReason(exception) + "; get the model again from where it came");
}

std::shared_ptr<Graph> forwardGraphOf(std::string_view content, torch::Device device)
{
    const torch::NoGradGuard noGradients;
    try {
        return forwardGraph(loadChecked(content), device);
    } catch (const MemoryIsUp&) {
        throw Error(MemoryIsUp::reason());
    }
}

std::shared_ptr<Graph> forwardGraphOf(torch::jit::Module module)
{
    const torch::NoGradGuard noGradients;
    try {
        checkModule(module);
        return forwardGraph(module, torch::kCPU);
    } catch (const MemoryIsUp&) {
        throw Error(MemoryIsUp::reason());
    }
}

std::shared_ptr<Graph> loadForwardGraph(const ModelFolder& folder, const std::string& fileName,
                                        torch::Device device)
{
    return opened(folder, fileName,
                  [device](const std::string& content) { return forwardGraphOf(content, device); });
}

torch::jit::Module loadModule(const ModelFolder& folder, const std::string& fileName)
{
    return opened(folder, fileName, [](const std::string& content) { return loadChecked(content); });
}

} // namespace flipside
