// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas.h"

#include "ui/guide/guide_opener.h"
#include "ui/pictures/canvas_images.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QDrag>
#include <QFile>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr double margin = 16.0;
constexpr double aroundCaption = 15.0; // its line of text excepted
/// Of a caption, that a small picture has room for beneath it.
constexpr int captionLetters = 22;
constexpr double dividerReach = 6.0;
constexpr double arrowPan = 24.0;
constexpr double arrowDivider = 0.02;

} // namespace

Canvas::Canvas(Document& document, QWidget* parent) : QWidget(parent), _document(document), _brush(document)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Canvas"));
    setGuideSection(*this, QStringLiteral("the-canvas"));
    setAccessibleDescription(tr("The creative picture beside the regular one of the same latent"));
    connect(&document, &Document::renderingChanged, this, &Canvas::takeRendering);
    connect(&document, &Document::sketched, this, &Canvas::takeSketch);
    connect(&document, &Document::modelChanged, this, [this] {
        _creative = _regular = _creativeShown = _regularShown = _difference = {};
        _brushPointer.forget();
        fit();
    });
    connect(&document, &Document::comparisonChanged, this, &Canvas::takeComparison);
    connect(&_brush, &RegionBrush::changed, this, &Canvas::shadePlaces);
}

void Canvas::takeRendering()
{
    takePictures();
    _unpainted = true;
}

void Canvas::takeSketch(const std::shared_ptr<const Image>& sketch)
{
    if (comparedRight() || _view == CanvasView::Difference)
        return;
    _creative = toQImage(*sketch);
    _creativeShown = coloured(_creative, _colourMap);
    update();
}

void Canvas::takePictures()
{
    const auto rendering = _document.rendering();
    if (!rendering)
        return;
    _creative = toQImage(comparedRight() ? comparedRight()->image : rendering->image);
    _regular = toQImage(comparedLeft() ? comparedLeft()->image : rendering->regular);
    _creativeShown = coloured(_creative, _colourMap);
    _regularShown = coloured(_regular, _colourMap);
    takeDifference();
    update();
}

const ComparedPicture* Canvas::comparedLeft() const
{
    return _document.comparison() ? &_document.comparison()->left : nullptr;
}

const ComparedPicture* Canvas::comparedRight() const
{
    const PictureComparison* comparison = _document.comparison();
    return comparison && comparison->right ? &*comparison->right : nullptr;
}

void Canvas::takeComparison()
{
    takePictures();
    emit viewChanged();
    // Two are to be seen.
    if (_document.comparison() && _view == CanvasView::Single)
        setView(CanvasView::SideBySide);
}

void Canvas::takeDifference()
{
    const auto rendering = _document.rendering();
    if (_view != CanvasView::Difference || !rendering)
        return;
    const Image& creative = comparedRight() ? comparedRight()->image : rendering->image;
    const Image& regular = comparedLeft() ? comparedLeft()->image : rendering->regular;
    _differenceRange = differenceRange(creative, regular);
    _difference = differenceImage(creative, regular, _differenceRange);
}

void Canvas::setView(CanvasView view)
{
    if (_view == view)
        return;
    _view = view;
    takeDifference();
    update();
    emit viewChanged();
}

void Canvas::setShowsRegular(bool regular)
{
    _showsRegular = regular;
    update();
    emit viewChanged();
}

void Canvas::setPeeking(bool peeking)
{
    if (_peeking == peeking)
        return;
    _peeking = peeking;
    update();
}

void Canvas::setSmooth(bool smooth)
{
    _smooth = smooth;
    update();
}

void Canvas::setDivider(double divider)
{
    _divider = std::clamp(divider, 0.0, 1.0);
    update();
}

