// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QSlider;

namespace flipside {

/// A large slider between two words, under a plain name: for what needs no number.
class WordSlider : public QWidget {
    Q_OBJECT
public:
    WordSlider(const QString& name, const QString& least, const QString& most, QWidget* parent = nullptr);

    /// What it does, and the term of the glossary that tells more (explain()).
    void setExplanation(const QString& term, const QString& use);
    /// Values are 0 to `last`.
    void setLast(int last);
    /// Shows a value without announcing it; one beyond an end is shown there.
    void show(int value);
    /// What the value is, between the two words; empty where they say enough.
    void setValueText(const QString& text);

signals:
    /// A person moved it.
    void moved(int value);

private:
    QSlider* _slider;
    QLabel* _value;
};

} // namespace flipside
