// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_plot.h"

#include "core/base/csv.h"
#include "ui/document/display_names.h"
#include "ui/style/theme.h"
#include "ui/words/numbers.h"

#include <QBuffer>
#include <QEvent>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <array>
#include <utility>

namespace flipside {
namespace {

/// Of exported pictures, beside the plot's own size.
constexpr double pngScale = 2.0;
constexpr int dotsPerInch = 96;
constexpr int mostNames = 24;

/// Numbers with a real minus, and no negative zero.
class NumberTicker : public QCPAxisTicker {
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override
    {
        return withRealMinus(QCPAxisTicker::getTickLabel(tick, locale, format, precision));
    }
};

void styleAxis(QCPAxis& axis, const Palette& colours)
{
    axis.setTicker(QSharedPointer<NumberTicker>::create());
    axis.setBasePen(QPen(colours.dimText));
    axis.setTickPen(QPen(colours.dimText));
    axis.setSubTickPen(QPen(colours.border));
    axis.setTickLabelColor(colours.dimText);
    axis.setLabelColor(colours.text);
    axis.grid()->setPen(QPen(colours.border, 0.0, Qt::DotLine));
    axis.grid()->setZeroLinePen(Qt::NoPen);
    axis.setSubTicks(false);
}

} // namespace

QByteArray csvField(const QString& text)
{
    return QByteArray::fromStdString(csvCell(text.toStdString()));
}

QColor seriesColour(int scheme, const Palette& colours)
{
    static const std::array<QRgb, 8> onDark{0x9aa3b2, 0x1fbf93, 0x56b4e9, 0xf0a30a,
                                            0xd6669f, 0xf0e442, 0x4c7bd9, 0xe8743b};
    static const std::array<QRgb, 8> onLight{0x5a6472, 0x00805d, 0x1f8fd0, 0xd98200,
                                             0xa83a78, 0x9c8f00, 0x1f4fa8, 0xc24a12};
    const auto& colour = colours.dark ? onDark : onLight;
    return QColor(colour[std::size_t(scheme) % colour.size()]);
}

StudyPlot::StudyPlot(QWidget* parent) : QWidget(parent)
{
    _plot = new QCustomPlot(this);
    _plot->setFocusPolicy(Qt::NoFocus);
    // The legend stands beside the plot: inside it would cover what is drawn.
    constexpr double asSmallAsItCan = 0.001;
    auto* side = new QCPLayoutGrid;
    _plot->plotLayout()->addElement(0, 1, side);
    _plot->plotLayout()->setColumnStretchFactor(1, asSmallAsItCan);
    side->addElement(0, 0, _plot->legend);
    side->addElement(1, 0, new QCPLayoutElement(_plot));
    side->setRowStretchFactor(0, asSmallAsItCan);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(_plot);
    redraw(flipside::palette());
}

void StudyPlot::present(const std::shared_ptr<const FinishedStudy>& study, const StudyChoice& choice)
{
    if (study == _study && choice == _choice)
        return;
    _study = study;
    _choice = choice;
    redraw(flipside::palette());
}

void StudyPlot::redraw(const Palette& colours)
{
    _plot->clearPlottables();
    _plot->clearItems();
    _plot->setBackground(QBrush(colours.panel));
    for (QCPAxis* axis : {_plot->xAxis, _plot->yAxis}) {
        styleAxis(*axis, colours);
        axis->setLabel({});
    }
    _plot->legend->setVisible(false);
    _plot->legend->setBrush(Qt::NoBrush);
    _plot->legend->setBorderPen(Qt::NoPen);
    _plot->legend->setTextColor(colours.text);
    if (_study)
        draw(colours);
    // A study of hundreds of ways has no room for their names; the one under the cursor says its own.
    if (_plot->legend->itemCount() > mostNames) {
        _plot->legend->clearItems(); // hidden ones take room, too
        _plot->legend->setVisible(false);
    }
    _plot->replot(QCustomPlot::rpQueuedReplot);
}

QString StudyPlot::schemeLabel(int scheme) const
{
    return QString::fromStdString(_study->results.plan.schemes[std::size_t(scheme)].label);
}

QString StudyPlot::schemeName(int scheme) const
{
    return flipside::schemeName(_study->results.plan.schemes[std::size_t(scheme)].call);
}

QString StudyPlot::title() const
{
    if (!_study)
        return {};
    const StudyPlan& plan = _study->results.plan;
    QStringList parts{_study->modelNames.value(_choice.model)};
    if (isOfOneCount())
        parts += tr("%n neuron(s)", nullptr, _choice.neurons);
    parts += tr("%1 samples each").arg(QLocale().toString(qulonglong(plan.samples)));
    parts += tr("seed %1").arg(plan.seed);
    return parts.join(QStringLiteral(" · "));
}

QByteArray StudyPlot::fileContent(const QString& suffix)
{
    const Palette light = paletteOf(ThemeChoice::Light);
    redraw(light);
    auto* heading = new QCPTextElement(_plot, title(), font());
    heading->setTextColor(light.text);
    _plot->plotLayout()->insertRow(0);
    _plot->plotLayout()->addElement(0, 0, heading);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const QSize size = _plot->size();
    if (suffix == QLatin1String("png")) {
        _plot->toPixmap(size.width(), size.height(), pngScale).save(&buffer, "PNG");
    } else if (suffix == QLatin1String("svg")) {
        QSvgGenerator svg;
        svg.setOutputDevice(&buffer);
        svg.setSize(size);
        svg.setViewBox(QRect(QPoint(), size));
        svg.setTitle(title());
        QCPPainter painter(&svg);
        painter.setMode(QCPPainter::pmVectorized);
        _plot->toPainter(&painter, size.width(), size.height());
    } else {
        QPdfWriter pdf(&buffer);
        pdf.setResolution(dotsPerInch);
        pdf.setPageMargins(QMarginsF());
        pdf.setPageSize(QPageSize(QSizeF(size) / dotsPerInch, QPageSize::Inch, {}, QPageSize::ExactMatch));
        QCPPainter painter(&pdf);
        painter.setMode(QCPPainter::pmVectorized);
        painter.setMode(QCPPainter::pmNoCaching);
        _plot->toPainter(&painter, size.width(), size.height());
    }
    _plot->plotLayout()->remove(heading);
    _plot->plotLayout()->simplify();
    redraw(flipside::palette());
    return buffer.data();
}

void StudyPlot::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        redraw(flipside::palette());
}

} // namespace flipside
