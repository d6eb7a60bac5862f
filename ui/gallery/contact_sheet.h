// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"
#include "core/session/session.h"
#include "ui/document/model_library.h"

#include <QImage>

#include <filesystem>
#include <vector>

namespace flipside {

/// Pictures of the gallery in rows with their captions, for the wall or for a letter: name, model, how many
/// neurons are flipped by which scheme, how novel. Pixels stay sharp where a picture is enlarged.
class ContactSheet {
public:
    /// `pictures` in the order of the items.
    ContactSheet(GalleryItems items, const std::vector<Image>& pictures, const ModelNames& models);

    /// All of it on one page of about 1600 pixels' width.
    QImage image() const;
    /// Writes `image()` as PNG, or A4 pages of 4 × 5 pictures where the file's name ends with .pdf; whole or
    /// not at all. Throws Error.
    void write(const std::filesystem::path& file) const;

private:
    struct Entry {
        QImage picture;
        QString name;
        QString facts;
    };
    QByteArray pdf() const;
    void paint(QPainter& painter, const QRectF& area, std::size_t first, int columns, int rows) const;

    std::vector<Entry> _entries;
};

} // namespace flipside
