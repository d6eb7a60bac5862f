// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/onnx_arithmetic.h"

#include "core/blueprint/layer_modules.h"
#include "core/graphs/written_forms.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace flipside {

namespace {

using Values = std::vector<GraphValue>;

std::string replaced(std::string expression, const std::string& x, const std::string& y)
{
    std::string text;
    for (std::size_t i = 0; i < expression.size(); ++i) {
        const bool isName = (expression[i] == 'x' || expression[i] == 'y') && i > 0 &&
                            std::string_view("( ").find(expression[i - 1]) != std::string_view::npos &&
                            i + 1 < expression.size() &&
                            std::string_view(",)").find(expression[i + 1]) != std::string_view::npos;
        text += !isName ? std::string(1, expression[i]) : expression[i] == 'x' ? x : y;
    }
    return text;
}

/// Where the number of another tensor lies that meets this one's number at `at` (in `shape`).
std::size_t metNumber(std::size_t at, const Sizes& shape, const Sizes& other)
{
    std::size_t number = 0;
    std::size_t stride = 1;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const auto size = std::size_t(shape[shape.size() - 1 - i].count);
        const std::size_t place = at % size;
        at /= size;
        if (i >= other.size())
            continue;
        const auto otherSize = std::size_t(other[other.size() - 1 - i].count);
        number += otherSize == 1 ? 0 : place * stride;
        stride *= otherSize;
    }
    return number;
}

std::optional<GraphValue> folded(const OnnxCall& call, const PairFunction& function, const GraphValue& x,
                                 const GraphValue& y, const Sizes& shape)
{
    if (!function.fold || countOf(shape) > mostFolded)
        return std::nullopt;
    const auto one = numbersOf(x);
    const auto other = one ? numbersOf(y) : std::nullopt;
    if (!other)
        return std::nullopt;
    std::vector<Number> numbers(std::size_t(countOf(shape)));
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = function.fold(call, one->at(metNumber(i, shape, x.shape)),
                                   other->at(metNumber(i, shape, y.shape)));
    const bool isWhole = x.type == NumberType::Whole && y.type == NumberType::Whole;
    return knownNumbers(std::move(numbers), shape,
                        function.isTruth ? NumberType::Truth
                        : isWhole        ? NumberType::Whole
                                         : NumberType::Real);
}

/// A known tensor as it meets another whose dimensions are in this order.
GraphValue alignedTo(const OnnxCall& call, const GraphValue& known, const std::vector<std::size_t>& order)
{
    if (known.rank() == 0 || scalarOf(known))
        return known;
    Sizes shape(order.size() - std::min(order.size(), known.rank()));
    shape.insert(shape.end(), known.shape.begin(), known.shape.end());
    return transposed(reshaped(call, known, shape), inverse(order));
}

std::string literal(const GraphValue& value, NumberType with)
{
    const double number = std::clamp(*scalarOf(value), -mostFinite, mostFinite);
    if (with != NumberType::Real && value.type != NumberType::Real && std::abs(number) < 1e15)
        return std::to_string(std::int64_t(number));
    return floatText(number);
}

/// Both as texts for an expression, and the order of dimensions that both are in.
struct Operands {
    std::string x;
    std::string y;
    std::vector<std::size_t> order;
};

Operands operands(const OnnxCall& call, GraphValue x, GraphValue y, const Sizes& shape, TakesNumber takes)
{
    if (takes == TakesNumber::Either && !x.isComputed())
        std::swap(x, y);
    const auto isLiteral = [&](const GraphValue& value, const GraphValue& other) {
        const auto number = scalarOf(value);
        return number && !std::isnan(*number) && other.isComputed() && other.shape == shape;
    };
    if ((takes == TakesNumber::Second || takes == TakesNumber::Either) && isLiteral(y, x))
        return {x.name, literal(y, x.type), x.order};
    if (takes == TakesNumber::First && isLiteral(x, y))
        return {literal(x, y.type), y.name, y.order};
    std::vector<std::size_t> order;
    const bool bothAlike = x.isComputed() && y.isComputed() && x.order == y.order && x.rank() == y.rank();
    if (bothAlike || (x.isComputed() && !y.isComputed() && y.rank() <= x.rank()))
        order = x.order;
    else if (y.isComputed() && !x.isComputed() && x.rank() <= y.rank())
        order = y.order;
    if (!order.empty()) {
        x = x.isComputed() ? std::move(x) : alignedTo(call, x, order);
        y = y.isComputed() ? std::move(y) : alignedTo(call, y, order);
        return {call.rawTextOf(x), call.rawTextOf(y), order};
    }
    return {call.textOf(x), call.textOf(y), {}};
}

