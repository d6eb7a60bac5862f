// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace flipside {

/// Latents of training pictures, evenly spread over the training data, with the class of each: what novelty
/// is measured against. Of a model without encoder they are draws from its prior. Where the data has no
/// labels, the classes are clusters of the latents.
class ReferenceLatents {
public:
    /// `numbers` is n × length, row by row; `classes` one number, 0 or more, for each latent.
    ReferenceLatents(std::size_t length, std::vector<float> numbers, std::vector<int> classes);

    std::size_t count() const { return _classes.size(); }
    std::size_t length() const { return _length; }
    std::span<const float> numbers() const { return _numbers; } ///< n × length
    std::span<const float> latent(int i) const
    {
        return std::span(_numbers).subspan(std::size_t(i) * _length, _length);
    }
    std::vector<int> presentClasses() const; ///< in ascending order
    const std::vector<int>& membersOf(int number) const { return _members.at(number); }
    /// Of a present class, the latent that is nearest to the mean of all of them.
    int mostTypicalOf(int number) const;

    /// CBOR; numbers in 16 bits, to 1/65534 of the largest of their dimension.
    void write(const std::filesystem::path& path) const;
    /// Throws Error for a file that is damaged.
    static ReferenceLatents read(const std::filesystem::path& path);

private:
    std::size_t _length;
    std::vector<float> _numbers;
    std::vector<int> _classes;
    std::map<int, std::vector<int>> _members;
};

} // namespace flipside
