// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/motion/motion_controls.h"

#include "core/motion/timeline_edits.h"
#include "ui/style/theme_icons.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/seed_box.h"
#include "ui/widgets/term_label.h"
#include "ui/words/numbers.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <cmath>

namespace flipside {
namespace {

constexpr double slowestWalk = 0.05; ///< places a second
constexpr double fastestWalk = 2.0;
constexpr int speedSteps = 100;
constexpr int firstSpeed = 50;
constexpr double slowestTempo = 20.0; ///< beats a minute
constexpr double fastestTempo = 400.0;
constexpr double firstTempo = 120.0;
constexpr double longestLength = 3600.0;

QString decimal(double number)
{
    return decimalText(number, 2);
}

} // namespace

MotionControls::MotionControls(QWidget* parent) : QWidget(parent)
{
    _flow = new FlowLayout(this);
    _flow->setContentsMargins(8, 6, 8, 6);
    _flow->setSpacing(6);
    buildTransport();
    buildWalk();
    buildTempo();
    buildKeyframe();
}

QToolButton* MotionControls::toolButton(const QString& icon, const QString& name, const QString& tip)
{
    auto* button = new QToolButton(this);
    button->setIcon(themedIcon(icon));
    button->setIconSize({18, 18});
    button->setAccessibleName(name);
    button->setToolTip(tip);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QLabel* MotionControls::label(const QString& text, QWidget* buddy)
{
    auto* label = new QLabel(text, this);
    label->setBuddy(buddy);
    return label;
}

QWidget* MotionControls::addGroup(std::initializer_list<QWidget*> widgets)
{
    auto* group = new QWidget(this);
    auto* layout = new QHBoxLayout(group);
    layout->setContentsMargins(0, 0, 4, 0);
    layout->setSpacing(4);
    for (QWidget* widget : widgets)
        layout->addWidget(widget);
    _flow->addWidget(group);
    return group;
}

void MotionControls::buildTransport()
{
    toStart = toolButton(QStringLiteral("to-start"), tr("To the start"),
                         tr("Back to the start, and to the present picture"));
    play = toolButton(QStringLiteral("play"), tr("Play"), tr("Play the film, or pause it (T)"));
    play->setObjectName(QStringLiteral("playFilm"));
    loops = toolButton(QStringLiteral("loop"), tr("Loop"), tr("The last keyframe goes on to the first"));
    loops->setObjectName(QStringLiteral("loopFilm"));
    loops->setCheckable(true);
    time = new QLabel(this);
    time->setObjectName(QStringLiteral("filmTime"));
    time->setAccessibleName(tr("Time of the film"));
    time->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("00.00 / 00.00 beats")));
    add = new QPushButton(tr("Add keyframe"), this);
    add->setObjectName(QStringLiteral("addKeyframe"));
    add->setToolTip(tr("What is seen becomes a keyframe, after the selected one (Shift+K)"));
    exportFilm = new QPushButton(tr("Export…"), this);
    exportFilm->setObjectName(QStringLiteral("exportFilm"));
    exportFilm->setAccessibleName(tr("Export the film"));
    exportFilm->setToolTip(tr("Write the film as MP4, WebM, GIF or pictures (Ctrl+Shift+E)"));
    addGroup({toStart, play, loops, time});
    addGroup({add, exportFilm});
}

void MotionControls::buildWalk()
{
    walk = new QPushButton(tr("Walk"), this);
    walk->setObjectName(QStringLiteral("walk"));
    walk->setCheckable(true);
    explain(*walk, QStringLiteral("walk"), tr("What is locked stays. Once more keeps the place (W)."));
    speed = new QSlider(Qt::Horizontal, this);
    speed->setObjectName(QStringLiteral("walkSpeed"));
    speed->setRange(0, speedSteps);
    speed->setValue(firstSpeed);
    speed->setFixedWidth(60);
    speed->setAccessibleName(tr("Speed of the walk"));
    connect(speed, &QSlider::valueChanged, this, &MotionControls::showSpeed);
    showSpeed();
    seed = new SeedBox(this);
    seed->setObjectName(QStringLiteral("walkSeed"));
    seed->setAccessibleName(tr("Seed of the walk"));
    explain(*seed, QStringLiteral("seed"),
            tr("This one is the walk's: from the same picture it takes the same way."));
    addGroup({walk, label(tr("Speed"), speed), speed});
    addGroup({label(tr("Seed of the walk"), seed), seed});
}

void MotionControls::buildTempo()
{
    unit = new ChoiceBox(this);
    unit->setObjectName(QStringLiteral("filmUnit"));
    unit->addItem(tr("Seconds"));
    unit->addItem(tr("Beats"));
    unit->setAccessibleName(tr("Unit of the lengths"));
    unit->setToolTip(tr("Lengths in seconds, or in beats of a tempo"));
    tempo = new QDoubleSpinBox(this);
    tempo->setObjectName(QStringLiteral("filmTempo"));
    tempo->setRange(slowestTempo, fastestTempo);
    tempo->setDecimals(1);
    tempo->setValue(firstTempo);
    tempo->setSuffix(tr(" bpm"));
    tempo->setKeyboardTracking(false);
    tempo->setAccessibleName(tr("Tempo"));
    tempo->setToolTip(tr("Beats per minute"));
    addGroup({unit, tempo});
}

