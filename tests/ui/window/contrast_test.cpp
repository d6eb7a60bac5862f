// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/contrast.h"
#include "tests/ui/support/window_fixture.h"
#include "ui/actions/actions.h"
#include "ui/breeding/breeding_window.h"
#include "ui/latent/latent_list.h"
#include "ui/study/study_window.h"
#include "ui/training/training_dialog.h"
#include "ui/widgets/toast.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyleOptionButton>
#include <QToolButton>

using namespace flipside;
using test::contrast;
using test::groundOf;
using test::strongestContrast;

namespace {

constexpr double forText = 4.5;
constexpr double forMarks = 3.0;

QString nameOf(const QWidget& widget)
{
    QString name = widget.metaObject()->className() + QStringLiteral(" ") + widget.objectName();
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        name += " \"" + label->text() + '"';
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        name += " \"" + button->text() + "\" " + button->accessibleName();
    return name;
}

/// A window as it is painted, and where its widgets are in it.
class Painted {
public:
    explicit Painted(QWidget& window)
        : _window(window), _picture(window.grab().toImage().convertToFormat(QImage::Format_RGB32))
    {
    }
    /// What of a widget is in sight; empty where not all of it is.
    QRect partOf(const QWidget& widget) const
    {
        if (!widget.isVisible() || !widget.isEnabled() || widget.window() != &_window ||
            widget.visibleRegion().boundingRect() != widget.rect())
            return {};
        return QRect(widget.mapTo(&_window, QPoint()), widget.size()) & _picture.rect();
    }
    /// Of the words or the icon on a widget.
    double ofContent(const QRect& part) const
    {
        const QRect inside = part.adjusted(3, 3, -3, -3);
        return strongestContrast(_picture, inside, groundOf(_picture, inside));
    }
    /// Of a control's edge: the middle of its left one, to what lies outside or inside of it.
    double ofEdge(const QRect& part) const
    {
        const int y = part.center().y();
        double strongest = 1.0;
        const QRgb outside = _picture.pixel(std::max(0, part.left() - 2), y);
        for (int x = part.left(); x < part.left() + 3; ++x)
            strongest = std::max(strongest, contrast(_picture.pixel(x, y), outside));
        return strongest;
    }

private:
    QWidget& _window;
    QImage _picture;
};

} // namespace

/// Reads the painted pixels of the window, its panels and its tools in both themes.
class ContrastTest : public QObject, protected test::WindowFixture {
    Q_OBJECT

private slots:
    void init()
    {
        QVERIFY(openWindow());
        _window->resize(1440, 900);
    }
    void cleanup()
    {
        closeWindow();
        applyTheme(*qApp, ThemeChoice::Dark);
    }

    void textIconsAndEdgesAreSeen_data()
    {
        QTest::addColumn<int>("theme");
        QTest::newRow("dark") << int(ThemeChoice::Dark);
        QTest::newRow("light") << int(ThemeChoice::Light);
    }
    void textIconsAndEdgesAreSeen()
    {
        QFETCH(int, theme);
        applyTheme(*qApp, ThemeChoice(theme));
        _fixture->document.flip({1, 2});
        _fixture->document.setSelected(NeuronRef{1, 4});
        _window->workspace().keeper().keepShown();
        QTRY_COMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
        _window->findChild<Toast*>()->say({}, "Words", "Undo");
        QTest::qWait(300);
        for (QDockWidget* dock : _window->findChildren<QDockWidget*>()) {
            dock->raise();
            QTest::qWait(100);
            measure(*_window);
        }
        StudyWindow study(_window->workspace().models());
        BreedingWindow breeding(_window->workspace());
        const QTemporaryDir models;
        TrainingDialog training(models.path().toStdString());
        for (QWidget* tool : std::initializer_list<QWidget*>{&study, &breeding, &training}) {
            tool->show();
            QVERIFY(QTest::qWaitForWindowExposed(tool));
            QTest::qWait(100);
            measure(*tool);
        }
        QVERIFY2(_measured > 100, qPrintable(QString::number(_measured)));
        QVERIFY2(_faint.isEmpty(), qPrintable('\n' + QStringList(_faint.values()).join('\n')));
    }

    void aLockThatIsOpenIsSeen()
    {
        for (const ThemeChoice theme : {ThemeChoice::Dark, ThemeChoice::Light}) {
            applyTheme(*qApp, theme);
            auto* list = _window->findChild<LatentList*>("latentList");
            const QImage picture = list->viewport()->grab().toImage().convertToFormat(QImage::Format_RGB32);
            // Between the number and the slider, of a row in the middle.
            const QRect lock(30, 0, 16, 60);
            const QRgb ground = groundOf(picture, lock);
            QVERIFY2(strongestContrast(picture, lock, ground) >= forMarks,
                     qPrintable(QString::number(strongestContrast(picture, lock, ground))));
        }
    }

