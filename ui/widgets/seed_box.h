// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractSpinBox>

namespace flipside {

/// A spin box for seeds: whole numbers of 64 bits, of which a QSpinBox shows only half. A number that is
/// being typed counts when Return is pressed or the box is left.
class SeedBox : public QAbstractSpinBox {
    Q_OBJECT
    Q_PROPERTY(quint64 value READ value WRITE setValue NOTIFY valueChanged USER true)
public:
    explicit SeedBox(QWidget* parent = nullptr);

    quint64 value() const { return _value; }
    void setValue(quint64 value);
    /// Dims the number: what is on screen does not come from this seed.
    void setDimmed(bool dimmed);
    bool isDimmed() const { return _dimmed; }

    void stepBy(int steps) override;
    QValidator::State validate(QString& input, int& position) const override;
    void fixup(QString& input) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void valueChanged(quint64 value);
    /// The same seed was typed again, or Return was pressed on it.
    void confirmed();

protected:
    StepEnabled stepEnabled() const override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void finish();
    void showDimmed();

    quint64 _value = 0;
    bool _typed = false; ///< since the number last counted
    bool _dimmed = false;
};

} // namespace flipside
