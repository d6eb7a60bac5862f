// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/import/choice_tile.h"

#include "ui/style/theme.h"
#include "ui/widgets/sentence.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <limits>

namespace flipside {
namespace {

constexpr int choiceMargin = 6;
constexpr double choiceCorner = 6.0;
constexpr double agedChoiceOpacity = 0.35;
constexpr int farAway = std::numeric_limits<int>::max() / 2;

/// The text, shortened at its end until it fits when it is wrapped.
QString fittedWords(const QFontMetrics& metrics, const QRect& room, QString words)
{
    const auto fits = [&](const QString& text) {
        return metrics.boundingRect(QRect(0, 0, room.width(), farAway), Qt::TextWordWrap, text).height() <=
               room.height();
    };
    if (fits(words))
        return words;
    while (!words.isEmpty() && !fits(words + QChar(0x2026)))
        words.chop(1);
    return words + QChar(0x2026);
}

} // namespace

ChoiceTile::ChoiceTile(const QString& words, QWidget* parent) : QAbstractButton(parent)
{
    setText(words);
    setAccessibleName(words);
    setToolTip(words);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
}

void ChoiceTile::setSheet(const QImage& sheet, const QString& lack)
{
    _sheet = sheet;
    _lack = lack;
    _aged = false;
    setAccessibleDescription(lack);
    setToolTip(lack.isEmpty() ? text() : text() + QLatin1Char('\n') + asSentence(lack));
    update();
}

void ChoiceTile::age()
{
    _aged = true;
    update();
}

void ChoiceTile::setLines(int lines)
{
    if (lines == _lines)
        return;
    _lines = lines;
    updateGeometry();
}

int ChoiceTile::neededLines(int most) const
{
    const int height =
        fontMetrics().boundingRect(QRect(0, 0, side, farAway), Qt::TextWordWrap, text()).height();
    return std::clamp((height + fontMetrics().lineSpacing() - 1) / fontMetrics().lineSpacing(), 1, most);
}

QSize ChoiceTile::sizeHint() const
{
    return {side + 2 * choiceMargin, side + 3 * choiceMargin + _lines * fontMetrics().lineSpacing()};
}

void ChoiceTile::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void ChoiceTile::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void ChoiceTile::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        emit moved(-1);
        break;
    case Qt::Key_Right:
        emit moved(1);
        break;
    case Qt::Key_Home:
        emit moved(-farAway);
        break;
    case Qt::Key_End:
        emit moved(farAway);
        break;
    default:
        QAbstractButton::keyPressEvent(event);
    }
}

void ChoiceTile::paintSheet(QPainter& painter, const QRectF& room) const
{
    const Palette& colours = flipside::palette();
    painter.fillRect(room, colours.window);
    if (!_sheet.isNull()) {
        const QSizeF size = QSizeF(_sheet.size()).scaled(room.size(), Qt::KeepAspectRatio);
        const QRectF place(room.center() - QPointF(size.width() / 2.0, size.height() / 2.0), size);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.setOpacity(_aged ? agedChoiceOpacity : 1.0);
        painter.drawImage(place, _sheet);
        painter.setOpacity(1.0);
        return;
    }
    painter.setPen(colours.dimText);
    const QRect words = room.toRect().adjusted(8, 8, -8, -8);
    const QString said = _lack.isEmpty() ? tr("…") : tr("Not so: %1").arg(_lack);
    painter.drawText(words, Qt::AlignCenter | Qt::TextWordWrap,
                     fittedWords(painter.fontMetrics(), words, said));
}

void ChoiceTile::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& colours = flipside::palette();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(1.0, 1.0, -1.0, -1.0);
    painter.setPen(isChecked() ? QPen(colours.accent, 2.0) : QPen(Qt::NoPen));
    painter.setBrush(isChecked() || underMouse() ? colours.raised : colours.panel);
    painter.drawRoundedRect(frame, choiceCorner, choiceCorner);
    if (hasFocus()) { // inside the frame of the chosen one, which stays to be seen
        painter.setPen(QPen(colours.selection, 1.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame.adjusted(2.0, 2.0, -2.0, -2.0), choiceCorner - 2.0, choiceCorner - 2.0);
    }
    const QRectF room(choiceMargin, choiceMargin, side, side);
    paintSheet(painter, room);
    painter.setPen(isEnabled() && _lack.isEmpty() ? colours.text : colours.dimText);
    QFont font = painter.font();
    font.setBold(isChecked());
    painter.setFont(font);
    const QRect words(choiceMargin, side + 2 * choiceMargin, side, _lines * fontMetrics().lineSpacing());
    painter.drawText(words, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                     fittedWords(painter.fontMetrics(), words, text()));
}

} // namespace flipside
