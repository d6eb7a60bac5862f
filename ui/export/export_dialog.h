// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"
#include "core/picture/picture_encoding.h"
#include "core/picture/resizing_method.h"
#include "ui/work/job_dialog.h"

#include <QSize>

#include <vector>

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace flipside {

class ExportPreview;
class FileFormatFields;
class PathEdit;
class PictureSizeFields;

/// What every export of pictures asks: how large, how enlarged, and what they are written as, with a preview
/// beside. The window stays live meanwhile. Choices are kept for the next time.
class ExportDialog : public JobDialog {
    Q_OBJECT
public:
    // What is asked for, as it stands.
    QSize size() const;
    ResizingMethod method() const;
    PictureEncoding encoding() const;
    const ExportPreview& preview() const { return *_preview; }

signals:
    /// All is written: what and where, in a few words.
    void exported(const QString& words);

protected:
    /// `methods` is not empty.
    ExportDialog(const QString& title, std::vector<ResizingMethod> methods, QWidget* parent);

    /// The rows above and below those that all have.
    QFormLayout& form() { return *_form; }
    /// Adds the rows that all have.
    void addSizeAndFormat();
    /// Adds a row for a file or folder, with a button that chooses it.
    void addPathRow(const QString& label, const QString& tip);
    /// When all rows and a picture are there: takes the choices of the last time.
    void restore();
    void setPictures(std::vector<Image> pictures);
    /// Instead of setPictures(): what is written has this size where it is not enlarged.
    void setShape(QSize own, int channels);
    /// Shows this instead of the usual preview.
    void setPreview(QWidget& preview);
    PictureSizeFields& sizeFields() { return *_size; }
    FileFormatFields& formatFields() { return *_format; }
    QComboBox& methodBox() { return *_method; }
    QString path() const;
    void setPath(const QString& path);
    PathEdit& pathEdit() { return *_path; }

    virtual void choosePath() = 0;
    /// Another format was chosen.
    virtual void takeFormat() {}
    /// Shows what will be written.
    virtual void showResult();
    /// What there is to say of the format.
    virtual QString formatNote() const;
    /// Says what is wrong with the size or the format; false then.
    bool checkChoices();
    /// Something was chosen: says what there is to say of it, and shows what will be written.
    void takeChanges();
    /// Says where there is not enough memory for a picture of that size; false then.
    bool checkMemory();
    void remember();
    /// A folder for what is saved.
    static QString usualFolder();

    void takeProgress(double fraction, const QString& what, double secondsLeft) override;
    void setFieldsEnabled(bool enabled) override;

private:
    std::vector<ResizingMethod> _methods;
    QWidget* _asked = nullptr;
    QFormLayout* _form = nullptr;
    QHBoxLayout* _sides = nullptr;
    ExportPreview* _preview = nullptr;
    PictureSizeFields* _size = nullptr;
    FileFormatFields* _format = nullptr;
    QComboBox* _method = nullptr;
    int _channels = 1;
    PathEdit* _path = nullptr;
    QToolButton* _choose = nullptr;
};

} // namespace flipside
