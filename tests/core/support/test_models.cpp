// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/support/test_models.h"

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/sandbox/first_opening.h"

#include <caffe2/serialize/inline_container.h>
#include <chrono>
#include <torch/script.h>
#include <torch/torch.h>

namespace flipside::test {

namespace fs = std::filesystem;

namespace {

Weight linearWeight(const std::string& name, int outputs, int inputs, std::uint64_t seed)
{
    // He initialisation keeps activations at the same scale through any number of ReLU layers.
    return {name,
            {outputs, inputs},
            randomNumbers(std::size_t(outputs) * std::size_t(inputs), std::sqrt(2.0 / inputs), seed)};
}

Weight bias(const std::string& name, int outputs, std::uint64_t seed)
{
    return {name, {outputs}, randomNumbers(std::size_t(outputs), 0.1, seed)};
}

void addLinear(Script& script, const std::string& name, int inputs, int outputs, std::uint64_t seed)
{
    script.weights.push_back(linearWeight("w" + name, outputs, inputs, seed));
    script.weights.push_back(bias("b" + name, outputs, seed + 1000));
}

Weight kernel(const std::string& name, std::vector<std::int64_t> shape, std::uint64_t seed)
{
    std::size_t count = 1;
    for (const std::int64_t size : shape)
        count *= std::size_t(size);
    const double inputs = double(shape[0] * shape[2] * shape[3]);
    return {name, std::move(shape), randomNumbers(count, std::sqrt(2.0 / inputs), seed)};
}

torch::jit::Module loadDecoder(const fs::path& folder)
{
    torch::jit::Module module = torch::jit::load((folder / "decoder.pt").string());
    module.eval();
    return module;
}

torch::Tensor latentTensor(const std::vector<float>& z)
{
    return torch::tensor(z).reshape({1, std::int64_t(z.size())});
}

std::vector<float> numbersOf(const c10::IValue& value)
{
    const torch::Tensor tensor = value.toTensor().to(torch::kFloat).contiguous();
    return {tensor.data_ptr<float>(), tensor.data_ptr<float>() + tensor.numel()};
}

/// Turns `forward` into a second method that holds one unit: every "TAP(x, n)" of the body becomes the
/// identity in the one and a call that changes layer n in the other.
std::string bothMethods(const std::string& body)
{
    std::string plain = "def forward(self, z):\n" + body;
    std::string edited = "def edited(self, z, layer: int, unit: int, value: float):\n" + body;
    const auto replaceAll = [](std::string& text, const std::string& from, const std::string& to) {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    };
    replaceAll(plain, "TAP(", "self.unchanged(");
    replaceAll(edited, "TAP(", "self.held(layer, unit, value, ");
    return "def unchanged(self, x, n: int):\n    return x\n"
           "def held(self, layer: int, unit: int, value: float, x, n: int):\n"
           "    y = x.clone()\n"
           "    if n == layer:\n"
           "        if x.dim() == 3:\n"
           "            y.select(2, unit).fill_(value)\n"
           "        else:\n"
           "            y.select(1, unit).fill_(value)\n"
           "    return y\n" +
           plain + edited;
}

/// Adds a method `wait` that passes on what it gets after about so many seconds on this machine.
void addWait(Script& script, double seconds)
{
    constexpr int inside = 512;
    const torch::NoGradGuard noGradients;
    const torch::Tensor row = torch::ones({1, inside});
    const torch::Tensor matrix = torch::ones({inside, inside});
    const auto timeOf = [&](int rounds) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < rounds; ++i)
            (void)torch::clamp(torch::matmul(row, matrix), -1.0, 1.0);
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / rounds;
    };
    (void)timeOf(50);
    script.integers.emplace_back("rounds", std::int64_t(seconds / timeOf(200)) + 1);
    script.weights.push_back({"slow", {inside, inside}, randomNumbers(inside * inside, 0.04, 5)});
    script.source += "def wait(self, x):\n"
                     "    y = torch.zeros([x.size(0), " +
                     std::to_string(inside) +
                     "]) + x.mean()\n"
                     "    for i in range(self.rounds):\n"
                     "        y = torch.clamp(torch.matmul(y, self.slow), -1.0, 1.0)\n"
                     "    return x + 0.001 * y.mean()\n";
}

} // namespace

