// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/motion/timeline_view.h"

#include "core/motion/timeline_edits.h"
#include "ui/document/film.h"
#include "ui/document/recipe_pictures.h"
#include "ui/words/numbers.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace flipside {
namespace {

constexpr int margin = 12;
constexpr int wayHeight = 18; ///< of the line that shows how a segment is gone through
constexpr int gap = 4;
constexpr int pictureBorder = 2;
constexpr int smallestPicture = 20;
constexpr int largestPicture = 112;
constexpr double shortestAxis = 1.0;            ///< seconds
constexpr double roundTime = 0.05;              ///< seconds
constexpr double roundBeat = 0.25;              ///< beats
constexpr double frameOfScrubbing = 1.0 / 30.0; ///< seconds

} // namespace

TimelineView::TimelineView(Film& film, const RecipePictures& pictures, QWidget* parent)
    : QWidget(parent), _film(film), _pictures(pictures), _shown(film.timeline())
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Timeline"));
    setAccessibleDescription(
        tr("The film's keyframes: arrow keys go from one to the next, Enter opens, Delete "
           "removes"));
    connect(&film, &Film::changed, this, &TimelineView::takeFilm);
    connect(&pictures, &RecipePictures::changed, this, qOverload<>(&QWidget::update));
}

void TimelineView::takeFilm()
{
    _drag.reset();
    _draft.reset();
    _shown = _film.timeline();
    if (_selected >= count())
        _selected = count() - 1;
    update();
    emit selectedChanged();
}

void TimelineView::select(int keyframe)
{
    const int selected = std::clamp(keyframe, -1, count() - 1);
    if (std::exchange(_selected, selected) == selected)
        return;
    update();
    emit selectedChanged();
}

void TimelineView::setTime(double seconds)
{
    _time = seconds;
    update();
}

void TimelineView::removeSelected()
{
    if (_selected >= 0)
        _film.change(tr("Remove keyframe"), withoutKeyframe(_film.timeline(), std::size_t(_selected)));
}

int TimelineView::rulerHeight() const
{
    return fontMetrics().height() + 8;
}

QRect TimelineView::trackRect() const
{
    return rect().adjusted(margin, rulerHeight() + gap, -margin, -margin / 2);
}

int TimelineView::pictureSide() const
{
    const int room = std::clamp(trackRect().height() - wayHeight - gap, smallestPicture, largestPicture);
    if (count() == 0)
        return room;
    // Where there is room for whole pixels, no more than they take.
    const QSize picture = _pictures.of(timeline().keyframes.front().recipe).size();
    const int side = std::max(picture.width(), picture.height());
    const int border = 2 * pictureBorder;
    return side > 0 && room - border >= side ? (room - border) / side * side + border : room;
}

double TimelineView::secondsShown() const
{
    return _drag ? _drag->secondsShown : std::max(shortestAxis, _shown.duration());
}

double TimelineView::xOf(double seconds) const
{
    // The last keyframe's picture has its place after its time.
    const double width = std::max(1, trackRect().width() - pictureSide());
    return trackRect().left() + width * seconds / secondsShown();
}

double TimelineView::timeAt(double x) const
{
    const double width = std::max(1, trackRect().width() - pictureSide());
    return (x - trackRect().left()) / width * secondsShown();
}

QRect TimelineView::pictureRect(int keyframe) const
{
    const int side = pictureSide();
    return {int(std::lround(xOf(timeline().timeOf(std::size_t(keyframe))))), trackRect().top(), side, side};
}

int TimelineView::keyframeAt(QPoint position) const
{
    if (_selected >= 0 && pictureRect(_selected).contains(position))
        return _selected;
    for (int i = count() - 1; i >= 0; --i)
        if (pictureRect(i).contains(position))
            return i;
    return -1;
}

int TimelineView::segmentAt(double x) const
{
    const double time = timeAt(x);
    int segment = -1;
    for (int i = 0; i < count(); ++i)
        if (timeline().timeOf(std::size_t(i)) <= time)
            segment = i;
    return time <= timeline().duration() ? segment : -1;
}

void TimelineView::selectAndSee(int keyframe)
{
    if (count() == 0)
        return;
    select(std::clamp(keyframe, 0, count() - 1));
    emit scrubbed(_shown.timeOf(std::size_t(_selected)));
}

