// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/in_domain_score.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_fields.h"
#include "core/base/packed_array.h"

#include <faiss/utils/distances.h>
#include <libsvm/svm.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace flipside {

namespace {

/// Latents whose distances to all support vectors are in memory at once.
constexpr std::size_t scoredAtOnce = 256;

using Json = nlohmann::json;

constexpr std::uint64_t svmVersion = 1;
constexpr double nu = 0.1;
/// The kernel's width in terms of how far the latents lie from their mean.
constexpr double gammaTimesVariance = 2.0;
constexpr double tolerance = 1e-3;
constexpr double cacheMegabytes = 400.0;

void keepQuiet(const char*) {}

/// Mean squared distance from the mean.
double totalVariance(const ReferenceLatents& references)
{
    double total = 0.0;
    for (std::size_t j = 0; j < references.length(); ++j) {
        double sum = 0.0;
        double squares = 0.0;
        for (std::size_t i = 0; i < references.count(); ++i) {
            const double number = references.latent(int(i))[j];
            sum += number;
            squares += number * number;
        }
        const double mean = sum / double(references.count());
        total += squares / double(references.count()) - mean * mean;
    }
    return total;
}

struct ModelDeleter {
    void operator()(svm_model* model) const { svm_free_and_destroy_model(&model); }
};

} // namespace

InDomainSvm InDomainSvm::train(const ReferenceLatents& references, std::uint64_t trainingPictures)
{
    const std::size_t count = references.count();
    const std::size_t length = references.length();
    if (count == 0)
        throw ArgumentError("the in-domain score needs latents of training pictures, and there are none; "
                            "choose a dataset that has some");
    std::vector<svm_node> nodes;
    nodes.reserve(count * (length + 1));
    std::vector<svm_node*> rows(count);
    for (std::size_t i = 0; i < count; ++i) {
        rows[i] = nodes.data() + nodes.size(); // stays, as the space is reserved
        for (std::size_t j = 0; j < length; ++j)
            nodes.push_back({int(j) + 1, double(references.latent(int(i))[j])});
        nodes.push_back({-1, 0.0});
    }
    std::vector<double> ones(count, 1.0);
    const svm_problem problem{int(count), ones.data(), rows.data()};
    svm_parameter parameter{};
    parameter.svm_type = ONE_CLASS;
    parameter.kernel_type = RBF;
    parameter.gamma = gammaTimesVariance / std::max(totalVariance(references), 1e-6);
    parameter.nu = nu;
    parameter.eps = tolerance;
    parameter.cache_size = cacheMegabytes;
    parameter.shrinking = 1;
    svm_set_print_string_function(&keepQuiet);
    const std::unique_ptr<svm_model, ModelDeleter> model(svm_train(&problem, &parameter));

    const double scale = double(trainingPictures) / double(count);
    InDomainSvm svm;
    svm._length = length;
    svm._gamma = float(parameter.gamma);
    svm._offset = float(model->rho[0] * scale);
    for (int i = 0; i < model->l; ++i) {
        svm._members.push_back(std::uint32_t(model->sv_indices[i] - 1));
        svm._coefficients.push_back(float(model->sv_coef[0][i] * scale));
    }
    svm.takeVectors(references);
    return svm;
}

void InDomainSvm::takeVectors(const ReferenceLatents& references)
{
    _vectors.clear();
    for (const std::uint32_t member : _members) {
        const auto vector = references.latent(int(member));
        _vectors.insert(_vectors.end(), vector.begin(), vector.end());
    }
}

std::vector<float> InDomainSvm::scores(std::span<const float> latents) const
{
    const std::size_t count = latents.size() / _length;
    const std::size_t vectors = _coefficients.size();
    std::vector<float> scores(count);
    std::vector<float> squares(std::min(count, scoredAtOnce) * vectors);
    for (std::size_t first = 0; first < count; first += scoredAtOnce) {
        const std::size_t some = std::min(scoredAtOnce, count - first);
        faiss::pairwise_L2sqr(std::int64_t(_length), std::int64_t(some), latents.data() + first * _length,
                              std::int64_t(vectors), _vectors.data(), squares.data());
        for (std::size_t i = 0; i < some; ++i) {
            double sum = 0.0;
            for (std::size_t v = 0; v < vectors; ++v)
                sum +=
                    double(_coefficients[v] * std::exp(-_gamma * std::max(0.0f, squares[i * vectors + v])));
            scores[first + i] = float(sum - double(_offset));
        }
    }
    return scores;
}

void InDomainSvm::write(const std::filesystem::path& path) const
{
    const Json json = {{"flipside_in_domain", svmVersion},
                       {"length", _length},
                       {"count", _coefficients.size()},
                       {"gamma", _gamma},
                       {"offset", _offset},
                       {"members", packArray(_members)},
                       {"coefficients", packArray(_coefficients)}};
    const std::vector<std::uint8_t> bytes = Json::to_cbor(json);
    writeFile(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

InDomainSvm InDomainSvm::read(const std::filesystem::path& path, const ReferenceLatents& references)
{
    const std::string bytes = readFile(path);
    const std::string cure = "; profile the model again";
    try {
        const Json json = parseCbor(bytes);
        if (countIn(json, "flipside_in_domain") != svmVersion)
            throw Error("it was written by another version of Flipside");
        InDomainSvm svm;
        svm._length = countIn(json, "length");
        const std::size_t count = countIn(json, "count");
        if (svm._length != references.length() || count > references.count())
            throw Error("it does not belong to the model's reference latents");
        svm._gamma = floatIn(json, "gamma");
        svm._offset = floatIn(json, "offset");
        svm._members = unpackArray<std::uint32_t>(json.at("members"), count, "members");
        if (std::ranges::any_of(svm._members, [&](std::uint32_t m) { return m >= references.count(); }))
            throw Error("it does not belong to the model's reference latents");
        svm._coefficients = unpackArray<float>(json.at("coefficients"), count, "coefficients");
        svm.takeVectors(references);
        return svm;
    } catch (const Error& error) {
        throw Error("cannot use the in-domain classifier " + path.string() + ": " + error.what() + cure);
    } catch (const Json::exception&) {
        throw Error("cannot use the in-domain classifier " + path.string() + ": it is damaged" + cure);
    }
}

} // namespace flipside
