// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"

#include <QWidget>

#include <functional>

class QPushButton;

namespace flipside {

class Actions;
class WordSlider;
class Workspace;

/// The surface *Play*, below the picture: another latent, the scheme in three sliders that need no course,
/// the button that wakes neurons, and a strip of what was kept. What it sets is the scheme that all other
/// controls show.
class PlayBar : public QWidget {
    Q_OBJECT
public:
    PlayBar(Workspace& workspace, Actions& actions, QWidget* parent = nullptr);

private:
    QPushButton* button(const char* action, const QString& text, const QString& tip);
    void buildSliders();
    void takeModel();
    void showCall();
    /// Sets part of the scheme, and wakes neurons where nothing is flipped: who moves a slider wants to see
    /// something.
    void change(const QString& what, const std::function<void(SchemeCall&)>& set);
    /// How many neurons the slider's places stand for in the scheme's layer.
    std::vector<int> counts() const;

    Document& _document;
    Actions& _actions;
    WordSlider* _strange = nullptr;
    WordSlider* _many = nullptr;
    WordSlider* _where = nullptr;
};

} // namespace flipside
