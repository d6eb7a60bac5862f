// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/torch_scalar_type.h"

namespace flipside {

std::optional<WeightType> weightTypeOf(std::int64_t exported)
{
    switch (exported) {
    case 1:
        return WeightType::UInt8;
    case 2:
        return WeightType::Int8;
    case 3:
        return WeightType::Int16;
    case 4:
        return WeightType::Int32;
    case 5:
        return WeightType::Int64;
    case 6:
        return WeightType::Float16;
    case 7:
        return WeightType::Float32;
    case 8:
        return WeightType::Float64;
    case 12:
        return WeightType::Bool;
    case 13:
        return WeightType::BFloat16;
    default:
        return std::nullopt;
    }
}

bool isReal(WeightType type)
{
    return type == WeightType::Float16 || type == WeightType::Float32 || type == WeightType::Float64 ||
           type == WeightType::BFloat16;
}

} // namespace flipside
