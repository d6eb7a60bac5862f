// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/motion/timeline.h"

#include <QWidget>

#include <optional>

namespace flipside {

class Film;
class RecipePictures;

/// The film's keyframes as pictures along its time, with how each goes on to the next drawn below.
///
/// Mouse: press or drag anywhere beside the keyframes to go to a time; press a keyframe to select it and see
/// it, drag it to another time (Shift for any time, not only round ones), double click opens its recipe.
/// Keyboard: Left, Right, Home and End go from keyframe to keyframe; Shift+Left and Shift+Right move the
/// playhead; Ctrl+Left and Ctrl+Right change places with the neighbour; Enter opens; Delete removes; Escape
/// takes a drag back.
class TimelineView : public QWidget {
    Q_OBJECT
public:
    TimelineView(Film& film, const RecipePictures& pictures, QWidget* parent = nullptr);

    /// The selected keyframe's number; -1 for none.
    int selected() const { return _selected; }
    void select(int keyframe);
    /// Where the playhead is.
    void setTime(double seconds);

    void removeSelected();

    /// A keyframe's picture; a loop's first one once more, at the end, is the one after the last.
    QRect pictureRect(int keyframe) const;
    double xOf(double seconds) const;
    double timeAt(double x) const;

    QSize sizeHint() const override { return {520, 130}; }
    QSize minimumSizeHint() const override { return {160, 76}; }

signals:
    void selectedChanged();
    /// The user goes to this time.
    void scrubbed(double seconds);
    /// The keyframe's recipe is to be opened.
    void openRequested(int keyframe);
    void menuRequested(QPoint globalPosition);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Drag {
        Timeline before;
        int keyframe = 0;
        double grip = 0.0;         ///< seconds from the keyframe's time to the point that was pressed
        double pressed = 0.0;      ///< x
        double secondsShown = 0.0; ///< the axis holds still meanwhile
        bool moves = false;
    };

    void takeFilm();
    /// What is shown: the film's timeline, or what a drag makes of it.
    const Timeline& timeline() const { return _draft ? *_draft : _shown; }
    int count() const { return int(timeline().keyframes.size()); }
    int keyframeAt(QPoint position) const;
    int segmentAt(double x) const;
    int rulerHeight() const;
    QRect trackRect() const;
    int pictureSide() const;
    double secondsShown() const;
    void selectAndSee(int keyframe);
    void moveBy(int places);
    void dragTo(double x, bool anyTime);
    QString textOf(int keyframe) const;

    void paintRuler(QPainter& painter) const;
    void paintWay(QPainter& painter, int segment) const;
    void paintKeyframe(QPainter& painter, int keyframe) const;
    void paintPlayhead(QPainter& painter) const;

    Film& _film;
    const RecipePictures& _pictures;
    Timeline _shown;
    int _selected = -1;
    double _time = 0.0;
    bool _scrubs = false;
    std::optional<Drag> _drag;
    std::optional<Timeline> _draft;
};

} // namespace flipside
