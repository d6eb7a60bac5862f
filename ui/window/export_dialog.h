// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QSize>

class QComboBox;
class QLabel;
class QSpinBox;

namespace flipside {

/// Asks how a picture is to be exported: which one, and how many times enlarged.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    enum Picture { Creative, Regular, Both };

    /// Grey pixels around and between the pictures where both are exported.
    static constexpr int gap = 2;

    /// `size` is the picture's own, in pixels.
    explicit ExportDialog(QSize size, QWidget* parent = nullptr);

    Picture picture() const;
    /// Every pixel becomes scale × scale pixels; 1..64.
    int scale() const;

private:
    void showSize();

    QSize _size;
    QComboBox* _picture = nullptr;
    QSpinBox* _scale = nullptr;
    QLabel* _result = nullptr;
};

} // namespace flipside
