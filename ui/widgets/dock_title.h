// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDockWidget;

namespace flipside {

/// A panel's title with its two buttons, drawn with the theme's own icons. Dragging it moves the panel, a
/// double click detaches it or puts it back.
class DockTitle : public QWidget {
    Q_OBJECT
public:
    explicit DockTitle(QDockWidget& dock);

protected:
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    void toggleFloating();

    QDockWidget& _dock;
};

} // namespace flipside
