// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/latent/channel_strip.h"

#include "core/variation/latent_brush.h"
#include "ui/style/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace flipside {

namespace {

constexpr int channelSide = 28;
constexpr int channelGap = 4;
constexpr int channelMargin = 6;
constexpr int usualColumns = 8;
/// As far from 0 as most numbers of a latent are: what has the full colour.
constexpr double fullColour = 3.0;

} // namespace

QImage channelPicture(const Document& document, int channel)
{
    const auto model = document.model();
    if (!model || !isLatentMap(model->card.latentShape))
        return {};
    const std::vector<int>& shape = model->card.latentShape;
    const std::vector<float>& z = document.recipe().z;
    const auto places = std::size_t(shape[1]) * std::size_t(shape[2]);
    if (channel < 0 || channel >= shape[0] || z.size() != std::size_t(shape[0]) * places)
        return {};
    QImage picture(shape[2], shape[1], QImage::Format_RGB32);
    const float* number = z.data() + std::size_t(channel) * places;
    for (int y = 0; y < shape[1]; ++y) {
        auto* line = reinterpret_cast<QRgb*>(picture.scanLine(y));
        for (int x = 0; x < shape[2]; ++x, ++number)
            line[x] = differenceColour(std::clamp(double(*number) / fullColour, -1.0, 1.0)).rgb();
    }
    return picture;
}

ChannelStrip::ChannelStrip(Document& document, QWidget* parent)
    : QAbstractScrollArea(parent), _document(document)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Channels of the latent"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setBackgroundRole(QPalette::Window);
    const auto repaint = [this] { viewport()->update(); };
    connect(&_document, &Document::recipeChanged, this, repaint);
    connect(&_document, &Document::modelChanged, this, [this] {
        setCurrent(std::min(_current, std::max(0, channels() - 1)));
        updateGeometry();
        updateScrollBar();
        viewport()->update();
    });
}

int ChannelStrip::channels() const
{
    const auto model = _document.model();
    return model && isLatentMap(model->card.latentShape) ? model->card.latentShape[0] : 0;
}

int ChannelStrip::columns() const
{
    return std::max(1, (viewport()->width() - 2 * channelMargin + channelGap) / (channelSide + channelGap));
}

QRect ChannelStrip::channelRect(int channel) const
{
    const int row = channel / columns();
    const int column = channel % columns();
    return {channelMargin + column * (channelSide + channelGap),
            channelMargin + row * (channelSide + channelGap) - verticalScrollBar()->value(), channelSide,
            channelSide};
}

void ChannelStrip::setCurrent(int channel)
{
    channel = std::clamp(channel, 0, std::max(0, channels() - 1));
    if (channel == _current)
        return;
    _current = channel;
    const QRect rect = channelRect(channel);
    if (rect.top() < 0)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + rect.top() - channelMargin);
    else if (rect.bottom() > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + rect.bottom() - viewport()->height() +
                                      channelMargin);
    viewport()->update();
    emit currentChanged(channel);
}

QSize ChannelStrip::sizeHint() const
{
    // All of a few channels, and two rows and the beginning of a third of many.
    const int rows = (channels() + usualColumns - 1) / usualColumns;
    return {2 * channelMargin + usualColumns * (channelSide + channelGap),
            2 * channelMargin + std::clamp(rows, 1, 2) * (channelSide + channelGap) +
                (rows > 2 ? channelSide / 3 : 0)};
}

QSize ChannelStrip::minimumSizeHint() const
{
    return {2 * channelMargin + 2 * channelSide + channelGap + verticalScrollBar()->sizeHint().width(),
            2 * channelMargin + channelSide};
}

void ChannelStrip::updateScrollBar()
{
    const int rows = (channels() + columns() - 1) / columns();
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(channelSide / 2);
    verticalScrollBar()->setRange(0, std::max(0, 2 * channelMargin + rows * (channelSide + channelGap) -
                                                     channelGap - viewport()->height()));
}

void ChannelStrip::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    const Palette& colours = flipside::palette();
    for (int channel = 0; channel < channels(); ++channel) {
        const QRect rect = channelRect(channel);
        if (!rect.adjusted(-channelGap, -channelGap, channelGap, channelGap).intersects(event->rect()))
            continue;
        painter.drawImage(rect, channelPicture(_document, channel));
        const bool chosen = channel == _current;
        painter.setPen(QPen(chosen ? colours.accent : colours.border, chosen ? 2.0 : 1.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(chosen ? rect.adjusted(-1, -1, 0, 0) : rect.adjusted(0, 0, -1, -1));
        if (chosen && hasFocus()) {
            painter.setPen(QPen(colours.text, 1.0, Qt::DotLine));
            painter.drawRect(rect.adjusted(2, 2, -3, -3));
        }
    }
}

void ChannelStrip::mousePressEvent(QMouseEvent* event)
{
    for (int channel = 0; channel < channels(); ++channel)
        if (channelRect(channel).contains(event->position().toPoint())) {
            setCurrent(channel);
            return;
        }
}

void ChannelStrip::keyPressEvent(QKeyEvent* event)
{
    const int steps[][2] = {{Qt::Key_Left, -1},          {Qt::Key_Right, 1},
                            {Qt::Key_Up, -columns()},    {Qt::Key_Down, columns()},
                            {Qt::Key_Home, -channels()}, {Qt::Key_End, channels()}};
    for (const auto& [key, step] : steps)
        if (event->key() == key) {
            setCurrent(_current + step);
            return;
        }
    QAbstractScrollArea::keyPressEvent(event);
}

void ChannelStrip::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBar();
}

void ChannelStrip::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void ChannelStrip::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

bool ChannelStrip::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        for (int channel = 0; channel < channels(); ++channel)
            if (channelRect(channel).contains(help->pos())) {
                QToolTip::showText(help->globalPos(), tr("Channel %1").arg(channel + 1), viewport(),
                                   channelRect(channel));
                return true;
            }
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace flipside
