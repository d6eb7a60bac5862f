// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/display_names.h"

#include "ui/words/numbers.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace flipside {
namespace {

/// Digits that a parameter of a scheme is told with.
constexpr int parameterDigits = 4;

/// What profiles call the first, the second … kind that they find themselves.
constexpr std::string_view foundKind = "cluster ";
constexpr int letters = 26;

/// 0 for the first; nothing for a class of the data's own.
std::optional<int> numberOfKind(const std::string& className)
{
    int number = 0;
    const char* end = className.data() + className.size();
    if (!className.starts_with(foundKind))
        return {};
    const auto [rest, problem] = std::from_chars(className.data() + foundKind.size(), end, number);
    return problem == std::errc() && rest == end && number >= 1 && number <= letters
               ? std::optional(number - 1)
               : std::nullopt;
}

/// Lends tr() to free functions.
struct DisplayNames {
    Q_DECLARE_TR_FUNCTIONS(flipside::DisplayNames)
};

const Scheme* schemeCalled(const std::string& id)
{
    const auto all = allSchemes();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Scheme* one) { return one->name() == id; });
    return found == all.end() ? nullptr : *found;
}

} // namespace

QString className(const std::string& name)
{
    const std::optional<int> kind = numberOfKind(name);
    return kind ? DisplayNames::tr("Kind %1").arg(QChar(u'A' + *kind)) : QString::fromStdString(name);
}

bool areKinds(const std::vector<std::string>& classNames)
{
    return !classNames.empty() && std::ranges::all_of(classNames, [](const std::string& name) {
        return numberOfKind(name).has_value();
    });
}

QString layerName(const LayerInfo& layer)
{
    QString title = QString::fromStdString(layer.id);
    if (title.isEmpty())
        return title;
    title[0] = title[0].toUpper();
    for (qsizetype i = 1; i < title.size(); ++i) {
        if (title[i].isDigit() && title[i - 1].isLetter()) {
            title.insert(i, QLatin1Char(' '));
            break;
        }
    }
    return title;
}

QString layerTitle(const ModelCard& card, int layer)
{
    const LayerInfo& info = card.layers[std::size_t(layer)];
    const QString name = layerName(info);
    // A bare number, as the parts of a Sequential have, would say nothing beside the other one; nor would the
    // name of an activation that several layers share.
    const QString module = QString::fromStdString(info.module);
    const bool saysSomething =
        std::any_of(module.begin(), module.end(), [](QChar letter) { return letter.isLetter(); }) &&
        std::ranges::count(card.layers, info.module, &LayerInfo::module) == 1;
    return saysSomething ? DisplayNames::tr("%1 (%2)").arg(name, module) : name;
}

QString neuronTitle(const ModelCard& card, int layer, int unit)
{
    return DisplayNames::tr("%1 · neuron %2").arg(layerTitle(card, layer)).arg(unit + 1);
}

QString schemeWords(const std::string& words)
{
    return QCoreApplication::translate("schemes", words.c_str());
}

QString metricWords(const std::string& words)
{
    return QCoreApplication::translate("metrics", words.c_str());
}

QString withSymbol(const QString& words, const QString& symbol)
{
    const bool saysMore = !symbol.isEmpty() && symbol.compare(words, Qt::CaseInsensitive) != 0;
    return saysMore ? DisplayNames::tr("%1 (%2)").arg(words, symbol) : words;
}

QString schemeName(const Scheme& scheme)
{
    return schemeWords(scheme.label());
}

QString schemeName(const std::string& id)
{
    const Scheme* scheme = schemeCalled(id);
    return scheme ? schemeName(*scheme) : QString::fromStdString(id);
}

QString schemeName(const SchemeCall& call)
{
    QStringList parts{schemeName(call.name)};
    const Scheme* scheme = schemeCalled(call.name);
    const std::vector<SchemeParameter> known = scheme ? scheme->parameters() : std::vector<SchemeParameter>();
    for (const SchemeParameter& parameter : known)
        if (const double value = parameterOf(call, parameter); value != parameter.standard)
            parts.append(DisplayNames::tr("%1 %2").arg(schemeWords(parameter.label).toLower(),
                                                       roundedText(value, parameterDigits)));
    return parts.join(QStringLiteral(", "));
}

QString metricName(const Metric& metric)
{
    return metricWords(metric.label);
}

QString metricTitle(const Metric& metric)
{
    return withSymbol(metricName(metric), QString::fromStdString(metric.symbol));
}

QString metricTitle(const std::string& name)
{
    return metricTitle(findMetric(name));
}

} // namespace flipside
