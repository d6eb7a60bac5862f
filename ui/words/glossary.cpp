// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/glossary.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <algorithm>

namespace flipside {
namespace {

/// Lends tr() to free functions.
struct GlossaryWords {
    Q_DECLARE_TR_FUNCTIONS(flipside::GlossaryWords)
};

Term termFrom(const QString& id, const QString& text)
{
    Term term;
    term.id = id;
    QStringList paragraph, rest;
    const QStringList lines = text.split(QLatin1Char('\n'));
    for (const QString& line : lines) {
        const QString value = line.section(QLatin1Char(':'), 1).trimmed();
        if (!term.sentence.isEmpty())
            rest.append(line);
        else if (line.startsWith(QLatin1String("# ")))
            term.title = line.mid(2).trimmed();
        else if (line.startsWith(QLatin1String("symbol:")))
            term.symbol = value;
        else if (line.startsWith(QLatin1String("also:")))
            term.also = value.split(QStringLiteral(", "));
        else if (!line.trimmed().isEmpty())
            paragraph.append(line.trimmed());
        else
            term.sentence = paragraph.join(QLatin1Char(' '));
    }
    if (term.sentence.isEmpty())
        term.sentence = paragraph.join(QLatin1Char(' '));
    term.more = rest.join(QLatin1Char('\n')).trimmed();
    return term;
}

QList<Term> readGlossary()
{
    QList<Term> terms;
    const QDir folder(QStringLiteral(":/glossary"));
    const QStringList names = folder.entryList({QStringLiteral("*.md")}, QDir::Files);
    for (const QString& name : names) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            terms.append(termFrom(name.chopped(3), QString::fromUtf8(file.readAll())));
    }
    std::sort(terms.begin(), terms.end(),
              [](const Term& a, const Term& b) { return QString::localeAwareCompare(a.title, b.title) < 0; });
    return terms;
}

} // namespace

const QList<Term>& glossary()
{
    static const QList<Term> terms = readGlossary();
    return terms;
}

const Term* findTerm(const QString& id)
{
    const auto found =
        std::find_if(glossary().begin(), glossary().end(), [&](const Term& term) { return term.id == id; });
    return found == glossary().end() ? nullptr : &*found;
}

QString meaningOf(const QString& id)
{
    const Term* term = findTerm(id);
    return term ? term->sentence : QString();
}

QString glossaryLink(const QString& id)
{
    return QLatin1String(glossaryScheme) + QLatin1Char(':') + id;
}

QString glossaryPage()
{
    QString page =
        QStringLiteral("# %1\n\n%2\n")
            .arg(GlossaryWords::tr("Glossary"),
                 GlossaryWords::tr("The words of the window, each in one sentence first. What stands "
                                   "in brackets is what the papers call it."));
    for (const Term& term : glossary()) {
        page += QStringLiteral("\n## %1\n\n").arg(term.title);
        if (!term.symbol.isEmpty())
            page += QStringLiteral("(*%1*) ").arg(term.symbol);
        page += QStringLiteral("**%1**\n").arg(term.sentence);
        if (!term.more.isEmpty())
            page += QLatin1Char('\n') + term.more + QLatin1Char('\n');
        if (!term.also.isEmpty())
            page += QStringLiteral("\n*%1*\n")
                        .arg(GlossaryWords::tr("Also: %1").arg(term.also.join(QStringLiteral(", "))));
    }
    return page;
}

} // namespace flipside