ModelCard testCard(const std::string& id, int latent, int channels, int height, int width)
{
    ModelCard card;
    card.id = id;
    card.name = id;
    card.description = "Made by a test.";
    card.dataset = "none";
    card.terms = "CC0-1.0";
    card.channels = channels;
    card.height = height;
    card.width = width;
    card.latentShape = {latent};
    return card;
}

std::vector<float> randomNumbers(std::size_t count, double deviation, std::uint64_t seed)
{
    Random random(seed);
    std::vector<float> numbers(count);
    for (float& number : numbers)
        number = float(deviation * random.normal());
    return numbers;
}

void writeScript(const fs::path& file, const Script& script)
{
    torch::jit::Module module("Decoder");
    module.register_attribute("training", c10::BoolType::get(), false);
    for (const Weight& weight : script.weights)
        module.register_parameter(weight.name, torch::tensor(weight.values).reshape(weight.shape), false);
    for (const auto& [name, value] : script.integers)
        module.register_attribute(name, c10::IntType::get(), value);
    module.define(script.source);
    module.save(file.string());
}

void writeModel(const fs::path& folder, ModelCard card, const Script& decoder, const Script* encoder)
{
    fs::create_directories(folder);
    writeScript(folder / "decoder.pt", decoder);
    card.hashes["decoder.pt"] = sha256OfFile(folder / "decoder.pt");
    // The test's own work, and not a stranger's: most tests need no process for each of their models.
    rememberCameThrough(card.hashes["decoder.pt"]);
    if (encoder) {
        writeScript(folder / "encoder.pt", *encoder);
        card.hashes["encoder.pt"] = sha256OfFile(folder / "encoder.pt");
        rememberCameThrough(card.hashes["encoder.pt"]);
    }
    writeCard(folder / "card.json", card);
}

void removeHashes(const fs::path& folder)
{
    ModelCard card = readCard(folder / "card.json");
    card.hashes.clear();
    writeCard(folder / "card.json", card);
}

void writeTinyModel(const fs::path& folder)
{
    Script decoder;
    decoder.source = "def forward(self, z):\n"
                     "    h = torch.relu(torch.linear(z, self.w1, self.b1))\n"
                     "    h = torch.relu(torch.linear(h, self.w2, self.b2))\n"
                     "    return torch.linear(h, self.w3, self.b3).reshape([-1, 1, 2, 2])\n";
    decoder.weights = {{"w1", {3, 2}, {1, 0, 0, 1, 1, -1}},
                       {"b1", {3}, {0, 0, -1}},
                       {"w2", {2, 3}, {1, 1, 0, 0, -1, 2}},
                       {"b2", {2}, {0, 1}},
                       {"w3", {4, 2}, {0.1f, 0, 0.2f, 0.1f, 0, 0.3f, 0.05f, 0.05f}},
                       {"b3", {4}, {0, 0.1f, 0.2f, 0}}};
    Script encoder;
    encoder.source = "def forward(self, x):\n    return x.mean(3).flatten(1)\n";
    writeModel(folder, testCard("tiny", 2, 1, 2, 2), decoder, &encoder);
}

