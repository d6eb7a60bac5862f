// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/picture_row.h"
#include "core/picture/resizing_method.h"
#include "ui/work/file_tasks.h"

#include <QPointF>
#include <QSize>
#include <QWidget>

#include <memory>

namespace flipside {

class PreviewPane;

/// What will be written, before it is: the whole picture, and a part of it with a pixel of the screen for
/// each of its own. Made away from the interface thread; while something is being made, the newest wish
/// waits.
class ExportPreview : public QWidget {
    Q_OBJECT
public:
    explicit ExportPreview(QWidget* parent = nullptr);

    void setPictures(std::vector<Image> pictures);
    /// `size` in pixels; one that is too large to be written is not shown.
    void setResult(QSize size, const ResizingMethod& method);
    /// Nothing is being made, and nothing waits.
    bool isReady() const { return !_waits && !_tasks.isBusy(); }

signals:
    /// It cannot be made; one sentence.
    void failed(const QString& sentence);

private:
    /// What a method has prepared; kept for the next preview, as it may have taken long.
    struct Prepared {
        std::shared_ptr<const std::vector<Image>> pictures;
        std::string method;
        std::unique_ptr<PictureRow> row;
    };
    void ask();
    void make();
    PicturePart closePart() const;

    PreviewPane* _whole = nullptr;
    PreviewPane* _close = nullptr;
    std::shared_ptr<const std::vector<Image>> _pictures;
    QSize _size;
    ResizingMethod _method;
    QPointF _place{0.5, 0.5}; ///< the middle of the part, in parts of the picture
    bool _waits = false;
    std::shared_ptr<Prepared> _prepared = std::make_shared<Prepared>(); ///< of the tasks' thread
    FileTasks _tasks; ///< last: it ends before the rest goes
};

} // namespace flipside
