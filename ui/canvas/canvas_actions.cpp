// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_actions.h"

#include "ui/actions/actions.h"
#include "ui/canvas/canvas.h"
#include "ui/document/document.h"

#include <QActionGroup>
#include <QMenu>
#include <QSettings>

namespace flipside {
namespace {

const auto smoothKey = QStringLiteral("canvas/smooth");
const auto colourMapKey = QStringLiteral("canvas/colour-map");

} // namespace

CanvasActions::CanvasActions(Canvas& canvas, Document& document, Actions& actions, QWidget& window)
    : QObject(&canvas), _canvas(canvas), _document(document), _actions(actions)
{
    addBrush();
    QAction* copy = actions.add(
        {QStringLiteral("copy"), tr("&Copy picture"), {QKeySequence::Copy}, {}, QStringLiteral("copy")});
    connect(copy, &QAction::triggered, &canvas, &Canvas::copyPicture);
    addViews();
    addZoom();
    addColourMaps(window);
    actions[QStringLiteral("smooth")]->setChecked(QSettings().value(smoothKey).toBool());
    connect(&canvas, &Canvas::viewChanged, this, &CanvasActions::takeView);
    connect(&document, &Document::modelChanged, this, &CanvasActions::takeModel);
    takeView();
    takeModel();
}

void CanvasActions::remember() const
{
    QSettings().setValue(smoothKey, _canvas.isSmooth());
}

void CanvasActions::addBrush()
{
    QAction* brush = _actions.addToggle({QStringLiteral("brush"),
                                         tr("Pain&t places"),
                                         {Qt::Key_P},
                                         tr("Paint on the picture where flips apply, in models with maps"),
                                         QStringLiteral("brush")});
    connect(brush, &QAction::toggled, &_canvas.brush(), &RegionBrush::setActive);
    connect(&_canvas.brush(), &RegionBrush::changed, this, &CanvasActions::takeBrush);
    takeBrush();
}

void CanvasActions::takeBrush()
{
    const RegionBrush& brush = _canvas.brush();
    QAction* action = _actions[QStringLiteral("brush")];
    action->setEnabled(brush.hasChannels());
    action->setChecked(brush.isActive());
}

void CanvasActions::addViews()
{
    _views = new QActionGroup(this);
    const auto add = [this](CanvasView kind, const char* id, const QString& text, int key) {
        QAction* view = _actions.addToggle({QLatin1String(id), text, {key}, {}, QLatin1String(id)});
        view->setData(int(kind));
        _views->addAction(view);
    };
    add(CanvasView::SideBySide, "side-by-side", tr("Side &by side"), Qt::Key_1);
    add(CanvasView::Split, "split", tr("&Split"), Qt::Key_2);
    add(CanvasView::Difference, "difference", tr("&Difference"), Qt::Key_3);
    add(CanvasView::Single, "single", tr("S&ingle, creative or regular"), Qt::Key_4);
    add(CanvasView::OnionSkin, "onion-skin", tr("&Onion skin"), Qt::Key_5);
    connect(_views, &QActionGroup::triggered, this, [this](const QAction* chosen) {
        const auto kind = CanvasView(chosen->data().toInt());
        // The key of the single view, pressed again, shows the other picture.
        _canvas.setShowsRegular(kind == CanvasView::Single && _canvas.view() == CanvasView::Single &&
                                !_canvas.showsRegular());
        _canvas.setView(kind);
    });
}

void CanvasActions::takeView()
{
    _views->actions().at(int(_canvas.view()))->setChecked(true);
}

void CanvasActions::addZoom()
{
    const auto add = [this](const char* id, const QString& text, const QList<QKeySequence>& keys,
                            void (Canvas::*act)(), const QString& icon = {}) {
        QAction* action = _actions.add({QLatin1String(id), text, keys, {}, icon});
        connect(action, &QAction::triggered, &_canvas, act);
    };
    const auto addToggle = [this](const char* id, const QString& text, const QList<QKeySequence>& keys,
                                  const QString& tip, void (Canvas::*set)(bool)) {
        QAction* action = _actions.addToggle({QLatin1String(id), text, keys, tip, {}});
        connect(action, &QAction::toggled, &_canvas, set);
    };
    add("zoom-in", tr("Zoom i&n"),
        {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal), Qt::Key_Plus},
        &Canvas::zoomIn, QStringLiteral("zoom-in"));
    add("zoom-out", tr("&Zoom out"), {QKeySequence(Qt::CTRL | Qt::Key_Minus), Qt::Key_Minus},
        &Canvas::zoomOut, QStringLiteral("zoom-out"));
    add("fit", tr("&Fit"), {QKeySequence(Qt::CTRL | Qt::Key_0)}, &Canvas::fit, QStringLiteral("fit"));
    add("actual-pixels", tr("&Actual pixels"), {QKeySequence(Qt::CTRL | Qt::Key_1)},
        &Canvas::showActualPixels);
    addToggle("smooth", tr("S&mooth scaling"), {}, {}, &Canvas::setSmooth);
    addToggle("grid", tr("Pixel &grid"), {Qt::Key_G}, tr("Lines between the picture's pixels"),
              &Canvas::setGrid);
    addToggle("loupe", tr("&Loupe"), {Qt::Key_M}, tr("A magnifying glass at the pointer"), &Canvas::setLoupe);
}

void CanvasActions::addColourMaps(QWidget& window)
{
    _canvas.setColourMap(colourMapOf(QSettings().value(colourMapKey).toString()));
    _colourMaps = new QMenu(tr("&Colours of grey pictures"), &window);
    auto* group = new QActionGroup(this);
    for (const ColourMap& map : colourMaps()) {
        QAction* entry = _colourMaps->addAction(map.name, this, [this, &map] {
            _canvas.setColourMap(map);
            QSettings().setValue(colourMapKey, map.id);
        });
        entry->setCheckable(true);
        entry->setChecked(map.id == _canvas.colourMap().id ||
                          (map.colours.isEmpty() && _canvas.colourMap().id.isEmpty()));
        group->addAction(entry);
    }
    _actions.adopt(QStringLiteral("colour-maps"), *_colourMaps);
}

void CanvasActions::takeModel()
{
    const auto model = _document.model();
    for (const char* id : {"copy", "zoom-in", "zoom-out", "fit"})
        _actions[QLatin1String(id)]->setEnabled(model != nullptr);
    _colourMaps->setEnabled(model && model->card.channels == 1);
}

} // namespace flipside
