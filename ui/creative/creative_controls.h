// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"
#include "core/profile/activation_profile.h"
#include "core/recipe/recipe.h"
#include "core/schemes/scheme.h"

#include <QWidget>

#include <map>
#include <memory>
#include <string>
#include <vector>

class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace flipside {

class SeedBox;
class ChoiceBox;
class StatisticChoice;
class TermLabel;

/// Controls for a call of a scheme: which one, its layer, count, γ, statistic and seed, whatever parameters
/// the scheme itself declares, and the button that applies it.
class CreativeControls : public QWidget {
    Q_OBJECT
public:
    explicit CreativeControls(QWidget* parent = nullptr);

    /// The layers that can be chosen, with the card's default one chosen.
    void setCard(const ModelCard& card);
    /// What the layers did over the training data, for what a scheme means in them; null where it is not
    /// known.
    void setProfile(std::shared_ptr<const ActivationProfile> profile);
    /// Shows a call without announcing a change.
    void setCall(const SchemeCall& call);
    SchemeCall call() const;
    /// Dims the seed: what is on screen was not chosen with it.
    void setSeedDimmed(bool dimmed);

    /// Seed and button, for a place below these controls that is in sight where they scroll.
    QWidget& footer() { return *_footer; }

signals:
    /// The user changed what call() returns; `what` names the control.
    void changed(const QString& what);
    void coactivateClicked();

private:
    struct Own {
        SchemeParameter parameter;
        QDoubleSpinBox* spin = nullptr;
    };

    QWidget* field(TermLabel* caption, QWidget* control);
    const Scheme& scheme() const;
    void build();
    void buildOwn();
    void showScheme();
    /// What the scheme does, what that means in the chosen layer, and how sure that is.
    void describe();
    void announce(const QString& what);
    /// Those that the layer, its profile and the scheme have.
    void offerPatterns();

    ChoiceBox* _scheme = nullptr;
    QLabel* _description = nullptr;
    QLabel* _meaning = nullptr; ///< of the description, in the chosen layer, and how sure that is
    QGridLayout* _grid = nullptr;
    ChoiceBox* _layer = nullptr;
    QSpinBox* _neurons = nullptr;
    QDoubleSpinBox* _gamma = nullptr;
    StatisticChoice* _statistic = nullptr;
    ChoiceBox* _pattern = nullptr;
    QWidget* _patternField = nullptr;
    SeedBox* _seed = nullptr;
    QPushButton* _coactivate = nullptr;
    QWidget* _footer = nullptr;
    std::vector<QWidget*> _ownFields;
    std::vector<Own> _own;
    std::map<std::string, double>
        _remembered; ///< parameters by name, so that another scheme finds them as they were
    std::vector<LayerInfo> _layers;
    std::shared_ptr<const ActivationProfile> _profile;
    bool _showing = false; ///< controls are being set, not used
};

} // namespace flipside
