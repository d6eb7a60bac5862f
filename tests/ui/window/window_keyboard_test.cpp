// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/window_fixture.h"
#include "ui/canvas/canvas.h"
#include "ui/creative/creative_flips.h"
#include "ui/neurons/neuron_heatmap.h"
#include "ui/neurons/neuron_panel.h"
#include "ui/widgets/seed_box.h"

#include <QComboBox>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSet>
#include <QSettings>
#include <QSpinBox>
#include <QToolBar>
#include <QToolButton>

using namespace flipside;

namespace {

constexpr int patience = 30000;

} // namespace

class WindowKeyboardTest : public QObject, protected test::WindowFixture {
    Q_OBJECT

private slots:
    void init()
    {
        QVERIFY(openWindow());
        QVERIFY(QTest::qWaitForWindowActive(_window.get()));
    }
    void cleanup() { closeWindow(); }

    void aNumberFieldLeavesSpaceAndLettersToTheWindow()
    {
        for (QAbstractSpinBox* field : std::initializer_list<QAbstractSpinBox*>{
                 child<SeedBox>("latentSeed"), child<QDoubleSpinBox>("schemeGamma"),
                 child<QSpinBox>("schemeNeurons")}) {
            field->setFocus();
            QVERIFY(field->hasFocus());
            const std::vector<float> before = document().recipe().z;
            QTest::keyClick(field, Qt::Key_R);
            QVERIFY2(document().recipe().z != before, qPrintable(field->objectName()));
            QTest::keyClick(field, Qt::Key_Space);
            QVERIFY(QTest::qWaitFor([&] { return !document().recipe().edits.empty(); }, patience));
            document().clearFlips();
        }
    }

    void aNumberFieldKeepsWhatANumberIsMadeOf()
    {
        auto* gamma = child<QDoubleSpinBox>("schemeGamma");
        gamma->setFocus();
        gamma->selectAll();
        const std::vector<float> before = document().recipe().z;
        for (const char key : {'1', QLocale().decimalPoint().at(0).toLatin1(), '5'})
            QTest::keyClick(gamma, key);
        QTest::keyClick(gamma, Qt::Key_Return);
        QCOMPARE(gamma->value(), 1.5);
        QVERIFY(document().recipe().z == before);
        QCOMPARE(int(_window->canvas().view()), int(CanvasView::SideBySide));
    }

    void tabStaysOutOfPanelsThatNobodySees()
    {
        document().setSelected(NeuronRef{1, 4});
        QTest::qWait(200); // until the inspector shows it
        const QSet<QWidget*> reached = allThatTabReaches();
        QVERIFY(reached.contains(child<QPushButton>("randomise")));
        for (const char* name : {"noveltyDock", "clustersDock", "variationsDock"}) {
            auto* dock = child<QDockWidget>(name);
            for (QWidget* widget : reached)
                QVERIFY2(!dock->isAncestorOf(widget), name);
            dock->raise();
            QTRY_VERIFY(dock->widget()->isEnabled());
        }
        auto* covered = child<QDockWidget>("inspectorDock");
        QTRY_VERIFY(!covered->widget()->isEnabled());
        covered->raise();
        QTRY_VERIFY(covered->widget()->isEnabled());
    }

    void tabReachesTheFieldsBeforeWhatAPanelIsThereFor()
    {
        QTest::keyClick(&_window->canvas(), Qt::Key_K, Qt::ShiftModifier); // brings the film forward
        QTRY_VERIFY(child<QDockWidget>("motionDock")->widget()->isEnabled());
        QSet<QWidget*> reached = allThatTabReaches();
        for (const char* name : {"randomise", "latentSeed", "truncation", "latentOrder", "latentReset",
                                 "latentList", "playFilm", "addKeyframe", "walk", "filmUnit", "timeline"})
            QVERIFY2(reached.contains(child<QWidget>(name)), name);
        child<QDockWidget>("neuronsDock")->raise();
        QTRY_VERIFY(child<QDockWidget>("neuronsDock")->widget()->isEnabled());
        reached = allThatTabReaches();
        for (const char* name : {"neuronOrder", "heatmap0"})
            QVERIFY2(reached.contains(child<QWidget>(name)), name);
        child<QDockWidget>("galleryDock")->raise();
        QTRY_VERIFY(child<QDockWidget>("galleryDock")->widget()->isEnabled());
        QTest::keyClick(&_window->canvas(), Qt::Key_K);
        QTRY_COMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
        reached = allThatTabReaches();
        QVERIFY(reached.contains(child<QWidget>("starredOnly")));
        QVERIFY(reached.contains(child<QWidget>("galleryView")));
    }

    void tabKeepsTheSelectedNeuronAndStopsAtItOnly()
    {
        document().setSelected(NeuronRef{1, 4});
        const QSet<QWidget*> reached = allThatTabReaches();
        QCOMPARE(document().selected(), std::optional(NeuronRef{1, 4}));
        const auto& heatmaps = _window->findChild<NeuronPanel*>()->heatmaps();
        for (NeuronHeatmap* heatmap : heatmaps)
            QCOMPARE(reached.contains(heatmap), heatmap->layer() == 1);
        heatmaps[0]->setFocus(Qt::ShortcutFocusReason);
        QCOMPARE(document().selected(), std::optional(NeuronRef{1, 4}));
    }

    void theNeuronsFollowTheirOrderInOneTab()
    {
        auto* order = _window->findChild<QComboBox*>("neuronOrder");
        order->setFocus();
        QTest::keyClick(order, Qt::Key_Tab);
        QVERIFY(qobject_cast<NeuronHeatmap*>(QApplication::focusWidget()));
    }

