// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/recognise.h"

#include <chrono>
#include <functional>

namespace flipside {

/// How long answers are looked for.
struct AnswerEffort {
    /// Of the processor, after which open questions keep their usual answer.
    std::chrono::milliseconds time{20'000};
};

/// The network in these weights, with the likeliest answers to what they leave open, beside the `given` ones.
/// Every choice is tried on latents drawn from N(0, I). A network with running statistics says itself what it
/// was trained with: the choice is right under which what comes into its normalisations has the mean and
/// variance that they remember (Ioffe and Szegedy, "Batch Normalization", 2015, section 3.1). What that
/// cannot tell gets its usual answer; but a picture's last function is none where the numbers are those of a
/// picture without one. While anything is open, every question says in which order its choices are likely: by
/// those statistics, and where they cannot tell by how picture-like pictures are (picture_likeness.h). Throws
/// as recogniseNetwork does.
RecognisedNetwork likeliestNetwork(const StateDict& weights, const NetworkChoices& given,
                                   const NetworkFamily* wanted, const AnswerEffort& effort,
                                   const std::function<void(double)>& progress);

} // namespace flipside
