// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace flipside {

/// A word of the window that not everybody knows, as resources/glossary/<id>.md explains it: a heading, lines
/// "symbol:" and "also:" where there are such, the one sentence, and whatever else there is to say.
struct Term {
    QString id;       ///< "how-often-on": the file's name, and the title in small letters
    QString title;    ///< "How often on"
    QString symbol;   ///< what the papers call it; may be empty
    QStringList also; ///< other words for it, by which it is found
    QString sentence; ///< says what it is without any other term
    QString more;     ///< Markdown; may be empty
};

/// All terms by their titles. They are read once, from within the program.
const QList<Term>& glossary();
/// Null where there is none of this id.
const Term* findTerm(const QString& id);
/// The one sentence of a term, for tooltips and screen readers; empty where there is none of this id.
QString meaningOf(const QString& id);
/// Where QDesktopServices opens the term's entry, once the window has a guide: "glossary:how-often-on".
QString glossaryLink(const QString& id);
/// The scheme of such links.
inline constexpr const char* glossaryScheme = "glossary";

/// All of it as a page of the guide, in Markdown: a heading for each term.
QString glossaryPage();

} // namespace flipside
