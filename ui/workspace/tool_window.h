// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>

#include <functional>
#include <utility>

namespace flipside {

/// A window that is made when it is first asked for; a new one where the last one deleted itself.
template <typename Window>
class ToolWindow {
public:
    explicit ToolWindow(std::function<Window*()> make) : _make(std::move(make)) {}

    Window& get()
    {
        if (!_window)
            _window = _make();
        return *_window;
    }
    void show()
    {
        get().show();
        get().raise();
        get().activateWindow();
    }

private:
    std::function<Window*()> _make;
    QPointer<Window> _window;
};

} // namespace flipside