std::vector<QRectF> Canvas::panes() const
{
    const QRectF all = QRectF(rect()).adjusted(margin, margin, -margin, -margin / 2.0);
    const double captionHeight = fontMetrics().height() + aroundCaption;
    const auto withoutCaption = [captionHeight](const QRectF& area) {
        return area.adjusted(0.0, 0.0, 0.0, -captionHeight);
    };
    if (_view != CanvasView::SideBySide)
        return {withoutCaption(all)};
    const double gap = margin / 2.0;
    const QRectF left(all.topLeft(), QSizeF((all.width() - margin) / 2.0, all.height()));
    const QRectF top(all.topLeft(), QSizeF(all.width(), (all.height() - gap) / 2.0));
    const CanvasZoom fitted;
    const double ratio = devicePixelRatioF();
    const bool beside = fitted.scale(pictureSize(), withoutCaption(left).size(), ratio, true) >=
                        fitted.scale(pictureSize(), withoutCaption(top).size(), ratio, true);
    // No larger than what they show, so that the two stand together in the middle. The half pixel keeps
    // rounding from fitting the picture to less.
    const QSizeF room = withoutCaption(beside ? left : top).size();
    const QSizeF shown =
        QSizeF(pictureSize()) * (_zoom.scale(pictureSize(), room, ratio, _smooth) / ratio) + QSizeF(0.5, 0.5);
    if (beside) {
        const double caption = fontMetrics().averageCharWidth() * captionLetters;
        const QSizeF size(std::min(room.width(), std::max(shown.width(), caption)), room.height());
        const double middle = all.center().x();
        return {QRectF(QPointF(middle - gap - size.width(), all.top()), size),
                QRectF(QPointF(middle + gap, all.top()), size)};
    }
    const QSizeF size(room.width(), std::min(room.height(), shown.height()));
    const double middle = all.center().y();
    const double captioned = size.height() + top.height() - room.height();
    return {QRectF(QPointF(all.left(), middle - gap / 2.0 - captioned), size),
            QRectF(QPointF(all.left(), middle + gap / 2.0), size)};
}

QRectF Canvas::paneAt(QPointF position) const
{
    const std::vector<QRectF> areas = panes();
    const auto distance = [&](const QRectF& area) {
        const QPointF d = area.center() - position;
        return d.x() * d.x() + d.y() * d.y();
    };
    return *std::min_element(areas.begin(), areas.end(),
                             [&](const QRectF& a, const QRectF& b) { return distance(a) < distance(b); });
}

double Canvas::scale() const
{
    return _zoom.scale(pictureSize(), panes().front().size(), devicePixelRatioF(), _smooth);
}

QRectF Canvas::pictureRect(int pane) const
{
    const std::vector<QRectF> areas = panes();
    const auto index = std::min(std::size_t(std::max(pane, 0)), areas.size() - 1);
    return _zoom.pictureRect(pictureSize(), areas[index], devicePixelRatioF(), _smooth);
}

double Canvas::dividerX() const
{
    const QRectF shown = pictureRect(0).intersected(panes().front());
    return shown.left() + _divider * shown.width();
}

bool Canvas::isOnDivider(QPointF position) const
{
    return (_view == CanvasView::Split || _view == CanvasView::OnionSkin) && !_creative.isNull() &&
           std::abs(position.x() - dividerX()) <= dividerReach && panes().front().contains(position);
}

bool Canvas::showsAll() const
{
    const QRectF area = panes().front().adjusted(-1.0, -1.0, 1.0, 1.0);
    return area.contains(pictureRect(0));
}

void Canvas::fit()
{
    _zoom.fit();
    update();
}

void Canvas::zoomIn()
{
    zoomBy(1, panes().front().center());
}

void Canvas::zoomOut()
{
    zoomBy(-1, panes().front().center());
}

void Canvas::zoomBy(int steps, QPointF anchor)
{
    const QRectF before = paneAt(anchor);
    _zoom.zoom(steps, anchor, pictureSize(), before, devicePixelRatioF(), _smooth);
    // The pane has moved where its picture is larger or smaller now.
    const QRectF after = paneAt(anchor);
    _zoom.pan(before.center() - after.center(), pictureSize(), after, devicePixelRatioF(), _smooth);
    update();
}

