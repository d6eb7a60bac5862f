// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace flipside {

/// What the numbers of a tensor are on disk.
enum class WeightType : std::uint8_t {
    Float64,
    Float32,
    Float16,
    BFloat16,
    Float8E5M2,
    Float8E4M3,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt64,
    UInt32,
    UInt16,
    UInt8,
    Bool,
    Complex64,
    Complex128
};

/// Bytes of one number.
std::uint64_t sizeOf(WeightType type);
/// As people write it: "float16".
std::string_view wordFor(WeightType type);

/// By the names that files use; empty for types that Flipside does not read. Of safetensors: "BF16".
std::optional<WeightType> typeOfSafetensors(std::string_view name);
/// Of PyTorch: "torch.HalfStorage", "torch.float16".
std::optional<WeightType> typeOfTorch(std::string_view name);
/// Of NumPy, without the order of bytes: "f2".
std::optional<WeightType> typeOfNumpy(std::string_view name);

/// Converts `count` numbers, which lie `stride` numbers apart, to float32. `bytes` is the first of them; all
/// must be inside the storage. Nearest float where it has fewer digits, infinite where it is out of range.
/// Half and bfloat16: IEEE 754-2008 binary16, and the upper half of a binary32; both kinds of 8 bits:
/// Micikevicius et al. 2022 (arXiv:2209.05433), table 1. Throws Error for complex numbers.
void toFloats(WeightType type, bool bigEndian, const char* bytes, std::uint64_t count, std::uint64_t stride,
              float* floats);

/// One of the whole numbers, or Bool; empty for others, and for what does not fit.
std::optional<std::int64_t> toInteger(WeightType type, bool bigEndian, const char* bytes);
/// The same for float64, float32 and float16.
std::optional<double> toReal(WeightType type, bool bigEndian, const char* bytes);

} // namespace flipside
