// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"

#include <QDialog>

namespace flipside {

/// What the program is, its version and licence, and where the open model comes from.
class AboutDialog : public QDialog {
    Q_OBJECT
public:
    explicit AboutDialog(const Document& document, QWidget* parent = nullptr);
};

} // namespace flipside
