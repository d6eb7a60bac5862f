// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/latent/latent_map.h"

#include "ui/style/theme.h"
#include "ui/widgets/decimal_box.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace flipside {

namespace {

constexpr int usualSide = 150;
constexpr int leastSide = 96;
constexpr double dabsPerRadius = 2.0;
constexpr double leastBrush = 0.5;
constexpr double largestBrush = 64.0;
constexpr double usualShare = 0.1; ///< of the map's width
constexpr double strongest = 4.0;

} // namespace

ChannelCanvas::ChannelCanvas(Document& document, QWidget* parent) : QWidget(parent), _document(document)
{
    setObjectName(QStringLiteral("channelCanvas"));
    setAccessibleName(tr("Channel of the latent, to be painted on"));
    setToolTip(tr("Paint on this channel: left adds, right (or Ctrl) takes away, Delete sets it to 0"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setCursor(Qt::CrossCursor);
    setContextMenuPolicy(Qt::PreventContextMenu); // the right button paints
    const auto repaint = qOverload<>(&QWidget::update);
    connect(&_document, &Document::recipeChanged, this, repaint);
    connect(&_document, &Document::modelChanged, this, repaint);
}

void ChannelCanvas::setChannel(int channel)
{
    _channel = channel;
    update();
}

const std::vector<int>& ChannelCanvas::shape() const
{
    return _document.model()->card.latentShape;
}

bool ChannelCanvas::hasMap() const
{
    return _document.model() && isLatentMap(shape()) && _channel < shape()[0] &&
           _document.recipe().z.size() == std::size_t(_document.model()->card.latentLength());
}

QRectF ChannelCanvas::mapRect() const
{
    if (!hasMap())
        return {};
    const QSizeF size =
        QSizeF(shape()[2], shape()[1]).scaled(QSizeF(this->size()) - QSizeF(2, 2), Qt::KeepAspectRatio);
    return {QPointF((width() - size.width()) / 2.0, 1.0), size};
}

QSize ChannelCanvas::sizeHint() const
{
    return {usualSide, usualSide};
}

QSize ChannelCanvas::minimumSizeHint() const
{
    return {leastSide, leastSide};
}

void ChannelCanvas::paintEvent(QPaintEvent* /*event*/)
{
    if (!hasMap())
        return;
    QPainter painter(this);
    const QRectF map = mapRect();
    painter.drawImage(map, channelPicture(_document, _channel));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(hasFocus() ? flipside::palette().accent : flipside::palette().border);
    painter.drawRect(map);
    if (!_pointer)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = brush.radius * map.width() / shape()[2];
    painter.setPen(QPen(flipside::palette().window, 3.0));
    painter.drawEllipse(*_pointer, radius, radius);
    painter.setPen(QPen(flipside::palette().text, 1.0));
    painter.drawEllipse(*_pointer, radius, radius);
}

void ChannelCanvas::apply(const std::vector<QPointF>& places)
{
    Recipe next = _document.recipe();
    LatentBrush signedBrush = brush;
    signedBrush.strength *= _stroke->sign;
    for (const QPointF& place : places)
        dab(next.z, shape(), _channel, place.y(), place.x(), signedBrush);
    _document.change(tr("Paint the latent"), next, _stroke->gesture);
}

void ChannelCanvas::strokeTo(QPointF position)
{
    const QRectF map = mapRect();
    const QPointF to((position.x() - map.left()) * shape()[2] / map.width(),
                     (position.y() - map.top()) * shape()[1] / map.height());
    const double step = brush.radius / dabsPerRadius;
    std::vector<QPointF> places;
    for (;;) {
        const QPointF way = to - _stroke->last;
        const double length = std::hypot(way.x(), way.y());
        if (length < step)
            break;
        _stroke->last += way * (step / length);
        places.push_back(_stroke->last);
    }
    if (!places.empty())
        apply(places);
}

void ChannelCanvas::mousePressEvent(QMouseEvent* event)
{
    if (_stroke || !hasMap() || !mapRect().contains(event->position()) ||
        (event->button() != Qt::LeftButton && event->button() != Qt::RightButton))
        return;
    const bool takes = event->button() == Qt::RightButton || (event->modifiers() & Qt::ControlModifier);
    const QRectF map = mapRect();
    _stroke = Stroke{{(event->position().x() - map.left()) * shape()[2] / map.width(),
                      (event->position().y() - map.top()) * shape()[1] / map.height()},
                     takes ? -1.0 : 1.0,
                     QStringLiteral("latent-paint-%1").arg(++_strokes)};
    apply({_stroke->last});
}

void ChannelCanvas::mouseMoveEvent(QMouseEvent* event)
{
    _pointer = event->position();
    if (_stroke && hasMap())
        strokeTo(event->position());
    update();
}

void ChannelCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (!_stroke || event->buttons() != Qt::NoButton)
        return;
    _stroke.reset();
    _document.endGesture();
}

void ChannelCanvas::leaveEvent(QEvent* event)
{
    _pointer.reset();
    update();
    QWidget::leaveEvent(event);
}

void ChannelCanvas::keyPressEvent(QKeyEvent* event)
{
    if ((event->key() != Qt::Key_Delete && event->key() != Qt::Key_Backspace) || !hasMap()) {
        QWidget::keyPressEvent(event);
        return;
    }
    Recipe next = _document.recipe();
    const auto places = std::ptrdiff_t(shape()[1]) * shape()[2];
    const auto first = next.z.begin() + places * _channel;
    std::fill(first, first + places, 0.0F);
    _document.change(tr("Clear a channel of the latent"), next);
}

LatentMap::LatentMap(Document& document, QWidget* parent) : QWidget(parent), _document(document)
{
    setObjectName(QStringLiteral("latentMap"));
    _strip = new ChannelStrip(_document, this);
    _strip->setObjectName(QStringLiteral("channelStrip"));
    _canvas = new ChannelCanvas(_document, this);
    connect(_strip, &ChannelStrip::currentChanged, _canvas, &ChannelCanvas::setChannel);

    const auto box = [&](const QString& name, const QString& help, double least, double most, double value,
                         double& target) {
        auto* number = new DecimalBox(this);
        number->setObjectName(name);
        number->setRange(least, most);
        number->setDecimals(1);
        number->setSingleStep(0.5);
        number->setValue(value);
        number->setToolTip(help);
        number->setAccessibleName(help);
        connect(number, &QDoubleSpinBox::valueChanged, this, [&target](double chosen) { target = chosen; });
        return number;
    };
    _size = box(QStringLiteral("latentBrushSize"), tr("Radius of the brush, in places of the map"),
                leastBrush, largestBrush, _canvas->brush.radius, _canvas->brush.radius);
    auto* strength = box(QStringLiteral("latentBrushStrength"), tr("How much one touch adds in the middle"),
                         0.1, strongest, _canvas->brush.strength, _canvas->brush.strength);
    auto* sizeLabel = new QLabel(tr("Brush"), this);
    sizeLabel->setBuddy(_size);
    auto* strengthLabel = new QLabel(tr("Strength"), this);
    strengthLabel->setBuddy(strength);

    auto* brushes = new QHBoxLayout;
    brushes->setContentsMargins(8, 0, 8, 0);
    brushes->setSpacing(6);
    brushes->addWidget(sizeLabel);
    brushes->addWidget(_size, 1);
    brushes->addWidget(strengthLabel);
    brushes->addWidget(strength, 1);
    auto* large = new QVBoxLayout;
    large->setContentsMargins(8, 0, 8, 8);
    large->addWidget(_canvas);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(_strip);
    layout->addLayout(brushes);
    layout->addLayout(large, 1);
    _hint = new QLabel(tr("Drop a photograph on the window: it becomes a latent to go on from."), this);
    _hint->setWordWrap(true);
    _hint->setForegroundRole(QPalette::PlaceholderText);
    _hint->setContentsMargins(8, 0, 8, 8);
    layout->addWidget(_hint);
    connect(&_document, &Document::modelChanged, this, &LatentMap::takeModel);
    takeModel();
}

void LatentMap::takeModel()
{
    const auto model = _document.model();
    const QString folder = model ? model->folder : QString();
    if (folder == _modelFolder)
        return;
    _modelFolder = folder;
    _strip->setCurrent(0);
    if (model && isLatentMap(model->card.latentShape))
        _size->setValue(std::max(leastBrush, model->card.latentShape[2] * usualShare));
    _hint->setVisible(model && model->hasEncoder);
}

} // namespace flipside
