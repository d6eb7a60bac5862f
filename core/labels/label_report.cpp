// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/label_report.h"

#include "core/base/csv.h"
#include "core/labels/creativity_classifier.h"
#include "core/labels/published_labels.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

namespace flipside {

namespace {

using Json = nlohmann::json;
using TextTable = std::vector<std::vector<std::string>>;

constexpr int labelsVersion = 1;
constexpr const char* betweenSchemes = " / ";

/// "0.390", "419.5", "1.8e-32"
std::string shortNumber(double value)
{
    std::ostringstream text;
    if (value > 0.0 && value < 0.001)
        text << std::setprecision(2) << value;
    else
        text << std::fixed << std::setprecision(std::abs(value) >= 100.0 ? 1 : 3) << value;
    return text.str();
}

/// "0.390 (0.370)", the published number in brackets.
std::string besidePublished(std::optional<double> measured, std::optional<double> published)
{
    const std::string text = measured ? shortNumber(*measured) : "-";
    return published ? text + " (" + shortNumber(*published) + ")" : text;
}

/// Columns as wide as their longest cell, the first one's text on the left, the others' on the right.
std::string aligned(const TextTable& table)
{
    std::vector<std::size_t> widths;
    for (const auto& row : table)
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths.resize(std::max(widths.size(), row.size()));
            widths[i] = std::max(widths[i], row[i].size());
        }
    std::string text;
    for (const auto& row : table) {
        std::ostringstream line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line << (i == 0 ? std::left : std::right) << std::setw(int(widths[i] + (i == 0 ? 0 : 3)))
                 << row[i];
        text += line.str();
        text.erase(text.find_last_not_of(' ') + 1);
        text += '\n';
    }
    return text;
}

std::string joined(const std::vector<std::string>& words, const char* between)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : between) + word;
    return text;
}

std::string headed(const std::string& title, const TextTable& table)
{
    return '\n' + title + '\n' + aligned(table);
}

std::vector<std::string> labelTitles(std::vector<std::string> before)
{
    for (const PictureLabel label : pictureLabels)
        before.push_back(titleOf(label));
    return before;
}

std::string sharesText(const ModelLabels& model)
{
    TextTable table{labelTitles({"scheme", "pictures"})};
    for (const SchemeLabels& scheme : model.schemes) {
        std::vector<std::string> row{scheme.scheme, std::to_string(scheme.pictures())};
        for (const PictureLabel label : pictureLabels)
            row.push_back(
                besidePublished(scheme.share(label), publishedShare(model.model, scheme.scheme, label)));
        table.push_back(std::move(row));
    }
    return headed("Share of each label", table);
}

std::string testsText(const ModelLabels& model)
{
    TextTable table{{"schemes", "pictures", "chi-squared", "df", "p", "G", "df", "p"}};
    for (const SchemeTest& test : model.tests)
        table.push_back({joined(test.schemes, betweenSchemes), std::to_string(test.pictures),
                         shortNumber(test.chiSquared.statistic),
                         std::to_string(test.chiSquared.degreesOfFreedom), shortNumber(test.chiSquared.p),
                         shortNumber(test.g.statistic), std::to_string(test.g.degreesOfFreedom),
                         shortNumber(test.g.p)});
    return headed("Do labels depend on the scheme?", table);
}

std::string meansText(const ModelLabels& model)
{
    TextTable table{labelTitles({"metric"})};
    for (const MetricOfLabels& one : model.means) {
        std::vector<std::string> row{one.metric};
        for (const PictureLabel label : pictureLabels)
            row.push_back(besidePublished(one.means[std::size_t(label)],
                                          publishedMean(model.model, label, one.metric)));
        table.push_back(std::move(row));
    }
    return headed("Mean of each metric", table);
}

/// The published accuracy beside the one with this metric alone: of the best one, whichever that is.
std::optional<double> publishedOfOneMetric(const ModelLabels& model, std::size_t metric)
{
    const auto published = publishedAccuracy(model.model);
    return published && metric == model.creativity->bestMetric() ? std::optional(published->bestMetric)
                                                                 : std::nullopt;
}

std::optional<double> publishedOfAllMetrics(const ModelLabels& model)
{
    const auto published = publishedAccuracy(model.model);
    return published ? std::optional(published->allMetrics) : std::nullopt;
}