void MotionControls::buildKeyframe()
{
    which = new QLabel(this);
    which->setObjectName(QStringLiteral("whichKeyframe"));
    length = new QDoubleSpinBox(this);
    length->setObjectName(QStringLiteral("keyframeLength"));
    length->setRange(shortestLength, longestLength);
    length->setDecimals(2);
    length->setSingleStep(0.25);
    length->setKeyboardTracking(false);
    length->setAccessibleName(tr("Length"));
    length->setToolTip(tr("From this keyframe to the next"));
    easing = new ChoiceBox(this);
    easing->setObjectName(QStringLiteral("keyframeEasing"));
    easing->addItem(tr("Smooth"), int(Easing::Smooth));
    easing->addItem(tr("Even"), int(Easing::Linear));
    easing->addItem(tr("Slow start"), int(Easing::SlowStart));
    easing->addItem(tr("Slow end"), int(Easing::SlowEnd));
    easing->addItem(tr("Jump"), int(Easing::Jump));
    easing->setAccessibleName(tr("Easing"));
    easing->setToolTip(tr("How it goes on to the next keyframe"));
    open = toolButton(QStringLiteral("open"), tr("Open the keyframe"),
                      tr("Make the keyframe's recipe the present one (Enter)"));
    replace = new QPushButton(tr("Replace"), this);
    replace->setToolTip(tr("What is seen takes the keyframe's place"));
    remove =
        toolButton(QStringLiteral("close"), tr("Remove the keyframe"), tr("Remove the keyframe (Delete)"));
    _keyframe = {addGroup({which, length, easing}), addGroup({replace, open, remove})};
}

void MotionControls::showTimeline(const Timeline& timeline)
{
    const QSignalBlocker loopsBlocker(loops);
    const QSignalBlocker unitBlocker(unit);
    const QSignalBlocker tempoBlocker(tempo);
    loops->setChecked(timeline.loops);
    unit->setCurrentIndex(timeline.beatsPerMinute ? Beats : Seconds);
    tempo->setVisible(timeline.beatsPerMinute.has_value());
    if (timeline.beatsPerMinute)
        tempo->setValue(*timeline.beatsPerMinute);
    length->setSuffix(timeline.beatsPerMinute ? tr(" beats") : tr(" s"));
}

void MotionControls::showKeyframe(const Timeline& timeline, int keyframe)
{
    const int count = int(timeline.keyframes.size());
    const bool isOne = keyframe >= 0 && keyframe < count;
    const bool goesOn = isOne && count > 1 && (timeline.loops || keyframe + 1 < count);
    for (QWidget* group : _keyframe)
        group->setVisible(count > 0);
    which->setText(isOne ? tr("Keyframe %1 of %2").arg(keyframe + 1).arg(count) : tr("None chosen"));
    for (QWidget* widget : {static_cast<QWidget*>(length), static_cast<QWidget*>(easing)})
        widget->setEnabled(goesOn);
    for (QWidget* widget : std::initializer_list<QWidget*>{open, replace, remove})
        widget->setEnabled(isOne);
    if (!isOne)
        return;
    const QSignalBlocker lengthBlocker(length);
    const QSignalBlocker easingBlocker(easing);
    length->setValue(timeline.keyframes[std::size_t(keyframe)].length);
    easing->setCurrentIndex(easing->findData(int(timeline.keyframes[std::size_t(keyframe)].easing)));
}

void MotionControls::showTime(const Timeline& timeline, double seconds)
{
    const double unitsInSecond = timeline.beatsPerMinute.value_or(secondsInMinute) / secondsInMinute;
    const QString now = decimal(seconds * unitsInSecond);
    const QString end = decimal(timeline.duration() * unitsInSecond);
    time->setText(timeline.beatsPerMinute ? tr("%1 / %2 beats").arg(now, end)
                                          : tr("%1 / %2 s").arg(now, end));
}

void MotionControls::showPlaying(bool playing)
{
    play->setIcon(themedIcon(playing ? QStringLiteral("pause") : QStringLiteral("play")));
    play->setAccessibleName(playing ? tr("Pause") : tr("Play"));
}

void MotionControls::showWalking(bool walking)
{
    walk->setChecked(walking);
}

double MotionControls::walkSpeed() const
{
    return slowestWalk * std::pow(fastestWalk / slowestWalk, double(speed->value()) / speedSteps);
}

void MotionControls::showSpeed()
{
    speed->setToolTip(tr("Somewhere else every %1 s").arg(decimalText(1.0 / walkSpeed(), 1)));
}

} // namespace flipside
