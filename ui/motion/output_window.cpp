// SPDX-License-Identifier: GPL-3.0-or-later
#include "motion/output_window.h"

#include "canvas_images.h"
#include "canvas_zoom.h"

#include <QCloseEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScreen>

#include <algorithm>

namespace flipside {
namespace {

/// Of the screen's smaller side, for a window that does not fill it.
constexpr double shareOfScreen = 0.6;

} // namespace

OutputWindow::OutputWindow(Document& document) : QWidget(nullptr, Qt::Window), _document(document)
{
    setWindowTitle(tr("Output – Flipside"));
    setAccessibleName(tr("Output"));
    setAccessibleDescription(tr("The creative picture alone"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_QuitOnClose, false);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(64, 64);
    connect(&document, &Document::renderingChanged, this, &OutputWindow::takeRendering);
    connect(&document, &Document::modelChanged, this, &OutputWindow::takeRendering);
    connect(qGuiApp, &QGuiApplication::screenRemoved, this, &OutputWindow::leaveScreen);
    takeRendering();
}

void OutputWindow::takeRendering()
{
    const auto rendering = _document.rendering();
    _picture = rendering ? toQImage(rendering->image) : QImage();
    update();
}

void OutputWindow::open(const QScreen& taken)
{
    const QList<QScreen*> screens = QGuiApplication::screens();
    const auto other = std::ranges::find_if(screens, [&](const QScreen* screen) { return screen != &taken; });
    // Beside the main window the keyboard stays there, with the keys that play.
    setAttribute(Qt::WA_ShowWithoutActivating, other != screens.end());
    if (other != screens.end()) {
        setScreen(*other);
        setGeometry((*other)->geometry());
        setFillsScreen(true);
    } else {
        showOn(taken);
        raise();
        activateWindow();
    }
}

void OutputWindow::showOn(const QScreen& screen)
{
    const QRect room = screen.availableGeometry();
    const int side = int(shareOfScreen * std::min(room.width(), room.height()));
    QRect place(0, 0, side, side);
    place.moveCenter(room.center());
    setFillsScreen(false);
    setGeometry(place);
}

void OutputWindow::setFillsScreen(bool fills)
{
    setCursor(fills ? Qt::BlankCursor : Qt::ArrowCursor);
    if (fills)
        showFullScreen();
    else
        showNormal();
}

void OutputWindow::leaveScreen(const QScreen* gone)
{
    if (!isVisible() || screen() != gone)
        return;
    const QList<QScreen*> screens = QGuiApplication::screens();
    const auto other = std::ranges::find_if(screens, [&](const QScreen* screen) { return screen != gone; });
    if (other == screens.end()) {
        close();
        return;
    }
    setScreen(*other);
    showOn(**other);
    raise();
    emit moved(
        tr("The display %1 is gone, so the output is a window on %2 now; F11 fills the screen with it.")
            .arg(gone->name(), (*other)->name()));
}

void OutputWindow::setBlank(bool blank)
{
    _blank = blank;
    update();
}

void OutputWindow::setSmooth(bool smooth)
{
    _smooth = smooth;
    update();
}

QRectF OutputWindow::pictureRect() const
{
    return CanvasZoom().pictureRect(_picture.size(), rect(), devicePixelRatioF(), _smooth);
}

void OutputWindow::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), Qt::black);
    if (_blank || _picture.isNull())
        return;
    const QRectF place = pictureRect();
    const bool isReduced = place.width() * devicePixelRatioF() < _picture.width();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, _smooth || isReduced);
    painter.drawImage(place, _picture);
}

void OutputWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_F11)
        setFillsScreen(!isFullScreen());
    else if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

void OutputWindow::mouseDoubleClickEvent(QMouseEvent* /*event*/)
{
    setFillsScreen(!isFullScreen());
}

void OutputWindow::closeEvent(QCloseEvent* event)
{
    event->accept();
    emit closed();
}

void OutputWindow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange)
        setCursor(isFullScreen() ? Qt::BlankCursor : Qt::ArrowCursor);
}

} // namespace flipside