void writeRandomMlpModel(const fs::path& folder, int latent, const std::vector<int>& hidden, int height,
                         int width, bool withEncoder, std::uint64_t seed)
{
    const auto perceptron = [&](std::vector<int> sizes, const std::string& before, const std::string& after) {
        Script script;
        script.source = "def forward(self, x):\n" + before;
        for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
            const std::string name = std::to_string(i + 1);
            addLinear(script, name, sizes[i], sizes[i + 1], seed + 10 * i);
            const std::string linear = "torch.linear(x, self.w" + name + ", self.b" + name + ")";
            script.source +=
                i + 2 < sizes.size() ? "    x = torch.relu(" + linear + ")\n" : "    x = " + linear + "\n";
        }
        script.source += "    return " + after + "\n";
        return script;
    };
    std::vector<int> sizes{latent};
    sizes.insert(sizes.end(), hidden.begin(), hidden.end());
    sizes.push_back(height * width);
    const Script decoder = perceptron(sizes, "",
                                      "torch.sigmoid(x).view([-1, 1, " + std::to_string(height) + ", " +
                                          std::to_string(width) + "])");
    const Script encoder =
        perceptron(std::vector<int>(sizes.rbegin(), sizes.rend()), "    x = x.flatten(1)\n", "x");
    writeModel(folder, testCard(folder.filename().string(), latent, 1, height, width), decoder,
               withEncoder ? &encoder : nullptr);
}

void writeSlowModel(const fs::path& folder, double seconds)
{
    constexpr int units = 64;
    constexpr int layers = 8;
    Script decoder;
    addLinear(decoder, "0", 4, units, 10);
    addWait(decoder, seconds / layers);
    decoder.source += "def forward(self, z):\n"
                      "    h = torch.relu(torch.linear(z, self.w0, self.b0))\n";
    for (int layer = 1; layer <= layers; ++layer) {
        const std::string name = std::to_string(layer);
        addLinear(decoder, name, units, units, 20 + std::uint64_t(layer));
        decoder.source += "    h = torch.linear(self.wait(h), self.w" + name + ", self.b" + name + ")\n";
        decoder.source += layer < layers ? "    h = torch.relu(h)\n" : "    h = torch.sigmoid(h)\n";
    }
    decoder.source += "    return h.view([-1, 1, 8, 8])\n";
    writeModel(folder, testCard(folder.filename().string(), 4, 1, 8, 8), decoder);
}

void writeSketchingModel(const fs::path& folder, double seconds)
{
    constexpr int maps = 8;
    constexpr int colours = 3;
    constexpr int first = 16;
    constexpr int doublings = 2;
    Script decoder;
    addLinear(decoder, "0", 4, maps * first * first, 10);
    addWait(decoder, seconds / doublings);
    const auto addPicture = [&](const std::string& name, double share, std::uint64_t seed) {
        decoder.weights.push_back({name, {colours, maps, 1, 1}, randomNumbers(colours * maps, share, seed)});
    };
    addPicture("picture0", 0.2, 31);
    decoder.source += "def forward(self, z):\n"
                      "    x = torch.relu(torch.linear(z, self.w0, self.b0).view([-1, 8, 16, 16]))\n"
                      "    image = 0.5 + torch.conv2d(x, self.picture0)\n";
    for (int i = 1; i <= doublings; ++i) {
        const std::string name = std::to_string(i);
        addPicture("picture" + name, 0.04, 40 + std::uint64_t(i));
        decoder.weights.push_back(
            {"c" + name, {maps, maps, 3, 3}, randomNumbers(maps * maps * 9, 0.15, 50 + std::uint64_t(i))});
        decoder.source += "    x = torch.upsample_nearest2d(self.wait(x), [" + std::to_string(first << i) +
                          ", " + std::to_string(first << i) + "])\n" +
                          "    x = torch.relu(torch.conv2d(x, self.c" + name + ", None, [1, 1], [1, 1]))\n" +
                          "    image = torch.upsample_nearest2d(image, [" + std::to_string(first << i) +
                          ", " + std::to_string(first << i) + "]) + torch.conv2d(x, self.picture" + name +
                          ")\n";
    }
    decoder.source += "    return image\n";
    const int side = first << doublings;
    writeModel(folder, testCard(folder.filename().string(), 4, colours, side, side), decoder);
}

