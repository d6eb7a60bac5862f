// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/relative_font.h"

#include "ui/style/text_size.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <QtTest>

#include <cmath>
#include <memory>

using namespace flipside;

namespace {

/// How many rows of the widget have ink on them.
int inkHeight(QWidget& widget)
{
    widget.resize(widget.sizeHint());
    const QImage image = widget.grab().toImage();
    int rows = 0;
    for (int y = 0; y < image.height(); ++y) {
        bool hasInk = false;
        for (int x = 0; x < image.width(); ++x)
            hasInk |= image.pixel(x, y) != image.pixel(0, 0);
        rows += hasInk;
    }
    return rows;
}

} // namespace

class RelativeFontTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        applyTheme(*qApp, ThemeChoice::Dark);
        applyTextSize(*qApp, 100);
    }
    void cleanup() { applyTextSize(*qApp, smallestText); }

    void growsExactlyWithTheText_data()
    {
        QTest::addColumn<bool>("bold");
        QTest::addColumn<bool>("madeBeforeItsWindow");
        QTest::addColumn<bool>("shown");
        for (const bool bold : {false, true})
            for (const bool before : {false, true})
                for (const bool shown : {false, true})
                    QTest::addRow("bold %d, before its window %d, shown %d", bold, before, shown)
                        << bold << before << shown;
    }
    void growsExactlyWithTheText()
    {
        QFETCH(const bool, bold);
        QFETCH(const bool, madeBeforeItsWindow);
        QFETCH(const bool, shown);
        QWidget window;
        auto* inner = new QWidget(madeBeforeItsWindow ? nullptr : &window);
        auto* label = new QLabel(QStringLiteral("Flip"), inner);
        auto* button = new QPushButton(QStringLiteral("Flip"), inner);
        setRelativeFont(*label, 1.3, bold);
        setRelativeFont(*button, 0.9, bold);
        inner->setParent(&window);
        if (shown)
            window.show();
        const double own = QApplication::font().pointSizeF();
        QCOMPARE(label->font().pointSizeF(), 1.3 * own);
        QCOMPARE(button->font().pointSizeF(), 0.9 * own);
        for (const int percent : {200, 150, 100, 200}) {
            applyTextSize(*qApp, percent);
            QCOMPARE(label->font().pointSizeF(), 1.3 * own * percent / 100.0);
            QCOMPARE(button->font().pointSizeF(), 0.9 * own * percent / 100.0);
            QCOMPARE(label->font().bold(), bold);
        }
    }

    void anotherThemeLeavesTheSize()
    {
        QWidget window;
        auto* button = new QPushButton(QStringLiteral("Wake"), &window);
        button->setProperty("primary", true);
        setRelativeFont(*button, 1.3, true);
        window.show();
        const double own = QApplication::font().pointSizeF();
        applyTextSize(*qApp, 200);
        for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
            applyTheme(*qApp, theme);
            QCOMPARE(button->font().pointSizeF(), 1.3 * own * 2.0);
            QVERIFY(button->font().bold());
        }
    }

    void whatIsPaintedIsTwiceAsLarge()
    {
        QLabel label(QStringLiteral("H"));
        setRelativeFont(label, 2.0);
        const int small = inkHeight(label);
        QVERIFY(small > 0);
        applyTextSize(*qApp, 200);
        QVERIFY2(std::abs(inkHeight(label) - 2 * small) <= 2, qPrintable(QString::number(inkHeight(label))));
    }

    void theLastFactorCounts()
    {
        QLabel label;
        setRelativeFont(label, 2.0);
        setRelativeFont(label, 1.5, true);
        const double own = QApplication::font().pointSizeF();
        QCOMPARE(label.font().pointSizeF(), 1.5 * own);
        applyTextSize(*qApp, 200);
        QCOMPARE(label.font().pointSizeF(), 3.0 * own);
        QVERIFY(label.font().bold());
    }

    void aWidgetThatIsGoneIsForgotten()
    {
        auto label = std::make_unique<QLabel>();
        setRelativeFont(*label, 2.0);
        label.reset();
        applyTextSize(*qApp, 200);
        QLabel next;
        setRelativeFont(next, 2.0);
        QCOMPARE(next.font().pointSizeF(), 2.0 * QApplication::font().pointSizeF());
    }
};

QTEST_MAIN(RelativeFontTest)
#include "relative_font_test.moc"