NumberType typeOfPair(const PairFunction& function, const GraphValue& x, const GraphValue& y)
{
    if (function.isTruth)
        return NumberType::Truth;
    return x.type == NumberType::Real || y.type == NumberType::Real ? NumberType::Real : NumberType::Whole;
}

// --- What is known ---------------------------------------------------------------------------------------

Number sum(const OnnxCall& call, const Number& x, const Number& y)
{
    if (x.perPicture != y.perPicture && x.value != 0 && y.value != 0)
        call.refuse("adds a number to how many pictures there are");
    return {x.value + y.value, x.value == 0 ? y.perPicture : x.perPicture};
}
Number difference(const OnnxCall& call, const Number& x, const Number& y)
{
    return sum(call, x, {-y.value, y.perPicture});
}
Number product(const OnnxCall& call, const Number& x, const Number& y)
{
    if (x.perPicture && y.perPicture)
        call.refuse("multiplies the batch with itself");
    return {x.value * y.value, x.perPicture || y.perPicture};
}
Number quotient(const OnnxCall& call, const Number& x, const Number& y)
{
    if (y.value == 0 || (y.perPicture && !x.perPicture))
        call.refuse("divides by zero, or by how many pictures there are");
    return {x.value / y.value, x.perPicture && !y.perPicture};
}
Number wholeQuotient(const OnnxCall& call, const Number& x, const Number& y)
{
    Number whole = quotient(call, x, y);
    if (whole.perPicture && whole.value != std::trunc(whole.value))
        call.refuse("divides the batch");
    whole.value = std::trunc(whole.value);
    return whole;
}
void needFixed(const OnnxCall& call, const Number& x, const Number& y)
{
    if (x.perPicture || y.perPicture)
        call.refuse("depends on how many pictures there are");
}
template <typename Function>
Number fixed(const OnnxCall& call, const Number& x, const Number& y, const Function& function)
{
    needFixed(call, x, y);
    return {double(function(x.value, y.value)), false};
}
Number power(const OnnxCall& call, const Number& x, const Number& y)
{
    return fixed(call, x, y, [](double a, double b) { return std::pow(a, b); });
}
Number remainder(const OnnxCall& call, const Number& x, const Number& y)
{
    if (y.value == 0)
        call.refuse("divides by zero");
    return fixed(call, x, y, [](double a, double b) { return a - std::floor(a / b) * b; });
}
Number cutRemainder(const OnnxCall& call, const Number& x, const Number& y)
{
    return fixed(call, x, y, [](double a, double b) { return std::fmod(a, b); });
}
Number larger(const OnnxCall& call, const Number& x, const Number& y)
{
    return fixed(call, x, y, [](double a, double b) { return std::max(a, b); });
}
Number smaller(const OnnxCall& call, const Number& x, const Number& y)
{
    return fixed(call, x, y, [](double a, double b) { return std::min(a, b); });
}
Number isEqual(const OnnxCall&, const Number& x, const Number& y)
{
    // Sizes are compared with the -1 of an unknown one.
    return {double(x == y), false};
}
Number isGreater(const OnnxCall& call, const Number& x, const Number& y)
{
    return fixed(call, x, y, [](double a, double b) { return a > b; });
}
Number isLess(const OnnxCall& call, const Number& x, const Number& y)
{
    return fixed(call, x, y, [](double a, double b) { return a < b; });
}
Number isNotLess(const OnnxCall& call, const Number& x, const Number& y)
{
    return fixed(call, x, y, [](double a, double b) { return a >= b; });
}
Number isNotGreater(const OnnxCall& call, const Number& x, const Number& y)
{
    return fixed(call, x, y, [](double a, double b) { return a <= b; });
}
Number both(const OnnxCall& call, const Number& x, const Number& y)
{
    return fixed(call, x, y, [](double a, double b) { return a != 0 && b != 0; });
}
Number either(const OnnxCall& call, const Number& x, const Number& y)
{
    return fixed(call, x, y, [](double a, double b) { return a != 0 || b != 0; });
}

// --- The operators ---------------------------------------------------------------------------------------

