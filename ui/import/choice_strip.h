// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/family.h"

#include <QScrollArea>

#include <vector>

class QHBoxLayout;

namespace flipside {

class ChoiceTile;

/// The answers to one question about a network, each as a small sheet, side by side and the likeliest first.
/// One click, or the arrow keys and Space, chooses another. They stay where they are when another is chosen.
class ChoiceStrip : public QScrollArea {
    Q_OBJECT
public:
    explicit ChoiceStrip(QWidget* parent = nullptr);

    /// Sheets that are there stay, dimmed, where the choices are the same as before.
    void setQuestion(const NetworkQuestion& question);
    int chosen() const { return _question.chosen; }
    void setSheet(int choice, const QImage& sheet, const QString& lack);
    /// The tile of a choice, by its number in the question.
    ChoiceTile& tile(int choice) const { return *_tiles[std::size_t(choice)]; }
    /// The numbers of the choices as they stand, from left to right.
    const std::vector<int>& order() const { return _order; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void choiceMade(int choice);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void fit();
    void move(int from, int steps);

    NetworkQuestion _question;
    std::vector<int> _order;
    std::vector<ChoiceTile*> _tiles; ///< by choice
    QHBoxLayout* _row = nullptr;
};

} // namespace flipside
