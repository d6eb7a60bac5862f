// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_preview.h"

#include "core/picture/picture_encoding.h"
#include "ui/export/preview_pane.h"
#include "ui/pictures/canvas_images.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace flipside {
namespace {

int partStart(double middle, int part, int whole)
{
    return std::clamp(int(std::lround(middle * whole - part / 2.0)), 0, whole - part);
}

} // namespace

ExportPreview::ExportPreview(QWidget* parent) : QWidget(parent)
{
    const auto caption = [this](const QString& text) {
        auto* label = new QLabel(text, this);
        label->setForegroundRole(QPalette::PlaceholderText);
        return label;
    };
    _whole = new PreviewPane(tr("Whole picture"), this);
    _whole->setObjectName(QStringLiteral("exportWhole"));
    _whole->setToolTip(tr("Point at what you want to see close, or move the frame with the arrow keys"));
    _close = new PreviewPane(tr("A part at 100 %"), this);
    _close->setObjectName(QStringLiteral("exportClose"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(caption(tr("Whole picture")));
    layout->addWidget(_whole, 1);
    layout->addSpacing(4);
    layout->addWidget(caption(tr("At 100 %")));
    layout->addWidget(_close, 1);
    for (PreviewPane* pane : {_whole, _close})
        connect(pane, &PreviewPane::resized, this, &ExportPreview::ask);
    connect(_whole, &PreviewPane::placeChosen, this, [this](QPointF place) {
        // The frame stays inside, so that no key press is lost at an edge.
        const PicturePart part = closePart();
        const double x = part.width / 2.0 / _size.width();
        const double y = part.height / 2.0 / _size.height();
        _place = {std::clamp(place.x(), x, 1.0 - x), std::clamp(place.y(), y, 1.0 - y)};
        ask();
    });
    connect(&_tasks, &FileTasks::failed, this, &ExportPreview::failed);
    connect(&_tasks, &FileTasks::finished, this, [this] {
        if (std::exchange(_waits, false))
            make();
    });
}

void ExportPreview::setPictures(std::vector<Image> pictures)
{
    _pictures = std::make_shared<const std::vector<Image>>(std::move(pictures));
    ask();
}

void ExportPreview::setResult(QSize size, const ResizingMethod& method)
{
    _size = size;
    _method = method;
    ask();
}

void ExportPreview::ask()
{
    if (_tasks.isBusy())
        _waits = true;
    else
        make();
}

PicturePart ExportPreview::closePart() const
{
    const QSize room = _close->deviceSize().boundedTo(_size);
    return {partStart(_place.x(), room.width(), _size.width()),
            partStart(_place.y(), room.height(), _size.height()), room.width(), room.height()};
}

void ExportPreview::make()
{
    if (!_pictures || _size.isEmpty() || double(_size.width()) * _size.height() > mostExportedPixels)
        return;
    const PicturePart part = closePart();
    const QSize whole = _size.scaled(_whole->deviceSize(), Qt::KeepAspectRatio).expandedTo({1, 1});
    _tasks.run([this, part, whole, size = _size, method = _method, pictures = _pictures,
                prepared = _prepared]() -> FileTasks::Afterwards {
        if (!prepared->row || prepared->pictures != pictures || prepared->method != method.name) {
            std::vector<Image> ready;
            for (const Image& picture : *pictures)
                ready.push_back(method.prepared(picture));
            prepared->row = std::make_unique<PictureRow>(std::move(ready));
            prepared->pictures = pictures;
            prepared->method = method.name;
        }
        const QImage all =
            toQImage(prepared->row->resampled(whole.height(), whole.width(), method.interpolation));
        const QImage close =
            toQImage(prepared->row->part(size.height(), size.width(), method.interpolation, part));
        return [this, all, close, part, size] {
            _whole->setPicture(all);
            _whole->setFrame(part.width == size.width() && part.height == size.height()
                                 ? QRectF()
                                 : QRectF(double(part.x) / size.width(), double(part.y) / size.height(),
                                          double(part.width) / size.width(),
                                          double(part.height) / size.height()));
            _close->setPicture(close);
        };
    });
}

} // namespace flipside
