// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace flipside {

/// Puts widgets beside each other like words, as many to a line as it is wide. Of different heights they
/// stand on one middle, or at the bottom of their line where that is their alignment.
class FlowLayout : public QLayout {
    Q_OBJECT
public:
    explicit FlowLayout(QWidget* parent = nullptr);
    ~FlowLayout() override;

    /// Whether those that expand share what is left of their line.
    void setFillsLines(bool fills);

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
    struct Word {
        QLayoutItem* item;
        QSize size;
    };

    /// Puts a line's words there.
    void place(std::vector<Word> line, const QRect& lineRect) const;
    /// Returns the height that the lines have at this width; `moves` also puts the widgets there.
    int arrange(const QRect& rect, bool moves) const;

    std::vector<std::unique_ptr<QLayoutItem>> _items;
    bool _fillsLines = false;
};

} // namespace flipside
