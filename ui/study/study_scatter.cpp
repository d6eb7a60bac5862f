// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_scatter.h"

#include "ui/document/display_names.h"
#include "ui/style/theme.h"

#include <QMouseEvent>
#include <qcustomplot.h>

#include <algorithm>
#include <map>

namespace flipside {
namespace {

constexpr double reach = 12.0;      // pixels between cursor and point
constexpr int pictureSide = 112;    // pixels on screen, at least
constexpr double pictureGap = 14.0; // between point and picture

} // namespace

StudyScatter::StudyScatter(QWidget* parent) : StudyPlot(parent)
{
    plot().setMouseTracking(true);
    plot().installEventFilter(this);
}

std::vector<StudyScatter::Point> StudyScatter::points() const
{
    std::vector<Point> points;
    if (choice().metric == choice().otherMetric)
        return points; // a straight line says nothing
    const StudyPlan& plan = study()->results.plan;
    for (int scheme = 0; scheme < int(plan.schemes.size()); ++scheme) {
        const StudySeries* series = study()->results.find(choice().model, scheme, choice().neurons);
        if (!series)
            continue;
        const auto& x = series->result.examples[std::size_t(choice().metric)];
        const auto& y = series->result.examples[std::size_t(choice().otherMetric)];
        for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i)
            points.push_back({x[i], y[i], {choice().model, scheme, choice().neurons, i}});
    }
    return points;
}

void StudyScatter::draw(const Palette& colours)
{
    _pointed.reset();
    QCustomPlot& plot = this->plot();
    const Metric other = findMetric(study()->results.plan.metrics[std::size_t(choice().otherMetric)]);
    plot.xAxis->setLabel(metricTitle(shownMetric()));
    plot.yAxis->setLabel(metricTitle(other));
    std::map<int, QCPGraph*> graphs;
    for (const Point& point : points()) {
        QCPGraph*& graph = graphs[point.sample.scheme];
        if (!graph) {
            graph = new QCPGraph(plot.xAxis, plot.yAxis);
            QColor colour = seriesColour(point.sample.scheme, colours);
            colour.setAlpha(150);
            graph->setLineStyle(QCPGraph::lsNone);
            graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, 6));
            graph->setName(schemeName(point.sample.scheme));
        }
        graph->addData(point.x, point.y);
    }
    plot.rescaleAxes();
    plot.xAxis->scaleRange(1.08, plot.xAxis->range().center());
    plot.yAxis->scaleRange(1.08, plot.yAxis->range().center());
    plot.legend->setVisible(!graphs.empty());
    if (graphs.empty())
        sayWhyEmpty(colours);
}

void StudyScatter::sayWhyEmpty(const Palette& colours)
{
    auto* text = new QCPItemText(&plot());
    text->position->setType(QCPItemPosition::ptAxisRectRatio);
    text->position->setCoords(0.5, 0.5);
    text->setFont(font());
    text->setColor(colours.dimText);
    if (study()->results.plan.metrics.size() < 2)
        text->setText(tr("This study has one measure; a scatter needs two."));
    else if (choice().metric == choice().otherMetric)
        text->setText(tr("A measure against itself says nothing; choose two different ones."));
    else
        text->setText(reasonWithoutPoints());
}

QString StudyScatter::caption(const StudySample& /*sample*/) const
{
    return {};
}

QString StudyScatter::reasonWithoutPoints() const
{
    return tr("Measures of a whole set have no points; choose two others.");
}

bool StudyScatter::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseMove)
        pointAt(static_cast<QMouseEvent*>(event)->position());
    else if (event->type() == QEvent::Leave)
        leave();
    return StudyPlot::eventFilter(watched, event);
}

