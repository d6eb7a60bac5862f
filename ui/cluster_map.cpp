// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster_map.h"

#include "theme.h"

#include <QEvent>
#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <cmath>

namespace flipside {
namespace {

constexpr int colourStops = 12;
constexpr int shortName = 3;    // characters that find room under a column without being turned
constexpr double turned = 40.0; // degrees

} // namespace

ClusterMap::ClusterMap(QWidget* parent) : QWidget(parent)
{
    _plot = new QCustomPlot(this);
    _plot->setFocusPolicy(Qt::NoFocus);
    _plot->installEventFilter(this);
    _map = new QCPColorMap(_plot->xAxis, _plot->yAxis);
    _map->setInterpolate(false);
    _scale = new QCPColorScale(_plot);
    _scale->setType(QCPAxis::atRight);
    _scale->setBarWidth(9);
    _scale->setRangeDrag(false);
    _scale->setRangeZoom(false);
    _scale->axis()->setNumberFormat(QStringLiteral("f"));
    _scale->axis()->setNumberPrecision(0);
    _scale->axis()->setLabel(tr("On (%)"));
    _plot->plotLayout()->addElement(0, 1, _scale);
    _map->setColorScale(_scale);
    // As high as the map.
    auto* margins = new QCPMarginGroup(_plot);
    for (QCPLayoutElement* side : std::initializer_list<QCPLayoutElement*>{_plot->axisRect(), _scale})
        side->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    for (QCPAxis* axis : {_plot->xAxis, _plot->yAxis}) {
        axis->setSubTicks(false);
        axis->grid()->setVisible(false);
        axis->setTickLength(0, 0);
    }
    _plot->xAxis->setLabel(tr("Class"));
    _plot->yAxis->setLabel(tr("Cluster"));
    _plot->yAxis->setRangeReversed(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(_plot);
    setAccessibleName(tr("Activation of clusters by class"));
    takeTheme();
}

void ClusterMap::setActivation(const std::vector<std::vector<float>>& activation,
                               const QStringList& classNames)
{
    _activation = activation;
    _classNames = classNames;
    _plot->setVisible(!activation.empty());
    update();
    if (activation.empty())
        return;
    const int clusters = int(activation.size());
    const int classes = int(activation.front().size());
    _map->data()->setSize(classes, clusters);
    _map->data()->setRange(QCPRange(0.0, classes - 1.0), QCPRange(0.0, clusters - 1.0));
    for (int cluster = 0; cluster < clusters; ++cluster)
        for (int c = 0; c < classes; ++c)
            _map->data()->setCell(c, cluster,
                                  100.0 * double(activation[std::size_t(cluster)][std::size_t(c)]));
    _map->rescaleDataRange(true);
    _scale->setDataRange(QCPRange(0.0, _scale->dataRange().upper));

    const QSharedPointer<QCPAxisTickerText> classTicker(new QCPAxisTickerText);
    bool allShort = true;
    for (int c = 0; c < classes; ++c) {
        const QString name = c < classNames.size() ? classNames[c] : QString::number(c);
        allShort = allShort && name.size() <= shortName;
        classTicker->addTick(c, name);
    }
    _plot->xAxis->setTicker(classTicker);
    _plot->xAxis->setTickLabelRotation(allShort ? 0.0 : -turned);
    const QSharedPointer<QCPAxisTickerText> clusterTicker(new QCPAxisTickerText);
    for (int cluster = 0; cluster < clusters; ++cluster)
        clusterTicker->addTick(cluster, QString::number(cluster + 1));
    _plot->yAxis->setTicker(clusterTicker);
    _plot->xAxis->setRange(-0.5, classes - 0.5);
    _plot->yAxis->setRange(-0.5, clusters - 0.5);
    _plot->replot(QCustomPlot::rpQueuedReplot);
}

void ClusterMap::takeTheme()
{
    const Palette& colours = flipside::palette();
    QCPColorGradient gradient;
    gradient.clearColorStops();
    gradient.setColorStopAt(0.0, colours.off);
    for (int i = 1; i <= colourStops; ++i)
        gradient.setColorStopAt(double(i) / colourStops, onColour(double(i) / colourStops));
    _map->setGradient(gradient);
    _plot->setBackground(QBrush(colours.panel));
    QFont small = font();
    small.setPointSizeF(std::max(7.0, small.pointSizeF() - 1.0));
    for (QCPAxis* axis : {_plot->xAxis, _plot->yAxis, _scale->axis()}) {
        axis->setBasePen(QPen(colours.border));
        axis->setTickPen(QPen(colours.border));
        axis->setTickLabelColor(colours.dimText);
        axis->setLabelColor(colours.dimText);
        axis->setTickLabelFont(small);
        axis->setLabelFont(small);
    }
    _plot->replot(QCustomPlot::rpQueuedReplot);
}

void ClusterMap::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        takeTheme();
}

void ClusterMap::paintEvent(QPaintEvent* /*event*/)
{
    if (!_activation.empty())
        return;
    QPainter painter(this);
    painter.setPen(flipside::palette().dimText);
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("The profile of this model knows no classes."));
}

bool ClusterMap::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::ToolTip || _activation.empty())
        return QWidget::eventFilter(watched, event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int c = int(std::lround(_plot->xAxis->pixelToCoord(help->pos().x())));
    const int cluster = int(std::lround(_plot->yAxis->pixelToCoord(help->pos().y())));
    if (cluster >= 0 && cluster < int(_activation.size()) && c >= 0 &&
        c < int(_activation[std::size_t(cluster)].size())) {
        const double share = 100.0 * double(_activation[std::size_t(cluster)][std::size_t(c)]);
        QToolTip::showText(
            help->globalPos(),
            tr("The neurons of cluster %1 are on for %2 % of class %3")
                .arg(cluster + 1)
                .arg(QLocale().toString(share, 'f', 1), _classNames.value(c, QString::number(c))),
            this);
    }
    return true;
}

} // namespace flipside
