// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"
#include "ui/document/gesture_clock.h"
#include "ui/latent/latent_row.h"
#include "ui/latent/slider_values.h"

#include <QAbstractScrollArea>
#include <QElapsedTimer>

#include <optional>
#include <vector>

class QLineEdit;

namespace flipside {

/// One slider for every dimension of z, or for every direction of a model with a latent space, or for every
/// number of an input beside z (a dimension, here), as rows that scroll. Only the rows in sight are ever
/// painted or looked at, so ten thousand dimensions cost as much as a hundred.
///
/// Mouse: drag a bar to change it (Shift moves finely), double-click it for zero, double-click the number to
/// type one, click the lock. The wheel scrolls; with Ctrl, or over the current row's bar while the list has
/// the keyboard, it changes the value. Keyboard: Up and Down choose a row, Left and Right change it (Shift
/// finely, Ctrl coarsely), Page Up and Page Down change it by 1, Delete zeroes, Enter types a number, L
/// locks.
class LatentList : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit LatentList(Document& document, QWidget* parent = nullptr);

    /// Shows an input of the model that is open instead of its z, which it shows at first; those have no
    /// locks.
    void setInput(const NetworkInput& input);
    /// Rows from top to bottom, and goes to the first; a permutation of the dimensions, or empty for their
    /// own order.
    void setOrder(std::vector<int> order);
    /// How strongly each dimension changes the picture, shown beside the index; empty hides it.
    void setEffects(std::vector<float> effects);
    const std::vector<bool>& locked() const { return _locked; }
    /// Dimensions that there are not are passed over; lockedChanged() is not sent.
    void setLocked(const std::vector<int>& dimensions);

    /// Where a dimension's parts are in the viewport now (it may be out of sight).
    QRect barRect(int dimension) const;
    QRect lockRect(int dimension) const;
    QRect valueRect(int dimension) const;

    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

signals:
    void lockedChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    struct Drag {
        int dimension = 0;
        QString gesture;
        double lastX = 0.0;
        bool moved = false;
        double value = 0.0; ///< not limited yet, so that a fine drag loses nothing to rounding
    };

    int dimensions() const { return int(_shown.size()); }
    int dimensionOf(int row) const;
    int rowOf(int dimension) const;
    QRect rowRect(int row) const;
    int rowAt(int y) const;
    void takeModel();
    void setValues(SliderValues values);
    void takeRecipe();
    void updateRow(int row);
    void makeCurrent(int row);
    void setValue(int dimension, double value, const QString& gesture);
    void nudge(double step);
    void toggleLock(int dimension);
    void edit(int dimension);
    void finishEdit(bool accept);
    void updateScrollBar();

    Document& _document;
    LatentRowPainter _painter;
    GestureClock _clock;
    SliderValues _values;
    std::vector<float> _shown; ///< the values that the rows show
    std::vector<bool> _locked;
    std::vector<int> _order; ///< row -> dimension; empty: the same
    std::vector<int> _rows;  ///< dimension -> row; empty: the same
    std::vector<float> _effects;
    float _strongest = 0.0f;
    QString _modelId;
    std::shared_ptr<const LatentSpace> _space; ///< of the model
    int _current = 0;                          ///< row
    int _hovered = -1;
    std::optional<Drag> _drag;
    int _drags = 0;
    QElapsedTimer _sinceScroll;
    double _wheelRest = 0.0;
    QLineEdit* _editor = nullptr;
    int _edited = -1; ///< dimension
};

} // namespace flipside
