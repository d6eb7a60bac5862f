// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/canvas.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <vector>

namespace flipside {

/// What stands around the picture for one kind of work: users call it a workspace. How a person leaves one is
/// how they find it again.
struct Arrangement {
    const char* id;            ///< "lab": of its action ("arrange-lab") and in the settings, never changed
    QString (*title)();        ///< in menus, with its mnemonic
    QString (*tip)();          ///< what it is for
    QList<const char*> panels; ///< ids of those that are shown at first, in front ones first
    int bottomShare;           ///< of the window's height that panels at the bottom take at first, in percent
    CanvasView view;           ///< of the picture at first
    bool hasPlayBar = false;   ///< instead of toolbar and status bar
    bool isForAnAudience = false; ///< large type, and keys and pointer are shown
    int leastHeight = 0;          ///< of a window that has panels at the bottom at first

    QString actionId() const { return QStringLiteral("arrange-%1").arg(QLatin1String(id)); }
};

/// All of them, in the order of menus. The first start begins with arrangement("lab").
const std::vector<Arrangement>& arrangements();
QStringList arrangementIds();
/// The one of this id, or else the lab.
const Arrangement& arrangement(const QString& id);

} // namespace flipside
