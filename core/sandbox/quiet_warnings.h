// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <c10/util/Exception.h>
#include <torch/version.h>

namespace flipside {

/// While it lives, what LibTorch has to say of a model's code to those who wrote it (a mask of a slow type
/// and the like) goes nowhere on this thread, rather than beside Flipside's own sentences.
class QuietWarnings {
    struct Nowhere : c10::WarningHandler {
#if TORCH_VERSION_MAJOR < 2
        void process(const c10::SourceLocation& /*where*/, const std::string& /*text*/,
                     bool /*verbatim*/) override
#else
        void process(const c10::Warning& /*warning*/) override
#endif
        {
        }
    };

#if TORCH_VERSION_MAJOR < 2
    using Guard = c10::Warning::WarningHandlerGuard;
#else
    using Guard = c10::WarningUtils::WarningHandlerGuard;
#endif

    Nowhere _nowhere;
    Guard _guard{&_nowhere};
};

} // namespace flipside
