// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/scheme.h"
#include "ui/canvas/canvas.h"
#include "ui/canvas/canvas_overlays.h"
#include "ui/pictures/canvas_images.h"
#include "ui/style/theme.h"
#include "ui/words/numbers.h"

#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr double captionGap = 7.0;
constexpr double aroundLine = 5.0; // of a caption, above and below together
/// Device pixels of a picture's pixel from which on lines between them do not drown it.
constexpr double smallestGridScale = 6.0;

/// Device pixels of a picture's pixel from which on one sees them as squares.
constexpr double leastEdgeScale = 2.0;

/// Enlarged to the next whole scale: what is painted smaller from it, smoothly, has squares of one size and
/// sharp edges.
QImage withSharpPixels(const QImage& image, double scale)
{
    return image.scaled(image.size() * int(std::ceil(scale)), Qt::KeepAspectRatio, Qt::FastTransformation);
}

QRectF captionRect(const QPainter& painter, const QRectF& pane, const QRectF& picture)
{
    const double bottom = std::min(picture.bottom(), pane.bottom());
    return {pane.left(), bottom + captionGap, pane.width(), painter.fontMetrics().height() + aroundLine};
}

/// What was done, in a few words.
QString flipWords(const Recipe& recipe)
{
    const int flips = flippedNeurons(recipe);
    const auto isWoken = [](const Edit& edit) { return edit.action == EditAction::On; };
    if (flips == 0)
        return Canvas::tr("Nothing flipped yet");
    if (std::ranges::all_of(recipe.edits, isWoken))
        return Canvas::tr("%n neuron(s) woken", nullptr, flips);
    return Canvas::tr("%n neuron(s) flipped", nullptr, flips);
}

QString elided(const QPainter& painter, const QString& text, double width)
{
    return painter.fontMetrics().elidedText(text, Qt::ElideRight, int(width));
}

} // namespace

void Canvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), flipside::palette().window);
    if (!_creative.isNull()) {
        const std::vector<QRectF> areas = panes();
        const QRectF picture = pictureRect(0);
        switch (_view) {
        case CanvasView::SideBySide:
            paintPicture(painter, areas[0], picture, _regularShown);
            paintCaption(painter, areas[0], picture, leftCaption());
            paintPicture(painter, areas[1], pictureRect(1), _creativeShown);
            paintCaption(painter, areas[1], pictureRect(1), creativeCaption());
            break;
        case CanvasView::Split:
            paintSplit(painter, areas[0]);
            break;
        case CanvasView::OnionSkin:
            paintOnionSkin(painter, areas[0]);
            break;
        case CanvasView::Difference:
            paintPicture(painter, areas[0], picture, _difference);
            paintDifferenceScale(painter, areas[0], picture);
            break;
        case CanvasView::Single: {
            const bool regular = _showsRegular || _peeking;
            paintPicture(painter, areas[0], picture, regular ? _regularShown : _creativeShown);
            paintCaption(painter, areas[0], picture, regular ? leftCaption() : creativeCaption());
            break;
        }
        }
        paintOverlays(painter);
    }
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setPen(QPen(flipside::palette().accent, 2.0));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
    if (_unpainted) {
        _unpainted = false;
        emit picturePainted();
    }
}

QImage Canvas::imageAt(std::size_t pane, QPointF point) const
{
    const auto regularIf = [this](bool regular) { return regular ? _regularShown : _creativeShown; };
    switch (_view) {
    case CanvasView::SideBySide:
        return regularIf(pane == 0);
    case CanvasView::Split:
        return regularIf(point.x() < dividerX());
    case CanvasView::Difference:
        return _difference;
    case CanvasView::Single:
        return regularIf(_showsRegular || _peeking);
    case CanvasView::OnionSkin:
        return mixedImage(_regularShown, _creativeShown, _divider);
    }
    return {};
}

