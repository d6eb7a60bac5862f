// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/style_samples.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>

namespace flipside {

namespace {

constexpr std::uint64_t mostMultiplications = std::uint64_t{1} << 32;
constexpr float normalisingEpsilon = 1e-8F;
constexpr int rounds = 30; // of subspace iteration: the directions stand still long before
/// Of the widest direction's variance: what is below is rounding.
constexpr double leastVariance = 1e-6;

void normalise(std::span<float> x)
{
    const float square = std::inner_product(x.begin(), x.end(), x.begin(), 0.0F) / float(x.size());
    for (float& number : x)
        number /= std::sqrt(square + normalisingEpsilon);
}

/// y += factor · x.
void add(std::span<float> y, std::span<const float> x, float factor)
{
    for (std::size_t i = 0; i < y.size(); ++i)
        y[i] += factor * x[i];
}

bool isComputedHere(const StyleLinear& layer, int inputs)
{
    return layer.inputs() == inputs && !layer.activation.clamp &&
           (layer.activation.function == "lrelu" || layer.activation.function == "linear");
}

/// Whether the layers follow one another, with known functions, and rows of them can be computed at once.
bool canBeComputed(const StyleMapping& mapping, std::size_t rows)
{
    std::uint64_t multiplications = 0;
    int length = mapping.latent;
    if (mapping.embedding) {
        if (!isComputedHere(*mapping.embedding, mapping.classes))
            return false;
        length += mapping.embedding->outputs();
    }
    for (const StyleLinear& layer : mapping.layers) {
        if (!isComputedHere(layer, length))
            return false;
        multiplications += layer.weight->elements() * rows;
        length = layer.outputs();
    }
    return length == mapping.width && multiplications <= mostMultiplications;
}

/// Rows × inputs to rows × outputs.
std::vector<float> applied(const StyleLinear& layer, const std::vector<float>& x, std::size_t rows)
{
    const auto inputs = std::size_t(layer.inputs());
    const auto outputs = std::size_t(layer.outputs());
    const std::vector<float> weight = layer.weight->floats();
    // Inputs × outputs, so that the innermost loop walks along both.
    std::vector<float> turned(weight.size());
    for (std::size_t output = 0; output < outputs; ++output)
        for (std::size_t input = 0; input < inputs; ++input)
            turned[input * outputs + output] = weight[output * inputs + input] * float(layer.weightGain);
    std::vector<float> bias(outputs, 0.0F);
    if (layer.bias)
        std::ranges::transform(layer.bias->floats(), bias.begin(),
                               [&](float number) { return number * float(layer.biasGain); });
    const bool leaks = layer.activation.function == "lrelu";
    std::vector<float> y(rows * outputs);
    for (std::size_t row = 0; row < rows; ++row) {
        const std::span<float> made = std::span(y).subspan(row * outputs, outputs);
        std::ranges::copy(bias, made.begin());
        for (std::size_t input = 0; input < inputs; ++input)
            add(made, std::span(turned).subspan(input * outputs, outputs), x[row * inputs + input]);
        for (float& number : made)
            number = (leaks && number < 0.0F ? 0.2F * number : number) * float(layer.activation.gain);
    }
    return y;
}

/// What the first layer gets: a latent and, of models with classes, the embedding of one of them.
std::vector<float> drawnRows(const StyleMapping& mapping, std::size_t rows)
{
    Random random(0);
    const auto latent = std::size_t(mapping.latent);
    std::vector<float> classes(rows * std::size_t(mapping.classes), 0.0F);
    std::vector<float> latents(rows * latent);
    for (std::size_t row = 0; row < rows; ++row) {
        const std::span<float> z = std::span(latents).subspan(row * latent, latent);
        std::ranges::generate(z, [&] { return float(random.normal()); });
        normalise(z);
        if (mapping.classes > 0)
            classes[row * std::size_t(mapping.classes) + random.below(std::uint64_t(mapping.classes))] = 1.0F;
    }
    if (!mapping.embedding)
        return latents;
    std::vector<float> embedded = applied(*mapping.embedding, classes, rows);
    const auto width = std::size_t(mapping.embedding->outputs());
    std::vector<float> all;
    all.reserve(latents.size() + embedded.size());
    for (std::size_t row = 0; row < rows; ++row) {
        const std::span<float> own = std::span(embedded).subspan(row * width, width);
        normalise(own);
        all.insert(all.end(), latents.begin() + std::ptrdiff_t(row * latent),
                   latents.begin() + std::ptrdiff_t((row + 1) * latent));
        all.insert(all.end(), own.begin(), own.end());
    }
    return all;
}

/// Makes rows of `width` orthonormal, in their order (Gram and Schmidt); one that is none beside those before
/// it becomes zeros.
void orthonormalise(std::vector<float>& rows, std::size_t width)
{
    for (std::size_t begin = 0; begin < rows.size(); begin += width) {
        const std::span<float> row = std::span(rows).subspan(begin, width);
        // Twice, as once leaves what was rounded away.
        for (int pass = 0; pass < 2; ++pass)
            for (std::size_t other = 0; other < begin; other += width) {
                const std::span<const float> before = std::span(rows).subspan(other, width);
                add(row, before, -std::inner_product(row.begin(), row.end(), before.begin(), 0.0F));
            }
        const float length = std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0F));
        for (float& number : row)
            number = length > 1e-20F ? number / length : 0.0F;
    }
}

