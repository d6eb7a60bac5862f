// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guide_book.h"

#include "ui/words/glossary.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>

namespace flipside {
namespace {

constexpr qsizetype snippetLength = 90;

bool hasAll(const QString& text, const QStringList& words)
{
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

QString snippetOf(const QString& text, const QString& word)
{
    const qsizetype found = text.indexOf(word, 0, Qt::CaseInsensitive);
    qsizetype from = std::max<qsizetype>(0, found - snippetLength / 3);
    while (from > 0 && !text[from - 1].isSpace())
        --from;
    qsizetype to = std::min(from + snippetLength, text.size());
    while (to < text.size() && !text[to].isSpace())
        ++to;
    return (from > 0 ? QStringLiteral("… ") : QString()) + text.mid(from, to - from).simplified() +
           (to < text.size() ? QStringLiteral(" …") : QString());
}

} // namespace

GuideBook::GuideBook(const QString& folder) : _folder(folder)
{
    QStringList pages = folder.isEmpty()
                            ? QStringList()
                            : QDir(folder).entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name);
    // The guide itself comes first, its glossary second.
    const QString first = QStringLiteral("guide.md");
    const bool hasFirst = pages.removeOne(first);
    pages.prepend(QLatin1String(glossary));
    if (hasFirst)
        pages.prepend(first);
    for (const QString& page : std::as_const(pages))
        read(page);
}

QString GuideBook::markdownOf(const QString& page) const
{
    if (page == QLatin1String(glossary))
        return glossaryPage();
    QFile file(QDir(_folder).filePath(page));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void GuideBook::read(const QString& page)
{
    QTextDocument document;
    document.setMarkdown(markdownOf(page));
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const int level = block.blockFormat().headingLevel();
        if (level > 0)
            _sections.append({page, block.text(), level, {}});
        else if (!_sections.isEmpty() && _sections.back().page == page)
            _sections.back().text += block.text() + QLatin1Char('\n');
    }
}

QUrl GuideBook::firstPage() const
{
    return _sections.isEmpty() ? QUrl() : urlOf(_sections.front().page, {});
}

QUrl GuideBook::urlOf(const GuideSection& section) const
{
    return urlOf(section.page, section.level > 1 ? anchorOf(section.title) : QString());
}

QUrl GuideBook::urlOf(const QString& page, const QString& anchor) const
{
    QUrl url = QUrl::fromLocalFile(QDir(_folder).filePath(page));
    if (!anchor.isEmpty())
        url.setFragment(anchor);
    return url;
}

QList<GuideHit> GuideBook::search(const QString& words) const
{
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (wanted.isEmpty())
        return {};
    QList<GuideHit> ofTerms, ofHeadings, others;
    for (int i = 0; i < _sections.size(); ++i) {
        const GuideSection& section = _sections[i];
        if (!hasAll(section.title + QLatin1Char('\n') + section.text, wanted))
            continue;
        const bool isNamed = hasAll(section.title, wanted);
        const bool isTerm = section.page == QLatin1String(glossary);
        (isTerm && isNamed   ? ofTerms
         : isNamed || isTerm ? ofHeadings
                             : others)
            .append({i, snippetOf(section.text, wanted.front())});
    }
    return ofTerms + ofHeadings + others;
}

QString GuideBook::anchorOf(const QString& title)
{
    QString anchor;
    for (const QChar c : title.toLower()) {
        if (c.isLetterOrNumber())
            anchor += c;
        else if (c.isSpace() || c == QLatin1Char('-'))
            anchor += QLatin1Char('-');
    }
    return anchor;
}

QString GuideBook::folder()
{
    const QDir program(QCoreApplication::applicationDirPath());
    const QStringList places{program.filePath(QStringLiteral("../share/flipside/guide")),
                             QStringLiteral(FLIPSIDE_SOURCE_RESOURCES "/guide")};
    for (const QString& place : places)
        if (!QDir(place).entryList({QStringLiteral("*.md")}, QDir::Files).isEmpty())
            return QDir::cleanPath(place);
    return {};
}

} // namespace flipside
