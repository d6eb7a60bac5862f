// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/import/choice_strip.h"

#include "core/import/choice_sheets.h"
#include "ui/import/choice_tile.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QScrollBar>

#include <algorithm>

namespace flipside {
namespace {

constexpr int mostChoiceLines = 3;
constexpr int choiceGap = 6;

} // namespace

ChoiceStrip::ChoiceStrip(QWidget* parent) : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus); // its tiles have it
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    viewport()->setAutoFillBackground(false);
    auto* body = new QWidget(viewport());
    _row = new QHBoxLayout(body);
    _row->setContentsMargins(0, 0, 0, 0);
    _row->setSpacing(choiceGap);
    _row->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setWidget(body);
    body->setAutoFillBackground(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ChoiceStrip::setQuestion(const NetworkQuestion& question)
{
    const bool isSame =
        !_tiles.empty() && question.id == _question.id && question.choices == _question.choices;
    _question = question;
    if (!isSame)
        build();
    for (ChoiceTile* each : _tiles)
        each->age();
    tile(question.chosen).setChecked(true);
}

void ChoiceStrip::build()
{
    qDeleteAll(_tiles);
    _tiles.clear();
    _order = shownOrder(_question);
    _tiles.reserve(_question.choices.size());
    for (std::size_t i = 0; i < _question.choices.size(); ++i) {
        auto* made = new ChoiceTile(QString::fromStdString(_question.choices[i]), widget());
        connect(made, &QAbstractButton::clicked, this, [this, made, choice = int(i)] {
            if (choice == _question.chosen || !made->lack().isEmpty())
                return;
            _question.chosen = choice;
            made->setChecked(true);
            emit choiceMade(choice);
        });
        connect(made, &ChoiceTile::moved, this, [this, choice = int(i)](int steps) { move(choice, steps); });
        _tiles.push_back(made);
    }
    for (const int choice : _order)
        _row->addWidget(_tiles[std::size_t(choice)]);
    fit();
}

void ChoiceStrip::setSheet(int choice, const QImage& sheet, const QString& lack)
{
    if (choice >= 0 && choice < int(_tiles.size()))
        tile(choice).setSheet(sheet, lack);
}

void ChoiceStrip::move(int from, int steps)
{
    const auto here = std::ranges::find(_order, from) - _order.begin();
    const auto last = std::ptrdiff_t(_order.size()) - 1;
    const auto there = std::clamp(here + std::ptrdiff_t(steps), std::ptrdiff_t(0), last);
    ChoiceTile& next = tile(_order[std::size_t(there)]);
    next.setFocus(Qt::OtherFocusReason);
    ensureWidgetVisible(&next, choiceGap, 0);
}

void ChoiceStrip::fit()
{
    int lines = 1;
    for (const ChoiceTile* each : _tiles)
        lines = std::max(lines, each->neededLines(mostChoiceLines));
    for (ChoiceTile* each : _tiles)
        each->setLines(lines);
    updateGeometry();
}

void ChoiceStrip::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange && widget())
        fit();
}

QSize ChoiceStrip::sizeHint() const
{
    const QSize tiles = widget()->sizeHint();
    return {tiles.width(), tiles.height() + horizontalScrollBar()->sizeHint().height()};
}

QSize ChoiceStrip::minimumSizeHint() const
{
    return {ChoiceTile::side, sizeHint().height()};
}

} // namespace flipside
