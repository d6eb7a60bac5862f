// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QImage>

namespace flipside {

/// One answer to a question about a network: a small sheet of what the network makes under it, and its words.
/// Stands for itself while the sheet is being made, and says why where there can be none.
class ChoiceTile : public QAbstractButton {
    Q_OBJECT
public:
    explicit ChoiceTile(const QString& words, QWidget* parent = nullptr);

    /// Of the sheet, in pixels.
    static constexpr int side = 152;

    const QImage& sheet() const { return _sheet; }
    const QString& lack() const { return _lack; }
    /// One of the two is empty, or both while it waits.
    void setSheet(const QImage& sheet, const QString& lack);
    /// What it shows is of another network; it is replaced soon.
    void age();
    /// Lines that its words may have.
    void setLines(int lines);
    /// Lines that they need, at most so many.
    int neededLines(int most) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    /// An arrow key, Home or End asks for another tile: so many to the right.
    void moved(int steps);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    /// Whether it is the chosen one is not its own to say.
    void nextCheckState() override {}

private:
    void paintSheet(QPainter& painter, const QRectF& room) const;

    QImage _sheet;
    QString _lack;
    bool _aged = false;
    int _lines = 1;
};

} // namespace flipside
