// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/motion/timeline.h"

#include <QWidget>

#include <array>
#include <initializer_list>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSlider;
class QToolButton;

namespace flipside {

class FlowLayout;
class SeedBox;

/// What tempo is given in.
inline constexpr double secondsInMinute = 60.0;

/// The motion panel's buttons and fields. It shows what it is told, without a signal of the widgets, and
/// decides nothing.
class MotionControls : public QWidget {
    Q_OBJECT
public:
    enum Unit { Seconds, Beats };

    explicit MotionControls(QWidget* parent = nullptr);

    void showTimeline(const Timeline& timeline);
    /// -1 for none.
    void showKeyframe(const Timeline& timeline, int keyframe);
    void showTime(const Timeline& timeline, double seconds);
    void showPlaying(bool playing);
    void showWalking(bool walking);
    /// What the slider says: how often a second a walk gets somewhere else.
    double walkSpeed() const;

    QToolButton* toStart = nullptr;
    QToolButton* play = nullptr;
    QToolButton* loops = nullptr;
    QLabel* time = nullptr;
    QPushButton* add = nullptr;
    QPushButton* walk = nullptr;
    QSlider* speed = nullptr;
    SeedBox* seed = nullptr;
    QPushButton* exportFilm = nullptr;
    QComboBox* unit = nullptr;
    QDoubleSpinBox* tempo = nullptr;
    QLabel* which = nullptr;
    QDoubleSpinBox* length = nullptr;
    QComboBox* easing = nullptr;
    QToolButton* open = nullptr;
    QPushButton* replace = nullptr;
    QToolButton* remove = nullptr;

private:
    QToolButton* toolButton(const QString& icon, const QString& name, const QString& tip);
    QLabel* label(const QString& text, QWidget* buddy);
    void buildTransport();
    void buildWalk();
    void buildTempo();
    void buildKeyframe();
    QWidget* addGroup(std::initializer_list<QWidget*> widgets);
    void showSpeed();

    FlowLayout* _flow = nullptr;
    std::array<QWidget*, 2> _keyframe{}; ///< what is about a keyframe
};

} // namespace flipside