    void theEntriesOfAnOpenListAreRead()
    {
        for (const ThemeChoice theme : {ThemeChoice::Dark, ThemeChoice::Light}) {
            applyTheme(*qApp, theme);
            auto* choice = _window->findChild<QComboBox*>("scheme");
            choice->showPopup();
            QTRY_VERIFY(choice->view()->isVisible());
            const QImage picture =
                choice->view()->viewport()->grab().toImage().convertToFormat(QImage::Format_RGB32);
            for (int row = 0; row < choice->count(); ++row) {
                const QRect part =
                    choice->view()->visualRect(choice->model()->index(row, 0)).adjusted(4, 2, -4, -2) &
                    picture.rect();
                const double found = strongestContrast(picture, part, groundOf(picture, part));
                QVERIFY2(found >= forText,
                         qPrintable(QString("%1: %2").arg(choice->itemText(row)).arg(found)));
            }
            choice->hidePopup();
        }
    }

    void theNamedColoursReachEachOther()
    {
        for (const ThemeChoice theme : {ThemeChoice::Dark, ThemeChoice::Light}) {
            const Palette p = paletteOf(theme);
            for (const QColor& ground : {p.window, p.panel, p.raised}) {
                for (const QColor& text : {p.text, p.dimText})
                    QVERIFY(contrast(text.rgb(), ground.rgb()) >= forText);
                for (const QColor& mark : {p.edge, p.accent, p.problem})
                    QVERIFY(contrast(mark.rgb(), ground.rgb()) >= forMarks);
            }
            QVERIFY(contrast(p.onAccent.rgb(), p.accent.rgb()) >= forText);
        }
    }

    void controlsOfOneRowHaveOneHeight()
    {
        const int height = _window->findChild<QPushButton*>("randomise")->height();
        QList<QWidget*> controls;
        for (const char* name : {"latentSeed", "latentOrder", "latentReset", "truncationValue", "schemeGamma",
                                 "schemeSeed", "coactivate", "neuronOrder"})
            controls << _window->findChild<QWidget*>(QLatin1String(name));
        for (const QWidget* control : controls)
            QVERIFY2(control && control->height() == height,
                     qPrintable(
                         QString("%1: %2, not %3").arg(nameOf(*control)).arg(control->height()).arg(height)));
    }

private:
    void expect(double found, double needed, const QString& what)
    {
        ++_measured;
        if (found < needed)
            _faint.insert(QString("%1 : 1  %2").arg(found, 0, 'f', 2).arg(what));
    }
    void measure(QWidget& window)
    {
        const Painted painted(window);
        for (const QWidget* widget : window.findChildren<QWidget*>()) {
            const QRect part = painted.partOf(*widget);
            if (part.width() < 8 || part.height() < 8)
                continue;
            const auto* label = qobject_cast<const QLabel*>(widget);
            const auto* tool = qobject_cast<const QToolButton*>(widget);
            const auto* check = qobject_cast<const QCheckBox*>(widget);
            const bool isField = qobject_cast<const QPushButton*>(widget) ||
                                 qobject_cast<const QComboBox*>(widget) ||
                                 qobject_cast<const QAbstractSpinBox*>(widget);
            if ((label && !label->text().trimmed().isEmpty()) || isField || check)
                expect(painted.ofContent(part), forText, "text of " + nameOf(*widget));
            if (tool)
                expect(painted.ofContent(part), tool->text().isEmpty() ? forMarks : forText,
                       "content of " + nameOf(*widget));
            const bool isLine = qobject_cast<const QLineEdit*>(widget) &&
                                !qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) &&
                                !qobject_cast<const QComboBox*>(widget->parentWidget());
            if (isField || isLine)
                expect(painted.ofEdge(part), forMarks, "edge of " + nameOf(*widget));
            if (check) {
                QStyleOptionButton option;
                option.initFrom(check);
                const QRect box =
                    check->style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, check);
                expect(painted.ofEdge(box.translated(part.topLeft())), forMarks, "box of " + nameOf(*widget));
            }
        }
    }

    QSet<QString> _faint;
    int _measured = 0;
};

QTEST_MAIN(ContrastTest)
#include "contrast_test.moc"
