// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/clusters/cluster_map.h"

#include "ui/document/display_names.h"
#include "ui/pictures/fitted_picture.h"
#include "ui/style/theme.h"
#include "ui/words/numbers.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace flipside {
namespace {

constexpr int colourStops = 12;
constexpr int shortName = 3;    // characters that find room under a column without being turned
constexpr double turned = 40.0; // degrees
constexpr int roomForTitles = 180;
constexpr double axisText = 0.9;
constexpr int largestPicture = 36;
constexpr int smallestPicture = 12;

/// So that labels of this size do not run into each other.
int everyHowManieth(int labels, int size, int room)
{
    return std::max(1, (labels * size + room - 1) / std::max(1, room));
}

QSharedPointer<QCPAxisTickerText> labelsOf(const QStringList& all, int step)
{
    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    for (int i = 0; i < int(all.size()); i += step)
        ticker->addTick(i, all[i]);
    return ticker;
}

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
    _plot->axisRect()->setMinimumMargins({15, 4, 15, 15}); // the pictures of the classes stand close above
    // As high as the map.
    auto* margins = new QCPMarginGroup(_plot);
    for (QCPLayoutElement* side : std::initializer_list<QCPLayoutElement*>{_plot->axisRect(), _scale})
        side->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    for (QCPAxis* axis : {_plot->xAxis, _plot->yAxis}) {
        axis->setSubTicks(false);
        axis->grid()->setVisible(false);
        axis->setTickLength(0, 0);
    }
    _plot->yAxis->setRangeReversed(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(_plot);
    setAccessibleName(tr("Activation of clusters by class"));
    // Only then is it known how much room there is.
    connect(_plot, &QCustomPlot::afterLayout, this, &ClusterMap::labelAxes);
    takeTheme();
}

void ClusterMap::setActivation(const std::vector<std::vector<float>>& activation,
                               const std::vector<std::string>& classNames)
{
    if (activation.empty()) {
        setNothing(tr("Of this model it is not known which kinds of pictures there are, so there is nothing "
                      "to compare the "
                      "clusters by."));
        return;
    }
    _activation = activation;
    makeRoomForPictures();
    _areKinds = areKinds(classNames);
    _classNames.clear();
    for (const std::string& name : classNames)
        _classNames.append(className(name));
    _plot->show();
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

    _labels = {};
    labelAxes();
    _plot->xAxis->setRange(-0.5, classes - 0.5);
    _plot->yAxis->setRange(-0.5, clusters - 0.5);
    _plot->replot(QCustomPlot::rpQueuedReplot);
}

void ClusterMap::setPictures(const QList<QImage>& pictures)
{
    _pictures = pictures;
    makeRoomForPictures();
    update();
}

void ClusterMap::makeRoomForPictures()
{
    const bool areShown = !_activation.empty() && height() >= roomForTitles &&
                          std::ranges::any_of(_pictures, [](const QImage& one) { return !one.isNull(); });
    layout()->setContentsMargins(0, areShown ? largestPicture : 0, 0, 0);
}

QRect ClusterMap::pictureOf(int number) const
{
    const int room = layout()->contentsMargins().top();
    if (room == 0 || _pictures.value(number).isNull())
        return {};
    const double column = _plot->xAxis->coordToPixel(1.0) - _plot->xAxis->coordToPixel(0.0);
    const int side = std::min(room, int(column)) - 2;
    if (side < smallestPicture)
        return {};
    const int centre = _plot->x() + int(std::lround(_plot->xAxis->coordToPixel(number)));
    return {centre - side / 2, room - side, side, side};
}

void ClusterMap::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    makeRoomForPictures();
}

void ClusterMap::labelAxes()
{
    if (_activation.empty())
        return;
    const int clusters = int(_activation.size());
    const int classes = int(_activation.front().size());
    QStringList numbers;
    for (int cluster = 1; cluster <= clusters; ++cluster)
        numbers.append(QString::number(cluster));
    QStringList names;
    for (int c = 0; c < classes; ++c)
        names.append(_classNames.value(c, QString::number(c)));

    const QFontMetrics metrics(_plot->yAxis->tickLabelFont());
    const bool allShort =
        std::ranges::all_of(names, [](const QString& name) { return name.size() <= shortName; });
    const int column = allShort ? metrics.horizontalAdvance(QString(shortName, QLatin1Char('0')))
                                : int(metrics.height() / std::sin(turned * std::numbers::pi / 180.0));
    const QRect area = _plot->axisRect()->rect();
    Labels labels{_plot->size(), everyHowManieth(clusters, metrics.ascent(), area.height()),
                  everyHowManieth(classes, column, area.width()), height() >= roomForTitles};
    // Fewer labels leave the map more room, which must not bring them back.
    if (labels.plotSize == _labels.plotSize) {
        labels.rowStep = std::max(labels.rowStep, _labels.rowStep);
        labels.columnStep = std::max(labels.columnStep, _labels.columnStep);
    }
    if (labels == _labels)
        return;
    _labels = labels;
    update(); // the pictures stand over their columns
    _plot->yAxis->setTicker(labelsOf(numbers, labels.rowStep));
    _plot->xAxis->setTicker(labelsOf(names, labels.columnStep));
    _plot->xAxis->setTickLabelRotation(allShort ? 0.0 : -turned);
    _plot->xAxis->setLabel(labels.titles && !_areKinds ? tr("Class") : QString());
    _plot->yAxis->setLabel(labels.titles ? tr("Cluster") : QString());
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
    small.setPointSizeF(small.pointSizeF() * axisText);
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

void ClusterMap::setNothing(const QString& reason)
{
    _activation.clear();
    _reason = reason;
    _plot->hide();
    update();
}

void ClusterMap::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        _labels = {}; // smaller letters may leave room for more of them
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        takeTheme();
}

void ClusterMap::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    if (!_activation.empty()) {
        for (int number = 0; number < int(_pictures.size()); ++number)
            if (const QRect place = pictureOf(number); !place.isEmpty())
                paintFitted(painter, _pictures[number], place);
        return;
    }
    painter.setPen(flipside::palette().dimText);
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, _reason);
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
        QToolTip::showText(help->globalPos(),
                           tr("The neurons of cluster %1 are on for %2 % of the pictures of “%3”")
                               .arg(cluster + 1)
                               .arg(decimalText(share, 1), _classNames.value(c, QString::number(c))),
                           this);
    }
    return true;
}

} // namespace flipside
