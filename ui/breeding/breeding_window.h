// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"
#include "core/recipe/recipe.h"
#include "ui/document/family.h"
#include "ui/work/background_instrument.h"
#include "ui/work/live_restart.h"

#include <QWidget>

#include <memory>
#include <vector>

class QLabel;
class QPushButton;
class QSlider;

namespace flipside {

class Document;
class GenerationTree;
class MessageBar;
class PictureGrid;
class PictureKeeper;
class Workspace;

/// Children of chosen pictures: their parents above, all generations so far on the left. Chosen children are
/// bred further, opened in the main window or kept; nothing that was bred is ever lost.
class BreedingWindow : public QWidget {
    Q_OBJECT
public:
    static constexpr int children = 12;

    explicit BreedingWindow(Workspace& workspace, QWidget* parent = nullptr);

    /// Comes up with a new generation of these parents. Parents that do not fit together are refused with a
    /// sentence, and what was shown stays.
    void breed(const std::vector<Recipe>& parents);
    /// The error on screen; empty where there is none.
    QString message() const;
    /// Index of the generation on show; -1 before the first.
    int generation() const { return _index; }

signals:
    /// All children of the generation are in sight.
    void completed();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Child {
        Recipe recipe;
        Image image;
    };
    QWidget* buildTop();
    QWidget* buildBottom();
    void takeFamily();
    void showGeneration(int generation);
    void add(std::vector<Recipe> parents, int from);
    void setMutation(int percent);
    void showMutation();
    /// Puts into the family what is on show, where the mutation slider has made another generation of it.
    void settle();
    void makeChildren();
    void takeChild(int cell, std::shared_ptr<const Child> child, const QImage& picture);
    void choose(int cell, bool others);
    void openChild(int cell);
    void breedChosen();
    void breedOthers();
    void keepChosen();
    void updateButtons();
    /// None while one of them is still being made.
    std::vector<std::shared_ptr<const Child>> chosen() const;

    Document& _document;
    Family& _family;
    PictureKeeper& _keeper;
    Generation _generation; ///< on show: the family's, but for the mutation that is being tried
    int _index = -1;        ///< of the family's
    std::vector<std::shared_ptr<const Child>> _children; ///< [cell]; null until it is made
    std::vector<Recipe> _parentsShown;

    MessageBar* _message = nullptr;
    GenerationTree* _tree = nullptr;
    QWidget* _top = nullptr;
    PictureGrid* _parents = nullptr;
    QSlider* _mutation = nullptr;
    QLabel* _mutationValue = nullptr;
    PictureGrid* _grid = nullptr;
    QPushButton* _open = nullptr;
    QPushButton* _keep = nullptr;
    QPushButton* _others = nullptr;
    QPushButton* _breed = nullptr;

    BackgroundInstrument _instrument;
    LiveRestart _restart{_instrument};
};

} // namespace flipside
