// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace flipside {

/// A line of text that opens and closes what stands below it.
class Disclosure : public QToolButton {
    Q_OBJECT
public:
    explicit Disclosure(const QString& text, QWidget* parent = nullptr);

    bool isOpen() const { return isChecked(); }
    void setOpen(bool open) { setChecked(open); }
    /// Shown while it is open, and only then.
    void setBody(QWidget& body);
};

} // namespace flipside
