// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/mixed_precision.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace flipside {

namespace {

#if TORCH_VERSION_MAJOR < 2
bool isOn()
{
    return at::autocast::is_cpu_enabled();
}

void turn(bool on)
{
    at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
    at::autocast::set_cpu_enabled(on);
}
#else
bool isOn()
{
    return at::autocast::is_autocast_enabled(at::kCPU);
}

void turn(bool on)
{
    at::autocast::set_autocast_dtype(at::kCPU, at::kBFloat16);
    at::autocast::set_autocast_enabled(at::kCPU, on);
}
#endif

} // namespace

bool MixedPrecision::isFast()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

MixedPrecision::MixedPrecision() : _before(isOn())
{
    if (isFast())
        turn(true);
}

MixedPrecision::~MixedPrecision()
{
    turn(_before);
    if (!_before)
        at::autocast::clear_cache();
}

} // namespace flipside
