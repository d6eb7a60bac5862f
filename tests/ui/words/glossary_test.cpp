// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/glossary.h"

#include "core/novelty/metric.h"
#include "core/schemes/scheme.h"
#include "ui/guide/guide_book.h"

#include <QFile>
#include <QRegularExpression>
#include <QtTest>

using namespace flipside;

namespace {

/// By what a term may be named: its title in one and in many, the papers' name and other words for it. A
/// letter alone is no word.
QStringList namesOf(const Term& term)
{
    QStringList names = term.also;
    names << term.title << term.symbol;
    names.removeIf([](const QString& name) { return name.size() < 3; });
    QStringList singular;
    for (const QString& name : std::as_const(names))
        if (name.endsWith('s'))
            singular << name.chopped(1);
    return names + singular;
}

bool mentions(const QString& sentence, const QString& name)
{
    const QRegularExpression word("\\b" + QRegularExpression::escape(name) + "s?\\b",
                                  QRegularExpression::CaseInsensitiveOption |
                                      QRegularExpression::UseUnicodePropertiesOption);
    return sentence.contains(word);
}

} // namespace

class GlossaryTest : public QObject {
    Q_OBJECT
private slots:
    void everyTermExplainsItselfInOneSentenceWithoutAnotherTerm()
    {
        QVERIFY(glossary().size() > 30);
        for (const Term& term : glossary()) {
            const QString& sentence = term.sentence;
            QVERIFY2(!sentence.isEmpty() && sentence.front().isUpper() && sentence.endsWith('.'),
                     qPrintable(term.id + ": " + sentence));
            QVERIFY2(!sentence.chopped(1).contains(QRegularExpression("[.!?;] ")), qPrintable(sentence));
            QVERIFY2(sentence.size() < 120, qPrintable(sentence));
            for (const Term& other : glossary())
                if (other.id != term.id)
                    for (const QString& name : namesOf(other))
                        QVERIFY2(!mentions(sentence, name),
                                 qPrintable(term.title + " is explained by " + name + ": " + sentence));
        }
    }

    void everyTermIsKnownByItsTitle()
    {
        for (const Term& term : glossary())
            QCOMPARE(term.id, GuideBook::anchorOf(term.title));
    }

    void noTwoTermsHaveOneName()
    {
        QStringList titles;
        for (const Term& term : glossary())
            titles << term.title;
        QCOMPARE(titles.removeDuplicates(), 0);
    }

    void everySettingOfASchemeIsATerm()
    {
        for (const Scheme* scheme : allSchemes())
            for (const SchemeParameter& parameter : scheme->parameters())
                QVERIFY2(findTerm(QString::fromStdString(parameter.term)),
                         (scheme->name() + ": " + parameter.name).c_str());
    }

    void everyMeasureIsATerm()
    {
        for (const Metric& metric : allMetrics())
            QVERIFY2(findTerm(QString::fromStdString(metric.term)), metric.name.c_str());
    }

    void thePageHoldsEveryTermWithItsSentence()
    {
        const QString page = glossaryPage();
        for (const Term& term : glossary()) {
            QVERIFY2(page.contains("## " + term.title + "\n"), qPrintable(term.title));
            QVERIFY2(page.contains(term.sentence), qPrintable(term.title));
        }
    }

    void itsPicturesAreThoseOfTheGuide()
    {
        QRegularExpressionMatchIterator pictures =
            QRegularExpression("!\\[[^]]*\\]\\(([^)]*)\\)").globalMatch(glossaryPage());
        QVERIFY(pictures.hasNext());
        while (pictures.hasNext()) {
            const QString picture = pictures.next().captured(1);
            QVERIFY2(QFile::exists(GuideBook::folder() + '/' + picture), qPrintable(picture));
        }
    }
};

QTEST_MAIN(GlossaryTest)
#include "glossary_test.moc"
