// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/motion/timeline.h"
#include "ui/document/gesture_clock.h"

#include <QImage>
#include <QPointer>
#include <QWidget>

#include <vector>

namespace flipside {

class Document;
class Film;
class FilmExportDialog;
class FilmPlayer;
class RecipePictures;
class LatentWalker;
class MotionControls;
class TimelineView;
class Workspace;

/// Recipes in motion: the film's timeline, how it is played, the endless walk, and export.
class MotionPanel : public QWidget {
    Q_OBJECT
public:
    explicit MotionPanel(Workspace& workspace, QWidget* parent = nullptr);
    ~MotionPanel() override;

    FilmPlayer& player() { return *_player; }
    LatentWalker& walker() { return *_walker; }
    TimelineView& timelineView() { return *_view; }

public slots:
    /// After the selected keyframe, as one step. They must all be of the timeline's model.
    void addKeyframes(const std::vector<flipside::Recipe>& recipes);
    /// Adds what is seen: the place of a walk, the film's picture where the playhead is, or else the present
    /// recipe.
    void addKeyframe();
    void togglePlaying();
    /// Back to the start of the film, and to the present picture; ends a walk where it is.
    void stop();
    void toggleWalk();
    /// Opens the dialog, or brings the one that is open to the front.
    void exportFilm();
    /// Says again whether it plays and walks.
    void tellState();

signals:
    void playingChanged(bool playing);
    void walkingChanged(bool walking);

private:
    void buildControls();
    void takeFilm();
    void takeSelection();
    void showTime();
    void showMotion();
    /// This was added, where the selection is now.
    void tellAdded(const Recipe& recipe);
    /// Of what is on screen or kept; null for others.
    QImage pictureOf(const Recipe& recipe) const;
    /// Says that the film is of another model than the open one, with a button that opens it.
    void offerModel(const QString& sentence);
    void setLoops(bool loops);
    void setTempo();
    void setLength(double length);
    void setEasing(Easing easing);
    void openKeyframe(int keyframe);
    void replaceKeyframe();
    void showMenu(QPoint globalPosition);
    /// The recipe of what is on screen.
    Recipe seen() const;

    Workspace& _workspace;
    Document& _document;
    Film& _film;
    FilmPlayer* _player = nullptr;
    LatentWalker* _walker = nullptr;
    RecipePictures* _pictures = nullptr;
    TimelineView* _view = nullptr;
    MotionControls* _controls = nullptr;
    QPointer<FilmExportDialog> _exporting;
    GestureClock _clock;
};

} // namespace flipside