void writeResidualModel(const fs::path& folder)
{
    Script script;
    addLinear(script, "1", 3, 6, 1);
    addLinear(script, "2", 6, 6, 2);
    addLinear(script, "3", 6, 6, 3);
    addLinear(script, "4", 9, 4, 4);
    script.source =
        bothMethods("    a = TAP(torch.relu(torch.linear(z, self.w1, self.b1)), 0)\n"
                    "    b = TAP(torch.tanh(torch.linear(a, self.w2, self.b2)), 1)\n"
                    "    c = TAP(torch.sigmoid(torch.linear(a + b, self.w3, self.b3)), 2)\n"
                    "    d = TAP(torch.relu(a + b + c), 3)\n"
                    "    e = torch.cat([d * a, z], 1)\n"
                    "    return torch.sigmoid(torch.linear(e, self.w4, self.b4)).view([-1, 1, 2, 2])\n");
    writeModel(folder, testCard(folder.filename().string(), 3, 1, 2, 2), script);
}

void writeUpsamplingModel(const fs::path& folder, int maps, int side)
{
    constexpr int latent = 128;
    constexpr int firstSide = 8;
    constexpr int fewestMaps = 16;
    Script script;
    addLinear(script, "0", latent, maps * firstSide * firstSide, 1);
    script.source = "def forward(self, z):\n"
                    "    x = torch.relu(torch.linear(z, self.w0, self.b0)).view([-1, " +
                    std::to_string(maps) + ", 8, 8])\n";
    int number = 1;
    for (int size = 2 * firstSide; size <= side; size *= 2, ++number) {
        const int next = std::max(maps / 2, fewestMaps);
        const std::string text = std::to_string(number);
        script.weights.push_back(kernel("k" + text, {next, maps, 3, 3}, std::uint64_t(number)));
        script.weights.push_back(bias("c" + text, next, std::uint64_t(number)));
        script.source += "    x = torch.upsample_nearest2d(x, [" + std::to_string(size) + ", " +
                         std::to_string(size) + "], None, None)\n    x = torch.relu(torch.conv2d(x, self.k" +
                         text + ", self.c" + text + ", [1, 1], [1, 1]))\n";
        maps = next;
    }
    script.weights.push_back(kernel("k", {3, maps, 3, 3}, 100));
    script.weights.push_back(bias("c", 3, 100));
    script.source += "    return torch.sigmoid(torch.conv2d(x, self.k, self.c, [1, 1], [1, 1]))\n";
    writeModel(folder, testCard(folder.filename().string(), latent, 3, side, side), script);
}

void writeConvolutionModel(const fs::path& folder)
{
    Script script;
    addLinear(script, "0", 5, 8 * 2 * 2, 1);
    script.weights.push_back(kernel("k1", {8, 6, 4, 4}, 2));
    script.weights.push_back(kernel("k2", {6, 6, 3, 3}, 3));
    script.weights.push_back(kernel("k3", {6, 3, 4, 4}, 4));
    script.weights.push_back(bias("c1", 6, 5));
    script.weights.push_back(bias("c2", 6, 6));
    script.weights.push_back(bias("c3", 3, 7));
    script.source = bothMethods(
        "    a = TAP(torch.elu(torch.linear(z, self.w0, self.b0)), 0).view([-1, 8, 2, 2])\n"
        "    b = TAP(torch.relu(torch.conv_transpose2d(a, self.k1, self.c1, [2, 2], [1, 1])), 1)\n"
        "    c = TAP(torch.leaky_relu(torch.conv2d(b, self.k2, self.c2, [1, 1], [1, 1]), 0.2), 2)\n"
        "    d = b + c\n"
        "    return torch.tanh(torch.conv_transpose2d(d, self.k3, self.c3, [2, 2], [1, 1]))\n");
    ModelCard card = testCard(folder.filename().string(), 5, 3, 8, 8);
    card.rangeLow = -1.0;
    writeModel(folder, card, script);
}

