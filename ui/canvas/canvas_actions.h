// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QActionGroup;
class QMenu;

namespace flipside {

class Actions;
class Canvas;
class Document;

/// What the canvas can be told by menus and keys: which view, how large, in which colours, the brush, and to
/// copy the picture. Scaling and colours are kept in the settings.
class CanvasActions : public QObject {
    Q_OBJECT
public:
    CanvasActions(Canvas& canvas, Document& document, Actions& actions, QWidget& window);

    /// Keeps the scaling for the next start.
    void remember() const;

private:
    void addViews();
    void addZoom();
    void addColourMaps(QWidget& window);
    void addBrush();
    void takeBrush();
    void takeView();
    void takeModel();

    Canvas& _canvas;
    Document& _document;
    Actions& _actions;
    QActionGroup* _views = nullptr;
    QMenu* _colourMaps = nullptr;
};

} // namespace flipside
