// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"

#include <QImage>
#include <QTimer>
#include <QWidget>

class QPainter;
class QScreen;

namespace flipside {

/// The creative picture alone on black, following live: for a second display, a projector, a recording. F11
/// or a double click fills the screen or takes that back; so does Escape, pressed twice, so that a key in
/// passing never ends a show. Where it was, and whether it filled the screen, is kept in the settings for
/// each set of displays.
class OutputWindow : public QWidget {
    Q_OBJECT
public:
    explicit OutputWindow(Document& document);

    /// As it was left with the displays that there are now. The first time with them it fills a display that
    /// is not `taken`, which the main window is on; where there is none, it opens beside it as a window.
    void open(const QScreen& taken);
    bool isBlank() const { return _blank; }
    bool isSmooth() const { return _smooth; }
    /// Whether it asks for Escape once more.
    bool asksToLeave() const { return _asking.isActive(); }
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
    void hideEvent(QHideEvent* event) override;

private:
    void takeRendering();
    void leaveScreen(const QScreen* screen);
    void fill(QScreen& screen);
    void showAt(const QRect& place);
    /// False where nothing is remembered of these displays.
    bool openAsItWas(const QScreen& taken);
    void remember() const;
    void askToLeave();
    void paintQuestion(QPainter& painter) const;

    Document& _document;
    QImage _picture;
    bool _blank = false;
    bool _smooth = false;
    QRect _place;   ///< as a window, when it does not fill the screen; empty before it was one
    QTimer _asking; ///< runs while it asks for Escape once more
};

} // namespace flipside
