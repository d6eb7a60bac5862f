// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/brush_pointer.h"
#include "ui/canvas/canvas_zoom.h"
#include "ui/canvas/colour_map.h"
#include "ui/canvas/region_brush.h"
#include "ui/document/document.h"

#include <QImage>
#include <QTemporaryDir>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace flipside {

/// How the creative picture is compared with the regular one of the same z.
enum class CanvasView {
    SideBySide, ///< regular left, creative right (or below, where the canvas is tall)
    Split,      ///< one over the other, with a divider to drag
    Difference, ///< creative − regular, signed
    Single,     ///< the creative one alone, or the regular one
    OnionSkin,  ///< one shining through the other, with a mix to drag
};

/// The picture, in the middle of the window. The wheel zooms at the cursor, dragging pans a picture that is
/// zoomed in and drags a fitted one out as a PNG (Ctrl+drag always drags out), a double click fits. With the
/// brush, dragging paints where flips apply.
class Canvas : public QWidget {
    Q_OBJECT
public:
    explicit Canvas(Document& document, QWidget* parent = nullptr);

    CanvasView view() const { return _view; }
    void setView(CanvasView view);
    /// Which picture the single view shows.
    bool showsRegular() const { return _showsRegular; }
    void setShowsRegular(bool regular);
    /// Shows the regular picture in the single view for as long as a key is held.
    void setPeeking(bool peeking);
    bool isSmooth() const { return _smooth; }
    void setSmooth(bool smooth);
    /// Lines between the picture's pixels, where it is enlarged enough for them.
    void setGrid(bool grid);
    /// A magnifying glass at the pointer, with the pixel's place and value.
    void setLoupe(bool loupe);
    void setColourMap(const ColourMap& map);
    const ColourMap& colourMap() const { return _colourMap; }
    /// One pixel of the screen for each of the picture's.
    void showActualPixels();

    /// Where the split's divider is, as a share of the picture's width in [0, 1]; in the onion skin, how much
    /// of the creative picture is in the mix.
    double divider() const { return _divider; }
    void setDivider(double divider);

    RegionBrush& brush() { return _brush; }

    void zoomIn();
    void zoomOut();
    void fit();

    /// Device pixels per picture pixel.
    double scale() const;
    /// Where a picture lies in the widget; in the side-by-side view 0 is the regular one and 1 the creative
    /// one.
    QRectF pictureRect(int pane) const;

    /// What copying and dragging out hand over: the creative picture (single view: the one shown; difference
    /// view: the difference), enlarged by whole pixels to about its size on screen.
    QImage pictureToShare() const;
    /// With the recipe of what is seen inside.
    QByteArray pngToShare(const QImage& image) const;
    void copyPicture() const;

    QSize sizeHint() const override { return {560, 380}; }
    QSize minimumSizeHint() const override { return {240, 160}; }

signals:
    void viewChanged();
    /// A rendering has been painted for the first time.
    void picturePainted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum class Pointer { Idle, Pan, Divider, DragOut };

    void takeRendering();
    void takeSketch(const std::shared_ptr<const Image>& sketch);
    void takePictures();
    void takeDifference();
    void takeComparison();
    /// Instead of the regular picture, or null.
    const ComparedPicture* comparedLeft() const;
    /// Instead of the creative one, or null.
    const ComparedPicture* comparedRight() const;
    QString leftCaption() const;
    /// What a pane shows at a point of the widget, in the picture's own pixels.
    QImage imageAt(std::size_t pane, QPointF point) const;
    /// In words: of grey pictures a number, of colours their code, of differences signed numbers.
    QString valueAt(const QImage& image, QPoint place) const;
    QSize pictureSize() const { return _creative.size(); }
    std::vector<QRectF> panes() const;
    QRectF paneAt(QPointF position) const;
    double dividerX() const;
    bool isOnDivider(QPointF position) const;
    bool showsAll() const;
    void zoomBy(int steps, QPointF anchor);
    void updateCursor(QPointF position);
    void dragOut();

    /// A point of the widget as a share of the picture it is on, or nearest to.
    QPointF sharesAt(QPointF position) const;
    bool pressBrush(const QMouseEvent& event);
    void shadePlaces();
    std::vector<QRectF> pictureRects() const;

    void paintPicture(QPainter& painter, const QRectF& pane, const QRectF& rect, const QImage& image) const;
    void paintCaption(QPainter& painter, const QRectF& pane, const QRectF& rect, const QString& text) const;
    void paintSplit(QPainter& painter, const QRectF& pane) const;
    void paintOverlays(QPainter& painter) const;
    void paintOnionSkin(QPainter& painter, const QRectF& pane) const;
    void paintDifferenceScale(QPainter& painter, const QRectF& pane, const QRectF& rect) const;
    QString creativeCaption() const;

    Document& _document;
    RegionBrush _brush;
    BrushPointer _brushPointer{_brush};
    QImage _creative;
    QImage _regular;
    QImage _creativeShown; ///< in the colours that are wanted
    QImage _regularShown;
    ColourMap _colourMap;
    bool _grid = false;
    bool _loupe = false;
    std::optional<QPointF> _pointerPlace; ///< of the mouse, while it is over the canvas
    QImage _difference;
    double _differenceRange = 1.0;
    CanvasZoom _zoom;
    CanvasView _view = CanvasView::SideBySide;
    bool _showsRegular = false;
    bool _peeking = false;
    bool _smooth = false;
    double _divider = 0.5;
    Pointer _pointer = Pointer::Idle;
    QPointF _pressed;
    QPointF _last;
    int _wheel = 0;          ///< eighths of a degree that have not made a whole step yet
    bool _unpainted = false; ///< the newest rendering has not been painted yet
    std::unique_ptr<QTemporaryDir> _dragFolder;
};

} // namespace flipside