void writeInPlaceModel(const fs::path& folder)
{
    Script script;
    addLinear(script, "1", 3, 5, 1);
    addLinear(script, "2", 5, 5, 2);
    addLinear(script, "3", 5, 4, 3);
    // In the edited method the same in-place call comes first and the held value takes its place.
    script.source =
        bothMethods("    a = torch.linear(z, self.w1, self.b1)\n"
                    "    torch.relu_(a)\n"
                    "    a = TAP(a, 0)\n"
                    "    view = a.view([-1, 5])\n"
                    "    b = torch.linear(a, self.w2, self.b2) + view\n"
                    "    b = TAP(torch.relu_(b), 1)\n"
                    "    b = b.mul(2.0)\n"
                    "    b.add_(a)\n"
                    "    return torch.sigmoid(torch.linear(b, self.w3, self.b3)).view([-1, 1, 2, 2])\n");
    writeModel(folder, testCard(folder.filename().string(), 3, 1, 2, 2), script);
}

void writeBranchModel(const fs::path& folder)
{
    Script script;
    addLinear(script, "1", 3, 4, 1);
    addLinear(script, "2", 4, 4, 2);
    script.source = bothMethods("    a = TAP(torch.relu(torch.linear(z, self.w1, self.b1)), 0)\n"
                                "    if bool(a.sum() > -1.0):\n"
                                "        a = TAP(torch.tanh(torch.linear(a, self.w2, self.b2)), 1)\n"
                                "    else:\n"
                                "        a = torch.silu(a)\n"
                                "    rounds = int(a.size(1)) - 1\n"
                                "    i = 0\n"
                                "    while i < rounds and bool(a.sum() > -1000.0):\n"
                                "        a = TAP(torch.relu(torch.linear(a, self.w2, self.b2)), 2)\n"
                                "        i += 1\n"
                                "    return torch.sigmoid(a).view([-1, 1, 2, 2])\n");
    writeModel(folder, testCard(folder.filename().string(), 3, 1, 2, 2), script);
}

void writeSequenceModel(const fs::path& folder)
{
    Script script;
    addLinear(script, "1", 2, 7, 1);
    addLinear(script, "2", 7, 4, 2);
    script.source =
        bothMethods("    tokens = z.view([-1, 3, 2])\n"
                    "    a = TAP(torch.gelu(torch.linear(tokens, self.w1, self.b1)), 0)\n"
                    "    return torch.sigmoid(torch.linear(a, self.w2, self.b2)).reshape([-1, 1, 3, 4])\n");
    writeModel(folder, testCard(folder.filename().string(), 6, 1, 3, 4), script);
}

std::vector<float> evaluate(const fs::path& folder, const std::vector<float>& z)
{
    const torch::NoGradGuard noGradients;
    return numbersOf(loadDecoder(folder).forward({latentTensor(z)}));
}

std::vector<float> evaluateEdited(const fs::path& folder, const std::vector<float>& z, int layer, int unit,
                                  float value)
{
    const torch::NoGradGuard noGradients;
    return numbersOf(loadDecoder(folder).get_method("edited")({latentTensor(z), layer, unit, double(value)}));
}

void writeArchiveBomb(const fs::path& file, std::size_t bytes)
{
    caffe2::serialize::PyTorchStreamWriter writer(file.string());
    const std::string zeros(bytes, '\0');
    const std::string empty = "\x80\x02).";
    writer.writeRecord("data/0", zeros.data(), zeros.size(), true);
    writer.writeRecord("data.pkl", empty.data(), empty.size());
    writer.writeRecord("constants.pkl", empty.data(), empty.size());
    writer.writeEndOfFile();
}

Script linearScript()
{
    return {"def forward(self, z):\n"
            "    return torch.linear(torch.relu(torch.linear(z, self.w1)), self.w2).view([-1, 1, 2, 2])\n",
            {{"w1", {3, 2}, {1, 2, 3, 4, 5, 6}}, {"w2", {4, 3}, std::vector<float>(12, 0.1f)}},
            {}};
}

} // namespace flipside::test
