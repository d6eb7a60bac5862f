// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace flipside {

/// A caption in plain words with the papers' symbol behind it in grey: "Strength γ". Under the pointer it
/// says what the term means (words/glossary.h), a click adds the way to its entry.
class TermLabel : public QLabel {
    Q_OBJECT
public:
    /// The words of the term's title, and its symbol.
    explicit TermLabel(const QString& term, QWidget* parent = nullptr);
    TermLabel(const QString& words, const QString& symbol, const QString& term, QWidget* parent = nullptr);

    void setWords(const QString& words, const QString& symbol);
    QString words() const { return _words; }
    QString symbol() const { return _symbol; }

    /// The symbol gives way where there is no room for it.
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    QString _words;
    QString _symbol;
};

/// Lets a control say what its term means: under the pointer, when the keyboard comes to it, to screen
/// readers and on Shift+F1, from where a link leads to the glossary. `use` is a sentence about the control
/// itself, after that; `term` may be empty where there is nothing but that to say.
void explain(QWidget& control, const QString& term, const QString& use = {});

} // namespace flipside
