// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSize>
#include <QString>

class QComboBox;
class QFormLayout;
class QLabel;
class QSpinBox;
class QWidget;

namespace flipside {

class DecimalBox;

/// The rows of a form that ask how large a picture is to be: in pixels, or on paper, where the dots per inch
/// say how many pixels that is. The shape stays.
class PictureSizeFields : public QObject {
    Q_OBJECT
public:
    enum class Unit { Pixels, Centimetres, Inches };

    PictureSizeFields(QFormLayout& form, QWidget* parent);

    /// The picture's own size in pixels. As many times enlarged as the one before.
    void setPicture(QSize own);
    /// Choices are kept under a name of their own, and begin with about this longer side.
    void setOwnChoices(const QString& name, int comfortableSide);
    /// For pictures of several shapes, one side alone is asked for.
    void setOnlyLongerSide();

    QSize pixels() const { return _pixels; }
    int dotsPerInch() const;
    /// As chosen the last time; at first enlarged to a comfortable size by a whole number.
    void restore();
    void remember() const;
    void setEnabled(bool enabled);
    void setFocus();

signals:
    void changed();

private:
    Unit unit() const;
    void takeWidth();
    void takeHeight();
    void takeDots();
    void show();
    int pixelsFor(double shown) const;
    double shownFor(int pixels) const;
    bool hasWholeScale() const;

    QString key(const char* name) const;

    QString _keptAs = QStringLiteral("export");
    int _comfortableSide = 512;
    QSize _own{1, 1};
    QSize _pixels{1, 1};
    bool _onlyLongerSide = false;
    QWidget* _row = nullptr;
    DecimalBox* _width = nullptr; ///< or the longer side
    QLabel* _times = nullptr;
    DecimalBox* _height = nullptr;
    QComboBox* _unit = nullptr;
    QSpinBox* _dots = nullptr;
    QLabel* _result = nullptr;
};

} // namespace flipside
