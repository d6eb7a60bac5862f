// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compute/blas_kernels.h"

#include <cstdlib>
#include <dlfcn.h>
#include <string_view>

namespace flipside {

namespace {

template <typename Function>
Function* blasFunction(const char* name)
{
    return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
}

/// The kernels that fit the processor; null where its oldest ones may be right.
const char* fittingKernels()
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return "SkylakeX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return "Haswell";
#endif
    return nullptr;
}

} // namespace

void chooseBlasKernels()
{
    constexpr const char* variable = "OPENBLAS_CORETYPE";
    const auto nameOfKernels = blasFunction<char*()>("openblas_get_corename");
    const auto forget = blasFunction<void()>("gotoblas_dynamic_quit");
    const auto choose = blasFunction<void()>("gotoblas_dynamic_init");
    const char* const fitting = fittingKernels();
    if (!nameOfKernels || !forget || !choose || !fitting || std::getenv(variable) ||
        std::string_view(nameOfKernels()) != "Prescott")
        return;
    setenv(variable, fitting, 1);
    forget();
    choose();
}

} // namespace flipside