    void aSchemesOwnParametersComeBeforeItsSeed()
    {
        auto* statistic = child<QComboBox>("schemeStatistic");
        statistic->setFocus();
        QStringList names;
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            names << QApplication::focusWidget()->objectName();
        }
        QCOMPARE(names, (QStringList{"low-percentile", "high-percentile", "schemeSeed", "coactivate"}));
    }

    void f6GoesRoundThePanelsAndTheCanvas()
    {
        _window->canvas().setFocus();
        QStringList forward;
        do {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
            forward << placeOfTheKeyboard();
        } while (forward.back() != "canvas" && forward.size() < 10);
        QCOMPARE(forward.front(), QString("latentDock"));
        QVERIFY(forward.contains("creativeDock") && forward.contains("neuronsDock"));
        for (const char* name : {"noveltyDock", "clustersDock", "variationsDock"})
            QVERIFY2(!forward.contains(name), name);
        QStringList backward;
        do {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, Qt::ShiftModifier);
            backward << placeOfTheKeyboard();
        } while (backward.back() != "canvas" && backward.size() < 10);
        backward.removeLast();
        forward.removeLast();
        std::reverse(backward.begin(), backward.end());
        QCOMPARE(backward, forward);
    }

    void f6GoesToWhatAPanelIsThereFor()
    {
        QTest::keyClick(&_window->canvas(), Qt::Key_K);
        QTRY_COMPARE(_window->workspace().gallery().items().size(), std::size_t(1));
        QTest::keyClick(&_window->canvas(), Qt::Key_K, Qt::ShiftModifier);
        const QList<QPair<const char*, const char*>> contents{{"latentDock", "latentList"},
                                                              {"neuronsDock", "heatmap0"},
                                                              {"galleryDock", "galleryView"},
                                                              {"variationsDock", "variationGrid"},
                                                              {"motionDock", "timeline"}};
        for (const auto& [dock, content] : contents) {
            child<QDockWidget>(dock)->raise();
            QTRY_VERIFY(child<QDockWidget>(dock)->widget()->isEnabled());
            _window->canvas().setFocus();
            QStringList places;
            do {
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
                places << placeOfTheKeyboard();
            } while (places.back() != dock && places.back() != "canvas");
            QCOMPARE(places.back(), QString(dock));
            QCOMPARE(QApplication::focusWidget()->objectName(), QString(content));
        }
    }

    void f6ComesBackToTheControlThatWasLeft()
    {
        auto* gamma = child<QDoubleSpinBox>("schemeGamma");
        gamma->setFocus();
        QTest::keyClick(gamma, Qt::Key_F6);
        QVERIFY(QApplication::focusWidget() != gamma);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget(), gamma);
    }

    void aButtonWithNothingLeftToDoPassesTheKeyboardToWhatTakesItBack()
    {
        const auto button = [this](const QString& name) -> QToolButton* {
            const auto buttons = child<QToolBar>("mainToolBar")->findChildren<QToolButton*>();
            for (QToolButton* one : buttons)
                if (one->defaultAction() && one->defaultAction()->text().remove('&').startsWith(name))
                    return one;
            return nullptr;
        };
        QTest::keyClick(&_window->canvas(), Qt::Key_R);
        QTest::keyClick(&_window->canvas(), Qt::Key_Tab); // as somebody without a mouse
        button("Undo")->setFocus(Qt::TabFocusReason);
        QTest::keyClick(button("Undo"), Qt::Key_Space);
        QVERIFY(!document().undoStack().canUndo());
        QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(button("Redo")));
        QTest::keyClick(button("Redo"), Qt::Key_Space);
        QVERIFY(!document().undoStack().canRedo());
        QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(button("Undo")));
    }

    void theLastFlipsCrossLeavesTheKeyboardInItsPanel()
    {
        document().flip({1, 2});
        auto* flips = child<FlipsView>("flips");
        QTest::mouseClick(flips->viewport(), Qt::LeftButton, {}, flips->crossRect(0).center());
        QVERIFY(document().recipe().edits.empty());
        QCOMPARE(placeOfTheKeyboard(), QString("creativeDock"));
        QVERIFY(!qobject_cast<QAbstractButton*>(QApplication::focusWidget()));
    }

    void anEmptyListOfFlipsTakesNoKeyboard()
    {
        auto* flips = child<FlipsView>("flips");
        QVERIFY(!allThatTabReaches().contains(flips));
        document().flip({1, 2});
        QVERIFY(allThatTabReaches().contains(flips));
        flips->setFocus();
        document().clearFlips();
        QVERIFY(!flips->hasFocus());
    }

private:
    Document& document() { return _fixture->document; }
    template <typename Widget>
    Widget* child(const char* name)
    {
        return _window->findChild<Widget*>(QLatin1String(name));
    }
    /// Once round the window, from the canvas.
    QSet<QWidget*> allThatTabReaches()
    {
        QSet<QWidget*> reached;
        _window->canvas().setFocus();
        for (int i = 0; i < 300; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            reached.insert(QApplication::focusWidget());
            if (QApplication::focusWidget() == &_window->canvas())
                break;
        }
        return reached;
    }
    QString placeOfTheKeyboard()
    {
        for (QWidget* widget = QApplication::focusWidget(); widget; widget = widget->parentWidget()) {
            if (widget == &_window->canvas())
                return "canvas";
            if (qobject_cast<QDockWidget*>(widget))
                return widget->objectName();
        }
        return {};
    }
};

QTEST_MAIN(WindowKeyboardTest)
#include "window_keyboard_test.moc"
