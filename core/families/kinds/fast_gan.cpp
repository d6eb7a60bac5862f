// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/family.h"
#include "core/families/weights_by_name.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/blueprint/layer_modules.h"
#include "core/blueprint/made_tensor.h"

#include <algorithm>

namespace flipside::family_kinds {

namespace {

constexpr int firstFeatureSide = 4;
constexpr int largestFeatureSide = 1024;
constexpr int sideWithoutEnd = 512; ///< up to this the author's generator has no tanh

std::string sideName(const char* prefix, int side)
{
    return std::string(prefix) + std::to_string(side);
}

/// The network of odegeasslbc/FastGAN-pytorch (Liu et al., 2021, arXiv:2101.04775): models.py, `Generator`.
class FastGanText {
public:
    explicit FastGanText(const WeightsByName& weights) : _weights(weights) {}

    NetworkReading reading()
    {
        const int latent = begin();
        for (int side = 2 * firstFeatureSide; side <= largestFeatureSide; side *= 2) {
            if (!hasWeight(sideName("feat_", side) + ".1"))
                break;
            block(side);
            excite(side);
            _side = side;
        }
        const std::string last = "to_big";
        const int colours = convolution(last, -1, _channels, 3, "");
        _source += "    x = " + callOf(last, x(_side)) + "\n" +
                   (_side > sideWithoutEnd ? "    x = torch.tanh(x)\n" : "") + "    return x\n";
        if (colours != 1 && colours != 3 && colours != 4)
            throw Error("its last layer makes " + std::to_string(colours) + " colours");
        NetworkReading reading;
        reading.inputs = {{"z", NetworkInput::Kind::Latent, {latent}}};
        std::string begins = "def forward(self, x: Tensor) -> Tensor:\n";
        if (_noises > 0) {
            reading.inputs.push_back({"noise", NetworkInput::Kind::Setting, {1}, {0.0}});
            begins += "    x = x.reshape([-1, " + std::to_string(latent + 1) + "])\n    noise = x[:, " +
                      std::to_string(latent) + ":].unsqueeze(2).unsqueeze(3)\n";
            reading.remarks.emplace_back("Its author's program draws new noise for every picture; here it is "
                                         "none, or always the same.");
        }
        begins += "    z = x.reshape([-1, " + std::to_string(latent + (_noises > 0 ? 1 : 0)) +
                  "])[:, :" + std::to_string(latent) + "].unsqueeze(2).unsqueeze(3)\n";
        _blueprint.add({{}, {}, begins + _source});
        reading.decoder = std::move(_blueprint);
        reading.range = std::pair(-1.0, 1.0);
        if (hasWeight("to_128"))
            reading.unused.emplace_back("to_128"); // makes a small picture beside, for training
        return reading;
    }

private:
    static std::string x(int side) { return sideName("x", side); }

    bool hasWeight(const std::string& path) const
    {
        return _weights.find(path + ".weight_orig") || _weights.find(path + ".weight") ||
               _weights.find(path + ".parametrizations.weight.original");
    }

    /// Adds a convolution, whose weight may stand for a direction that is divided by its largest singular
    /// value (Miyato et al., 2018), as the vectors that go with it say; returns how many maps it makes.
    int convolution(const std::string& path, int outputs, int inputs, int side, const std::string& margins,
                    bool isTransposed = false)
    {
        const std::vector<std::int64_t> shape{isTransposed ? inputs : outputs,
                                              isTransposed ? outputs : inputs, side, side};
        const bool isNew = _weights.find(path + ".parametrizations.weight.original") != nullptr;
        const std::string named = path + (isNew ? ".parametrizations.weight." : ".weight_");
        const WeightTensor* direction = _weights.findOf(named + (isNew ? "original" : "orig"), shape);
        BlueprintModule module{path, {}, "def forward(self, x: Tensor) -> Tensor:\n"};
        const WeightTensor& weight = direction ? *direction : _weights.need(path + ".weight", shape);
        const std::int64_t rows = weight.shape[isTransposed ? 1 : 0];
        const std::int64_t columns = std::int64_t(weight.elements()) / rows;
        module.weights.push_back(renamed(weight, "weight"));
        std::string used = "self.weight";
        if (direction) {
            module.weights.push_back(renamed(_weights.need(named + (isNew ? "0._u" : "u"), {rows}), "u"));
            module.weights.push_back(renamed(_weights.need(named + (isNew ? "0._v" : "v"), {columns}), "v"));
            module.source +=
                std::string("    rows = self.weight") + (isTransposed ? ".transpose(0, 1)" : "") +
                ".flatten(1)\n    weight = self.weight / torch.dot(self.u, torch.mv(rows, self.v))\n";
            used = "weight";
        }
        const std::string padding =
            margins.empty() ? "[" + std::to_string(side / 2) + ", " + std::to_string(side / 2) + "]"
                            : margins;
        module.source += isTransposed ? "    return torch.conv_transpose2d(x, " + used +
                                            ", None, [1, 1], [0, 0], [0, 0], 1, [1, 1])\n"
                                      : "    return torch.conv2d(x, " + used + ", None, [1, 1], " + padding +
                                            ", [1, 1], 1)\n";
        _blueprint.add(std::move(module));
        return int(rows);
    }

