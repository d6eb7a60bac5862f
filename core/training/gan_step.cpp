// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/gan_step.h"

#include "core/training/evidence.h"
#include "core/training/mixed_precision.h"

#include <algorithm>

namespace flipside {

namespace {

constexpr double penaltyWeight = 1.0;
constexpr double averagePerStep = 0.999; // of the weights that are kept
constexpr double rebuildWeight = 2.0;    // of the mean distance of pixels in [0,1]
/// How strongly the critic pulls at a rebuilt picture, compared with the picture that it is to be like (Esser
/// et al., "Taming Transformers for High-Resolution Image Synthesis", 2021, equation 7, by the pictures'
/// gradients instead of those of the last layer).
constexpr double criticsPull = 0.75;

torch::Tensor outputOf(torch::jit::Module& module, const torch::Tensor& input)
{
    return module.forward({input}).toTensor().to(torch::kFloat);
}

/// What fast_critic.h says of pictures.
struct Examined {
    torch::Tensor score;
    torch::Tensor similar;
    torch::Tensor late;
};

Examined examined(torch::jit::Module& critic, const torch::Tensor& pictures)
{
    const auto all = critic.get_method("examined")({pictures}).toTuple();
    return {all->elements()[0].toTensor().to(torch::kFloat), all->elements()[1].toTensor().to(torch::kFloat),
            all->elements()[2].toTensor()};
}

/// While one lives, gradients pass through a module and leave no trace in it.
class Unchanged {
public:
    explicit Unchanged(torch::jit::Module& module) : _module(module) { set(false); }
    ~Unchanged() { set(true); }
    Unchanged(const Unchanged&) = delete;
    Unchanged& operator=(const Unchanged&) = delete;
    Unchanged(Unchanged&&) = delete;
    Unchanged& operator=(Unchanged&&) = delete;

private:
    void set(bool learns)
    {
        for (torch::Tensor parameter : _module.parameters())
            parameter.set_requires_grad(learns);
    }

    torch::jit::Module& _module;
};

/// What the generator has made in a step, with its graph.
struct Made {
    torch::Tensor invented;   ///< from drawn latents
    torch::Tensor rebuilt;    ///< from the encodings of the real pictures; undefined without an encoder
    torch::Tensor divergence; ///< of the encodings