void TimelineView::moveBy(int places)
{
    const int other = _selected + places;
    if (_selected < 0 || other < 0 || other >= count())
        return;
    Timeline next = _shown;
    // The lengths stay where they are, so that the beat does.
    std::swap(next.keyframes[std::size_t(_selected)].recipe, next.keyframes[std::size_t(other)].recipe);
    std::swap(next.keyframes[std::size_t(_selected)].easing, next.keyframes[std::size_t(other)].easing);
    _film.change(tr("Move keyframe"), next);
    selectAndSee(other);
}

void TimelineView::dragTo(double x, bool anyTime)
{
    double time = std::max(0.0, timeAt(x) - _drag->grip);
    const double step = _shown.beatsPerMinute ? roundBeat * 60.0 / *_shown.beatsPerMinute : roundTime;
    if (!anyTime)
        time = std::round(time / step) * step;
    const auto [moved, number] = withMoved(_drag->before, std::size_t(_drag->keyframe), time);
    _draft = moved;
    _selected = int(number);
    update();
}

void TimelineView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const double x = event->position().x();
    const int keyframe = keyframeAt(event->position().toPoint());
    if (keyframe >= 0) {
        select(keyframe);
        const double time = _shown.timeOf(std::size_t(keyframe));
        _drag = Drag{_shown, keyframe, timeAt(x) - time, x, secondsShown(), false};
        emit scrubbed(time);
        return;
    }
    if (count() == 0)
        return;
    if (event->position().y() > trackRect().top())
        if (const int segment = segmentAt(x); segment >= 0)
            select(segment);
    _scrubs = true;
    emit scrubbed(timeAt(x));
}

void TimelineView::mouseMoveEvent(QMouseEvent* event)
{
    const double x = event->position().x();
    if (_scrubs)
        emit scrubbed(timeAt(x));
    if (!_drag)
        return;
    _drag->moves = _drag->moves || std::abs(x - _drag->pressed) >= QApplication::startDragDistance();
    if (_drag->moves)
        dragTo(x, event->modifiers() & Qt::ShiftModifier);
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    _scrubs = false;
    _drag.reset();
    if (!_draft)
        return;
    const Timeline moved = *std::exchange(_draft, {});
    const int selected = _selected;
    _film.change(tr("Move keyframe"), moved);
    select(selected);
    emit selectedChanged();
    if (selected >= 0)
        emit scrubbed(_shown.timeOf(std::size_t(selected)));
    update();
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const int keyframe = keyframeAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && keyframe >= 0)
        emit openRequested(keyframe);
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const int keyframe = byKey ? _selected : keyframeAt(event->pos());
    if (keyframe < 0)
        return;
    select(keyframe);
    emit menuRequested(byKey ? mapToGlobal(pictureRect(keyframe).center()) : event->globalPos());
}

void TimelineView::keyPressEvent(QKeyEvent* event)
{
    const Qt::KeyboardModifiers modifiers = event->modifiers();
    const bool forward = event->key() == Qt::Key_Right;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (modifiers & Qt::ShiftModifier)
            emit scrubbed(_time + (forward ? frameOfScrubbing : -frameOfScrubbing));
        else if (modifiers & Qt::ControlModifier)
            moveBy(forward ? 1 : -1);
        else
            selectAndSee(_selected + (forward ? 1 : -1));
        return;
    case Qt::Key_Home:
        return selectAndSee(0);
    case Qt::Key_End:
        return selectAndSee(count() - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (_selected >= 0)
            emit openRequested(_selected);
        return;
    case Qt::Key_Delete:
        return removeSelected();
    case Qt::Key_Escape:
        if (_drag) {
            _selected = _drag->keyframe;
            _drag.reset();
            _draft.reset();
            update();
            return;
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

QString TimelineView::textOf(int keyframe) const
{
    const Keyframe& shown = timeline().keyframes[std::size_t(keyframe)];
    const QString text = tr("Keyframe %1 of %2, at %3 s")
                             .arg(keyframe + 1)
                             .arg(count())
                             .arg(decimalText(timeline().timeOf(std::size_t(keyframe)), 2));
    const auto flips = shown.recipe.edits.size();
    return flips == 0 ? text : tr("%1\n%2 flipped").arg(text).arg(flips);
}

bool TimelineView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int keyframe = keyframeAt(help->pos());
    if (keyframe >= 0)
        QToolTip::showText(help->globalPos(), textOf(keyframe), this);
    else
        QToolTip::hideText();
    return true;
}

void TimelineView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        update();
}

} // namespace flipside
