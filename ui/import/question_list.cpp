// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/import/question_list.h"

#include "ui/import/choice_strip.h"
#include "ui/widgets/disclosure.h"
#include "ui/widgets/elided_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace flipside {

QuestionList::QuestionList(QWidget* parent) : QWidget(parent), _list(new QVBoxLayout(this))
{
    _list->setContentsMargins(0, 0, 0, 0);
    _list->setSpacing(2);
    auto* heading =
        new QLabel(tr("The file does not say, so this was taken; choose another where it is wrong:"), this);
    heading->setWordWrap(true);
    heading->setForegroundRole(QPalette::PlaceholderText);
    _list->addWidget(heading);
    hide();
}

void QuestionList::setQuestions(const std::vector<NetworkQuestion>& questions)
{
    const QString open = openQuestion();
    const bool isFirst = _rows.empty();
    std::vector<Row> rows;
    rows.reserve(questions.size());
    for (const NetworkQuestion& question : questions) {
        const auto known = std::ranges::find_if(_rows, [&](const Row& row) {
            return row.whole && row.id.toStdString() == question.id && row.choices == question.choices;
        });
        if (known != _rows.end()) {
            rows.push_back(*known);
            known->whole = nullptr;
        } else {
            rows.push_back(makeRow(question));
        }
        _list->removeWidget(rows.back().whole);
        _list->addWidget(rows.back().whole);
        rows.back().strip->setQuestion(question);
        showAnswer(rows.back(), question);
    }
    for (const Row& row : _rows)
        if (row.whole)
            row.whole->deleteLater();
    _rows = std::move(rows);
    setVisible(!_rows.empty());
    if (isFirst) {
        const auto possible = [](const NetworkQuestion& question) {
            return question.likely > 0 ? question.likely : int(question.choices.size());
        };
        const auto unsure = std::ranges::max_element(questions, {}, possible);
        const bool isAny = unsure != questions.end() && possible(*unsure) > 1;
        openOnly(isAny ? QString::fromStdString(unsure->id) : QString());
    } else {
        openOnly(open);
    }
}

QuestionList::Row QuestionList::makeRow(const NetworkQuestion& question)
{
    Row row;
    row.id = QString::fromStdString(question.id);
    row.choices = question.choices;
    row.whole = new QWidget(this);
    row.head = new Disclosure(QString::fromStdString(question.text), row.whole);
    row.answer = new ElidedLabel(row.whole);
    row.strip = new ChoiceStrip(row.whole);
    row.strip->setObjectName(QStringLiteral("choices-") + row.id);
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(row.head);
    line->addWidget(row.answer, 1);
    auto* column = new QVBoxLayout(row.whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(line);
    column->addWidget(row.strip);
    row.head->setBody(*row.strip);
    connect(row.head, &QToolButton::toggled, this, [this, id = row.id](bool open) {
        if (_isSettling)
            return;
        openOnly(open ? id : QString());
        emit opened(openQuestion());
    });
    connect(row.strip, &ChoiceStrip::choiceMade, this,
            [this, id = row.id](int choice) { emit chosen(id, choice); });
    return row;
}

void QuestionList::showAnswer(const Row& row, const NetworkQuestion& question)
{
    const QString answer = QString::fromStdString(question.choices[std::size_t(question.chosen)]);
    const bool isSure =
        question.likely == 1 && !question.order.empty() && question.order.front() == question.chosen;
    row.answer->setText(isSure ? tr("%1, by its statistics").arg(answer) : answer);
    row.answer->setToolTip(isSure ? tr("Under this answer alone its layers see what they saw in training.")
                                  : answer);
    row.head->setAccessibleDescription(answer);
}

QString QuestionList::openQuestion() const
{
    const auto open = std::ranges::find_if(_rows, [](const Row& row) { return row.head->isOpen(); });
    return open == _rows.end() ? QString() : open->id;
}

void QuestionList::openOnly(const QString& question)
{
    _isSettling = true;
    for (const Row& row : _rows)
        row.head->setOpen(row.id == question);
    _isSettling = false;
}

void QuestionList::setSheet(const QString& question, int choice, const QImage& sheet, const QString& lack)
{
    if (ChoiceStrip* own = strip(question))
        own->setSheet(choice, sheet, lack);
}

ChoiceStrip* QuestionList::strip(const QString& question) const
{
    const auto found = std::ranges::find(_rows, question, &Row::id);
    return found == _rows.end() ? nullptr : found->strip;
}

} // namespace flipside
