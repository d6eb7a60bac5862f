// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"
#include "ui/document/gesture_clock.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace flipside {

class CreativeControls;
class FlipsView;

/// Creative decoding: a scheme with its parameters chooses neurons to flip together, and the list shows all
/// that are flipped. Once a scheme has been applied, its parameters act live, until a flip is changed by
/// hand.
class CreativePanel : public QWidget {
    Q_OBJECT
public:
    explicit CreativePanel(Document& document, QWidget* parent = nullptr);

    /// What the controls say.
    SchemeCall call() const;

    QSize sizeHint() const override { return {310, 430}; }

public slots:
    /// Lets the scheme choose: with the seed shown the first time, then with the next one each time.
    void coactivate();

private:
    void takeModel();
    void takeRecipe();
    void takeControls(const QString& what);
    void showCount(int count);
    /// Why the settings do less than they say; empty where they do not.
    QString hint() const;

    Document& _document;
    GestureClock _clock;
    CreativeControls* _controls = nullptr;
    QLabel* _flipsTitle = nullptr;
    QPushButton* _clear = nullptr;
    FlipsView* _flips = nullptr;
    std::optional<SchemeCall> _applied; ///< the call whose choice was asked for last or is in the recipe
    bool _hasScheme = false;            ///< the recipe's flips were chosen by a scheme
    QString _modelFolder;
};

} // namespace flipside