/// Width × width.
std::vector<float> covariance(const std::vector<float>& styles, std::size_t width)
{
    const std::size_t rows = styles.size() / width;
    std::vector<float> middle(width, 0.0F);
    for (std::size_t row = 0; row < rows; ++row)
        add(middle, std::span(styles).subspan(row * width, width), 1.0F / float(rows));
    std::vector<float> products(width * width, 0.0F);
    std::vector<float> centred(width);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t i = 0; i < width; ++i)
            centred[i] = styles[row * width + i] - middle[i];
        for (std::size_t i = 0; i < width; ++i)
            add(std::span(products).subspan(i * width, width), centred, centred[i] / float(rows - 1));
    }
    return products;
}

} // namespace

std::vector<float> sampledStyles(const StyleMapping& mapping, std::size_t rows)
{
    if (!canBeComputed(mapping, rows))
        return {};
    std::vector<float> x = drawnRows(mapping, rows);
    for (const StyleLinear& layer : mapping.layers)
        x = applied(layer, x, rows);
    return x;
}

StyleDirections principalStyleDirections(const std::vector<float>& styles, std::size_t width,
                                         std::size_t wanted)
{
    if (width == 0 || styles.size() < 2 * width ||
        !std::ranges::all_of(styles, [](float number) { return std::isfinite(number); }))
        return {};
    const std::vector<float> products = covariance(styles, width);
    const std::size_t count = std::min(wanted, width);
    std::vector<float> found(count * width);
    Random random(0);
    std::ranges::generate(found, [&] { return float(random.normal()); });
    std::vector<float> next(found.size());
    std::vector<double> variances(count);
    for (int round = 0; round < rounds; ++round) {
        orthonormalise(found, width);
        std::ranges::fill(next, 0.0F);
        for (std::size_t direction = 0; direction < count; ++direction) {
            const std::span<float> made = std::span(next).subspan(direction * width, width);
            for (std::size_t i = 0; i < width; ++i)
                add(made, std::span(products).subspan(i * width, width), found[direction * width + i]);
            variances[direction] = std::sqrt(std::inner_product(made.begin(), made.end(), made.begin(), 0.0));
        }
        std::swap(found, next);
    }
    orthonormalise(found, width);
    StyleDirections directions;
    for (std::size_t i = 0; i < count && variances[i] > leastVariance * variances[0]; ++i) {
        const std::span<const float> direction = std::span(found).subspan(i * width, width);
        // An eigenvector has no sign of its own: its largest number points up.
        const float largest =
            *std::ranges::max_element(direction, {}, [](float number) { return std::abs(number); });
        const auto length = float(std::copysign(std::sqrt(variances[i]), double(largest)));
        std::ranges::transform(direction, std::back_inserter(directions.numbers),
                               [length](float number) { return number * length; });
        ++directions.count;
    }
    return directions;
}

} // namespace flipside
