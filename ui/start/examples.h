// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace flipside {

/// A session that came with Flipside, as a small work of its own.
struct Example {
    QString title;
    QString file; ///< .flipside
};

/// Those that are installed, in their order.
QList<Example> examples();

} // namespace flipside