void Canvas::wheelEvent(QWheelEvent* event)
{
    _wheel += event->angleDelta().y();
    const int steps = _wheel / QWheelEvent::DefaultDeltasPerStep;
    _wheel -= steps * QWheelEvent::DefaultDeltasPerStep;
    zoomBy(steps, event->position());
    event->accept();
}

void Canvas::setGrid(bool grid)
{
    _grid = grid;
    update();
}

void Canvas::setLoupe(bool loupe)
{
    _loupe = loupe;
    update();
}

void Canvas::setColourMap(const ColourMap& map)
{
    _colourMap = map;
    takePictures();
}

void Canvas::showActualPixels()
{
    _zoom.setScale(1.0);
    update();
}

QPointF Canvas::sharesAt(QPointF position) const
{
    const std::vector<QRectF> areas = panes();
    const QRectF area = paneAt(position);
    const auto pane = int(std::find(areas.begin(), areas.end(), area) - areas.begin());
    const QRectF picture = pictureRect(pane);
    return {(position.x() - picture.left()) / picture.width(),
            (position.y() - picture.top()) / picture.height()};
}

bool Canvas::pressBrush(const QMouseEvent& event)
{
    const bool right = event.button() == Qt::RightButton;
    if (!_brush.isActive() || _creative.isNull() || (!right && event.button() != Qt::LeftButton))
        return false;
    _brushPointer.press(sharesAt(event.position()), right);
    update();
    return true;
}

void Canvas::shadePlaces()
{
    _brushPointer.shade(pictureSize());
    update();
}

void Canvas::mousePressEvent(QMouseEvent* event)
{
    if (pressBrush(*event))
        return;
    _pressed = _last = event->position();
    const bool left = event->button() == Qt::LeftButton;
    if (!left && event->button() != Qt::MiddleButton)
        return;
    if (left && isOnDivider(_pressed))
        _pointer = Pointer::Divider;
    else if (left && (showsAll() || event->modifiers().testFlag(Qt::ControlModifier)))
        _pointer = Pointer::DragOut;
    else
        _pointer = Pointer::Pan;
    updateCursor(_pressed);
}

void Canvas::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF position = event->position();
    _pointerPlace = position;
    if (_loupe)
        update();
    if (_brush.isActive()) {
        _brushPointer.moveTo(sharesAt(position));
        update();
        if (_brushPointer.isPainting())
            return;
    }
    switch (_pointer) {
    case Pointer::Divider: {
        const QRectF shown = pictureRect(0).intersected(panes().front());
        setDivider(shown.width() > 0.0 ? (position.x() - shown.left()) / shown.width() : 0.5);
        break;
    }
    case Pointer::Pan:
        _zoom.pan(position - _last, pictureSize(), panes().front(), devicePixelRatioF(), _smooth);
        update();
        break;
    case Pointer::DragOut:
        if ((position - _pressed).manhattanLength() >= QApplication::startDragDistance()) {
            _pointer = Pointer::Idle;
            dragOut();
        }
        break;
    case Pointer::Idle:
        updateCursor(position);
        break;
    }
    _last = position;
}

void Canvas::mouseReleaseEvent(QMouseEvent* event)
{
    _brushPointer.release();
    _pointer = Pointer::Idle;
    updateCursor(event->position());
}

void Canvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (pressBrush(*event))
        return;
    if (event->button() == Qt::LeftButton)
        fit();
}

void Canvas::updateCursor(QPointF position)
{
    if (_brush.isActive() && _pointer != Pointer::Pan)
        setCursor(Qt::CrossCursor);
    else if (_pointer == Pointer::Divider || (_pointer == Pointer::Idle && isOnDivider(position)))
        setCursor(Qt::SplitHCursor);
    else if (_pointer == Pointer::Pan)
        setCursor(Qt::ClosedHandCursor);
    else if (!_creative.isNull() && !showsAll())
        setCursor(Qt::OpenHandCursor);
    else
        unsetCursor();
}

