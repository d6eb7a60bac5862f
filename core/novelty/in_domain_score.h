// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/reference_latents.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace flipside {

/// The in-domain score (long paper, section 3): the signed distance of a latent from the hyperplane of a
/// one-class support vector machine that was trained on latents of the training data (Schölkopf et al., 2001;
/// libsvm). Lower means more of an outlier. The papers name no parameters. ν = 0.1: one of ten training
/// latents counts as an outlier; radial basis functions with γ = 2 / total variance of the latents, narrow
/// enough to see the gaps between classes (a wide one calls whatever lies near the middle typical). Scaled as
/// if every training picture had been a training point.
class InDomainSvm {
public:
    /// `trainingPictures` is how many the references stand for. Throws ArgumentError where there are none.
    static InDomainSvm train(const ReferenceLatents& references, std::uint64_t trainingPictures);

    /// `latents` is m × length; one score each.
    std::vector<float> scores(std::span<const float> latents) const;
    std::size_t length() const { return _length; }

    /// CBOR; of the support vectors only their numbers among the references.
    void write(const std::filesystem::path& path) const;
    /// The references must be those that it was trained on. Throws Error for a file that is damaged.
    static InDomainSvm read(const std::filesystem::path& path, const ReferenceLatents& references);

private:
    void takeVectors(const ReferenceLatents& references);

    std::size_t _length = 0;
    float _gamma = 0.0f;
    float _offset = 0.0f;                ///< ρ
    std::vector<std::uint32_t> _members; ///< the support vectors' numbers among the references
    std::vector<float> _coefficients;    ///< α of each
    std::vector<float> _vectors;         ///< count × length
};

} // namespace flipside
