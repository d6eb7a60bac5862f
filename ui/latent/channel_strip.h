// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"

#include <QAbstractScrollArea>
#include <QImage>

namespace flipside {

/// A channel of the present recipe's latent, a map, in the palette's colours for what is below and above 0;
/// a pixel for each place. Null where the recipe has none.
QImage channelPicture(const Document& document, int channel);

/// The channels of a latent that is a map, as small pictures that wrap and scroll. Only those in sight are
/// ever painted. Mouse and arrow keys choose one.
class ChannelStrip : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit ChannelStrip(Document& document, QWidget* parent = nullptr);

    int channels() const;
    int current() const { return _current; }
    void setCurrent(int channel);
    /// Where a channel's picture is in the viewport; it may be out of sight.
    QRect channelRect(int channel) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void currentChanged(int channel);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    int columns() const;
    void updateScrollBar();

    Document& _document;
    int _current = 0;
};

} // namespace flipside
