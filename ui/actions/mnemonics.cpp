// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/mnemonics.h"

#include <QKeySequence>
#include <QMenu>
#include <QSet>

namespace flipside {
namespace {

/// The letter that a text marks, in upper case; null for none.
QChar markedIn(const QString& text)
{
    const QString key = QKeySequence::mnemonic(text).toString(QKeySequence::PortableText);
    return key.isEmpty() ? QChar() : key.back().toUpper();
}

/// Where the mark is to stand; -1 where all letters are taken.
qsizetype freePlaceIn(const QString& text, const QSet<QChar>& taken)
{
    const qsizetype end = text.contains(QLatin1Char('\t')) ? text.indexOf(QLatin1Char('\t')) : text.size();
    qsizetype second = -1;
    for (qsizetype i = 0; i < end; ++i) {
        const QChar letter = text[i];
        if (!letter.isLetterOrNumber() || taken.contains(letter.toUpper()))
            continue;
        if (i == 0 || text[i - 1].isSpace())
            return i;
        if (second < 0)
            second = i;
    }
    return second;
}

} // namespace

void giveMnemonics(QMenu& menu)
{
    QSet<QChar> taken;
    const QList<QAction*> entries = menu.actions();
    for (const QAction* entry : entries)
        if (const QChar marked = markedIn(entry->text()); !marked.isNull())
            taken.insert(marked);
    for (QAction* entry : entries) {
        QString text = entry->text();
        if (entry->isSeparator() || !entry->isEnabled() || !markedIn(text).isNull())
            continue;
        const qsizetype place = freePlaceIn(text, taken);
        if (place < 0)
            continue;
        taken.insert(text[place].toUpper());
        entry->setText(text.insert(place, QLatin1Char('&')));
    }
}

void keepMnemonics(QMenu& menu)
{
    QObject::connect(&menu, &QMenu::aboutToShow, &menu, [&menu] { giveMnemonics(menu); });
    giveMnemonics(menu);
}

} // namespace flipside
