// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/output_window.h"

#include "ui/canvas/canvas_zoom.h"
#include "ui/pictures/canvas_images.h"

#include <QCloseEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScreen>
#include <QSettings>
#include <QUrl>

#include <algorithm>

namespace flipside {
namespace {

/// Of the screen's smaller side, for a window that does not fill it.
constexpr double shareOfScreen = 0.6;
constexpr int questionMilliseconds = 2000;
/// Of the window's height: the letters of the question, and how far they stay from the edge.
constexpr double questionSize = 0.03;
constexpr double questionMargin = 0.06;

const auto fillsKey = QStringLiteral("fills");
const auto screenKey = QStringLiteral("screen");
const auto placeKey = QStringLiteral("place");

/// Of what is remembered: another projector, or none, is another case.
QString groupOfDisplays()
{
    QStringList names;
    for (const QScreen* screen : QGuiApplication::screens())
        names.append(screen->name());
    names.sort();
    return QStringLiteral("output/") +
           QString::fromLatin1(QUrl::toPercentEncoding(names.join(QLatin1Char('+'))));
}

QRect usualPlace(const QScreen& screen)
{
    const QRect room = screen.availableGeometry();
    const int side = int(shareOfScreen * std::min(room.width(), room.height()));
    QRect place(0, 0, side, side);
    place.moveCenter(room.center());
    return place;
}

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
    connect(&document, &Document::sketched, this, [this](const std::shared_ptr<const Image>& sketch) {
        _picture = toQImage(*sketch);
        update();
    });
    connect(qGuiApp, &QGuiApplication::screenRemoved, this, &OutputWindow::leaveScreen);
    _asking.setSingleShot(true);
    _asking.setInterval(questionMilliseconds);
    connect(&_asking, &QTimer::timeout, this, qOverload<>(&QWidget::update));
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
    // On another display than the main window it leaves the keyboard there, with the keys that play.
    setAttribute(Qt::WA_ShowWithoutActivating, other != screens.end());
    if (!openAsItWas(taken)) {
        if (other != screens.end())
            fill(**other);
        else
            showAt(usualPlace(taken));
    }
    if (!testAttribute(Qt::WA_ShowWithoutActivating)) {
        raise();
        activateWindow();
    }
}

bool OutputWindow::openAsItWas(const QScreen& taken)
{
    QSettings settings;
    settings.beginGroup(groupOfDisplays());
    const QString name = settings.value(screenKey).toString();
    const QList<QScreen*> screens = QGuiApplication::screens();
    const auto screen = std::ranges::find(screens, name, &QScreen::name);
    if (screen == screens.end())
        return false;
    setAttribute(Qt::WA_ShowWithoutActivating, *screen != &taken);
    _place = settings.value(placeKey).toRect();
    if (!(*screen)->geometry().contains(_place.center()))
        _place = {}; // the display has another size or place now
    if (settings.value(fillsKey).toBool())
        fill(**screen);
    else
        showAt(_place.isEmpty() ? usualPlace(**screen) : _place);
    return true;
}

void OutputWindow::remember() const
{
    QSettings settings;
    settings.beginGroup(groupOfDisplays());
    settings.setValue(screenKey, screen()->name());
    settings.setValue(fillsKey, isFullScreen());
    settings.setValue(placeKey, isFullScreen() ? _place : geometry());
}

void OutputWindow::fill(QScreen& screen)
{
    setScreen(&screen);
    setGeometry(screen.geometry());
    showFullScreen();
}

void OutputWindow::showAt(const QRect& place)
{
    // Before it is shown: Qt 6.8 may still give it the place that it had without this.
    setWindowState(windowState() & ~(Qt::WindowFullScreen | Qt::WindowMinimized | Qt::WindowMaximized));
    setGeometry(place);
    show();
}

void OutputWindow::setFillsScreen(bool fills)
{
    if (fills == isFullScreen())
        return;
    if (fills) {
        _place = geometry();
        showFullScreen();
    } else {
        showAt(_place.isEmpty() ? usualPlace(*screen()) : _place);
    }
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
    showAt(usualPlace(**other));
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
    if (!_blank && !_picture.isNull()) {
        const QRectF place = pictureRect();
        const bool isReduced = place.width() * devicePixelRatioF() < _picture.width();
        painter.setRenderHint(QPainter::SmoothPixmapTransform, _smooth || isReduced);
        painter.drawImage(place, _picture);
    }
    if (asksToLeave())
        paintQuestion(painter);
}

void OutputWindow::paintQuestion(QPainter& painter) const
{
    QFont letters = font();
    letters.setPixelSize(std::max(12, int(height() * questionSize)));
    painter.setFont(letters);
    const QString question = tr("Press Esc again to leave full screen");
    const int line = painter.fontMetrics().height();
    QRect box(0, 0, painter.fontMetrics().horizontalAdvance(question) + 2 * line, 2 * line);
    box.moveCenter({width() / 2, height() - int(height() * questionMargin) - line});
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 190));
    painter.drawRoundedRect(box, line / 2.0, line / 2.0);
    painter.setPen(Qt::white);
    painter.drawText(box, Qt::AlignCenter, question);
}

void OutputWindow::askToLeave()
{
    if (!isFullScreen())
        return;
    if (asksToLeave())
        setFillsScreen(false);
    else
        _asking.start();
    update();
}

void OutputWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_F11)
        setFillsScreen(!isFullScreen());
    else if (event->key() == Qt::Key_Escape)
        askToLeave();
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
    if (event->type() != QEvent::WindowStateChange)
        return;
    setCursor(isFullScreen() ? Qt::BlankCursor : Qt::ArrowCursor);
    _asking.stop();
}

void OutputWindow::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    remember();
}

} // namespace flipside
