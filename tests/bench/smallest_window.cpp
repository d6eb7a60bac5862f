// SPDX-License-Identifier: GPL-3.0-or-later
// The smallest program that loads the libraries Flipside loads and shows a window: the floor of its start.
#include <QApplication>
#include <QPainter>
#include <QTimer>
#include <QWidget>

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
    return QApplication::exec();
}
