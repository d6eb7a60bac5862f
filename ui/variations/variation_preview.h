// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

namespace flipside {

/// One picture as large as it fits, and beside it what there is to say about it.
class VariationPreview : public QWidget {
    Q_OBJECT
public:
    explicit VariationPreview(QWidget* parent = nullptr);

    void setPicture(const QImage& picture, const QString& text);
    const QImage& picture() const { return _picture; }
    const QString& text() const { return _text; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage _picture;
    QString _text;
};

} // namespace flipside
