// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QTimer>
#include <QWidget>

#include <set>
#include <vector>

namespace flipside {

/// Pictures in square cells, counted row by row, to be pointed at and chosen from with mouse and keyboard:
/// arrows, Home and End go from cell to cell, Enter confirms one, Space toggles it.
class PictureGrid : public QWidget {
    Q_OBJECT
public:
    explicit PictureGrid(QWidget* parent = nullptr);

    /// All cells become empty.
    void setShape(int columns, int rows);
    int count() const { return int(_cells.size()); }
    void setPicture(int cell, const QImage& picture);
    /// What the cell is, for the tool tip and for screen readers.
    void setText(int cell, const QString& text);
    /// Null where the cell is empty.
    const QImage& picture(int cell) const { return _cells[std::size_t(cell)].picture; }
    /// The pictures there are wait to be replaced: they are dimmed unless that happens in a blink.
    void age();
    /// Empties the cells whose pictures have not been replaced.
    void dropAged();
    /// A sentence instead of pictures; empty for the pictures.
    void setNothing(const QString& sentence);
    const QString& nothing() const { return _nothing; }
    /// Cells with a frame.
    void setMarked(std::set<int> cells);
    const std::set<int>& marked() const { return _marked; }

    virtual QString cellText(int cell) const { return _cells[std::size_t(cell)].text; }

    /// The cell that the keyboard is at.
    int current() const { return _current; }
    void setCurrent(int cell);
    /// The cell under the mouse, or that the keyboard has gone to; -1 for none.
    int pointed() const;

    QRect cellRect(int cell) const;
    /// -1 between cells and outside.
    int cellAt(QPoint position) const;

    QSize minimumSizeHint() const override { return {60, 60}; }

signals:
    void clicked(int cell, Qt::KeyboardModifiers modifiers);
    void doubleClicked(int cell);
    void confirmed(int cell);
    void toggled(int cell);
    void pointedChanged();

protected:
    /// What a cell shows while it is pointed at; null for its picture.
    virtual QImage pointedPicture(int /*cell*/) { return {}; }

    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Cell {
        QImage picture;
        QString text{};
        bool aged = false;
    };
    int cellSide() const;
    void setHovered(int cell);
    void updatePointed();
    void paintCell(QPainter& painter, int cell, bool isPointed);

    std::vector<Cell> _cells;
    int _columns = 1;
    int _rows = 1;
    QString _nothing;
    std::set<int> _marked;
    int _current = 0;
    int _hovered = -1;
    int _pressed = -1;
    int _pointed = -1;           ///< as it was told last
    bool _keyboardLeads = false; ///< it moved since the mouse did
    QTimer _blink;
};

} // namespace flipside
