// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

namespace flipside {

/// Shows a sheet of small pictures as large as it fits, or a few words in its place.
class SheetView : public QWidget {
    Q_OBJECT
public:
    explicit SheetView(QWidget* parent = nullptr);

    void setSheet(const QImage& sheet);
    const QImage& sheet() const { return _sheet; }
    /// Said while there is no sheet.
    void setHint(const QString& hint);

    QSize sizeHint() const override { return {420, 380}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage _sheet;
    QString _hint;
};

} // namespace flipside
