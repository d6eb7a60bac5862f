// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/contact_sheet.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace flipside {
namespace {

constexpr int mostUsualColumns = 6;
constexpr int pdfDotsPerInch = 300;
constexpr double pdfMargin = 12.0; ///< millimetres
/// Parts of a cell's width.
constexpr double gap = 0.06;
constexpr double nameSize = 0.062;
constexpr double factsSize = 0.046;
constexpr double captionTop = 0.02;
constexpr double nameShare = 0.087;
constexpr double factsShare = 0.25; ///< four lines

const QColor paper = Qt::white;
const QColor ink(0x20, 0x20, 0x20);
const QColor paleInk(0x60, 0x60, 0x60);

/// Enlarged by whole pixels as far as it goes, so that all pixels have the same size.
QImage enlarged(const QImage& picture, QSize size)
{
    const int factor = std::max(1, std::min(size.width() / std::max(picture.width(), 1),
                                            size.height() / std::max(picture.height(), 1)));
    return factor == 1 ? picture : picture.scaled(picture.size() * factor);
}

} // namespace

ContactSheet::ContactSheet(std::vector<Entry> entries, int columns, SheetCaptions captions)
    : _entries(std::move(entries)), _columns(std::clamp(columns, 1, int(_entries.size()))),
      _captions(captions)
{
}

int ContactSheet::usualColumns(std::size_t count)
{
    return std::clamp(int(std::ceil(std::sqrt(double(count)))), 1, mostUsualColumns);
}

double ContactSheet::cellHeight(double width) const
{
    const double name = _captions == SheetCaptions::None ? 0.0 : captionTop + nameShare;
    return width * (1.0 + name + (_captions == SheetCaptions::NamesAndFacts ? factsShare : 0.0));
}

QSize ContactSheet::ownSize(QSize own) const
{
    const double cell = std::max(own.width(), own.height()) / (1.0 - gap);
    const int rows = (int(_entries.size()) + _columns - 1) / _columns;
    return {int(std::ceil(_columns * cell)), int(std::ceil(rows * cellHeight(cell)))};
}

QSize ContactSheet::pictureSize(QSize own, int sheetWidth) const
{
    const int side = std::max(1, int(double(sheetWidth) / _columns * (1.0 - gap)));
    return own.scaled(side, side, Qt::KeepAspectRatio).expandedTo({1, 1});
}

void ContactSheet::paintCaption(QPainter& painter, const Entry& entry, const QRectF& area, double cell) const
{
    QFont font = painter.font();
    font.setPixelSize(std::max(1, int(cell * nameSize)));
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(ink);
    const QRectF name(area.topLeft(), QSizeF(area.width(), cell * nameShare));
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(font).elidedText(entry.name, Qt::ElideRight, area.width()));
    if (_captions == SheetCaptions::Names)
        return;
    font.setPixelSize(std::max(1, int(cell * factsSize)));
    font.setBold(false);
    painter.setFont(font);
    painter.setPen(paleInk);
    painter.drawText(QRectF(name.bottomLeft(), QSizeF(area.width(), cell * factsShare)),
                     Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, entry.facts);
}

void ContactSheet::paintRows(QPainter& painter, const QRectF& area, std::size_t first, int rows) const
{
    const double cell = area.width() / _columns;
    const double side = cell * (1.0 - gap);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (int i = 0; i < _columns * rows && first + std::size_t(i) < _entries.size(); ++i) {
        const Entry& entry = _entries[first + std::size_t(i)];
        const int row = i / _columns;
        const QPointF corner(area.left() + i % _columns * cell + cell * gap / 2.0,
                             area.top() + row * cellHeight(cell) + cell * gap / 2.0);
        const QSize size = pictureSize(entry.picture.size(), int(area.width()));
        const QPointF place = corner + QPointF((side - size.width()) / 2.0, (side - size.height()) / 2.0);
        painter.drawImage(QRect(place.toPoint(), size), enlarged(entry.picture, size));
        if (_captions != SheetCaptions::None)
            paintCaption(painter, entry,
                         QRectF(corner.x(), corner.y() + side + cell * captionTop, side, cell), cell);
    }
}

void ContactSheet::paint(QPainter& painter, const QRectF& area) const
{
    painter.fillRect(area, paper);
    paintRows(painter, area, 0, int(_entries.size()));
}

QImage ContactSheet::image(QSize size,
                           const std::function<QImage(std::size_t entry, QSize size)>& resize) const
{
    QImage image(size, QImage::Format_RGB32);
    if (image.isNull())
        return image;
    ContactSheet sheet = *this;
    for (std::size_t i = 0; i < sheet._entries.size(); ++i)
        sheet._entries[i].picture = resize(i, pictureSize(_entries[i].picture.size(), size.width()));
    QPainter painter(&image);
    sheet.paint(painter, QRectF(image.rect()));
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
    const int rows = std::max(1, int(page.height() / cellHeight(page.width() / _columns)));
    const std::size_t perPage = std::size_t(_columns) * std::size_t(rows);
    for (std::size_t first = 0; first < _entries.size(); first += perPage) {
        if (first > 0)
            writer.newPage();
        paintRows(painter, page, first, rows);
    }
    painter.end();
    return bytes;
}

} // namespace flipside
