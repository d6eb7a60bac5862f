// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/picture_code.h"

#include "core/base/error.h"
#include "core/model/model_files.h"
#include "core/networks/layers.h"
#include "core/sandbox/torch_script.h"

#include <string>

namespace flipside {

namespace {

const ModelFolder& withMaps(const ModelFolder& folder)
{
    const ModelCard& card = folder.card();
    const bool shrinks = card.latentShape.size() == 3 && card.height % card.latentShape[1] == 0 &&
                         card.width % card.latentShape[2] == 0 &&
                         card.height / card.latentShape[1] == card.width / card.latentShape[2];
    if (!shrinks || !folder.hasEncoder())
        throw ArgumentError("the model " + card.id +
                            " does not turn pictures into maps; choose one that repaints pictures, as "
                            "Brushwork does");
    return folder;
}

torch::jit::Module chained(const char* name, const torch::jit::Module& first,
                           const torch::jit::Module& second)
{
    torch::jit::Module chain = newModule(name);
    chain.register_module("first", first.deepcopy());
    chain.register_module("second", second.deepcopy());
    chain.define(
        "def forward(self, x: Tensor) -> Tensor:\n    return self.second.forward(self.first.forward(x))\n");
    return chain;
}

} // namespace

PictureCode::PictureCode(const ModelFolder& folder, torch::Device device)
    : _encoder(loadModule(withMaps(folder), model_file::encoder)),
      _decoder(loadModule(folder, model_file::decoder)), _channels(folder.card().channels),
      _maps(folder.card().latentShape[0]), _shrinking(folder.card().height / folder.card().latentShape[1])
{
    _encoder.to(device);
    _decoder.to(device);
}

torch::Tensor PictureCode::encoded(const torch::Tensor& pictures)
{
    const torch::NoGradGuard noGradients;
    const c10::IValue code = _encoder.forward({pictures});
    if (!code.isTensor() || code.toTensor().dim() != 4 || code.toTensor().size(1) != _maps)
        throw Error(
            "the encoder of what it is to go through gives no maps of a picture; choose another model");
    return code.toTensor();
}

torch::jit::Module PictureCode::decodedAfter(const torch::jit::Module& generator) const
{
    return chained("GeneratorOfCode", generator, _decoder);
}

torch::jit::Module PictureCode::encodedBefore(const torch::jit::Module& reader) const
{
    return chained("ReaderOfCode", _encoder, reader);
}

} // namespace flipside
