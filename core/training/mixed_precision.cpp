// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/mixed_precision.h"

#include <ATen/autocast_mode.h>

namespace flipside {

bool MixedPrecision::isFast()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

MixedPrecision::MixedPrecision() : _before(at::autocast::is_cpu_enabled())
{
    if (!isFast())
        return;
    at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
    at::autocast::set_cpu_enabled(true);
}

MixedPrecision::~MixedPrecision()
{
    at::autocast::set_cpu_enabled(_before);
    if (!_before)
        at::autocast::clear_cache();
}

} // namespace flipside
