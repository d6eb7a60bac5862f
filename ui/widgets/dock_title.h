// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDockWidget;

namespace flipside {

/// A panel's title with its two buttons, drawn with the theme's own icons. Dragging it moves the panel.
class DockTitle : public QWidget {
    Q_OBJECT
public:
    explicit DockTitle(QDockWidget& dock);
};

} // namespace flipside
