// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/nest.h"

#include <cstdint>

namespace flipside {

/// Counts what a walk through a Nest meets. Parts may be inside several others, so there may be more ways
/// through a small file than there is time for.
class NestWalk {
public:
    /// Throws Error beyond two million values.
    void visit(const NestPart& part);
    /// The same for a record of which somebody looks through all that moduleFields() does.
    void visitWithAttributes(const Nest& nest, const NestPart& part);

private:
    std::uint64_t _met = 0;
};

/// Whether there is a tensor anywhere inside. Each part is looked at once.
bool holdsTensors(const Nest& nest, const NestValue& value, NestWalk& walk);

} // namespace flipside
