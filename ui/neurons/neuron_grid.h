// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"
#include "ui/document/neuron_lookup.h"
#include "ui/neurons/neuron_cells.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QScrollBar;

namespace flipside {

/// How much the line above a layer's neurons says, from most to least.
enum class HeaderForm { Full, Count, Name, Initial };

/// One layer's neurons as a grid of cells below a line that names the layer: the picture of it, without what
/// mouse and keyboard do (NeuronHeatmap).
class NeuronGrid : public QWidget {
    Q_OBJECT
public:
    /// `lookup` is of the document's model; both stay until the panel replaces the grid.
    NeuronGrid(Document& document, std::shared_ptr<const NeuronLookup> lookup, int layer,
               QWidget* parent = nullptr);

    int layer() const { return _layer; }
    /// Cells from first to last; a permutation of the layer's units.
    void setOrder(std::vector<int> order);
    void setEnlarged(bool enlarged);
    bool isEnlarged() const { return _enlarged; }
    /// A wall of channels' maps instead of their means; null for the means.
    void setMaps(std::shared_ptr<const LayerMaps> maps);
    bool showsMaps() const { return _maps != nullptr; }
    /// Cells of `zoom` times the size at which all fit, 1 to 8; what does not fit is scrolled to. The unit
    /// under `anchor`, or else the one in focus, stays in sight.
    void setZoom(int zoom, std::optional<QPoint> anchor = {});
    int zoom() const { return _zoom; }
    /// Takes the present recipe and the newest rendering; repaints the cells that differ.
    void refresh();
    /// The theme's colours have changed.
    void redraw();

    const std::vector<int>& selection() const { return _selection; }
    void setSelection(std::vector<int> units);

    /// Where a unit's cell is, in widget coordinates.
    QRect cellRect(int unit) const;
    /// The unit under a point, or -1.
    int unitAt(QPoint position) const;
    /// The line that names the layer.
    QRect header() const;
    /// The form that says most of those that have room, however many neurons are on.
    HeaderForm fullestHeader() const;
    void setHeaderForm(HeaderForm form);
    QString headerText() const { return headerText(_headerForm, _onCount); }
    static int headerHeight(const QFontMetrics& metrics) { return metrics.height() + 4; }

    QSize minimumSizeHint() const override { return {60, 50}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

    Document& document() { return _document; }
    const NeuronLookup& lookup() const { return *_lookup; }
    int units() const { return int(_order.size()); }
    int columns() const { return _grid.columns; }
    /// Length of a cell's shorter side.
    double cellSide() const;
    /// Units in the order of their cells.
    const std::vector<int>& order() const { return _order; }
    int slotOf(int unit) const { return _slotOf[std::size_t(unit)]; }
    /// The unit that the document's selection names, or -1.
    int focusedUnit() const;
    void setHeaderHovered(bool hovered);
    /// Scrolls a unit's cell into sight.
    void showUnit(int unit);
    QScrollBar& scrollBar() { return *_scrollBar; }
    /// The rectangle that is being drawn to select; not normalised.
    void setRectangle(std::optional<QRect> rectangle);
    const std::optional<QRect>& rectangle() const { return _rectangle; }

private:
    void fitGrid();
    void computeCells();
    void drawCells(bool all);
    void drawMaps(const QRect& exposed);
    void placeScrollBar();
    void scrollTo(int unit, int y);
    int scrolled() const;
    QString headerText(HeaderForm form, int on) const;
    /// Of the sign beside the name that enlarges the layer.
    int iconSide() const;
    int roomBesideIcon() const;
    void paintHeader(QPainter& painter);
    void paintIcon(QPainter& painter) const;
    void paintFrame(QPainter& painter, int unit, const QColor& colour, double width) const;
    void takeHovered();
    void takeSelected();
    QRect frameRect(int unit) const { return cellRect(unit).adjusted(-4, -4, 4, 4); }

    Document& _document;
    std::shared_ptr<const NeuronLookup> _lookup;
    int _layer;
    std::vector<int> _order;        ///< slot -> unit
    std::vector<int> _slotOf;       ///< unit -> slot
    std::vector<NeuronCell> _cells; ///< [unit], as they should look
    std::vector<NeuronCell> _drawn; ///< [slot], as they are in the image
    CellGrid _grid;
    CellBrush _brush;
    QImage _image;
    double _scale = 1.0; ///< device pixels per pixel, as the grid was fitted to
    std::vector<int> _selection;
    std::optional<QRect> _rectangle;
    std::optional<int> _hoveredHere; ///< unit with the hover frame
    std::optional<int> _selectedHere;
    int _onCount = 0;
    HeaderForm _headerForm = HeaderForm::Full;
    bool _enlarged = false;
    std::shared_ptr<const LayerMaps> _maps;
    int _zoom = 1;
    QScrollBar* _scrollBar;
    bool _headerHovered = false;
};

} // namespace flipside
