// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"

#include <QHash>
#include <QObject>

#include <string>

namespace flipside {

/// What people call the models, and what is typical of their pictures: recipes and sessions know them by
/// their ids alone.
class ModelNames : public QObject {
    Q_OBJECT
public:
    using Names = QHash<QString, QString>;         ///< [id]
    using Typical = QHash<QString, TypicalRanges>; ///< [id]
    struct Table {
        Names names;
        Typical typical;

        bool operator==(const Table&) const = default;
    };

    using QObject::QObject;

    /// A model's name; its id where no card has told the name yet.
    static QString nameIn(const Table& table, const std::string& id);
    /// Empty where no card has told it yet, or the model was not measured.
    static const TypicalRanges& typicalIn(const Table& table, const std::string& id);
    QString of(const std::string& id) const { return nameIn(_table, id); }
    const Table& table() const { return _table; }
    void add(const Names& names, const Typical& typical = {});

signals:
    void changed();

private:
    Table _table;
};

} // namespace flipside
