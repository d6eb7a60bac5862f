// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/family.h"

#include <QTreeWidget>

namespace flipside {

/// A family's generations, each below the one whose children its parents are.
class GenerationTree : public QTreeWidget {
    Q_OBJECT
public:
    explicit GenerationTree(const Family& family, QWidget* parent = nullptr);

    /// -1 for none.
    void setShown(int generation);
    int shown() const;
    QTreeWidgetItem* item(int generation) const { return _items[std::size_t(generation)]; }

signals:
    void chosen(int generation);

private:
    void build();

    const Family& _family;
    std::vector<QTreeWidgetItem*> _items; ///< [generation]
};

} // namespace flipside