    bool hasRebuilt() const { return rebuilt.defined(); }
    /// As many rebuilt ones among those that the critic sees as there are not invented.
    std::int64_t rebuiltShown(std::int64_t batch) const
    {
        return hasRebuilt() ? batch - invented.size(0) : 0;
    }
    torch::Tensor shown(std::int64_t batch) const
    {
        return hasRebuilt() ? torch::cat({invented, rebuilt.slice(0, 0, rebuiltShown(batch))}) : invented;
    }
};

Made make(Gan& gan, const GanStep& step)
{
    const MixedPrecision mixed;
    const std::int64_t batch = step.real.size(0);
    if (!gan.encoder)
        return {outputOf(gan.generator, step.latents.drawn(batch)), {}, {}};
    const Posterior posterior = posteriorOf(*gan.encoder, step.real);
    const torch::Tensor all =
        outputOf(gan.generator, torch::cat({posterior.drawn(), step.latents.drawn((batch + 1) / 2)}));
    return {all.slice(0, batch), all.slice(0, 0, batch), posterior.divergence()};
}

/// Logistic loss without saturation, and the gradient penalty R1 on real pictures (Mescheder et al., "Which
/// Training Methods for GANs do actually Converge?", 2018, equations 1 and 9).
void teachCritic(Gan& gan, torch::optim::Optimizer& optimizer, const torch::Tensor& made, const GanStep& step,
                 Random& random)
{
    const MixedPrecision mixed;
    optimizer.zero_grad();
    torch::Tensor loss = torch::softplus(outputOf(gan.critic, step.material.augmented(made, random))).mean();
    const torch::Tensor real = step.material.augmented(step.real, random);
    if (gan.critic.find_method("rebuilt")) {
        const Examined seen = examined(gan.critic, real);
        const torch::Tensor again =
            gan.critic.get_method("rebuilt")({seen.late}).toTensor().to(torch::kFloat);
        const torch::Tensor small = torch::adaptive_avg_pool2d(real, {again.size(2), again.size(3)});
        loss = loss + torch::softplus(-seen.score).mean() + (again - small).abs().mean() * rebuildWeight;
    } else {
        loss = loss + torch::softplus(-outputOf(gan.critic, real)).mean();
    }
    if (step.withPenalty) {
        const torch::Tensor seen = step.material.augmented(step.real, random).detach().requires_grad_(true);
        const torch::Tensor slope =
            torch::autograd::grad({outputOf(gan.critic, seen).sum()}, {seen}, {}, true, true).front();
        loss = loss + slope.square().sum({1, 2, 3}).mean() * (penaltyWeight / 2 * double(penaltyEvery));
    }
    loss.backward();
    optimizer.step();
}

/// What would make pictures better: a loss, and its gradient at them.
struct Pull {
    double loss;
    torch::Tensor gradient;
};

Pull pullOf(const torch::Tensor& loss, const torch::Tensor& pictures)
{
    return {loss.item<double>(), torch::autograd::grad({loss}, {pictures}).front()};
}

/// To what the critic takes for real.
Pull towardsReal(Gan& gan, const torch::Tensor& made, const GanMaterial& material, Random& random)
{
    const torch::Tensor seen = made.detach().requires_grad_(true);
    return pullOf(torch::softplus(-outputOf(gan.critic, material.augmented(seen, random))).mean(), seen);
}

/// To the pictures that were encoded: in their pixels and, as heavily, in what the critic sees in them.
Pull towardsEncoded(Gan& gan, const torch::Tensor& rebuilt, const torch::Tensor& real)
{
    const torch::Tensor seen = rebuilt.detach().requires_grad_(true);
    torch::Tensor wanted;
    {
        const torch::NoGradGuard noGradients;
        wanted = examined(gan.critic, real).similar;
    }
    const double share = double(real.numel()) / double(wanted.numel());
    const torch::Tensor likelihood =
        gaussianLogLikelihood(seen, real) +
        gaussianLogLikelihood(examined(gan.critic, seen).similar, wanted) * share;
    return pullOf(-likelihood / real.size(0), seen);
}

double teachGenerator(Gan& gan, torch::optim::Optimizer& optimizer, const Made& made, const GanStep& step,
                      Random& random)
{
    const MixedPrecision mixed;
    const Unchanged critic(gan.critic);
    optimizer.zero_grad();
    const std::int64_t batch = step.real.size(0);
    const torch::Tensor shown = made.shown(batch);
    Pull real = towardsReal(gan, shown, step.material, random);
    if (!made.hasRebuilt()) {
        shown.backward(real.gradient);
        optimizer.step();
        return real.loss;
    }
    const Pull encoded = towardsEncoded(gan, made.rebuilt, step.real);
    const std::int64_t both = made.rebuiltShown(batch);
    const torch::Tensor ratio = encoded.gradient.slice(0, 0, both).norm() /
                                real.gradient.slice(0, made.invented.size(0)).norm().clamp_min(1e-12);
    const torch::Tensor divergence = made.divergence * (step.klWeight / double(batch));
    torch::autograd::backward({shown, made.rebuilt, divergence},
                              {real.gradient * (ratio * criticsPull), encoded.gradient, {}});
    optimizer.step();
    return encoded.loss + divergence.item<double>();
}

} // namespace

double teach(Gan& gan, const GanOptimizers& optimizers, const GanStep& step, Random& random)
{
    const Made made = make(gan, step);
    teachCritic(gan, optimizers.critic, made.shown(step.real.size(0)).detach(), step, random);
    return teachGenerator(gan, optimizers.generator, made, step, random);
}

void updateAverages(Gan& gan, std::int64_t step)
{
    const torch::NoGradGuard noGradients;
    const double keep = std::min(averagePerStep, double(step + 1) / double(step + 10));
    const auto blend = [keep](const auto& target, const auto& source) {
        auto from = source.begin();
        for (torch::Tensor tensor : target) {
            tensor.lerp_(*from, 1.0 - keep);
            ++from;
        }
    };
    blend(gan.average.parameters(), gan.generator.parameters());
    blend(gan.average.buffers(), gan.generator.buffers());
    if (gan.encoder) {
        blend(gan.averageEncoder->parameters(), gan.encoder->parameters());
        blend(gan.averageEncoder->buffers(), gan.encoder->buffers());
    }
}

} // namespace flipside
