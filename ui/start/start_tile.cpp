// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/start_tile.h"

#include "ui/pictures/fitted_picture.h"
#include "ui/style/theme.h"

#include <QPainter>

namespace flipside {
namespace {

constexpr int tileMargin = 6;
constexpr double tileCorner = 6.0;

} // namespace

StartTile::StartTile(const QString& name, QWidget* parent) : QAbstractButton(parent)
{
    setText(name);
    setAccessibleName(name);
    setToolTip(name);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
}

void StartTile::setPicture(const QImage& picture)
{
    _picture = picture;
    update();
}

void StartTile::setPictureSide(int side)
{
    if (side == _pictureSide)
        return;
    _pictureSide = side;
    updateGeometry();
    update();
}

QSize StartTile::sizeHint() const
{
    return {_pictureSide + 2 * tileMargin, _pictureSide + 3 * tileMargin + fontMetrics().height()};
}

void StartTile::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void StartTile::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void StartTile::paintEvent(QPaintEvent*)
{
    const Palette& colours = flipside::palette();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isPointedAt = underMouse() || hasFocus();
    painter.setPen(hasFocus() ? QPen(colours.accent, 2.0) : QPen(Qt::NoPen));
    painter.setBrush(isPointedAt ? colours.raised : colours.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1.0, 1.0, -1.0, -1.0), tileCorner, tileCorner);

    const QRectF room(tileMargin, tileMargin, _pictureSide, _pictureSide);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (_picture.isNull())
        painter.fillRect(room, colours.raised);
    else
        paintFitted(painter, _picture, room);
    painter.setPen(colours.text);
    const QRectF name(tileMargin, room.bottom(), _pictureSide, height() - room.bottom());
    painter.drawText(name, Qt::AlignCenter,
                     fontMetrics().elidedText(text(), Qt::ElideRight, int(name.width())));
}

} // namespace flipside
