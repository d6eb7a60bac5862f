// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/picture/image.h"

#include <filesystem>
#include <memory>
#include <string>

namespace flipside {

/// Makes pictures larger than their models could, for a print: a small network adds what enlarging alone
/// cannot know. It belongs to no model. May be asked on any thread.
class Enlarger {
public:
    enum class Style {
        Sharp,    ///< edges as in photographs, and nothing that was not there
        Painterly ///< surfaces get the grain of brush strokes, as in the paintings it was trained on
    };

    /// "enlarger-sharp.pt"
    static std::string fileName(Style style);
    /// Where a style's file is: the user's own under the XDG data directory (flipside/enlarger), or the one
    /// that came with Flipside (core/base/bundled_folder.h).
    static std::filesystem::path fileOf(Style style);
    /// Whether there is such a file.
    static bool isThere(Style style);

    /// Throws Error where the style's file is missing, damaged or not an enlarger's.
    explicit Enlarger(Style style);
    /// The same of a file that `flipside-cli train-enlarger` wrote.
    explicit Enlarger(const std::filesystem::path& file);
    ~Enlarger();
    Enlarger(Enlarger&&) noexcept;
    Enlarger& operator=(Enlarger&&) noexcept;

    /// A picture of 1 or 3 channels and any size with 4 times as many pixels each way, or 16 times (enlarged
    /// twice), in [0, 1]. Works part by part, so that it needs little memory besides the pictures, and
    /// reports each. Throws ArgumentError where `times` is neither, the picture is empty, or the result would
    /// have more than 100 megapixels; Cancelled between two parts.
    Image enlarged(const Image& picture, Progress& progress, int times = 4) const;

private:
    struct Network;
    std::unique_ptr<const Network> _network;
};

} // namespace flipside
