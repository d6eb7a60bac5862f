// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_run.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/decoder/decoder.h"
#include "core/training/mixed_precision.h"

#include <sstream>

namespace flipside {

namespace {

/// Parameters and buffers (the running statistics of batch normalisation).
std::vector<torch::Tensor> stateOf(const std::vector<torch::jit::Module>& modules)
{
    std::vector<torch::Tensor> all;
    for (const torch::jit::Module& module : modules) {
        for (const auto& parameter : module.parameters())
            all.push_back(parameter);
        for (const auto& buffer : module.buffers())
            all.push_back(buffer);
    }
    return all;
}

void readState(torch::serialize::InputArchive& archive, const std::vector<torch::jit::Module>& modules)
{
    const torch::NoGradGuard noGradients;
    auto state = stateOf(modules);
    for (std::size_t i = 0; i < state.size(); ++i) {
        torch::Tensor tensor;
        archive.read("state" + std::to_string(i), tensor);
        state[i].copy_(tensor);
    }
}

} // namespace

torch::Device trainingDevice()
{
    return cudaIsAvailable() ? torch::Device(torch::kCUDA, 0) : torch::Device(torch::kCPU);
}

std::vector<torch::Tensor> TrainingRun::parameters(std::size_t module) const
{
    std::vector<torch::Tensor> all;
    for (const auto& parameter : modules[module].parameters())
        all.push_back(parameter);
    return all;
}

std::vector<torch::Tensor> TrainingRun::parameters() const
{
    std::vector<torch::Tensor> all;
    for (std::size_t module = 0; module < modules.size(); ++module)
        for (const torch::Tensor& parameter : parameters(module))
            all.push_back(parameter);
    return all;
}

void TrainingRun::setTraining(bool training)
{
    for (torch::jit::Module& module : modules)
        module.train(training);
}

void TrainingRun::moveToDevice()
{
    for (torch::jit::Module& module : modules)
        module.to(device);
}

void TrainingRun::useQuickestLayout()
{
    if (!MixedPrecision::isFast())
        return;
    for (torch::Tensor parameter : parameters())
        if (parameter.dim() == 4)
            parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
}

bool TrainingRun::endEpoch(double score)
{
    ++epochsDone;
    if (!(score > bestScore))
        return false;
    bestScore = score;
    bestEpoch = epochsDone;
    return true;
}

void TrainingRun::saveCheckpoint(const std::filesystem::path& file) const
{
    torch::serialize::OutputArchive archive;
    archive.write("settings", settings);
    archive.write("epochs_done", std::int64_t(epochsDone));
    archive.write("best_epoch", std::int64_t(bestEpoch));
    archive.write("best_score", bestScore);
    const auto state = stateOf(modules);
    for (std::size_t i = 0; i < state.size(); ++i)
        archive.write("state" + std::to_string(i), state[i]);
    for (std::size_t i = 0; i < optimizers.size(); ++i) {
        torch::serialize::OutputArchive optimizerArchive;
        optimizers[i]->save(optimizerArchive);
        archive.write("optimizer" + std::to_string(i), optimizerArchive);
    }
    writeFileWith(file, [&](const auto& temporary) { archive.save_to(temporary.string()); });
}

void TrainingRun::loadCheckpoint(const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file))
        throw ArgumentError("there is no checkpoint in " + file.parent_path().string() +
                            " to go on from; begin a new training");
    std::string saved;
    try {
        torch::serialize::InputArchive archive;
        archive.load_from(file.string(), device);
        c10::IValue value;
        archive.read("settings", value);
        saved = value.toStringRef();
        archive.read("epochs_done", value);
        epochsDone = int(value.toInt());
        archive.read("best_epoch", value);
        bestEpoch = int(value.toInt());
        archive.read("best_score", value);
        bestScore = value.toDouble();
        if (saved == settings) {
            readState(archive, modules);
            for (std::size_t i = 0; i < optimizers.size(); ++i) {
                torch::serialize::InputArchive optimizerArchive;
                archive.read("optimizer" + std::to_string(i), optimizerArchive);
                optimizers[i]->load(optimizerArchive);
            }
        }
    } catch (const c10::Error&) {
        throw Error(file.string() + " is damaged; delete it and begin a new training");
    }
    if (saved != settings)
        throw ArgumentError(file.string() + " belongs to another run (" + saved + "), and this one has (" +
                            settings + "); use the same settings, or begin a new training");
}

void TrainingRun::loadWeights(const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file))
        throw ArgumentError("there is no checkpoint " + file.string() +
                            " to begin from; name another, or begin with fresh weights");
    try {
        torch::serialize::InputArchive archive;
        archive.load_from(file.string(), device);
        readState(archive, modules);
    } catch (const c10::Error&) {
        throw Error(file.string() + " is damaged, or of another network; begin from another checkpoint");
    }
}

void saveModule(torch::jit::Module module, const std::filesystem::path& file)
{
    const bool training = module.is_training();
    module.eval();
    // Through a stream, because LibTorch would write the temporary file's name into the archive.
    std::ostringstream archive;
    torch::jit::Module saved = module.deepcopy();
    saved.to(torch::kCPU);
    for (torch::Tensor parameter : saved.parameters())
        parameter.set_data(parameter.contiguous());
    saved.save(archive);
    writeFile(file, archive.str());
    module.train(training);
}

} // namespace flipside
