// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/window_fixture.h"

#include "ui/creative/creative_controls.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTextDocumentFragment>

using namespace flipside;

namespace {

constexpr int patience = 30000;

QString plain(const QString& text)
{
    return Qt::mightBeRichText(text) ? QTextDocumentFragment::fromHtml(text).toPlainText() : text;
}

} // namespace

/// Reads all that the window says, shown or waiting under the pointer.
class WindowWordsTest : public QObject, protected test::WindowFixture {
    Q_OBJECT
private slots:
    void init() { QVERIFY(openWindow()); }
    void cleanup() { closeWindow(); }

    void noTextOfTheWindowHasANegativeZero()
    {
        Document& document = _fixture->document;
        Recipe recipe = document.recipe();
        std::fill(recipe.z.begin(), recipe.z.end(), -0.0001f);
        document.change("Almost nothing", recipe);
        document.hold(0, {0}, -0.0f);
        document.setSelected(NeuronRef{0, 0});
        QVERIFY(_fixture->isShown());
        QTRY_VERIFY_WITH_TIMEOUT(_window->findChild<QLabel*>("inspectorNow")->text() != "–", patience);
        const QRegularExpression zero("[-−]0([.,]0+)?(?![.,\\d])");
        const QRegularExpression hyphen("(^|[\\s(])-\\d");
        for (const QString& text : texts()) {
            QVERIFY2(!text.contains(zero), qPrintable(text));
            QVERIFY2(!text.contains(hyphen), qPrintable(text));
        }
    }

    void noTextOfTheWindowSpeaksOfOptions()
    {
        for (const QString& text : texts()) {
            QVERIFY2(!text.contains(QRegularExpression("--\\w")), qPrintable(text));
            QVERIFY2(!text.contains("flipside-cli"), qPrintable(text));
        }
    }

    void explanationsBeginWithACapital()
    {
        const auto widgets = _window->findChildren<QWidget*>();
        for (const QWidget* widget : widgets)
            for (const QString& text : {plain(widget->toolTip()), widget->accessibleDescription()})
                // A model's name is what its author wrote.
                if (!text.isEmpty() && text.front().isLetter() &&
                    !text.startsWith(QString::fromStdString(_fixture->document.model()->card.name)))
                    QVERIFY2(text.front().isUpper(), qPrintable(text));
    }

    void seedsSayWhoseTheyAre()
    {
        QStringList names;
        for (const char* seed : {"latentSeed", "schemeSeed", "walkSeed"})
            names << _window->findChild<QWidget*>(seed)->accessibleName();
        QCOMPARE(names.removeDuplicates(), 0);
        QVERIFY(!names.contains("Seed"));
    }

private:
    QStringList texts() const
    {
        QStringList all;
        const auto widgets = _window->findChildren<QWidget*>();
        for (const QWidget* widget : widgets) {
            all << plain(widget->toolTip()) << widget->accessibleName() << widget->accessibleDescription();
            if (const auto* label = qobject_cast<const QLabel*>(widget))
                all << plain(label->text());
            if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
                all << button->text();
            if (const auto* line = qobject_cast<const QLineEdit*>(widget))
                all << line->text() << line->placeholderText();
            if (const auto* combo = qobject_cast<const QComboBox*>(widget))
                for (int i = 0; i < combo->count(); ++i)
                    all << combo->itemText(i);
        }
        for (const QAction* action : _window->findChildren<QAction*>())
            all << action->text() << plain(action->toolTip());
        all.removeAll(QString());
        return all;
    }
};

QTEST_MAIN(WindowWordsTest)
#include "window_words_test.moc"
