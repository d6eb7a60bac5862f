// SPDX-License-Identifier: GPL-3.0-or-later
// The smallest program that loads the libraries Flipside loads, shows a window, and ends as Flipside does:
// the floor of its start.
#include <QApplication>
#include <QPainter>
#include <QTimer>
#include <QWidget>

#include <cstdlib>

namespace {

class SmallestWindow final : public QWidget {
protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).fillRect(rect(), Qt::darkGray);
        QTimer::singleShot(0, qApp, &QCoreApplication::quit);
    }
};

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    SmallestWindow window;
    window.resize(1280, 800);
    window.show();
    std::_Exit(QApplication::exec());
}
