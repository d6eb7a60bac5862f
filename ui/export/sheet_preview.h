// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/export/contact_sheet.h"

#include <QWidget>

#include <optional>

namespace flipside {

/// The contact sheet as it will be, as large as there is room for.
class SheetPreview : public QWidget {
    Q_OBJECT
public:
    explicit SheetPreview(QWidget* parent = nullptr);

    /// `size` only says the sheet's shape.
    void setSheet(ContactSheet sheet, QSize size);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<ContactSheet> _sheet;
    QSize _size;
};

} // namespace flipside