QString Canvas::valueAt(const QImage& image, QPoint place) const
{
    if (_view == CanvasView::Difference)
        return differenceText(_creative.pixelColor(place), _regular.pixelColor(place),
                              _creative.format() == QImage::Format_Grayscale8);
    return colourText(image.pixelColor(place));
}

std::vector<QRectF> Canvas::pictureRects() const
{
    std::vector<QRectF> pictures;
    for (int pane = 0; pane < int(panes().size()); ++pane)
        pictures.push_back(pictureRect(pane));
    return pictures;
}

void Canvas::paintOverlays(QPainter& painter) const
{
    const std::vector<QRectF> areas = panes();
    const std::vector<QRectF> pictures = pictureRects();
    if (_grid && scale() >= smallestGridScale)
        for (std::size_t pane = 0; pane < areas.size(); ++pane)
            paintPixelGrid(painter, pictureSize(), pictures[pane], areas[pane], 1.0 / devicePixelRatioF());
    if (_brush.isActive())
        _brushPointer.paint(painter, areas, pictures);
    if (!_loupe || !_pointerPlace)
        return;
    for (std::size_t pane = 0; pane < areas.size(); ++pane) {
        const QImage image = imageAt(pane, *_pointerPlace);
        if (!pictures[pane].intersected(areas[pane]).contains(*_pointerPlace) || image.isNull())
            continue;
        paintLoupe(painter, *_pointerPlace, image, pictures[pane], rect(),
                   [&](QPoint place) { return valueAt(image, place); });
        return;
    }
}

QString Canvas::leftCaption() const
{
    return comparedLeft() ? comparedLeft()->caption : tr("Regular");
}

QString Canvas::creativeCaption() const
{
    if (comparedRight())
        return comparedRight()->caption;
    const auto rendering = _document.rendering();
    const QString caption = rendering ? flipWords(rendering->recipe) : QString();
    // What the panels say is of another recipe then.
    return _document.isPreviewing() ? tr("%1 · in motion").arg(caption) : caption;
}

void Canvas::paintPicture(QPainter& painter, const QRectF& pane, const QRectF& rect,
                          const QImage& image) const
{
    painter.save();
    painter.setClipRect(pane.adjusted(-1.0, -1.0, 1.0, 1.0), Qt::IntersectClip);
    painter.setPen(Qt::NoPen);
    const double hair = 1.0 / devicePixelRatioF();
    painter.fillRect(rect.adjusted(-hair, -hair, hair, hair), flipside::palette().border);
    const double scale = this->scale();
    const bool isWhole = std::abs(scale - std::round(scale)) < 1e-9;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, _smooth || !isWhole);
    const bool keepsEdges = !_smooth && !isWhole && scale > leastEdgeScale;
    painter.drawImage(rect, keepsEdges ? withSharpPixels(image, scale) : image);
    painter.restore();
}

void Canvas::paintCaption(QPainter& painter, const QRectF& pane, const QRectF& rect,
                          const QString& text) const
{
    const QRectF caption = captionRect(painter, pane, rect);
    painter.setPen(flipside::palette().dimText);
    painter.drawText(caption, Qt::AlignHCenter | Qt::AlignVCenter, elided(painter, text, caption.width()));
}

