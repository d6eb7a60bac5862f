// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

#include <memory>

namespace flipside {

class Actions;
class ModelList;
class Workspace;

/// A button with the open model's picture and name; pressed, or by its action, it shows the others to choose
/// from.
class ModelSwitcher : public QToolButton {
    Q_OBJECT
public:
    ModelSwitcher(Workspace& workspace, Actions& actions, QWidget& window);

    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* buildPopup(QAction& openOther);
    void showPopup();
    void showPresent();
    /// Where the popup begins: below the button, or in the middle of the window where that is not in sight.
    QPoint placeOf(const QSize& popup) const;

    Workspace& _workspace;
    QWidget& _window;
    QWidget* _popup = nullptr;
    ModelList* _list = nullptr;
};

} // namespace flipside
