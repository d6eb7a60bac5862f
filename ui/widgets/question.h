// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMessageBox>

namespace flipside {

/// A question above a window: with the program's own icon, and answers that have keys. open() shows it, and
/// it deletes itself once it is answered.
class Question : public QMessageBox {
    Q_OBJECT
public:
    Question(const QString& text, QWidget* window);

    /// One of the answers that many questions have: Save, Discard or Cancel. Others are added with their text
    /// and its key.
    QPushButton* addUsual(StandardButton answer);
};

} // namespace flipside