void Canvas::paintSplit(QPainter& painter, const QRectF& pane) const
{
    const QRectF picture = pictureRect(0);
    const QRectF shown = picture.intersected(pane);
    const double x = dividerX();
    const QRectF left(pane.left() - 1.0, pane.top() - 1.0, x - pane.left() + 1.0, pane.height() + 2.0);

    paintPicture(painter, pane, picture, _creativeShown);
    painter.save();
    painter.setClipRect(left);
    paintPicture(painter, pane, picture, _regularShown);
    painter.restore();

    const Palette& colours = flipside::palette();
    painter.setPen(QPen(colours.accent, 2.0));
    painter.drawLine(QPointF(x, shown.top()), QPointF(x, shown.bottom()));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.accent);
    painter.drawRoundedRect(QRectF(x - 5.0, shown.center().y() - 16.0, 10.0, 32.0), 5.0, 5.0);
    painter.setPen(QPen(colours.onAccent, 1.5));
    for (const double dx : {-1.5, 1.5})
        painter.drawLine(QPointF(x + dx, shown.center().y() - 5.0),
                         QPointF(x + dx, shown.center().y() + 5.0));
    painter.restore();

    const QRectF caption = captionRect(painter, pane, picture);
    painter.setPen(colours.dimText);
    const double centre = caption.center().x();
    painter.drawText(QRectF(caption.left(), caption.top(), centre - caption.left() - 14.0, caption.height()),
                     Qt::AlignRight | Qt::AlignVCenter,
                     elided(painter, leftCaption(), centre - caption.left() - 14.0));
    painter.drawText(QRectF(centre, caption.top(), 1.0, caption.height()), Qt::AlignCenter | Qt::TextDontClip,
                     QStringLiteral("|"));
    painter.drawText(QRectF(centre + 14.0, caption.top(), caption.right() - centre - 14.0, caption.height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     elided(painter, creativeCaption(), caption.right() - centre - 14.0));
}

void Canvas::paintOnionSkin(QPainter& painter, const QRectF& pane) const
{
    const QRectF picture = pictureRect(0);
    paintPicture(painter, pane, picture, mixedImage(_regularShown, _creativeShown, _divider));

    // The mix is dragged where the split's divider would be.
    const Palette& colours = flipside::palette();
    const QRectF shown = picture.intersected(pane);
    const QRectF track(shown.left(), shown.bottom() - 5.0, shown.width(), 3.0);
    painter.fillRect(track, colours.border);
    painter.fillRect(QRectF(track.topLeft(), QPointF(dividerX(), track.bottom())), colours.accent);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.accent);
    painter.drawEllipse(QPointF(dividerX(), track.center().y()), 6.0, 6.0);
    painter.restore();
    paintCaption(
        painter, pane, picture,
        tr("%1 %2, %3 %4")
            .arg(percentText(1.0 - _divider, 0), leftCaption(), percentText(_divider, 0), creativeCaption()));
}

void Canvas::paintDifferenceScale(QPainter& painter, const QRectF& pane, const QRectF& rect) const
{
    const QRectF caption = captionRect(painter, pane, rect);
    painter.setPen(flipside::palette().dimText);
    const auto rendering = _document.rendering();
    if (_difference.isNull()) {
        painter.drawText(caption, Qt::AlignCenter, tr("Pictures of different sizes have no difference"));
        return;
    }
    if (!_document.comparison() && rendering && rendering->recipe.edits.empty()) {
        painter.drawText(caption, Qt::AlignCenter, tr("No difference: nothing is flipped"));
        return;
    }
    const QString leftName = comparedLeft() ? comparedLeft()->caption : tr("regular");
    if (_creative.format() != QImage::Format_Grayscale8) {
        painter.drawText(caption, Qt::AlignCenter,
                         tr("%1 − %2, each colour around grey, ±%3")
                             .arg(comparedRight() ? comparedRight()->caption : tr("Creative"), leftName)
                             .arg(_differenceRange));
        return;
    }
    const QRectF bar(caption.center().x() - 70.0, caption.center().y() - 4.0, 140.0, 8.0);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (const double d : {-1.0, 0.0, 1.0})
        gradient.setColorAt((d + 1.0) / 2.0, differenceColour(d));
    painter.fillRect(bar, gradient);
    painter.drawText(
        QRectF(caption.left(), caption.top(), bar.left() - caption.left() - 8.0, caption.height()),
        Qt::AlignRight | Qt::AlignVCenter, tr("Darker than %1 −%2").arg(leftName).arg(_differenceRange));
    painter.drawText(
        QRectF(bar.right() + 8.0, caption.top(), caption.right() - bar.right() - 8.0, caption.height()),
        Qt::AlignLeft | Qt::AlignVCenter, tr("+%1 brighter").arg(_differenceRange));
}

} // namespace flipside
