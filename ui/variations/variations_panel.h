// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/instrument/variation_sheet.h"
#include "ui/document/document.h"
#include "ui/work/background_instrument.h"
#include "ui/work/live_restart.h"

#include <QWidget>

#include <array>
#include <optional>
#include <vector>

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;
class QToolButton;

namespace flipside {

class VariationGrid;
class VariationPreview;

/// Variations around the present recipe, made anew in the background whenever it or a control changes. A
/// panel that nobody sees makes none.
class VariationsPanel : public QWidget {
    Q_OBJECT
public:
    explicit VariationsPanel(Document& document, QWidget* parent = nullptr);

    QSize sizeHint() const override { return {720, 260}; }
    QSize minimumSizeHint() const override { return {360, 150}; }

signals:
    /// More of the sheet is in sight.
    void advanced();
    /// The whole sheet of the present wish is in sight.
    void completed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// What the user wants to keep; each kind of variation has its own.
    struct Locks {
        bool latent = true;
        bool edits = false;
    };
    void buildControls();
    QLayout* controlBar();
    /// Gives the controls one row or two, and what the grid leaves to the preview.
    void fitParts();
    void showPointed();
    void takeModel();
    void showKind();
    void takeLocks();
    VariationKind chosenKind() const;
    VariationWish wish() const;
    void schedule();
    void makeSheet();
    void adopt(const Recipe& recipe);
    /// Why there can be no such variations; empty where there can.
    QString obstacle() const;

    Document& _document;
    QComboBox* _kind = nullptr;
    QComboBox* _layer = nullptr;
    QComboBox* _side = nullptr;
    QSlider* _strength = nullptr;
    QCheckBox* _keepLatent = nullptr;
    QCheckBox* _keepEdits = nullptr;
    QToolButton* _newSeed = nullptr;
    QBoxLayout* _bar = nullptr;
    VariationGrid* _grid = nullptr;
    VariationPreview* _preview = nullptr;

    std::array<Locks, 3> _locks; ///< [kind]
    std::uint64_t _seed = 1;
    std::shared_ptr<const OpenedModel> _model;

    std::optional<VariationWish> _asked; ///< what is being made or in sight
    BackgroundInstrument _instrument;
    LiveRestart _restart{_instrument};
};

} // namespace flipside
