// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/neurons/neuron_legend.h"

#include "ui/neurons/neuron_cells.h"
#include "ui/style/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <qcustomplot.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace flipside {
namespace {

constexpr int legendGap = 5; // between a swatch and its word
constexpr int columnGap = 10;
constexpr double scaleText = 0.85;
/// Above each other are what belongs together, also in two columns.
constexpr int mostColumns = 3;
constexpr int fewestColumns = 2;

using LegendEntry = std::pair<NeuronCell, QString>;

std::array<LegendEntry, 6> entries()
{
    NeuronCell off;
    NeuronCell on;
    on.state = CellState::On;
    on.strength = 160;
    NeuronCell dead;
    dead.state = CellState::Dead;
    NeuronCell lowActive;
    lowActive.lowActive = true;
    NeuronCell flippedOn;
    flippedOn.state = CellState::FlippedOn;
    NeuronCell flippedOff;
    flippedOff.state = CellState::FlippedOff;
    // Column by column.
    return {{{off, NeuronLegend::tr("Off")},
             {on, NeuronLegend::tr("On")},
             {dead, NeuronLegend::tr("Dead")},
             {lowActive, NeuronLegend::tr("Quiet")},
             {flippedOn, NeuronLegend::tr("Flipped on")},
             {flippedOff, NeuronLegend::tr("Flipped off")}}};
}

} // namespace

NeuronColourScale::NeuronColourScale(QWidget* parent) : QWidget(parent)
{
    _plot = new QCustomPlot(this);
    _plot->setFocusPolicy(Qt::NoFocus);
    _plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    _plot->plotLayout()->clear();
    _plot->plotLayout()->setMargins({0, 0, 0, 0});
    _scale = new QCPColorScale(_plot);
    _scale->setType(QCPAxis::atBottom);
    _scale->setDataRange(QCPRange(0.0, 1.0));
    _scale->setRangeDrag(false);
    _scale->setRangeZoom(false);
    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    ticker->addTick(0.0, tr("0"));
    ticker->addTick(0.5, tr("½"));
    ticker->addTick(1.0, tr("max"));
    _scale->axis()->setTicker(ticker);
    _scale->axis()->setTickLength(0, 2);
    _scale->axis()->setSubTicks(false);
    _scale->axis()->setTickLabelPadding(1);
    _plot->plotLayout()->addElement(0, 0, _scale);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(_plot);
    setToolTip(tr("The colour of a neuron that is on says how much it does, compared with the most that it "
                  "ever did by itself."));
    setAccessibleName(tr("Colour scale of the neurons"));
    fitText();
    takeTheme();
}

QSize NeuronColourScale::sizeHint() const
{
    return {10 * fontMetrics().height(), 2 * fontMetrics().height() + 2};
}

void NeuronColourScale::fitText()
{
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * scaleText);
    _scale->axis()->setTickLabelFont(small);
    const int line = fontMetrics().height();
    _scale->setBarWidth(line * 3 / 5);
    // The ends' words stand under the ends.
    _scale->setMinimumMargins({line, 3, line * 3 / 2, 0});
    // It gives way where the legend beside it needs the room for its words.
    setMinimumSize(5 * line, sizeHint().height());
    setMaximumSize(sizeHint());
    _plot->replot(QCustomPlot::rpQueuedReplot);
}

void NeuronColourScale::takeTheme()
{
    const Palette& colours = flipside::palette();
    QCPColorGradient gradient;
    gradient.clearColorStops();
    constexpr int stops = 12;
    for (int i = 0; i <= stops; ++i)
        gradient.setColorStopAt(double(i) / stops, onColour(double(i) / stops));
    _scale->setGradient(gradient);
    for (QCPAxisRect* frame : _plot->findChildren<QCPAxisRect*>())
        for (QCPAxis* axis : frame->axes()) {
            axis->setBasePen(QPen(colours.border));
            axis->setTickPen(QPen(colours.border));
        }
    _scale->axis()->setTickLabelColor(colours.dimText);
    _plot->setBackground(QBrush(colours.panel));
    _plot->replot(QCustomPlot::rpQueuedReplot);
}

void NeuronColourScale::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        takeTheme();
    else if (event->type() == QEvent::FontChange)
        fitText();
}

NeuronLegend::NeuronLegend(QWidget* parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Legend"));
    setToolTip(tr("Off and on are what a neuron does for this picture. Dead ones were never on, whatever was "
                  "tried, and are "
                  "hatched. Quiet ones are those least often on in their layer, and have an outline. Flipped "
                  "ones carry "
                  "+ or −."));
}

int NeuronLegend::swatch() const
{
    return fontMetrics().height() * 4 / 5;
}

QVector<int> NeuronLegend::columnWidths(int columns) const
{
    const auto all = entries();
    const int rows = int(all.size()) / columns;
    QVector<int> widths(columns, 0);
    for (int i = 0; i < int(all.size()); ++i)
        widths[i / rows] = std::max(
            widths[i / rows],
            swatch() + legendGap + fontMetrics().horizontalAdvance(all[std::size_t(i)].second) + columnGap);
    return widths;
}

int NeuronLegend::columnsIn(int width) const
{
    const QVector<int> widths = columnWidths(mostColumns);
    return std::accumulate(widths.begin(), widths.end(), 0) <= width ? mostColumns : fewestColumns;
}

int NeuronLegend::rowHeight() const
{
    return std::max(fontMetrics().height(), swatch() + 3);
}

int NeuronLegend::heightForWidth(int width) const
{
    return int(entries().size()) / columnsIn(width) * rowHeight();
}

QSize NeuronLegend::sizeHint() const
{
    const QVector<int> widths = columnWidths(mostColumns);
    const int width = std::accumulate(widths.begin(), widths.end(), 0);
    return {width, heightForWidth(width)};
}

QSize NeuronLegend::minimumSizeHint() const
{
    return {fewestColumns * (swatch() + legendGap + 3 * fontMetrics().averageCharWidth()),
            sizeHint().height()};
}

void NeuronLegend::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& colours = flipside::palette();
    const CellBrush brush;
    const double scale = devicePixelRatioF();
    const int swatch = this->swatch();
    const int side = int(swatch * scale);
    const int line = std::max(1, int(std::lround(scale)));
    QPainter painter(this);
    painter.setPen(colours.dimText);
    const auto all = entries();
    const int columns = columnsIn(width());
    const int rows = int(all.size()) / columns;
    const QVector<int> widths = columnWidths(columns);
    int left = 0;
    for (int i = 0; i < int(all.size()); ++i) {
        const auto& [cell, text] = all[std::size_t(i)];
        if (i > 0 && i % rows == 0)
            left += widths[i / rows - 1];
        const int top = i % rows * rowHeight();
        QImage image(side, side, QImage::Format_RGB32);
        // Some cells are hardly another colour than what is around the legend.
        image.fill(colours.edge);
        brush.draw(image, image.rect().adjusted(line, line, -line, -line), 0, cell);
        image.setDevicePixelRatio(scale);
        painter.drawImage(QPoint(left, top + (rowHeight() - swatch) / 2), image);
        const int wordLeft = left + swatch + legendGap;
        const int room = std::min(widths[i / rows], width() - left) - swatch - legendGap;
        // The end of a word tells on from off.
        painter.drawText(QRect(wordLeft, top, room, rowHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(text, Qt::ElideMiddle, room));
    }
}

} // namespace flipside