constexpr PairFunction addition{"torch.add(x, y)", &sum, TakesNumber::Either};
constexpr PairFunction multiplication{"torch.mul(x, y)", &product, TakesNumber::Either};
constexpr PairFunction maximum{"torch.maximum(x, y)", &larger, TakesNumber::None};
constexpr PairFunction minimum{"torch.minimum(x, y)", &smaller, TakesNumber::None};

/// The number that a value of this shape meets, if the result keeps the shape.
std::optional<double> numberBeside(const GraphValue& x, const GraphValue& y, const GraphValue& result)
{
    return x.isComputed() && x.shape == result.shape ? scalarOf(y) : std::nullopt;
}

/// Norms without weights are exported with those of one and zero.
bool isNeutral(const GraphValue& x, const GraphValue& y, double number)
{
    return x.isComputed() && !y.isComputed() && broadcastSizes(x.shape, y.shape) == x.shape &&
           scalarOf(y) == number;
}

Values add(const OnnxCall& call)
{
    const GraphValue& x = call.input(0);
    const GraphValue& y = call.input(1);
    if (isNeutral(x, y, 0))
        return {x};
    if (isNeutral(y, x, 0))
        return {y};
    GraphValue result = applied(call, addition, x, y);
    if (!result.isComputed())
        return {result};
    if (const auto number = numberBeside(x, y, result))
        return {afterNumber(call, x, *number, result)};
    if (const auto number = numberBeside(y, x, result))
        return {afterNumber(call, y, *number, result)};
    return {x.order == y.order ? afterSum(x, y, result) : result};
}

Values multiply(const OnnxCall& call)
{
    const GraphValue& x = call.input(0);
    const GraphValue& y = call.input(1);
    if (isNeutral(x, y, 1))
        return {x};
    if (isNeutral(y, x, 1))
        return {y};
    GraphValue result = applied(call, multiplication, x, y);
    if (!result.isComputed())
        return {result};
    if (const auto number = numberBeside(x, y, result))
        return {afterNumber(call, x, *number, result)};
    if (const auto number = numberBeside(y, x, result))
        return {afterNumber(call, y, *number, result)};
    return {x.order == y.order && x.shape == y.shape ? afterProduct(call, x, y, result) : result};
}

Values subtract(const OnnxCall& call)
{
    const GraphValue& x = call.input(0);
    const GraphValue& y = call.input(1);
    if (y.isComputed() && scalarOf(x))
        return {applied(call, {"torch.rsub(y, x)", &difference, TakesNumber::First}, x, y)};
    return {applied(call, {"torch.sub(x, y)", &difference}, x, y)};
}

Values divide(const OnnxCall& call)
{
    const GraphValue& x = call.input(0);
    const GraphValue& y = call.input(1);
    if (x.type != NumberType::Real && y.type != NumberType::Real)
        return {applied(call, {"torch.div(x, y, rounding_mode=\"trunc\")", &wholeQuotient}, x, y)};
    if (y.isComputed() && scalarOf(x))
        return {applied(call, multiplication, x, applied(call, "torch.reciprocal(x)", nullptr, y))};
    GraphValue result = applied(call, {"torch.div(x, y)", &quotient}, x, y);
    const auto number = result.isComputed() ? numberBeside(x, y, result) : std::nullopt;
    return {number ? afterNumber(call, x, *number, result) : result};
}

Values raise(const OnnxCall& call)
{
    const GraphValue& x = call.input(0);
    const TakesNumber takes = x.isComputed() ? TakesNumber::Second : TakesNumber::First;
    GraphValue result = applied(call, {"torch.pow(x, y)", &power, takes}, x, call.input(1));
    const auto number = result.isComputed() ? numberBeside(x, call.input(1), result) : std::nullopt;
    return {number ? afterNumber(call, x, *number, result) : result};
}

template <const char* const* expression, Number (*fold)(const OnnxCall&, const Number&, const Number&)>
Values compared(const OnnxCall& call)
{
    return {applied(call, {*expression, fold, TakesNumber::Second, true}, call.input(0), call.input(1))};
}
constexpr const char* equalText = "torch.eq(x, y)";
constexpr const char* greaterText = "torch.gt(x, y)";
constexpr const char* lessText = "torch.lt(x, y)";
constexpr const char* notLessText = "torch.ge(x, y)";
constexpr const char* notGreaterText = "torch.le(x, y)";

Values conjunction(const OnnxCall& call)
{
    return {applied(call, {"torch.logical_and(x, y)", &both, TakesNumber::None, true}, call.input(0),
                    call.input(1))};
}
Values disjunction(const OnnxCall& call)
{
    return {applied(call, {"torch.logical_or(x, y)", &either, TakesNumber::None, true}, call.input(0),
                    call.input(1))};
}

