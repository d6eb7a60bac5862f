// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/family.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace flipside {

class ChoiceStrip;
class Disclosure;
class ElidedLabel;

/// What a file of weights leaves open: each question with the answer that was taken, and, of the one that is
/// open, the sheets of all answers. At most one is open, at first that of which it is least sure.
class QuestionList : public QWidget {
    Q_OBJECT
public:
    explicit QuestionList(QWidget* parent = nullptr);

    /// The questions of another reading. Those that were there before stay as they are, but for their
    /// answers.
    void setQuestions(const std::vector<NetworkQuestion>& questions);
    /// The id of the one whose sheets are shown; empty for none.
    QString openQuestion() const;
    void setSheet(const QString& question, int choice, const QImage& sheet, const QString& lack);
    /// Null where there is no such question.
    ChoiceStrip* strip(const QString& question) const;

signals:
    /// Another one is shown, or none: its sheets are wanted.
    void opened(const QString& question);
    void chosen(const QString& question, int choice);

private:
    struct Row {
        QString id;
        std::vector<std::string> choices;
        QWidget* whole = nullptr;
        Disclosure* head = nullptr;
        ElidedLabel* answer = nullptr;
        ChoiceStrip* strip = nullptr;
    };
    Row makeRow(const NetworkQuestion& question);
    static void showAnswer(const Row& row, const NetworkQuestion& question);
    void openOnly(const QString& question);

    std::vector<Row> _rows;
    QVBoxLayout* _list = nullptr;
    bool _isSettling = false; ///< one opens or closes for another
};

} // namespace flipside
