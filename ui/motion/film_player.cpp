// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/motion/film_player.h"

#include "ui/document/document.h"
#include "ui/document/film.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace flipside {

FilmPlayer::FilmPlayer(Document& document, const Film& film, const QWidget& widget, QObject* parent)
    : QObject(parent), _document(document), _film(film), _clock(widget)
{
    connect(&_clock, &FrameClock::ticked, this, &FilmPlayer::advance);
    connect(&film, &Film::changed, this, &FilmPlayer::takeFilm);
    connect(&document, &Document::previewEnded, this, [this] {
        pause();
        _shown = false;
    });
    connect(&document.player(), &Player::failed, this, &FilmPlayer::pause);
}

bool FilmPlayer::hasItsModel()
{
    const std::string& id = _film.timeline().keyframes.front().recipe.model;
    if (_document.model() && _document.model()->card.id == id)
        return true;
    emit otherModelNeeded(
        tr("The keyframes are of the model %1; open it to see them.").arg(_document.models().names().of(id)));
    return false;
}

void FilmPlayer::play()
{
    const Timeline& timeline = _film.timeline();
    if (timeline.keyframes.size() < 2) {
        emit refused(tr("A film goes from one keyframe to another; add two or more."));
        return;
    }
    if (isPlaying() || !hasItsModel())
        return;
    if (!timeline.loops && _time >= timeline.duration())
        setTime(0.0);
    if (!show())
        return;
    _clock.start();
    emit playingChanged();
}

void FilmPlayer::pause()
{
    if (!isPlaying())
        return;
    _clock.stop();
    emit playingChanged();
}

void FilmPlayer::stop()
{
    pause();
    setTime(0.0);
    if (std::exchange(_shown, false))
        _document.endPreview();
}

void FilmPlayer::seek(double seconds)
{
    if (_film.timeline().keyframes.empty() || !hasItsModel())
        return;
    setTime(seconds);
    show();
}

void FilmPlayer::setTime(double seconds)
{
    const double time = std::clamp(seconds, 0.0, _film.timeline().duration());
    if (std::exchange(_time, time) != time)
        emit timeChanged();
}

bool FilmPlayer::show()
{
    _shown = _document.preview(_film.timeline().at(_time));
    if (!_shown)
        emit refused(tr("The open model cannot play this keyframe: it was made for another one of the same "
                        "name; remove it."));
    return _shown;
}

void FilmPlayer::advance(double seconds)
{
    const double end = _film.timeline().duration();
    const double time = _time + seconds;
    const bool isOver = !_film.timeline().loops && time >= end;
    setTime(isOver ? end : std::fmod(time, end));
    // A decoder that is slower than the screen finishes what it is at; the next frame is that of the time
    // then. The last one is shown in any case.
    if ((isOver || !_document.isDecoding()) && !show())
        pause();
    if (isOver)
        pause();
}

void FilmPlayer::takeFilm()
{
    const Timeline& timeline = _film.timeline();
    if (timeline.keyframes.size() < 2)
        pause();
    setTime(_time);
    if (!_shown)
        return;
    if (timeline.keyframes.empty())
        stop();
    else
        show();
}

} // namespace flipside
