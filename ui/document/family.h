// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/variation/breeding.h"

#include <QObject>

#include <vector>

namespace flipside {

/// The session's generations, each bred from children of an earlier one or from pictures of the gallery.
/// Nothing is ever taken away, so a child can always be traced back.
class Family : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    const std::vector<Generation>& generations() const { return _generations; }
    /// Returns its index.
    int add(const Generation& generation);
    /// Those of a session that has been opened.
    void restore(const std::vector<Generation>& generations);

signals:
    void changed();

private:
    std::vector<Generation> _generations;
};

} // namespace flipside
