// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace flipside {

/// Captions with a value behind each: two facts to a line, one where there is no room for two, and the value
/// below its caption where there is not even room for one.
class FactLayout : public QLayout {
    Q_OBJECT
public:
    FactLayout();
    ~FactLayout() override;

    /// The value's text is best aligned right.
    void addFact(QWidget* caption, QWidget* value);

    void addItem(QLayoutItem* item) override;
    int count() const override;
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

private:
    struct Fact {
        QLayoutItem* caption;
        QLayoutItem* value;
    };

    int facts() const { return count() / 2; }
    Fact fact(int index) const;
    /// Widths of the columns that facts stand in, as narrow as can be.
    std::vector<int> columns(int perLine) const;
    int width(int perLine) const;
    /// Returns the height of all lines at this width; `moves` also puts the widgets there.
    int arrange(const QRect& rect, bool moves) const;

    std::vector<std::unique_ptr<QLayoutItem>> _items; ///< caption, value, caption, value …
};

} // namespace flipside