    void norm(const std::string& path, int channels)
    {
        const WeightTensor& weight = _weights.need(path + ".weight", {channels});
        const WeightTensor& bias = _weights.need(path + ".bias", {channels});
        _blueprint.add(batchNormModule(path, &weight, &bias,
                                       _weights.need(path + ".running_mean", {channels}),
                                       _weights.need(path + ".running_var", {channels}), 1e-5));
    }

    /// Half of the maps, let through by the other half; returns how many are left.
    int gate(const std::string& path, int channels)
    {
        if (channels % 2 != 0)
            throw Error("its layer “" + path + "” has an odd number of maps to be halved");
        _blueprint.add({path, {}, "def forward(self, x: Tensor) -> Tensor:\n    return torch.glu(x, 1)\n"});
        return channels / 2;
    }

    void noise(const std::string& path, int side)
    {
        Random random(Random::derivedSeed(0, std::uint64_t(_noises++)));
        std::vector<float> numbers(std::size_t(side) * std::size_t(side));
        std::ranges::generate(numbers, [&] { return float(random.normal()); });
        _blueprint.add({path,
                        {renamed(_weights.need(path + ".weight", {1}), "weight"),
                         madeTensor("noise", {1, 1, side, side}, std::move(numbers))},
                        "def forward(self, x: Tensor, noise: Tensor) -> Tensor:\n"
                        "    return x + noise * (self.noise * self.weight)\n"});
    }

    void call(const std::string& path, const std::string& more = "")
    {
        _source += "    x = " + callOf(path, "x" + more) + "\n";
    }

    /// `InitLayer`; returns how long a latent is.
    int begin()
    {
        const std::string path = "init.init.";
        const int maps = convolution(path + "0", -1, -1, firstFeatureSide, "", true);
        norm(path + "1", maps);
        _channels = gate(path + "2", maps);
        const std::string& first = path + "0";
        const WeightTensor* weight = nullptr;
        for (const char* name : {".weight_orig", ".weight", ".parametrizations.weight.original"})
            weight = weight ? weight : _weights.find(first + name);
        _source += "    x = z\n";
        for (const char* part : {"0", "1", "2"})
            call(path + part);
        _source += "    " + x(firstFeatureSide) + " = x\n";
        _maps[firstFeatureSide] = _channels;
        return int(weight->shape[0]);
    }

    /// `UpBlock` and `UpBlockComp`: with one convolution or two, and noise behind them where there is any.
    void block(int side)
    {
        const std::string path = sideName("feat_", side) + ".";
        _source += "    x = torch.upsample_nearest2d(" + x(side / 2) + ", None, [2.0, 2.0])\n";
        int number = 1;
        do {
            const std::string layer = path + std::to_string(number++);
            const int maps = convolution(layer, -1, _channels, 3, "");
            call(layer);
            const std::string maybe = path + std::to_string(number);
            const WeightTensor* strength = _weights.find(maybe + ".weight");
            if (strength && !_weights.find(maybe + ".running_mean")) {
                noise(maybe, side);
                call(maybe, ", noise");
                ++number;
            }
            norm(path + std::to_string(number), maps);
            call(path + std::to_string(number++));
            _channels = gate(path + std::to_string(number), maps);
            call(path + std::to_string(number++));
        } while (number < 16 && hasWeight(path + std::to_string(number)));
        _source += "    " + x(side) + " = x\n";
        _maps[side] = _channels;
    }

    /// `SEBlock`: maps sixteen times as small say how much of each comes through.
    void excite(int side)
    {
        const std::string path = sideName("se_", side) + ".main.";
        const auto small = _maps.find(side / 16);
        if (!hasWeight(path + "1"))
            return;
        if (small == _maps.end())
            throw Error("its layer “" + path + "1” looks at a map that there is not");
        const int between = convolution(path + "1", -1, small->second, 4, "[0, 0]");
        if (convolution(path + "3", -1, between, 1, "") != _channels)
            throw Error("its layer “" + path + "3” does not fit the layers around it");
        for (const auto& [number, function] :
             {std::pair("2", "torch.silu(x)"), std::pair("4", "torch.sigmoid(x)")})
            _blueprint.add(
                {path + number,
                 {},
                 std::string("def forward(self, x: Tensor) -> Tensor:\n    return ") + function + "\n"});
        _source += "    x = torch.adaptive_avg_pool2d(" + x(side / 16) + ", [4, 4])\n";
        for (const char* part : {"1", "2", "3", "4"})
            call(path + part);
        _source += "    " + x(side) + " = " + x(side) + " * x\n";
    }

    const WeightsByName& _weights;
    Blueprint _blueprint;
    std::string _source;
    std::map<int, int> _maps; ///< how many maps there are of a side
    int _channels = 0;
    int _side = firstFeatureSide;
    int _noises = 0;
};

std::optional<NetworkReading> readFastGan(const StateDict& dict, const NetworkChoices& /*choices*/)
{
    const WeightsByName weights(dict.tensors);
    const auto has = [&](const std::string& path) {
        return weights.find(path + ".weight_orig") || weights.find(path + ".weight") ||
               weights.find(path + ".parametrizations.weight.original");
    };
    if (!has("init.init.0") || !has("feat_8.1") || !has("se_64.main.1") || !has("to_big"))
        return std::nullopt;
    return FastGanText(weights).reading();
}

} // namespace

NetworkFamily fast_gan()
{
    return {"fast-gan", "FastGAN", "FastGAN (“lightweight GAN”) as its authors' PyTorch program saves it", 13,
            &readFastGan};
}

} // namespace flipside::family_kinds
