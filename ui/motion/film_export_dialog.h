// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/enlarge/resizing_methods.h"
#include "core/motion/timeline.h"
#include "core/video/film_settings.h"
#include "ui/player/player.h"
#include "ui/work/job_dialog.h"

#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;
class QSpinBox;
class QToolButton;

namespace flipside {

class PathEdit;

/// Writes a film to disk while the window stays live: asks for the format (of those that can be written
/// here), size, frame rate, how pictures are enlarged and how good it is to be.
class FilmExportDialog : public JobDialog {
    Q_OBJECT
public:
    /// `timeline` has keyframes of `model`; `formats` is not empty.
    FilmExportDialog(const OpenedModel& model, Timeline timeline, QWidget* parent = nullptr,
                     const std::vector<FilmFormat>& formats = availableFormats());

    FilmSettings settings() const;
    /// The file, or the folder of a sequence.
    QString path() const;
    void setPath(const QString& path);

protected:
    void act() override;
    void takeProgress(double fraction, const QString& what, double secondsLeft) override;
    void takeEnd() override;
    void takeCancellation() override;
    QString loss(int percent) const override;
    void setFieldsEnabled(bool enabled) override;

private:
    void buildFields(const std::vector<FilmFormat>& formats);
    void restore();
    void takeFormat();
    /// A film's name says what it is: the format becomes that of its suffix.
    void followName();
    void keepShape(QSpinBox* changed, QSpinBox* other, double ratio);
    void choosePath();
    void showLength();
    FilmFormat format() const;
    const ResizingMethod& method() const;

    std::vector<ResizingMethod> _methods = resizingMethods();
    QString _model; ///< its folder
    QString _name;
    QSize _picture;
    Timeline _timeline;
    QComboBox* _format = nullptr;
    QSpinBox* _width = nullptr;
    QSpinBox* _height = nullptr;
    QCheckBox* _keepsShape = nullptr;
    QSpinBox* _rate = nullptr;
    QComboBox* _method = nullptr;
    QSlider* _quality = nullptr;
    QLabel* _qualityNumber = nullptr;
    QLabel* _length = nullptr;
    PathEdit* _path = nullptr;
    QToolButton* _choose = nullptr;
    QWidget* _sizeRow = nullptr;
    QString _mayReplace; ///< the file that the user lets be written over
};

} // namespace flipside