std::string creativityText(const ModelLabels& model)
{
    const CreativityReport& report = *model.creativity;
    TextTable table{{"metrics", "balanced accuracy", "weight"},
                    {"all", besidePublished(report.accuracy, publishedOfAllMetrics(model)), ""}};
    for (std::size_t m = 0; m < model.metrics.size(); ++m)
        table.push_back({model.metrics[m],
                         besidePublished(report.ofOneMetric[m], publishedOfOneMetric(model, m)),
                         shortNumber(report.weights[m])});
    return headed("Creative or not, from the metrics (10-fold cross-validation)", table);
}

Json jsonOf(const Significance& test)
{
    return {{"statistic", test.statistic}, {"df", test.degreesOfFreedom}, {"p", test.p}};
}

Json orNull(const std::optional<double>& number)
{
    return number ? Json(*number) : Json();
}

/// {"L1": …, …}, null where there is no number.
template <typename NumberOf>
Json byLabel(const NumberOf& numberOf)
{
    Json json = Json::object();
    for (const PictureLabel label : pictureLabels)
        json[codeOf(label)] = orNull(numberOf(label));
    return json;
}

Json jsonOfSchemes(const ModelLabels& model)
{
    Json schemes = Json::array();
    for (const SchemeLabels& one : model.schemes)
        schemes.push_back(
            {{"scheme", one.scheme},
             {"n", one.pictures()},
             {"shares", byLabel([&](PictureLabel label) { return std::optional(one.share(label)); })},
             {"published",
              byLabel([&](PictureLabel label) { return publishedShare(model.model, one.scheme, label); })}});
    return schemes;
}

Json jsonOfMeans(const ModelLabels& model)
{
    Json metrics = Json::array();
    for (const MetricOfLabels& one : model.means)
        metrics.push_back(
            {{"metric", one.metric},
             {"means", byLabel([&](PictureLabel label) { return one.means[std::size_t(label)]; })},
             {"published",
              byLabel([&](PictureLabel label) { return publishedMean(model.model, label, one.metric); })}});
    return metrics;
}

Json jsonOfClassifier(const ModelLabels& model)
{
    if (!model.creativity)
        return {};
    const CreativityReport& report = *model.creativity;
    Json metrics = Json::array();
    for (std::size_t m = 0; m < model.metrics.size(); ++m)
        metrics.push_back({{"metric", model.metrics[m]},
                           {"balanced_accuracy", report.ofOneMetric[m]},
                           {"published", orNull(publishedOfOneMetric(model, m))},
                           {"weight", report.weights[m]}});
    return {{"folds", creativityFolds},
            {"balanced_accuracy", report.accuracy},
            {"published", orNull(publishedOfAllMetrics(model))},
            {"metrics", metrics}};
}

Json jsonOfPictures(const ModelLabels& model)
{
    Json pictures = Json::array();
    for (const MeasuredPicture& one : model.pictures) {
        Json values = Json::object();
        for (std::size_t m = 0; m < model.metrics.size(); ++m)
            values[model.metrics[m]] = one.values[m];
        pictures.push_back({{"picture", one.labelled.picture.string()},
                            {"scheme", one.scheme},
                            {"votes", one.labelled.votes},
                            {"label", codeOf(one.labelled.label)},
                            {"consensus", one.labelled.consensus},
                            {"metrics", values}});
    }
    return pictures;
}

void addRowsOf(const ModelLabels& model, std::vector<LabelRow>& rows)
{
    for (const SchemeLabels& scheme : model.schemes)
        for (const PictureLabel label : pictureLabels)
            rows.push_back({model.model,
                            LabelFigure::Share,
                            {scheme.scheme},
                            label,
                            {},
                            scheme.share(label),
                            publishedShare(model.model, scheme.scheme, label),
                            scheme.pictures()});
    for (const SchemeTest& test : model.tests) {
        rows.push_back({model.model,
                        LabelFigure::ChiSquared,
                        test.schemes,
                        {},
                        {},
                        test.chiSquared.p,
                        {},
                        test.pictures});
        rows.push_back({model.model, LabelFigure::G, test.schemes, {}, {}, test.g.p, {}, test.pictures});
    }
    for (const MetricOfLabels& one : model.means)
        for (const PictureLabel label : pictureLabels)
            if (const auto mean = one.means[std::size_t(label)])
                rows.push_back({model.model,
                                LabelFigure::Mean,
                                {},
                                label,
                                one.metric,
                                *mean,
                                publishedMean(model.model, label, one.metric),
                                model.counts[std::size_t(label)]});
    if (!model.creativity)
        return;
    rows.push_back({model.model,
                    LabelFigure::Accuracy,
                    {},
                    {},
                    {},
                    model.creativity->accuracy,
                    publishedOfAllMetrics(model),
                    model.pictures.size()});
    for (std::size_t m = 0; m < model.metrics.size(); ++m)
        rows.push_back({model.model,
                        LabelFigure::Accuracy,
                        {},
                        {},
                        model.metrics[m],
                        model.creativity->ofOneMetric[m],
                        publishedOfOneMetric(model, m),
                        model.pictures.size()});
}

} // namespace