Values modulo(const OnnxCall& call)
{
    if (call.integer("fmod", 0) != 0)
        return {applied(call, {"torch.fmod(x, y)", &cutRemainder}, call.input(0), call.input(1))};
    return {applied(call, {"torch.remainder(x, y)", &remainder}, call.input(0), call.input(1))};
}

/// Of as many inputs as there are.
GraphValue ofAll(const OnnxCall& call, const PairFunction& function)
{
    GraphValue result = call.input(0);
    for (std::size_t i = 1; i < call.inputs(); ++i)
        result = applied(call, function, result, call.input(i));
    return result;
}

/// maximum() and minimum() take two tensors; of a tensor and a number, clamp() is the same.
GraphValue extreme(const OnnxCall& call, const PairFunction& function, const char* bound)
{
    if (call.inputs() == 2)
        for (const std::size_t i : {0U, 1U}) {
            const GraphValue& x = call.input(i);
            const auto number = scalarOf(call.input(1 - i));
            if (x.isComputed() && number && !std::isnan(*number) &&
                broadcastSizes(x.shape, call.input(1 - i).shape) == x.shape)
                return applied(call,
                               "torch.clamp(x, " + std::string(bound) + "=" +
                                   floatText(std::clamp(*number, -mostFinite, mostFinite)) + ")",
                               nullptr, x);
        }
    return ofAll(call, function);
}

Values largest(const OnnxCall& call)
{
    return {extreme(call, maximum, "min")};
}
Values smallest(const OnnxCall& call)
{
    return {extreme(call, minimum, "max")};
}
Values addAll(const OnnxCall& call)
{
    return {ofAll(call, addition)};
}
Values average(const OnnxCall& call)
{
    return {applied(call, multiplication, ofAll(call, addition),
                    knownNumbers({{1.0 / double(call.inputs()), false}}, {}, NumberType::Real))};
}

// Of one number.

double signOf(double x)
{
    return double((x > 0) - (x < 0));
}
double inverseOf(double x)
{
    return 1 / x;
}
double roundedToEven(double x)
{
    return std::nearbyint(x);
}
double negated(double x)
{
    return -x;
}

struct SingleFunction {
    std::string_view op;
    const char* expression;
    double (*fold)(double);
};

constexpr SingleFunction singleFunctions[] = {
    {"Abs", "torch.abs(x)", [](double x) { return std::abs(x); }},
    {"Neg", "torch.neg(x)", &negated},
    {"Sqrt", "torch.sqrt(x)", [](double x) { return std::sqrt(x); }},
    {"Exp", "torch.exp(x)", [](double x) { return std::exp(x); }},
    {"Log", "torch.log(x)", [](double x) { return std::log(x); }},
    {"Erf", "torch.erf(x)", [](double x) { return std::erf(x); }},
    {"Reciprocal", "torch.reciprocal(x)", &inverseOf},
    {"Floor", "torch.floor(x)", [](double x) { return std::floor(x); }},
    {"Ceil", "torch.ceil(x)", [](double x) { return std::ceil(x); }},
    {"Round", "torch.round(x)", &roundedToEven},
    {"Sign", "torch.sign(x)", &signOf},
    {"Sin", "torch.sin(x)", [](double x) { return std::sin(x); }},
    {"Cos", "torch.cos(x)", [](double x) { return std::cos(x); }},
    {"Tan", "torch.tan(x)", [](double x) { return std::tan(x); }},
    {"Atan", "torch.atan(x)", [](double x) { return std::atan(x); }},
    {"Sinh", "torch.sinh(x)", [](double x) { return std::sinh(x); }},
    {"Cosh", "torch.cosh(x)", [](double x) { return std::cosh(x); }},
};

Values single(const OnnxCall& call)
{
    const auto* const function = std::ranges::find(singleFunctions, call.op(), &SingleFunction::op);
    const GraphValue& x = call.input(0);
    GraphValue result = applied(call, function->expression, function->fold, x);
    return {result.isComputed() ? afterFunction(call, x, result) : result};
}

Values negation(const OnnxCall& call)
{
    GraphValue result = applied(
        call, "torch.logical_not(x)", [](double x) { return double(x == 0); }, call.input(0));
    result.type = NumberType::Truth;
    return {result};
}

