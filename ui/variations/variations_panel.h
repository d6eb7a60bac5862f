// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "background_instrument.h"
#include "document.h"
#include "study/variation_sheet.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <array>
#include <optional>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;
class QToolButton;

namespace flipside {

class VariationGrid;

/// Variations around the present recipe, made anew in the background whenever it or a control changes. A
/// panel that nobody sees makes none.
class VariationsPanel : public QWidget {
    Q_OBJECT
public:
    explicit VariationsPanel(Document& document, QWidget* parent = nullptr);

    /// Dimensions of z that stay.
    void setLockedLatents(std::vector<bool> locked);
    /// What rolls are rolled with; its seed is not used.
    void setScheme(const SchemeCall& call);

    QSize sizeHint() const override { return {720, 260}; }
    QSize minimumSizeHint() const override { return {360, 150}; }

signals:
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
    QWidget* controlBar();
    void takeModel();
    void showKind();
    void takeLocks();
    VariationKind kind() const;
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
    QLabel* _strengthCaption = nullptr;
    QSlider* _strength = nullptr;
    QCheckBox* _keepLatent = nullptr;
    QCheckBox* _keepEdits = nullptr;
    QToolButton* _newSeed = nullptr;
    VariationGrid* _grid = nullptr;

    std::array<Locks, 3> _locks; ///< [kind]
    SchemeCall _call;
    std::vector<bool> _lockedLatents;
    std::uint64_t _seed = 1;
    std::shared_ptr<const OpenedModel> _model;

    std::optional<VariationWish> _asked; ///< what is being made or in sight
    bool _isTold = false;                ///< something of it is in sight
    QElapsedTimer _since;                ///< it was asked for
    QTimer _pause;
    BackgroundInstrument _instrument; ///< last, so that it has stopped before the rest goes
};

} // namespace flipside
