// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "core/model/model_folder.h"

#include <cstdint>
#include <span>
#include <string>
#include <torch/csrc/jit/runtime/interpreter.h>
#include <torch/script.h>

namespace flipside {

/// A network beside a model that says numbers about its pictures. Belongs to one thread.
class PictureNetwork {
public:
    /// Loads and checks one of the model's files as Decoder does decoder.pt, and tries it. `role` is what
    /// errors call it: "classifier". Throws Error, also where it does not take the model's pictures or
    /// returns fewer than `fewest` or more than `most` numbers for each.
    PictureNetwork(const ModelFolder& folder, const std::filesystem::path& file, std::string role,
                   std::int64_t fewest, std::int64_t most);

    /// How many numbers it says about a picture.
    std::int64_t width() const { return _width; }
    /// n pictures as n × C×H×W floats in [0, 1] -> n × width() floats.
    torch::Tensor rows(std::span<const float> pixels) const;

private:
    torch::Tensor run(const torch::Tensor& pictures) const;

    ModelCard _card;
    std::string _file;
    std::string _role;
    std::int64_t _fewest;
    std::int64_t _most;
    std::int64_t _width = 0;
    torch::jit::Code _code;
};

} // namespace flipside
