// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/profile_model.h"

#include "base/file.h"
#include "data/dataset.h"
#include "profile/profiling.h"
#include "study/evaluation.h"

#include <optional>

namespace flipside {

namespace {

constexpr std::uint64_t priorSamples = 20000;
constexpr std::size_t typicalSamples = 1000;
constexpr std::uint64_t seed = 1;

} // namespace

void profileModel(const ModelFolder& folder, const std::string& data, Progress& progress)
{
    ModelCard card;
    {
        Decoder decoder(folder);
        card = decoder.card();
        std::optional<Encoder> encoder;
        if (folder.hasEncoder())
            encoder.emplace(folder);
        const ActivationProfile profile =
            encoder ? profileOverData(decoder, *encoder, *findDataset(data.empty() ? card.dataset : data),
                                      progress)
                    : profileOverPrior(decoder, priorSamples, seed, progress);
        profile.write(folder.profileFile());
        for (LayerInfo& layer : card.layers)
            layer.dead = profile.find(layer.id)->deadCount();
    }
    card.hashes["profile.cbor"] = sha256OfFile(folder.profileFile());
    writeCard(folder.path() / "card.json", card);
    if (!folder.hasEncoder())
        return;

    Instrument instrument{ModelFolder(folder.path())};
    EvaluationPlan plan;
    plan.schemes = {"regular", "low-active"};
    plan.neurons = {SchemeCall{}.neurons};
    plan.metrics = {"dr"};
    plan.samples = typicalSamples;
    plan.seed = seed;
    for (const EvaluationRow& row : evaluate(instrument, plan, progress))
        card.typicalDistance[row.scheme] = row.mean;
    writeCard(folder.path() / "card.json", card);
}

} // namespace flipside
