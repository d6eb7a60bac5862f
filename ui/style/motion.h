// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace flipside {

/// Whether things that move by themselves are to be still: sliding panels, toasts, pictures that change on
/// their own. What a person sets going (a film, a walk) moves all the same.
bool isMotionReduced();
void setMotionReduced(bool reduced);

} // namespace flipside
