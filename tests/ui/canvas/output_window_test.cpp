// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas.h"
#include "ui/canvas/output_window.h"

#include "core/base/file.h"
#include "tests/ui/support/window_fixture.h"
#include "ui/pictures/canvas_images.h"

#include <QAction>
#include <QGuiApplication>
#include <QScreen>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <memory>

using namespace flipside;

namespace {

constexpr int patience = 30000;

} // namespace

/// With two displays, beside each other.
class OutputWindowTest : public QObject, protected test::WindowFixture {
    Q_OBJECT

private slots:
    void init()
    {
        QVERIFY(openWindow());
        QCOMPARE(QGuiApplication::screens().size(), 2);
    }
    void cleanup() { closeWindow(); }

    void itFillsTheSecondDisplayAndLeavesTheKeyboardToTheWindow()
    {
        OutputWindow& output = opened();
        QVERIFY(output.isFullScreen());
        QCOMPARE(output.screen(), second());
        QVERIFY(second()->geometry().contains(output.geometry().center()));
        QVERIFY(_window->screen() != second());
    }

    void itShowsTheCreativePictureAloneOnBlackAndFollows()
    {
        OutputWindow& output = opened();
        _fixture->document.hold(0, {2}, 4.0f);
        QVERIFY(_fixture->isShown());
        QVERIFY(_fixture->document.rendering()->image != _fixture->document.rendering()->regular);
        const QImage shown = output.grab().toImage().convertToFormat(QImage::Format_RGB32);
        const QRect place = output.pictureRect().toRect();
        QVERIFY(place.width() > output.height() / 2);
        const QImage expected = toQImage(_fixture->document.rendering()->image)
                                    .scaled(place.size())
                                    .convertToFormat(QImage::Format_RGB32);
        QCOMPARE(shown.copy(place), expected);
        QCOMPARE(shown.pixelColor(0, 0), QColor(Qt::black));
        QCOMPARE(shown.pixelColor(shown.width() - 1, shown.height() - 1), QColor(Qt::black));
    }

    void theBlankKeyBlanksAndBringsBack()
    {
        OutputWindow& output = opened();
        const QImage before = output.grab().toImage();
        QTest::keyClick(_window.get(), Qt::Key_F12);
        QVERIFY(output.isBlank());
        QImage black = before;
        black.fill(Qt::black);
        QCOMPARE(output.grab().toImage(), black);
        QTest::keyClick(&output, Qt::Key_F12);
        QVERIFY2(!output.isBlank(), "the key works in the output too");
        QCOMPARE(output.grab().toImage(), before);
    }

    void keysThatPlayWorkInTheOutputToo()
    {
        OutputWindow& output = opened();
        output.activateWindow();
        const std::vector<float> before = _fixture->document.recipe().z;
        QTest::keyClick(&output, Qt::Key_R);
        QVERIFY(_fixture->document.recipe().z != before);
    }

    void escapeInPassingNeitherClosesNorLeaves()
    {
        OutputWindow& output = opened();
        const QImage before = output.grab().toImage();
        QTest::keyClick(&output, Qt::Key_Escape);
        QCOMPARE(_window->output(), &output);
        QVERIFY(output.isFullScreen() && output.asksToLeave());
        QVERIFY2(output.grab().toImage() != before, "it says what a second press would do");
        QTRY_VERIFY_WITH_TIMEOUT(!output.asksToLeave(), 4000);
        QCOMPARE(output.grab().toImage(), before);
        QTest::keyClick(&output, Qt::Key_Escape);
        QVERIFY2(output.isFullScreen(), "after two seconds it is a first press again");
    }

    void escapeTwiceLeavesTheScreenAndGoesOnAsAWindow()
    {
        OutputWindow& output = opened();
        QTest::keyClick(&output, Qt::Key_Escape);
        QTest::keyClick(&output, Qt::Key_Escape);
        QCOMPARE(_window->output(), &output);
        QVERIFY(output.isVisible() && !output.isFullScreen() && !output.asksToLeave());
        QCOMPARE(output.screen(), second());
        QVERIFY(second()->geometry().contains(output.geometry()));
        QVERIFY2(output.height() < second()->geometry().height(), "a window, and not all of the display");
        for (int press = 0; press < 3; ++press)
            QTest::keyClick(&output, Qt::Key_Escape);
        QVERIFY2(_window->output() && output.isVisible(), "as a window it stays too");
        _fixture->document.setLatent(0, 2.0f, {});
        QVERIFY2(_fixture->isShown(), "it goes on following");
    }

    void itOpensAsItWasLeft()
    {
        opened();
        close();
        QVERIFY2(opened().isFullScreen(), "full screen again");
        QCOMPARE(_window->output()->screen(), second());
        _window->output()->setFillsScreen(false);
        const QRect place(1400, 100, 333, 444);
        _window->output()->setGeometry(place);
        close();
        QVERIFY(!opened().isFullScreen());
        QCOMPARE(_window->output()->geometry(), place);
        QTest::keyClick(_window->output(), Qt::Key_F11); // fills the screen
        close();
        // In another session too.
        _window = std::make_unique<MainWindow>(_fixture->workspace);
        _window->show();
        QVERIFY(opened().isFullScreen());
        QTest::keyClick(_window->output(), Qt::Key_F11);
        QCOMPARE(_window->output()->geometry(), place);
    }

