// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace flipside {

/// A heading of the guide with what stands under it, up to the next heading.
struct GuideSection {
    QString page;  ///< the file's name: "guide.md"
    QString title; ///< the heading
    int level = 1; ///< of the heading; 1 is the page itself
    QString text;  ///< without marks
};

/// Where words that are searched for were found.
struct GuideHit {
    int section = 0; ///< index into the sections
    QString snippet; ///< the words with what stands around them
};

/// All pages of the guide: those of a folder, and the glossary, which lies within the program.
class GuideBook {
public:
    /// `folder` may be empty where the pages were not installed: there is the glossary then.
    explicit GuideBook(const QString& folder);

    /// Page after page, from top to bottom.
    const QList<GuideSection>& sections() const { return _sections; }
    /// The page that is opened first.
    QUrl firstPage() const;
    QUrl urlOf(const GuideSection& section) const;
    /// Of a section by its page and anchor, as "glossary.md" and "strength".
    QUrl urlOf(const QString& page, const QString& anchor) const;
    /// The sections with all of the words, in any order and whatever their capitals: first those that have
    /// them in their heading, and among these the glossary's.
    QList<GuideHit> search(const QString& words) const;

    /// A heading as a link names it: "neuron-inspector".
    static QString anchorOf(const QString& title);
    /// Beside the installed program, or in the source tree for a program that was not installed. Empty where
    /// there is none.
    static QString folder();
    /// Reads a page, with a link to the others that it lies among.
    QString markdownOf(const QString& page) const;

    static constexpr const char* glossary = "glossary.md";

private:
    void read(const QString& page);

    QString _folder;
    QList<GuideSection> _sections;
};

} // namespace flipside
