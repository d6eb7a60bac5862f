// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "document.h"

#include <QImage>
#include <QWidget>

class QScreen;

namespace flipside {

/// The creative picture alone on black, following live: for a second display, a projector, a recording. F11
/// or a double click fills the screen or takes that back, Escape leaves.
class OutputWindow : public QWidget {
    Q_OBJECT
public:
    explicit OutputWindow(Document& document);

    /// Fills a display that is not `taken`, which the main window is on; where there is none, opens beside it
    /// as a window.
    void open(const QScreen& taken);
    bool isBlank() const { return _blank; }
    bool isSmooth() const { return _smooth; }
    /// Where the picture lies in the window.
    QRectF pictureRect() const;

    QSize sizeHint() const override { return {560, 560}; }

public slots:
    /// Black, until the picture is to be seen again.
    void setBlank(bool blank);
    /// As the canvas does: fitted to the edge and smooth, or by whole pixels.
    void setSmooth(bool smooth);
    void setFillsScreen(bool fills);

signals:
    void closed();
    /// The display that it was on is gone; one sentence.
    void moved(const QString& sentence);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void takeRendering();
    void leaveScreen(const QScreen* screen);
    void showOn(const QScreen& screen);

    Document& _document;
    QImage _picture;
    bool _blank = false;
    bool _smooth = false;
};

} // namespace flipside
