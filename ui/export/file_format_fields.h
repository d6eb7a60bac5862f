// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/picture_encoding.h"

#include <QObject>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QSlider;
class QWidget;

namespace flipside {

/// The rows of a form that ask what a picture is written as: the format, how deep its colours or how good it
/// is to be, whichever the format has, and whether it says which colours they are.
class FileFormatFields : public QObject {
    Q_OBJECT
public:
    FileFormatFields(QFormLayout& form, QWidget* parent);

    /// But for the dots per inch.
    PictureEncoding encoding() const;
    void setFormat(PictureFormat format);
    /// As chosen the last time.
    void restore();
    void remember() const;
    void setEnabled(bool enabled);

signals:
    void changed();

private:
    PictureFormat format() const;
    void showWhatApplies();

    QFormLayout& _form;
    QComboBox* _format = nullptr;
    QComboBox* _depth = nullptr;
    QWidget* _qualityRow = nullptr;
    QSlider* _quality = nullptr;
    QLabel* _qualityNumber = nullptr;
    QCheckBox* _profile = nullptr;
};

} // namespace flipside
