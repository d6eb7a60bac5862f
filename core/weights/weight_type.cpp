// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weight_type.h"

#include "core/weights/refuse_weights.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <type_traits>

namespace flipside {

static_assert(std::endian::native == std::endian::little, "numbers are taken as they lie in memory");

namespace {

struct TypeNames {
    WeightType type;
    std::uint8_t size;
    std::string_view word; ///< torch.<word> is PyTorch's name of the type
    std::string_view storage;
    std::string_view safetensors;
    std::string_view numpy;
};

/// In the order of WeightType.
constexpr std::array<TypeNames, 17> typeNames = {{
    {WeightType::Float64, 8, "float64", "torch.DoubleStorage", "F64", "f8"},
    {WeightType::Float32, 4, "float32", "torch.FloatStorage", "F32", "f4"},
    {WeightType::Float16, 2, "float16", "torch.HalfStorage", "F16", "f2"},
    {WeightType::BFloat16, 2, "bfloat16", "torch.BFloat16Storage", "BF16", ""},
    {WeightType::Float8E5M2, 1, "float8_e5m2", "", "F8_E5M2", ""},
    {WeightType::Float8E4M3, 1, "float8_e4m3fn", "", "F8_E4M3", ""},
    {WeightType::Int64, 8, "int64", "torch.LongStorage", "I64", "i8"},
    {WeightType::Int32, 4, "int32", "torch.IntStorage", "I32", "i4"},
    {WeightType::Int16, 2, "int16", "torch.ShortStorage", "I16", "i2"},
    {WeightType::Int8, 1, "int8", "torch.CharStorage", "I8", "i1"},
    {WeightType::UInt64, 8, "uint64", "", "U64", "u8"},
    {WeightType::UInt32, 4, "uint32", "", "U32", "u4"},
    {WeightType::UInt16, 2, "uint16", "", "U16", "u2"},
    {WeightType::UInt8, 1, "uint8", "torch.ByteStorage", "U8", "u1"},
    {WeightType::Bool, 1, "bool", "torch.BoolStorage", "BOOL", "b1"},
    {WeightType::Complex64, 8, "complex64", "torch.ComplexFloatStorage", "C64", "c8"},
    {WeightType::Complex128, 16, "complex128", "torch.ComplexDoubleStorage", "C128", "c16"},
}};

template <typename Matches>
std::optional<WeightType> typeWhere(const Matches& matches)
{
    const auto found = std::find_if(typeNames.begin(), typeNames.end(), matches);
    return found == typeNames.end() ? std::nullopt : std::optional(found->type);
}

template <typename Number>
Number loadNumber(const char* bytes, bool bigEndian)
{
    std::array<char, sizeof(Number)> turned = {};
    std::memcpy(turned.data(), bytes, sizeof(Number));
    if (bigEndian)
        std::reverse(turned.begin(), turned.end());
    return std::bit_cast<Number>(turned);
}

/// A number with a sign, `exponentBits` and `mantissaBits`, as a float32.
float smallFloat(std::uint32_t bits, int exponentBits, int mantissaBits, bool hasInfinity)
{
    const std::uint32_t mantissa = bits & ((1U << mantissaBits) - 1);
    const std::uint32_t most = (1U << exponentBits) - 1;
    const std::uint32_t exponent = (bits >> mantissaBits) & most;
    const int bias = (1 << (exponentBits - 1)) - 1;
    float value = 0;
    if (hasInfinity && exponent == most)
        value =
            mantissa == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
    else if (!hasInfinity && exponent == most && mantissa == (1U << mantissaBits) - 1)
        value = std::numeric_limits<float>::quiet_NaN();
    else if (exponent == 0)
        value = std::ldexp(float(mantissa), 1 - bias - mantissaBits);
    else
        value = std::ldexp(float(mantissa | (1U << mantissaBits)), int(exponent) - bias - mantissaBits);
    return (bits >> (exponentBits + mantissaBits)) != 0 ? -value : value;
}

float halfToFloat(std::uint16_t half)
{
    return smallFloat(half, 5, 10, true);
}

template <typename Number, typename Convert>
void convertAll(bool bigEndian, const char* bytes, std::uint64_t count, std::uint64_t stride, float* floats,
                const Convert& convert)
{
    for (std::uint64_t i = 0; i < count; ++i)
        floats[i] = convert(loadNumber<Number>(bytes + i * stride * sizeof(Number), bigEndian));
}

/// Calls `use` with a number of the C++ type that a whole number is of; false for other types.
template <typename Use>
bool withInteger(WeightType type, const Use& use)
{
    switch (type) {
    case WeightType::Int64:
        use(std::int64_t{});
        return true;
    case WeightType::Int32:
        use(std::int32_t{});
        return true;
    case WeightType::Int16:
        use(std::int16_t{});
        return true;
    case WeightType::Int8:
        use(std::int8_t{});
        return true;
    case WeightType::UInt64:
        use(std::uint64_t{});
        return true;
    case WeightType::UInt32:
        use(std::uint32_t{});
        return true;
    case WeightType::UInt16:
        use(std::uint16_t{});
        return true;
    case WeightType::UInt8:
        use(std::uint8_t{});
        return true;
    default:
        return false;
    }
}

} // namespace

std::uint64_t sizeOf(WeightType type)
{
    return typeNames.at(std::size_t(type)).size;
}

std::string_view wordFor(WeightType type)
{
    return typeNames.at(std::size_t(type)).word;
}

std::optional<WeightType> typeOfSafetensors(std::string_view name)
{
    return typeWhere([&](const TypeNames& names) { return names.safetensors == name; });
}

std::optional<WeightType> typeOfTorch(std::string_view name)
{
    // A storage without a type is one of bytes.
    if (name == "torch.storage.UntypedStorage" || name == "torch.UntypedStorage" ||
        name == "torch.storage._UntypedStorage")
        return WeightType::UInt8;
    if (!name.starts_with("torch."))
        return std::nullopt;
    return typeWhere(
        [&](const TypeNames& names) { return names.storage == name || names.word == name.substr(6); });
}

std::optional<WeightType> typeOfNumpy(std::string_view name)
{
    return name.empty() ? std::nullopt
                        : typeWhere([&](const TypeNames& names) { return names.numpy == name; });
}

void toFloats(WeightType type, bool bigEndian, const char* bytes, std::uint64_t count, std::uint64_t stride,
              float* floats)
{
    const auto convert = [&]<typename Number>(Number, const auto& how) {
        convertAll<Number>(bigEndian, bytes, count, stride, floats, how);
    };
    const bool integer = withInteger(
        type, [&](auto number) { convert(number, [](auto whole) { return static_cast<float>(whole); }); });
    if (integer)
        return;
    switch (type) {
    case WeightType::Float64:
        convert(double{}, [](double number) { return static_cast<float>(number); });
        break;
    case WeightType::Float32:
        convert(float{}, [](float number) { return number; });
        break;
    case WeightType::Float16:
        convert(std::uint16_t{}, halfToFloat);
        break;
    case WeightType::BFloat16:
        convert(std::uint16_t{},
                [](std::uint16_t upper) { return std::bit_cast<float>(std::uint32_t{upper} << 16); });
        break;
    case WeightType::Float8E5M2:
        convert(std::uint8_t{}, [](std::uint8_t bits) { return smallFloat(bits, 5, 2, true); });
        break;
    case WeightType::Float8E4M3:
        convert(std::uint8_t{}, [](std::uint8_t bits) { return smallFloat(bits, 4, 3, false); });
        break;
    case WeightType::Bool:
        convert(std::uint8_t{}, [](std::uint8_t byte) { return byte != 0 ? 1.0F : 0.0F; });
        break;
    default:
        refuseWeights("some of its weights are complex numbers, which no generator of pictures needs",
                      "save their real and imaginary parts as tensors of their own");
    }
}

std::optional<std::int64_t> toInteger(WeightType type, bool bigEndian, const char* bytes)
{
    if (type == WeightType::Bool)
        return *bytes != 0 ? 1 : 0;
    std::optional<std::int64_t> integer;
    withInteger(type, [&](auto number) {
        const auto loaded = loadNumber<decltype(number)>(bytes, bigEndian);
        if constexpr (std::is_same_v<decltype(number), std::uint64_t>) {
            if (loaded <= std::uint64_t(std::numeric_limits<std::int64_t>::max()))
                integer = static_cast<std::int64_t>(loaded);
        } else
            integer = loaded;
    });
    return integer;
}

std::optional<double> toReal(WeightType type, bool bigEndian, const char* bytes)
{
    switch (type) {
    case WeightType::Float64:
        return loadNumber<double>(bytes, bigEndian);
    case WeightType::Float32:
        return loadNumber<float>(bytes, bigEndian);
    case WeightType::Float16:
        return halfToFloat(loadNumber<std::uint16_t>(bytes, bigEndian));
    default:
        return std::nullopt;
    }
}

} // namespace flipside
