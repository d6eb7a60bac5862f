// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/metric.h"

#include "core/base/error.h"

#include <array>

namespace flipside {

std::span<const Metric> allMetrics()
{
    static const std::array all{
        Metric{"dr", "Reconstruction distance",
               "D_r: how far the picture is from what encoder and decoder make of it.", 0.0, 20.0},
        Metric{"dr-refined", "Reconstruction distance, refined",
               "The smallest distance to anything that the decoder makes near the encoding.", 0.0, 20.0},
        Metric{"kns1", "Novelty score, k = 1",
               "Distance to the nearest training latent, over that one's distance to its nearest.", 0.0, 5.0},
        Metric{"kns5", "Novelty score, k = 5",
               "Mean distance to the 5 nearest training latents, over theirs to their nearest.", 0.0, 5.0},
        Metric{"kns-input", "Novelty score of pixels, k = 1",
               "The novelty score with distances between pictures instead of latents.", 0.0, 5.0},
        Metric{"kns5-input", "Novelty score of pixels, k = 5",
               "The novelty score of five neighbours with distances between pictures.", 0.0, 5.0},
        Metric{"ice", "Classifier entropy",
               "ICE: how undecided a classifier of the training classes is, in bits.", 0.0, 5.0},
        Metric{"in-domain", "In-domain score",
               "Distance from the border of the training latents (one-class SVM); lower is farther out.",
               -20000.0, 20000.0, false},
        Metric{"critic", "Critic's score",
               "How real the critic that the model was trained against finds the picture; 0 is undecided.",
               -20.0, 20.0, false},
        Metric{"inception", "Inception Score",
               "How clearly and how variously a set of pictures shows the training classes.", 1.0, 20.0,
               false, true}};
    return all;
}

Metric findMetric(const std::string& name)
{
    const std::string ofModel = "ice:";
    if (name.starts_with(ofModel)) {
        Metric metric = findMetric("ice");
        metric.name = name;
        metric.label += " by " + name.substr(ofModel.size());
        return metric;
    }
    std::string known;
    for (const Metric& metric : allMetrics()) {
        if (metric.name == name)
            return metric;
        known += (known.empty() ? "" : ", ") + metric.name;
    }
    throw ArgumentError("unknown metric \"" + name + "\": use one of " + known);
}

} // namespace flipside
