// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/model_names.h"

namespace flipside {

QString ModelNames::nameIn(const Table& table, const std::string& id)
{
    const QString key = QString::fromStdString(id);
    return table.names.value(key, key);
}

const TypicalRanges& ModelNames::typicalIn(const Table& table, const std::string& id)
{
    static const TypicalRanges none;
    const auto found = table.typical.constFind(QString::fromStdString(id));
    return found == table.typical.constEnd() ? none : *found;
}

void ModelNames::add(const Names& names, const Typical& typical)
{
    const Table before = _table;
    _table.names.insert(names);
    _table.typical.insert(typical);
    if (_table != before)
        emit changed();
}

} // namespace flipside
