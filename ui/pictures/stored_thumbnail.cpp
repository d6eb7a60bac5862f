// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/stored_thumbnail.h"

#include "core/picture/quiet_decoding.h"

#include <QByteArray>

namespace flipside {

QImage storedThumbnail(const std::string& png)
{
    const QuietDecoding quiet;
    return QImage::fromData(QByteArray::fromRawData(png.data(), qsizetype(png.size())), "PNG");
}

} // namespace flipside
