// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/novelty/novelty_gauge.h"

#include "core/novelty/novelty_rank.h"
#include "ui/document/display_names.h"
#include "ui/document/novelty_words.h"
#include "ui/style/theme.h"
#include "ui/words/glossary.h"
#include "ui/words/numbers.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr double barHeight = 5.0;
constexpr double barGap = 2.0;
constexpr int scaleHeight = 22;
constexpr double arrowLength = 6.0;
/// Of the scale on both sides, with room for the triangle.
constexpr double margin = 9.0;
/// How much of the scale lies beyond the two bars, on each side.
constexpr double beyond = 0.15;

} // namespace

NoveltyGauge::NoveltyGauge(const Metric& metric, const TypicalRange& regular, const TypicalRange& lowActive,
                           QWidget* parent)
    : QWidget(parent), _metric(metric), _title(metricTitle(metric)), _regular(regular), _lowActive(lowActive)
{
    setAccessibleName(_title);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

void NoveltyGauge::describe()
{
    const QString meaning = meaningOf(QString::fromStdString(_metric.term));
    QStringList lines{
        _title, meaning,
        _metric.higherIsNovel ? tr("The higher, the more novel.") : tr("The lower, the more novel."),
        tr("Nine of ten regular pictures: %1 to %2").arg(number(_regular.low), number(_regular.high)),
        tr("Nine of ten with quiet neurons switched on: %1 to %2")
            .arg(number(_lowActive.low), number(_lowActive.high))};
    if (_value)
        lines.append(tr("This picture: %1, more novel than %2 % of the regular ones")
                         .arg(number(*_value), wholePercent(shareLessNovel(_metric, _regular, *_value))));
    setToolTip(lines.join(QLatin1Char('\n')));
    setAccessibleDescription(toolTip());
}

void NoveltyGauge::setValue(std::optional<double> value)
{
    if (_value == value)
        return;
    _value = value;
    describe();
    update();
}

QSize NoveltyGauge::sizeHint() const
{
    return {240, fontMetrics().height() + scaleHeight};
}

QSize NoveltyGauge::minimumSizeHint() const
{
    return {140, sizeHint().height()};
}

QString NoveltyGauge::number(double value) const
{
    const double largest = std::max({std::abs(_regular.low), std::abs(_regular.high),
                                     std::abs(_lowActive.low), std::abs(_lowActive.high)});
    return decimalText(value, largest < 100.0 ? 2 : 0);
}

QString NoveltyGauge::reading() const
{
    return _value ? tr("%1 · %2 %")
                        .arg(number(*_value), wholePercent(shareLessNovel(_metric, _regular, *_value)))
                  : QStringLiteral("–");
}

void NoveltyGauge::paintEvent(QPaintEvent*)
{
    const Palette& colours = flipside::palette();
    QPainter painter(this);
    const QRect head(0, 0, width(), fontMetrics().height());
    const QString shown = reading();
    painter.setPen(colours.dimText);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(_title, Qt::ElideRight,
                                              width() - fontMetrics().horizontalAdvance(shown) - 8));
    painter.setPen(_value ? colours.text : colours.dimText);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, shown);

    const double low = std::min(_regular.low, _lowActive.low);
    const double high = std::max(_regular.high, _lowActive.high);
    const double span = std::max(high - low, 1e-9);
    const auto x = [&](double value) {
        const double place = (value - low + beyond * span) / (span * (1.0 + 2.0 * beyond));
        return margin + std::clamp(place, 0.0, 1.0) * (width() - 2.0 * margin);
    };
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double top = head.bottom() + 5.0;
    const auto drawBar = [&](const TypicalRange& range, double y, const QColor& colour) {
        painter.setBrush(colour);
        painter.drawRoundedRect(QRectF(QPointF(x(range.low), y), QPointF(x(range.high), y + barHeight)), 2.5,
                                2.5);
    };
    drawBar(_regular, top, colours.dimText);
    drawBar(_lowActive, top + barHeight + barGap, colours.lowActive);
    const double middle = top + barHeight + barGap / 2.0;
    const double end = _metric.higherIsNovel ? width() : 0.0;
    const double base = _metric.higherIsNovel ? end - arrowLength : end + arrowLength;
    painter.setBrush(colours.dimText);
    painter.drawPolygon(
        QPolygonF({{end, middle}, {base, middle - arrowLength / 2.0}, {base, middle + arrowLength / 2.0}}));
    if (!_value)
        return;
    painter.setPen(QPen(colours.text, 2.0));
    painter.drawLine(QPointF(x(*_value), top - 2.0),
                     QPointF(x(*_value), top + 2.0 * barHeight + barGap + 2.0));
}

} // namespace flipside
