// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace flipside {

/// Every key and every gesture on one page. The keys are read from the window's actions, so that the page
/// cannot say anything else than what they do.
class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent = nullptr);
};

} // namespace flipside
