// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/variation/breeding.h"
#include "ui/document/session_part.h"

#include <vector>

namespace flipside {

/// The session's generations, each bred from children of an earlier one or from pictures of the gallery.
/// Nothing is ever taken away, so a child can always be traced back.
class Family : public SessionPart {
    Q_OBJECT
public:
    using SessionPart::SessionPart;

    const std::vector<Generation>& generations() const { return _generations; }
    /// Returns its index.
    int add(const Generation& generation);
    /// Those of a session that has been opened.
    void restore(const std::vector<Generation>& generations);

    void writeTo(Session& session) const override { session.generations = _generations; }
    void readFrom(const Session& session) override { restore(session.generations); }
    bool differsFrom(const Session& session) const override { return _generations != session.generations; }

private:
    std::vector<Generation> _generations;
};

} // namespace flipside
