// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QSlider;
class QToolButton;

namespace flipside {

class RegionBrush;

/// The brush's settings, above the canvas while the brush is in use: in one line, or in two where that is
/// too wide.
class BrushBar : public QWidget {
    Q_OBJECT
public:
    explicit BrushBar(RegionBrush& brush, QWidget* parent = nullptr);

private:
    QToolButton* addMode(QLayout& row, const QString& text, const QString& tip, bool erases);
    QSlider* addSlider(QLayout& row, const QString& caption, const QString& tip, int least, int most);
    void takeBrush();

    RegionBrush& _brush;
    QToolButton* _paint = nullptr;
    QToolButton* _erase = nullptr;
    QSlider* _size = nullptr;
    QSlider* _softness = nullptr;
    QComboBox* _target = nullptr;
    QPushButton* _everywhere = nullptr;
};

} // namespace flipside
