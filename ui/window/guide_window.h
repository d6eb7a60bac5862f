// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>

class QTextBrowser;

namespace flipside {

/// The user's guide (resources/guide/*.md) in a window of its own, with links between its pages.
class GuideWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit GuideWindow(QWidget* parent = nullptr);

    /// The folder with the guide's pages: beside the installed program, or in the source tree for a program
    /// that was not installed. Empty where there is none.
    static QString folder();

private:
    QTextBrowser* _browser = nullptr;
};

} // namespace flipside