Values unchanged(const OnnxCall& call)
{
    if (call.op() == "Dropout" && call.has(2) && scalarOf(call.input(2)) != 0.0)
        call.refuse("is a network in training; call its eval() before exporting it");
    return {call.input(0)};
}

Values cast(const OnnxCall& call)
{
    using Tensor = onnx::TensorProto;
    GraphValue value = call.input(0);
    const std::int64_t to = call.integer("to", Tensor::FLOAT);
    const NumberType before = value.type;
    if (to == Tensor::BOOL)
        value.type = NumberType::Truth;
    else if (to == Tensor::FLOAT || to == Tensor::DOUBLE || to == Tensor::FLOAT16 || to == Tensor::BFLOAT16)
        value.type = NumberType::Real;
    else if (to == Tensor::STRING || to < 1 || to > Tensor::BFLOAT16 || to == Tensor::COMPLEX64 ||
             to == Tensor::COMPLEX128)
        call.refuse("makes numbers of a type that pictures are not made of");
    else
        value.type = NumberType::Whole;
    if (before == value.type)
        return {value};
    if (value.kind == GraphValue::Kind::Numbers) {
        for (Number& number : value.numbers)
            number.value = value.type == NumberType::Truth   ? double(number.value != 0)
                           : value.type == NumberType::Whole ? std::trunc(number.value)
                                                             : number.value;
        return {value};
    }
    // LibTorch's numbers of its types: 64-bit integers, 32-bit floats, truth values.
    const char* type = value.type == NumberType::Truth ? "11" : value.type == NumberType::Whole ? "4" : "6";
    GraphValue result =
        call.let("torch.to(" + call.rawTextOf(value) + ", " + type + ")", value.shape, value.type);
    result.order = value.order;
    return {result};
}

} // namespace

GraphValue applied(const OnnxCall& call, const PairFunction& function, const GraphValue& x,
                   const GraphValue& y)
{
    const Sizes shape = broadcastSizes(x.shape, y.shape);
    if (std::optional<GraphValue> known = folded(call, function, x, y, shape))
        return std::move(*known);
    const Operands both = operands(call, x, y, shape, function.takesNumber);
    GraphValue result =
        call.let(replaced(function.expression, both.x, both.y), shape, typeOfPair(function, x, y));
    result.order = both.order;
    return result;
}

GraphValue applied(const OnnxCall& call, const std::string& expression, double (*fold)(double),
                   const GraphValue& x)
{
    if (std::optional<std::vector<Number>> numbers = fold ? numbersOf(x) : std::nullopt) {
        for (Number& number : *numbers) {
            if (number.perPicture && fold != &negated)
                call.refuse("depends on how many pictures there are");
            number.value = fold(number.value);
        }
        return knownNumbers(std::move(*numbers), x.shape, x.type);
    }
    GraphValue result = call.let(replaced(expression, call.rawTextOf(x), {}), x.shape, x.type);
    result.order = x.order;
    return result;
}

std::span<const OnnxOperator> arithmeticOperators()
{
    static constexpr OnnxOperator operators[] = {
        {"Add", &add},
        {"Sub", &subtract},
        {"Mul", &multiply},
        {"Div", &divide},
        {"Pow", &raise},
        {"Mod", &modulo},
        {"Max", &largest},
        {"Min", &smallest},
        {"Sum", &addAll},
        {"Mean", &average},
        {"Equal", &compared<&equalText, &isEqual>},
        {"Greater", &compared<&greaterText, &isGreater>},
        {"Less", &compared<&lessText, &isLess>},
        {"GreaterOrEqual", &compared<&notLessText, &isNotLess>},
        {"LessOrEqual", &compared<&notGreaterText, &isNotGreater>},
        {"And", &conjunction},
        {"Or", &disjunction},
        {"Not", &negation},
        {"Abs", &single},
        {"Neg", &single},
        {"Sqrt", &single},
        {"Exp", &single},
        {"Log", &single},
        {"Erf", &single},
        {"Reciprocal", &single},
        {"Floor", &single},
        {"Ceil", &single},
        {"Round", &single},
        {"Sign", &single},
        {"Sin", &single},
        {"Cos", &single},
        {"Tan", &single},
        {"Atan", &single},
        {"Sinh", &single},
        {"Cosh", &single},
        {"Identity", &unchanged},
        {"Dropout", &unchanged},
        {"Cast", &cast},
        {"CastLike", &unchanged},
    };
    return operators;
}

} // namespace flipside
