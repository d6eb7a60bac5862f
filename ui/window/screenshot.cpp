// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/screenshot.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <QBuffer>
#include <QPixmap>

namespace flipside {
namespace {

/// What follows the picture (heatmaps, histograms, the inspected neuron) is done well within this.
constexpr int settleMilliseconds = 500;
constexpr int patienceMilliseconds = 120000;

} // namespace

Screenshot::Screenshot(QWidget& window, Workspace& workspace, QString path)
    : QObject(&window), _window(window), _document(workspace.document()), _path(std::move(path))
{
    _settled.setSingleShot(true);
    _settled.setInterval(settleMilliseconds);
    _tooLate.setSingleShot(true);
    connect(&_settled, &QTimer::timeout, this, &Screenshot::save);
    connect(&_tooLate, &QTimer::timeout, this, [this] {
        emit finished(tr(
            "no picture came in two minutes, so there is no screenshot; close other programs and try again"));
    });
    connect(&_document, &Document::renderingChanged, this, &Screenshot::lookWhetherComplete);
    connect(&_document, &Document::noveltyChanged, this, &Screenshot::lookWhetherComplete);
    connect(&workspace, &Workspace::problem, this, &Screenshot::finished);
    _tooLate.start(patienceMilliseconds);
}

void Screenshot::lookWhetherComplete()
{
    if (_document.isShown() && (!_document.model()->hasGauges || !_document.novelty().empty()))
        _settled.start();
}

void Screenshot::save()
{
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    _window.grab().save(&buffer, "PNG");
    try {
        writeFile(_path.toStdString(), std::string_view(png.constData(), std::size_t(png.size())));
        emit finished({});
    } catch (const Error& error) {
        emit finished(QString::fromStdString(error.what()));
    }
}

} // namespace flipside
