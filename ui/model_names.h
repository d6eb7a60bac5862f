// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>

#include <string>

namespace flipside {

/// What people call the models: recipes and sessions know them by their ids alone.
class ModelNames : public QObject {
    Q_OBJECT
public:
    using Table = QHash<QString, QString>; ///< [id], name

    using QObject::QObject;

    /// A model's name; its id where no card has told the name yet.
    static QString nameIn(const Table& table, const std::string& id);
    QString of(const std::string& id) const { return nameIn(_table, id); }
    const Table& table() const { return _table; }
    void add(const Table& names);

signals:
    void changed();

private:
    Table _table;
};

} // namespace flipside
