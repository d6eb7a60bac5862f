// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_names.h"

namespace flipside {

QString ModelNames::nameIn(const Table& table, const std::string& id)
{
    const QString key = QString::fromStdString(id);
    return table.value(key, key);
}

void ModelNames::add(const Table& names)
{
    const Table before = _table;
    _table.insert(names);
    if (_table != before)
        emit changed();
}

} // namespace flipside