void Canvas::keyPressEvent(QKeyEvent* event)
{
    if (_brush.isActive() && _brushPointer.takeKey(*event)) {
        update();
        return;
    }
    QPointF direction;
    switch (event->key()) {
    case Qt::Key_Left:
        direction = {-1.0, 0.0};
        break;
    case Qt::Key_Right:
        direction = {1.0, 0.0};
        break;
    case Qt::Key_Up:
        direction = {0.0, -1.0};
        break;
    case Qt::Key_Down:
        direction = {0.0, 1.0};
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    const bool moves = event->modifiers() & Qt::ShiftModifier; // the picture, whatever else there is to move
    const bool hasDivider = _view == CanvasView::Split || _view == CanvasView::OnionSkin;
    if (hasDivider && direction.x() != 0.0 && !moves) {
        setDivider(_divider + direction.x() * arrowDivider);
        return;
    }
    _zoom.pan(direction * -arrowPan, pictureSize(), panes().front(), devicePixelRatioF(), _smooth);
    update();
}

void Canvas::leaveEvent(QEvent* event)
{
    _brushPointer.leave();
    _pointerPlace.reset();
    update();
    QWidget::leaveEvent(event);
}

void Canvas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        takeDifference();
        shadePlaces();
    }
    QWidget::changeEvent(event);
}

QImage Canvas::pictureToShare() const
{
    QImage image = _creative;
    if (_view == CanvasView::Difference)
        image = _difference;
    else if (_view == CanvasView::Single && (_showsRegular || _peeking))
        image = _regular;
    const int factor = std::max(1, int(scale()));
    return image.isNull() ? image
                          : image.scaled(image.size() * factor, Qt::KeepAspectRatio, Qt::FastTransformation);
}

QByteArray Canvas::pngToShare(const QImage& image) const
{
    // Of what is seen: the document may be a decode ahead.
    const auto rendering = _document.rendering();
    Recipe recipe = rendering ? rendering->recipe : _document.recipe();
    const bool regular = _view == CanvasView::Single && (_showsRegular || _peeking);
    if (regular && comparedLeft()) {
        recipe = comparedLeft()->recipe;
    } else if (!regular && comparedRight()) {
        recipe = comparedRight()->recipe;
    } else if (regular) {
        recipe.edits.clear();
        recipe.scheme.reset();
    }
    return pngWithRecipe(image, recipe);
}

void Canvas::copyPicture() const
{
    const QImage image = pictureToShare();
    if (image.isNull())
        return;
    auto* data = new QMimeData;
    data->setImageData(image);
    data->setData(QStringLiteral("image/png"), pngToShare(image));
    QApplication::clipboard()->setMimeData(data);
}

void Canvas::dragOut()
{
    const QImage image = pictureToShare();
    if (image.isNull())
        return;
    auto* data = new QMimeData;
    data->setImageData(image);
    const QByteArray png = pngToShare(image);
    data->setData(QStringLiteral("image/png"), png);
    if (!_dragFolder)
        _dragFolder = std::make_unique<QTemporaryDir>();
    QFile file(
        _dragFolder->filePath(QStringLiteral("flipside-%1.png").arg(_document.recipe().model.c_str())));
    if (_dragFolder->isValid() && file.open(QIODevice::WriteOnly) && file.write(png) == png.size() &&
        file.flush())
        data->setUrls({QUrl::fromLocalFile(file.fileName())});
    auto* drag = new QDrag(this);
    drag->setMimeData(data);
    drag->setPixmap(QPixmap::fromImage(image.scaled(96, 96, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
    drag->exec(Qt::CopyAction);
    updateCursor(mapFromGlobal(QPointF(QCursor::pos())));
}

} // namespace flipside
