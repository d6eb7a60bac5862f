// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/crop.h"
#include "core/picture/image.h"

#include <QImage>
#include <QSize>
#include <QString>

#include <filesystem>

namespace flipside {

struct ModelCard;

/// By its name, or else by its first bytes.
bool isPictureFile(const QString& path);

/// A picture from outside, a photograph for instance, that a model is to begin from. It takes a moment to
/// make: not on the interface thread.
struct StartPicture {
    Image pixels; ///< in colour; the longer side has at most 4096 pixels
    QImage shown; ///< the same for the screen, smaller
    QSize size;   ///< of the picture as it came

    /// Throws Error where the file cannot be read as a picture.
    static StartPicture read(const std::filesystem::path& path);
    /// Of a picture that no file stands for; what is transparent becomes white.
    static StartPicture from(const QImage& image);

    /// The part that is used, as a picture of the model's own size and number of channels.
    Image seenBy(const ModelCard& card, const Crop& crop) const;
};

/// Dark for light and light for dark.
Image negative(Image image);

/// Lets what lies at the border, paper for instance, become wholly dark or wholly light, and what stands out
/// from it most the opposite. Where nothing does the picture stays as it is.
Image withFullContrast(Image image);

/// The mean of the outermost pixels, in [0, 1].
double borderBrightness(const Image& image);

/// True where a picture's border is much nearer to the one of the model's pictures, `usualBorder`, once light
/// and dark are exchanged: ink on paper for a model of light digits on black.
bool looksNegative(const Image& image, double usualBorder);

} // namespace flipside
