// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network_input.h"
#include "ui/document/document.h"
#include "ui/document/gesture_clock.h"

#include <QWidget>

#include <functional>
#include <vector>

namespace flipside {

class FlowLayout;

/// What a network takes beside its latent: a list of classes to choose from, and a number for each setting.
/// Empty, and out of sight, for models that take nothing else.
class InputControls : public QWidget {
    Q_OBJECT
public:
    explicit InputControls(Document& document, QWidget* parent = nullptr);

private:
    void takeModel();
    void takeRecipe();
    void add(const QString& title, QWidget& control);
    void addClass(const NetworkInput& input);
    void addSetting(const NetworkInput& input);
    /// The numbers that the recipe gives it, or its standard.
    std::vector<float> shownNumbers(const NetworkInput& input) const;
    void change(const NetworkInput& input, std::vector<float> numbers);

    Document& _document;
    FlowLayout* _controls = nullptr;
    std::vector<std::function<void()>> _shown; ///< each makes a control show the recipe
    GestureClock _clock;
    QString _modelFolder;
};

} // namespace flipside