void StudyScatter::pointAt(QPointF position)
{
    if (!study())
        return;
    const Point* nearest = nullptr;
    double best = reach;
    const std::vector<Point> all = points();
    for (const Point& point : all) {
        const QPointF offset =
            QPointF(plot().xAxis->coordToPixel(point.x), plot().yAxis->coordToPixel(point.y)) - position;
        const double distance = std::hypot(offset.x(), offset.y());
        if (distance < best) {
            best = distance;
            nearest = &point;
        }
    }
    if (!nearest) {
        leave();
        return;
    }
    if (_pointed == nearest->sample)
        return;
    leave();
    _pointed = nearest->sample;
    _pointedAt = {plot().xAxis->coordToPixel(nearest->x), plot().yAxis->coordToPixel(nearest->y)};
    auto* ring = new QCPItemEllipse(&plot());
    for (QCPItemPosition* corner : {ring->topLeft, ring->bottomRight})
        corner->setType(QCPItemPosition::ptAbsolute);
    ring->topLeft->setPixelPosition(_pointedAt - QPointF(6, 6));
    ring->bottomRight->setPixelPosition(_pointedAt + QPointF(6, 6));
    ring->setPen(QPen(flipside::palette().selection, 2.0));
    plot().replot(QCustomPlot::rpQueuedReplot);
    emit sampleHovered(*_pointed);
}

void StudyScatter::leave()
{
    if (!_pointed)
        return;
    _pointed.reset();
    plot().clearItems();
    plot().replot(QCustomPlot::rpQueuedReplot);
}

void StudyScatter::showPicture(const StudySample& sample, const QImage& picture)
{
    if (_pointed != sample || picture.isNull())
        return;
    const int factor = std::max(1, pictureSide / std::max(picture.width(), picture.height()));
    const QPixmap pixmap = QPixmap::fromImage(picture.scaled(picture.size() * factor));
    // On the side where there is room.
    const QRect frame = plot().axisRect()->rect();
    QPointF corner = _pointedAt + QPointF(pictureGap, pictureGap);
    if (corner.x() + pixmap.width() > frame.right())
        corner.setX(_pointedAt.x() - pictureGap - pixmap.width());
    if (corner.y() + pixmap.height() > frame.bottom())
        corner.setY(_pointedAt.y() - pictureGap - pixmap.height());
    auto* item = new QCPItemPixmap(&plot());
    item->topLeft->setType(QCPItemPosition::ptAbsolute);
    item->topLeft->setPixelPosition(corner);
    item->setPixmap(pixmap);
    item->setPen(QPen(seriesColour(sample.scheme, flipside::palette()), 2.0));
    if (const QString words = caption(sample); !words.isEmpty()) {
        auto* text = new QCPItemText(&plot());
        text->setText(words);
        text->setFont(font());
        text->setColor(flipside::palette().text);
        text->setBrush(flipside::palette().panel);
        text->setPadding({4, 2, 4, 2});
        text->setPositionAlignment(Qt::AlignTop | Qt::AlignHCenter);
        text->position->setType(QCPItemPosition::ptAbsolute);
        const double half = fontMetrics().horizontalAdvance(words) / 2.0 + 8.0;
        text->position->setPixelPosition({std::clamp(corner.x() + pixmap.width() / 2.0, frame.left() + half,
                                                     std::max(frame.left() + half, frame.right() - half)),
                                          corner.y() + pixmap.height() + 4.0});
    }
    plot().replot(QCustomPlot::rpQueuedReplot);
}

QByteArray StudyScatter::csv() const
{
    const std::vector<std::string>& metrics = study()->results.plan.metrics;
    QByteArray text = "scheme,sample," +
                      csvField(QString::fromStdString(metrics[std::size_t(choice().metric)])) + ',' +
                      csvField(QString::fromStdString(metrics[std::size_t(choice().otherMetric)])) + '\n';
    for (const Point& point : points())
        text += csvField(schemeLabel(point.sample.scheme)) + ',' +
                QByteArray::number(qulonglong(point.sample.number)) + ',' +
                QByteArray::number(point.x, 'g', 9) + ',' + QByteArray::number(point.y, 'g', 9) + '\n';
    return text;
}

} // namespace flipside
