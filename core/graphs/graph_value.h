// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graphs/graph_sizes.h"
#include "core/weights/weight_tensor.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// The largest that a float can be: what infinite numbers of masks and bounds become.
constexpr double mostFinite = double(std::numeric_limits<float>::max());

/// Constants with more numbers than this are computed with when the network runs, and not before.
constexpr std::int64_t mostFolded = 4096;

/// A number that is known while a graph is read: `value`, or as many for each picture of the batch.
struct Number {
    double value = 0;
    bool perPicture = false;

    bool operator==(const Number&) const = default;
};

enum class NumberType : std::uint8_t { Real, Whole, Truth };

/// What a value is, as far as it is part of an activation function that is written out: `scale` times this
/// function of x, where x is `inner` times the value `of`.
enum class FormKind : std::uint8_t {
    Scaled, ///< x
    Square,
    Cube,
    OnePlusSquare, ///< 1 + 0.044715·x²
    Cubic,         ///< x + 0.044715·x³
    TanhCubic,     ///< tanh(√(2/π) · Cubic)
    OnePlusTanh,   ///< 1 + TanhCubic
    TimesOnePlusTanh,
    Erf, ///< erf(x/√2)
    OnePlusErf,
    TimesOnePlusErf, ///< x · OnePlusErf
    Sigmoid,
    Softplus,
    TanhSoftplus,
    HardSigmoid,
    Exp,
    OnePlusExp,
    PlusThree,        ///< x + 3
    ClippedPlusThree, ///< min(max(x + 3, 0), 6)
    TimesClipped      ///< x · ClippedPlusThree
};

struct Form {
    FormKind kind = FormKind::Scaled;
    double scale = 1;
    double inner = 1;
    std::string of;
};

/// A value of a graph while it is read.
struct GraphValue {
    enum class Kind : std::uint8_t {
        Numbers, ///< known: what shapes are computed with, and small constants
        Weight,  ///< of the file
        Computed ///< by the network
    };
    Kind kind = Kind::Numbers;
    NumberType type = NumberType::Real;
    Sizes shape;
    std::vector<Number> numbers{}; ///< of Numbers, the last dimension's next to each other
    WeightTensor weight{};
    std::string name{}; ///< of Weight the file's, of Computed the statement's
    /// Of Computed: dimension i of this value is dimension order[i] of what the statement computes. Empty
    /// where they are the same. Networks with channels last turn maps round before and behind each layer:
    /// what is turned back at once is never turned.
    std::vector<std::size_t> order{};
    std::optional<Form> form{};
    /// Of a class: how many there are. In the place of its number, B or B × 1, its statement has a weight for
    /// each, B × classes.
    std::int64_t classes = 0;

    bool isComputed() const { return kind == Kind::Computed; }
    std::size_t rank() const { return shape.size(); }
};

GraphValue knownNumbers(std::vector<Number> numbers, const Sizes& shape, NumberType type);
GraphValue computed(std::string name, Sizes shape, NumberType type = NumberType::Real);

/// What is known of a value's numbers while the graph is read: of a weight only where it has few.
std::optional<std::vector<Number>> numbersOf(const GraphValue& value);
/// The one number that a value has, or all of whose numbers are the same; not per picture.
std::optional<double> scalarOf(const GraphValue& value);

/// Dimensions as `order` has them.
Sizes reordered(const Sizes& sizes, const std::vector<std::size_t>& order);
/// The order that undoes one.
std::vector<std::size_t> inverse(const std::vector<std::size_t>& order);

} // namespace flipside
