// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/picture/image.h"

namespace flipside {

/// A colour picture whose upper half is red and whose lower half is blue, or the other way round, a little
/// noisy, 2·side high and 3·side wide, so that it has to be cropped.
Image halves(bool redAbove, Random& random, int side);

/// Asks for a stop at a share of the work.
class StopAt final : public Progress {
public:
    explicit StopAt(double share) : _share(share) {}
    void report(double done, const std::string&) override { _stopped = _stopped || done >= _share; }
    bool cancelled() const override { return _stopped; }

private:
    double _share;
    bool _stopped = false;
};

} // namespace flipside
