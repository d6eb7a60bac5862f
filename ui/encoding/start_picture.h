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
/// How the names of picture files look, for a file dialog: "*.jpg *.png …".
QString pictureNames();

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

} // namespace flipside