    void onTheMainWindowsOwnDisplayItComesBackToo()
    {
        opened().setFillsScreen(false);
        const QRect place(200, 120, 400, 300);
        _window->output()->setScreen(_window->screen());
        _window->output()->setGeometry(place);
        _window->output()->setFillsScreen(true);
        QCOMPARE(_window->output()->screen(), _window->screen());
        close();
        QVERIFY(opened().isFullScreen());
        QCOMPARE(_window->output()->screen(), _window->screen());
    }

    void withOtherDisplaysWhatWasRememberedDoesNotCount()
    {
        opened().setFillsScreen(false);
        close();
        QSettings settings;
        QStringList groups;
        settings.beginGroup("output");
        for (const QString& key : settings.childGroups()) {
            settings.beginGroup(key);
            settings.setValue("screen", "another projector"); // as if it had been for other displays
            settings.endGroup();
            groups << key;
        }
        QCOMPARE(groups.size(), 1);
        settings.sync();
        QVERIFY2(opened().isFullScreen(), "the first time with a display it fills it");
        QCOMPARE(_window->output()->screen(), second());
    }

    void closingItGivesTheKeyboardBackAndTheMenuKnows()
    {
        opened().close();
        QVERIFY(!_window->output());
        QVERIFY2(QTest::qWaitForWindowActive(_window.get()), "the keyboard is back");
        for (const QAction* action : _window->actions())
            if (action->shortcut() == QKeySequence(Qt::Key_F11))
                QVERIFY(!action->isChecked());
        QTest::keyClick(_window.get(), Qt::Key_F11);
        QVERIFY(_window->output());
        QTest::keyClick(_window.get(), Qt::Key_F11);
        QVERIFY(!_window->output());
    }

    void f11AndADoubleClickFillTheScreenAndTakeThatBack()
    {
        OutputWindow& output = opened();
        QTest::keyClick(&output, Qt::Key_F11);
        QVERIFY(!output.isFullScreen());
        QTest::mouseDClick(&output, Qt::LeftButton);
        QVERIFY(output.isFullScreen());
    }

    void smoothScalingFollowsTheCanvas()
    {
        OutputWindow& output = opened();
        QVERIFY(!output.isSmooth());
        for (QAction* action : _window->findChildren<QAction*>())
            if (action->text() == "S&mooth scaling")
                action->trigger();
        QVERIFY(output.isSmooth());
        QVERIFY(_window->canvas().isSmooth());
    }

    void unpluggedDisplayBringsTheOutputBack()
    {
        OutputWindow& output = opened();
        QVERIFY(output.isFullScreen());
        QScreen* gone = second();
        QSignalSpy said(&_window->workspace(), &Workspace::problem);
        emit qGuiApp->screenRemoved(gone);
        QVERIFY(output.isVisible());
        QVERIFY(!output.isFullScreen());
        QVERIFY(output.screen() != gone);
        QVERIFY(output.screen()->geometry().contains(output.geometry()));
        QCOMPARE(said.count(), 1);
        QVERIFY2(_window->message().contains(gone->name()), qPrintable(_window->message()));
        _fixture->document.setLatent(0, 2.0f, {});
        QVERIFY2(_fixture->isShown(), "it goes on following");
    }

    void anotherDisplayThatGoesLeavesItAlone()
    {
        OutputWindow& output = opened();
        emit qGuiApp->screenRemoved(_window->screen());
        QVERIFY(output.isFullScreen());
        QCOMPARE(output.screen(), second());
    }

    void closingTheWindowClosesTheOutput()
    {
        QPointer<OutputWindow> output = &opened();
        _window->close();
        QTRY_VERIFY(!output);
    }

private:
    /// The key does something only in the window that is in front.
    void pressInMainWindow(Qt::Key key)
    {
        _window->activateWindow();
        if (!QTest::qWaitForWindowActive(_window.get()))
            qFatal("the main window does not come to the front");
        QTest::keyClick(_window.get(), key);
    }
    void close() { pressInMainWindow(Qt::Key_F11); }
    OutputWindow& opened()
    {
        pressInMainWindow(Qt::Key_F11);
        if (!_window->output() || !QTest::qWaitForWindowExposed(_window->output()))
            qFatal("the output did not open");
        return *_window->output();
    }
    QScreen* second() const
    {
        QScreen* first = _window->screen();
        for (QScreen* screen : QGuiApplication::screens())
            if (screen != first)
                return screen;
        return nullptr;
    }
};

int main(int argc, char** argv)
{
    const QTemporaryDir folder;
    const std::string displays = folder.filePath("displays.json").toStdString();
    writeFile(displays, R"({"screens": [
        {"name": "Desk", "x": 0, "y": 0, "width": 1280, "height": 800},
        {"name": "Projector", "x": 1280, "y": 0, "width": 1024, "height": 768}]})");
    qputenv("QT_QPA_PLATFORM", QByteArray::fromStdString("offscreen:configfile=" + displays));
    QApplication application(argc, argv);
    OutputWindowTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "output_window_test.moc"
