// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/support/panel_fixture.h"
#include "ui/window/main_window.h"

#include <QCoreApplication>
#include <QSettings>
#include <QTemporaryDir>

#include <memory>

namespace flipside::test {

/// What tests of the whole window are made from: a main window on a PanelFixture's document, with settings of
/// its own that begin empty.
class WindowFixture {
protected:
    /// Shows the window and waits for the first picture; false where that does not come.
    bool openWindow()
    {
        QCoreApplication::setOrganizationName("Flipside");
        QCoreApplication::setApplicationName("Flipside");
        _settings = std::make_unique<QTemporaryDir>();
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, _settings->path());
        _fixture = std::make_unique<PanelFixture>();
        _window = std::make_unique<MainWindow>(_fixture->workspace);
        _window->resize(1280, 720);
        _window->show();
        return _fixture->isReady();
    }
    void closeWindow()
    {
        _window.reset();
        _fixture.reset();
    }

    std::unique_ptr<QTemporaryDir> _settings;
    std::unique_ptr<PanelFixture> _fixture;
    std::unique_ptr<MainWindow> _window;
};

} // namespace flipside::test
