// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/family.h"
#include "ui/document/recipe_pictures.h"

#include <QTreeWidget>

namespace flipside {

/// A family's generations, each with its first parent's picture, below the one whose children its parents
/// are.
class GenerationTree : public QTreeWidget {
    Q_OBJECT
public:
    GenerationTree(Document& document, const Family& family, QWidget* parent = nullptr);

    /// -1 for none.
    void setShown(int generation);
    int shown() const;
    QTreeWidgetItem* item(int generation) const { return _items[std::size_t(generation)]; }

signals:
    void chosen(int generation);

private:
    void build();
    void showPictures();

    const Family& _family;
    RecipePictures _pictures;
    std::vector<QTreeWidgetItem*> _items; ///< [generation]
};

} // namespace flipside
