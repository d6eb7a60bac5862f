// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/variation/latent_axes.h"
#include "core/variation/latent_base.h"
#include "ui/document/document.h"
#include "ui/document/gesture_clock.h"

#include <QWidget>

#include <cstdint>
#include <optional>
#include <vector>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSlider;
class QStackedWidget;
class QToolButton;

namespace flipside {

class LatentList;
class LatentMap;
class SeedBox;

/// The latent space under the hands: every dimension of z as a slider, or every direction (LatentAxes), draws
/// from the prior by seed, truncation, and the order of the rows.
class LatentPanel : public QWidget {
    Q_OBJECT
public:
    explicit LatentPanel(Document& document, QWidget* parent = nullptr);

    /// [dimension], those that stay when others are drawn or reset.
    const std::vector<bool>& locked() const;

public slots:
    /// Draws z from the prior: with the seed shown if z does not come from it yet, otherwise with the next
    /// one that was not drawn before. Locked dimensions stay.
    void randomise();
    /// All dimensions that are not locked to zero.
    void reset();

private:
    enum Order { ByIndex, ByEffect };

    void buildControls();
    void takeModel();
    void takeRecipe();
    void takeHold();
    void keepHold();
    void takeEffects(const std::vector<float>& effects);
    void draw(const QString& text, const QString& gesture);
    void truncate(double psi);
    void showTruncation(double psi);
    void chooseOrder();
    void offerSliders();
    void chooseSliders(int chosen);
    void resetInput();
    void requestEffects();
    void updateActions();
    void drawBySeed();
    void showSeed();

    Document& _document;
    LatentList* _list = nullptr;
    LatentList* _inputList = nullptr;
    LatentMap* _map = nullptr;
    QStackedWidget* _lists = nullptr; ///< these three
    QWidget* _sliderRow = nullptr;    ///< with the box below; there is a choice for few models
    QComboBox* _sliders = nullptr;    ///< what they move: z, or one of the inputs; or z's maps instead
    QPushButton* _randomise = nullptr;
    SeedBox* _seed = nullptr;
    QSlider* _truncation = nullptr;
    QDoubleSpinBox* _truncationValue = nullptr;
    QComboBox* _order = nullptr;
    QToolButton* _refresh = nullptr;
    QWidget* _ordering = nullptr; ///< both
    QPushButton* _reset = nullptr;

    std::vector<float> shownValues() const;
    /// The recipe's z, or another, with the base's values at ψ where nothing is locked.
    std::vector<float> truncated(const std::vector<float>& z) const;

    LatentAxes _axes;
    std::shared_ptr<const LatentSpace> _space; ///< of the axes
    std::vector<NetworkInput> _sliderInputs;   ///< of the box, behind z
    int _mapChoice = -1;                       ///< of the box; -1: the latent is no map
    LatentBase _base;                          ///< of the axes' values
    double _psi = 1.0;
    GestureClock _clock;
    QString _modelFolder;
    /// What the prior gives for a seed.
    struct Draw {
        QString modelFolder;
        std::uint64_t seed = 0;
        std::vector<float> z;
        std::vector<float> values; ///< of the axes
    };
    std::vector<Draw> _draws; ///< of all seeds that were shown
    /// Null where the seed was not shown yet.
    const Draw* known(std::uint64_t seed) const;
    /// Whether z is this draw, but for truncation and locked dimensions.
    bool isShown(const Draw& draw) const;
    bool _awaitingEffects = false;
};

} // namespace flipside