std::string toString(LabelFigure figure)
{
    switch (figure) {
    case LabelFigure::Share:
        return "share";
    case LabelFigure::Mean:
        return "mean";
    case LabelFigure::ChiSquared:
        return "chi-squared p";
    case LabelFigure::G:
        return "G p";
    case LabelFigure::Accuracy:
        break;
    }
    return "balanced accuracy";
}

std::vector<LabelRow> rowsOf(const LabelReport& report)
{
    std::vector<LabelRow> rows;
    for (const ModelLabels& model : report.models)
        addRowsOf(model, rows);
    return rows;
}

std::vector<std::string> notesOf(const LabelReport& report)
{
    std::vector<std::string> notes;
    if (const std::size_t without = report.withoutConsensus(); without > 0)
        notes.push_back("People do not agree on " + std::to_string(without) +
                        " of the pictures; these count as inconclusive (L4).");
    const auto hasTests = [](const ModelLabels& model) {
        return !model.tests.empty() && publishedShare(model.model, "regular", PictureLabel::Creative);
    };
    if (std::any_of(report.models.begin(), report.models.end(), hasTests))
        notes.emplace_back(publishedTests);
    const auto hasInDomain = [](const ModelLabels& model) {
        return publishedMean(model.model, PictureLabel::Creative, "in-domain").has_value();
    };
    if (std::any_of(report.models.begin(), report.models.end(), hasInDomain))
        notes.emplace_back(publishedInDomain);
    for (const ModelLabels& model : report.models)
        for (const std::string& note : model.notes)
            notes.push_back(report.models.size() > 1 ? model.model + ": " + note : note);
    return notes;
}

std::string toText(const LabelReport& report)
{
    std::ostringstream text;
    text << "Pictures: " << report.pictures() << ". Judgements: " << report.judgements
         << ". Consensus: " << report.consensus << ". Published numbers are in brackets.\n";
    for (const ModelLabels& model : report.models) {
        text << "\nModel " << model.model << '\n' << sharesText(model);
        if (!model.tests.empty())
            text << testsText(model);
        if (!model.means.empty())
            text << meansText(model);
        if (model.creativity)
            text << creativityText(model);
    }
    for (const std::string& note : notesOf(report))
        text << '\n' << note << '\n';
    return text.str();
}

std::string toCsv(const std::vector<LabelRow>& rows)
{
    std::ostringstream csv;
    csv << "model,number,scheme,label,metric,measured,published,pictures\n" << std::setprecision(10);
    for (const LabelRow& row : rows) {
        csv << csvCell(row.model) << ',' << csvCell(toString(row.figure)) << ','
            << csvCell(joined(row.schemes, betweenSchemes)) << ',' << (row.label ? codeOf(*row.label) : "")
            << ',' << row.metric << ',' << row.measured << ',';
        if (row.published)
            csv << *row.published;
        csv << ',' << row.pictures << '\n';
    }
    return csv.str();
}

Json toJson(const LabelReport& report)
{
    Json models = Json::array();
    for (const ModelLabels& model : report.models) {
        Json tests = Json::array();
        for (const SchemeTest& test : model.tests)
            tests.push_back({{"schemes", test.schemes},
                             {"n", test.pictures},
                             {"chi_squared", jsonOf(test.chiSquared)},
                             {"g", jsonOf(test.g)}});
        models.push_back({{"model", model.model},
                          {"hashes", model.hashes},
                          {"schemes", jsonOfSchemes(model)},
                          {"tests", tests},
                          {"metrics", jsonOfMeans(model)},
                          {"classifier", jsonOfClassifier(model)},
                          {"pictures", jsonOfPictures(model)}});
    }
    return {{"flipside_labels", labelsVersion},
            {"version", FLIPSIDE_VERSION},
            {"pictures", report.pictures()},
            {"judgements", report.judgements},
            {"consensus", report.consensus},
            {"without_consensus", report.withoutConsensus()},
            {"seed", report.seed},
            {"models", models},
            {"notes", notesOf(report)}};
}

} // namespace flipside
