// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/written_forms.h"

#include "core/blueprint/layer_modules.h"

#include <cmath>
#include <numbers>

namespace flipside {

namespace {

using Kind = FormKind;

// Hendrycks and Gimpel 2016 (arXiv:1606.08415), section 2: 0.5·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))).
constexpr double cubic = 0.044715;

/// As far as 32-bit and 16-bit floats of exporters agree.
bool isNear(double number, double other)
{
    return std::abs(number - other) <= 2e-3 * std::abs(other);
}

/// What a value is a part of; of no other it is once itself.
std::optional<Form> formOf(const GraphValue& value)
{
    if (!value.isComputed())
        return std::nullopt;
    return value.form.value_or(Form{Kind::Scaled, 1, 1, value.name});
}

bool is(const std::optional<Form>& form, Kind kind, double scale)
{
    return form && form->kind == kind && isNear(form->scale, scale);
}

GraphValue noted(GraphValue y, Kind kind, double scale, double inner, const std::string& of)
{
    y.form = Form{kind, scale, inner, of};
    return y;
}

/// The same function, of the same x, in the next step.
GraphValue next(GraphValue y, Kind kind, const Form& before)
{
    return noted(std::move(y), kind, 1, before.inner, before.of);
}

GraphValue functionOf(const OnnxCall& call, const std::string& function, const Form& form,
                      const GraphValue& like)
{
    const std::string x =
        isNear(form.inner, 1)
            ? form.of
            : call.writer().let("torch.mul(" + form.of + ", " + floatText(form.inner) + ")");
    return call.activation(function, x, like);
}

/// A function that may lack nothing any more.
GraphValue completed(const OnnxCall& call, GraphValue y, const Form& form)
{
    if (form.kind == Kind::TimesOnePlusErf && isNear(form.scale, 0.5))
        return functionOf(call, "torch.gelu(x)", form, y);
    if (form.kind == Kind::TimesOnePlusTanh && isNear(form.scale, 0.5))
        return functionOf(call, "torch.gelu(x, approximate=\"tanh\")", form, y);
    if (form.kind == Kind::TimesClipped && isNear(form.scale, 1.0 / 6.0))
        return functionOf(call, "torch.hardswish(x)", form, y);
    y.form = form;
    return y;
}

/// What a multiple of a value, times another part of the same value, is.
std::optional<GraphValue> timesItself(const OnnxCall& call, const Form& multiple, const Form& part,
                                      const GraphValue& y)
{
    if (multiple.kind != Kind::Scaled || multiple.of != part.of || part.inner == 0)
        return std::nullopt;
    // The multiple is x, of which the part is a function, times this.
    const Form form{part.kind, multiple.scale / part.inner * part.scale, part.inner, part.of};
    const auto become = [&](Kind kind) {
        Form whole = form;
        whole.kind = kind;
        return completed(call, y, whole);
    };
    const auto gated = [&](const char* function) -> std::optional<GraphValue> {
        if (!isNear(form.scale, 1))
            return std::nullopt;
        return functionOf(call, function, form, y);
    };
    switch (part.kind) {
    case Kind::Scaled:
        return noted(y, Kind::Square, multiple.scale * part.scale, 1, part.of);
    case Kind::Square:
        return noted(y, Kind::Cube, multiple.scale * part.scale, 1, part.of);
    case Kind::OnePlusSquare:
        return become(Kind::Cubic);
    case Kind::OnePlusErf:
        return become(Kind::TimesOnePlusErf);
    case Kind::OnePlusTanh:
        return become(Kind::TimesOnePlusTanh);
    case Kind::ClippedPlusThree:
        return become(Kind::TimesClipped);
    case Kind::Sigmoid:
        return gated("torch.silu(x)");
    case Kind::TanhSoftplus:
        return gated("torch.mish(x)");
    case Kind::HardSigmoid:
        return gated("torch.hardswish(x)");
    default:
        return std::nullopt;
    }
}

} // namespace

GraphValue afterFunction(const OnnxCall& call, const GraphValue& x, GraphValue y)
{
    const std::optional<Form> form = formOf(x);
    if (!form)
        return y;
    const std::string& op = call.op();
    if (op == "Erf" && form->kind == Kind::Scaled)
        return noted(std::move(y), Kind::Erf, 1, form->scale * std::numbers::sqrt2, form->of);
    if (op == "Tanh" && is(form, Kind::Cubic, std::sqrt(2.0 / std::numbers::pi)))
        return next(std::move(y), Kind::TanhCubic, *form);
    if (op == "Tanh" && is(form, Kind::Softplus, 1))
        return next(std::move(y), Kind::TanhSoftplus, *form);
    if (op == "Log" && is(form, Kind::OnePlusExp, 1))
        return next(functionOf(call, "torch.softplus(x)", *form, y), Kind::Softplus, *form);
    if (form->kind == Kind::Scaled)
        for (const auto& [name, kind] :
             {std::pair("Sigmoid", Kind::Sigmoid), std::pair("Exp", Kind::Exp),
              std::pair("Softplus", Kind::Softplus), std::pair("HardSigmoid", Kind::HardSigmoid)})
            if (op == name)
                return noted(std::move(y), kind, 1, form->scale, form->of);
    return y;
}

GraphValue afterNumber(const OnnxCall& call, const GraphValue& x, double number, GraphValue y)
{
    const std::optional<Form> form = formOf(x);
    if (!form)
        return y;
    const std::string& op = call.op();
    if ((op == "Mul" || op == "Div") && number != 0) {
        Form scaled = *form;
        scaled.scale *= op == "Mul" ? number : 1 / number;
        return completed(call, std::move(y), scaled);
    }
    if (op == "Pow" && form->kind == Kind::Scaled && (number == 2 || number == 3))
        return noted(std::move(y), number == 2 ? Kind::Square : Kind::Cube, std::pow(form->scale, number), 1,
                     form->of);
    if (op != "Add")
        return y;
    if (number == 1) {
        if (is(form, Kind::Erf, 1))
            return next(std::move(y), Kind::OnePlusErf, *form);
        if (is(form, Kind::TanhCubic, 1))
            return next(std::move(y), Kind::OnePlusTanh, *form);
        if (form->kind == Kind::Square && form->scale > 0)
            return noted(std::move(y), Kind::OnePlusSquare, 1, std::sqrt(form->scale / cubic), form->of);
        if (is(form, Kind::Exp, 1))
            return next(std::move(y), Kind::OnePlusExp, *form);
    }
    if (number == 3 && form->kind == Kind::Scaled)
        return noted(std::move(y), Kind::PlusThree, 1, form->scale, form->of);
    return y;
}

GraphValue afterSum(const GraphValue& a, const GraphValue& b, GraphValue y)
{
    const std::optional<Form> one = formOf(a);
    const std::optional<Form> other = formOf(b);
    if (!one || !other || one->of != other->of)
        return y;
    for (const auto& [multiple, cube] : {std::pair(*one, *other), std::pair(*other, *one)})
        if (multiple.kind == Kind::Scaled && cube.kind == Kind::Cube && cube.scale / multiple.scale > 0) {
            const double inner = std::sqrt(cube.scale / multiple.scale / cubic);
            return noted(std::move(y), Kind::Cubic, multiple.scale / inner, inner, multiple.of);
        }
    return y;
}

GraphValue afterProduct(const OnnxCall& call, const GraphValue& a, const GraphValue& b, GraphValue y)
{
    const std::optional<Form> one = formOf(a);
    const std::optional<Form> other = formOf(b);
    if (!one || !other)
        return y;
    if (std::optional<GraphValue> found = timesItself(call, *one, *other, y))
        return std::move(*found);
    return timesItself(call, *other, *one, y).value_or(std::move(y));
}

GraphValue afterClip(const GraphValue& x, double low, double high, GraphValue y)
{
    const std::optional<Form> form = formOf(x);
    return low == 0 && high == 6 && is(form, Kind::PlusThree, 1)
               ? next(std::move(y), Kind::ClippedPlusThree, *form)
               : y;
}

} // namespace flipside
