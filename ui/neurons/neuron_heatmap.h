// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/neurons/neuron_grid.h"

#include <optional>
#include <vector>

namespace flipside {

/// One layer's neurons, to be played with.
///
/// Mouse: click flips, drag paints the first cell's change over the cells it crosses, Shift-drag selects a
/// rectangle, Ctrl-click adds to the selection, a click on the layer's name enlarges. Keyboard: arrows move
/// the focus (with Shift they select), Home and End go to the ends, Enter flips, Plus and Minus set on and
/// off, Delete releases, Ctrl with Left or Right goes to the neighbouring layer, E enlarges, the menu key
/// opens the menu; in an enlarged layer Z or Ctrl with the wheel zooms. Keys act on the selection where there
/// is one, otherwise on the cell in focus.
class NeuronHeatmap : public NeuronGrid {
    Q_OBJECT
public:
    NeuronHeatmap(Document& document, std::shared_ptr<const NeuronLookup> lookup, int layer,
                  QWidget* parent = nullptr);

    /// What a key or the menu acts on: the selection, or else the neuron in focus.
    std::vector<int> chosen() const;

signals:
    void enlargeRequested(int layer);
    void neighbourRequested(int layer, int step);
    /// The selection was changed here by the user.
    void selectionMade(int layer);
    void menuRequested(int layer, int unit, QPoint globalPosition);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Painting {
        Flip flip = Flip::On;
        QString gesture;
        std::vector<int> units; ///< all that the stroke has crossed
        QPoint last;
    };

    void press(int unit, QPoint position);
    void toggle(int unit);
    void paintTo(QPoint position);
    void selectRectangle(const QRect& rectangle);
    void select(std::vector<int> units);
    void moveFocus(int slot, bool select);
    bool moveByKey(const QKeyEvent& event);
    void flipChosen();
    QString toolTip(int unit) const;

    std::optional<Painting> _painting;
    std::vector<int> _rectangleBase; ///< the selection that the rectangle adds to
};

} // namespace flipside
