// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace flipside {

/// A combo box that is as wide as its entries are now, and whose list is made when it is opened: each of Qt's
/// own size policies for that makes it at once, which costs the start of the program half a millisecond a
/// box.
class ChoiceBox : public QComboBox {
    Q_OBJECT
public:
    explicit ChoiceBox(QWidget* parent = nullptr);

    /// Entries no longer widen it: it has room for `letters` of them and takes more where there is more.
    void letShrinkTo(int letters);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    int _letters = 0; ///< 0: as many as the longest entry has
};

} // namespace flipside
