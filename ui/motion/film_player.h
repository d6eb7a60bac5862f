// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/motion/frame_clock.h"

#include <QObject>
#include <QString>

namespace flipside {

class Document;
class Film;

/// Plays the film at the screen's rate as the document's preview, so that the present recipe and the undo
/// history stay what they are. A frame that is not ready when the next one is due is followed by the one of
/// that time: frames are left out, never queued. A change of the present recipe pauses it.
class FilmPlayer : public QObject {
    Q_OBJECT
public:
    /// `widget` is on the screen whose rate it is.
    FilmPlayer(Document& document, const Film& film, const QWidget& widget, QObject* parent = nullptr);

    bool isPlaying() const { return _clock.isRunning(); }
    /// True while the picture on screen is the film's.
    bool isShown() const { return _shown; }
    /// In seconds.
    double time() const { return _time; }

    /// From where it is; at the end, from the start.
    void play();
    void pause();
    /// Back to the start, and to the present picture.
    void stop();
    /// Goes to a time and shows its picture.
    void seek(double seconds);
    /// Goes to a time and shows nothing.
    void setTime(double seconds);

signals:
    void timeChanged();
    void playingChanged();
    /// One sentence.
    void refused(const QString& sentence);
    /// One sentence about the film's model, which is not the open one.
    void otherModelNeeded(const QString& sentence);

private:
    void advance(double seconds);
    void takeFilm();
    bool show();
    /// Says so, and returns false, where the open model is not the keyframes'.
    bool hasItsModel();

    Document& _document;
    const Film& _film;
    FrameClock _clock;
    double _time = 0.0;
    bool _shown = false;
};

} // namespace flipside
