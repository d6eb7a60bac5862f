// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace flipside {

class CreativeControls;
class FittingScrollArea;
class FlipsView;

/// Creative decoding: a scheme with its parameters chooses neurons to flip together, and the list shows all
/// that are flipped. Once a scheme has been applied, its parameters act live, until a flip is changed by
/// hand.
class CreativePanel : public QWidget {
    Q_OBJECT
public:
    explicit CreativePanel(Document& document, QWidget* parent = nullptr);

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// In a place of this height the controls scroll above what is always in sight; where it has no room for
    /// both, they have their whole height, and the place scrolls all as one.
    void fitInto(int height);
    void takeModel();
    void takeRecipe();
    void showCount(int count);
    /// Why the settings do less than they say; empty where they do not.
    QString hint() const;

    Document& _document;
    CreativeControls* _controls = nullptr;
    FittingScrollArea* _scroll = nullptr; ///< with the controls
    FittingScrollArea* _below = nullptr;  ///< seed, button, and the title of the flips
    QLabel* _flipsTitle = nullptr;
    QPushButton* _clear = nullptr;
    FlipsView* _flips = nullptr;
    QString _modelFolder;
};

} // namespace flipside
