// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/contact_sheet.h"

#include "core/base/file.h"
#include "ui/gallery/gallery_facts.h"
#include "ui/pictures/canvas_images.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr int imageWidth = 1600;
constexpr int widestRow = 6;
constexpr int pdfColumns = 4;
constexpr int pdfDotsPerInch = 300;
constexpr double pdfMargin = 12.0; ///< millimetres
/// Parts of a cell's width.
constexpr double gap = 0.06;
constexpr double nameSize = 0.062;
constexpr double factsSize = 0.046;
constexpr double captionTop = 0.02;
constexpr double nameShare = 0.087;
constexpr double factsShare = 0.25; ///< four lines
constexpr double cellShare = 1.0 + captionTop + nameShare + factsShare;

const QColor paper = Qt::white;
const QColor ink(0x20, 0x20, 0x20);
const QColor paleInk(0x60, 0x60, 0x60);

double cellHeight(double width)
{
    return width * cellShare;
}

/// Enlarged by whole pixels as far as it goes, so that all pixels have the same size.
QImage enlarged(const QImage& picture, double side)
{
    const int longer = std::max(picture.width(), picture.height());
    const int factor = std::max(1, int(side) / std::max(longer, 1));
    return factor == 1 ? picture : picture.scaled(picture.size() * factor);
}

} // namespace

ContactSheet::ContactSheet(GalleryItems items, const std::vector<Image>& pictures, const ModelNames& models)
{
    for (std::size_t i = 0; i < items.size(); ++i) {
        QString name = QString::fromStdString(items[i]->name);
        if (name.isEmpty())
            name = QString::number(i + 1);
        _entries.push_back({toQImage(pictures[i]), name, galleryFacts(*items[i], models)});
    }
}

void ContactSheet::paint(QPainter& painter, const QRectF& area, std::size_t first, int columns,
                         int rows) const
{
    const double cell = area.width() / columns;
    const double side = cell * (1.0 - gap);
    QFont nameFont = painter.font();
    nameFont.setPixelSize(std::max(1, int(cell * nameSize)));
    nameFont.setBold(true);
    QFont factsFont = painter.font();
    factsFont.setPixelSize(std::max(1, int(cell * factsSize)));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (int i = 0; i < columns * rows && first + std::size_t(i) < _entries.size(); ++i) {
        const Entry& entry = _entries[first + std::size_t(i)];
        const int row = i / columns;
        const int column = i % columns;
        const QPointF corner(area.left() + column * cell + cell * gap / 2.0,
                             area.top() + row * cellHeight(cell) + cell * gap / 2.0);
        const QSizeF size = QSizeF(entry.picture.size()).scaled(side, side, Qt::KeepAspectRatio);
        const QRectF place(corner + QPointF((side - size.width()) / 2.0, (side - size.height()) / 2.0), size);
        painter.drawImage(place, enlarged(entry.picture, side));
        const QRectF nameRect(corner.x(), corner.y() + side + cell * captionTop, side, cell * nameShare);
        painter.setFont(nameFont);
        painter.setPen(ink);
        painter.drawText(nameRect, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(nameFont).elidedText(entry.name, Qt::ElideRight, side));
        painter.setFont(factsFont);
        painter.setPen(paleInk);
        painter.drawText(QRectF(nameRect.bottomLeft(), QSizeF(side, cell * factsShare)),
                         Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, entry.facts);
    }
}

QImage ContactSheet::image() const
{
    const auto count = int(_entries.size());
    const int columns = std::clamp(int(std::ceil(std::sqrt(double(count)))), 1, widestRow);
    const int rows = (count + columns - 1) / columns;
    const double cell = double(imageWidth) / columns;
    QImage image(imageWidth, int(std::ceil(rows * cellHeight(cell))), QImage::Format_RGB32);
    image.fill(paper);
    QPainter painter(&image);
    paint(painter, QRectF(image.rect()), 0, columns, rows);
    return image;
}

QByteArray ContactSheet::pdf() const
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(pdfDotsPerInch);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(pdfMargin, pdfMargin, pdfMargin, pdfMargin), QPageLayout::Millimeter);
    writer.setCreator(QStringLiteral("Flipside"));
    QPainter painter(&writer);
    const QRectF page(0.0, 0.0, writer.width(), writer.height());
    const int rows = std::max(1, int(page.height() / cellHeight(page.width() / pdfColumns)));
    const std::size_t perPage = std::size_t(pdfColumns) * std::size_t(rows);
    for (std::size_t first = 0; first < _entries.size(); first += perPage) {
        if (first > 0)
            writer.newPage();
        paint(painter, page, first, pdfColumns, rows);
    }
    painter.end();
    return bytes;
}

void ContactSheet::write(const std::filesystem::path& file) const
{
    QByteArray bytes;
    if (file.extension() == ".pdf") {
        bytes = pdf();
    } else {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        image().save(&buffer, "PNG");
    }
    writeFile(file, bytes.toStdString());
}

} // namespace flipside
