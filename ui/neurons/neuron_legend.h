// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>
#include <QWidget>

class QCPColorScale;
class QCustomPlot;

namespace flipside {

/// The colour scale of on neurons, from off to the unit's training maximum.
class NeuronColourScale : public QWidget {
    Q_OBJECT
public:
    explicit NeuronColourScale(QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void takeTheme();
    /// Takes the sizes that follow from the font.
    void fitText();

    QCustomPlot* _plot;
    QCPColorScale* _scale;
};

/// What the marks of cells mean, drawn by the brush that draws the cells. Two lines, or three where those are
/// too wide.
class NeuronLegend : public QWidget {
    Q_OBJECT
public:
    explicit NeuronLegend(QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// Length of a swatch's side.
    int swatch() const;
    QVector<int> columnWidths(int columns) const;
    int columnsIn(int width) const;
    int rowHeight() const;
};

} // namespace flipside
