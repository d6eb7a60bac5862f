// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

#include <cstddef>
#include <functional>
#include <vector>

class QPainter;
class QRectF;

namespace flipside {

/// What stands under each picture of a contact sheet.
enum class SheetCaptions { None, Names, NamesAndFacts };

/// Pictures in rows with their captions, for the wall or for a letter.
class ContactSheet {
public:
    struct Entry {
        QImage picture;
        QString name;
        QString facts; ///< where it comes from, in up to four lines
    };

    /// `entries` is not empty; there are no more columns than entries.
    ContactSheet(std::vector<Entry> entries, int columns, SheetCaptions captions);

    /// As many columns as make about a square.
    static int usualColumns(std::size_t count);
    int columns() const { return _columns; }
    /// How wide a sheet is on which pictures of `own` pixels are as large as they are, and how high.
    QSize ownSize(QSize own) const;
    /// How large in pixels a picture is on a sheet of that width.
    QSize pictureSize(QSize own, int sheetWidth) const;
    /// Draws it, as high as it is at that width. Pictures of pictureSize() are drawn pixel by pixel, others
    /// are brought to it, and stay sharp where that enlarges them.
    void paint(QPainter& painter, const QRectF& area) const;
    /// A picture of it; null where there is not enough memory. `resize` brings a picture to a size.
    QImage image(QSize size, const std::function<QImage(std::size_t entry, QSize size)>& resize) const;
    /// As a document of A4 pages.
    QByteArray pdf() const;

private:
    double cellHeight(double width) const;
    void paintRows(QPainter& painter, const QRectF& area, std::size_t first, int rows) const;
    void paintCaption(QPainter& painter, const Entry& entry, const QRectF& area, double cell) const;

    std::vector<Entry> _entries;
    int _columns;
    SheetCaptions _captions;
};

} // namespace flipside
