// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study.h"

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_fields.h"
#include "core/compute/kept_memory.h"
#include "core/compute/threads.h"
#include "core/novelty/metric.h"
#include "core/schemes/scheme.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <iomanip>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>
#include <thread>
#include <utility>

namespace flipside {

namespace {

using Json = nlohmann::json;

/// Pictures that are in memory at once.
constexpr std::size_t measuredAtOnce = 250;

std::filesystem::path partsFolder(const std::filesystem::path& folder, const std::string& description)
{
    return folder / "parts" / sha256(description).substr(0, 12);
}

PartResult measure(Instrument& instrument, const Measurer& measurer, const StudyPlan& plan,
                   const StudyPart& part, const std::function<void(std::size_t)>& step)
{
    SchemeCall call = plan.schemes[std::size_t(part.scheme)].call;
    call.neurons = part.neurons;
    PartResult result;
    for (std::size_t done = 0; done < part.count;) {
        const std::size_t count = std::min(measuredAtOnce, part.count - done);
        const auto recipes = instrument.sample(call, plan.seed, part.first + done, count);
        result.add(measurer.measure(instrument.decoder().renderImages(recipes)), plan.metrics);
        result.samplesMissingNeurons += std::uint64_t(std::count_if(
            recipes.begin(), recipes.end(), [](const Recipe& recipe) { return missingNeurons(recipe) > 0; }));
        done += count;
        step(count);
    }
    return result;
}

} // namespace

/// The parts that are still to be measured, shared among threads. The first failure ends the work of all.
/// Every scheme has the same latents, so a thread goes on with parts of the samples that it has: its decoder
/// keeps what the layer that schemes look at did for them.
class Study::SharedWork {
public:
    SharedWork(const std::vector<StudyPart>& parts, std::size_t done, std::size_t all, Progress& progress)
        : _done(done), _all(all), _progress(progress)
    {
        for (const StudyPart& part : parts)
            _left[{part.model, part.first}].push_back(part);
    }

    /// Of the samples of `last`, if there is one left; nothing when all is done.
    std::optional<StudyPart> next(const std::optional<StudyPart>& last)
    {
        const std::lock_guard lock(_mutex);
        if (_failure || _left.empty())
            return std::nullopt;
        auto samples = last ? _left.find({last->model, last->first}) : _left.end();
        if (samples == _left.end())
            samples = std::find_if(_left.begin(), _left.end(),
                                   [this](const auto& some) { return !_begun.contains(some.first); });
        if (samples == _left.end())
            samples = _left.begin();
        _begun.insert(samples->first);
        // The last one: plans name the regular samples first, which can go on from what others have observed.
        const StudyPart part = samples->second.back();
        samples->second.pop_back();
        if (samples->second.empty())
            _left.erase(samples);
        return part;
    }

    /// Takes note of measured samples. Throws Cancelled.
    void step(std::size_t samples, const std::string& what)
    {
        const std::lock_guard lock(_mutex);
        if (_failure || _progress.cancelled())
            throw Cancelled();
        _done += samples;
        _progress.report(double(_done) / double(_all), what);
    }

    void fail(std::exception_ptr failure)
    {
        const std::lock_guard lock(_mutex);
        if (!_failure)
            _failure = std::move(failure);
    }

    void throwFailure() const
    {
        if (_failure)
            std::rethrow_exception(_failure);
    }

private:
    std::mutex _mutex;
    using Samples = std::pair<int, std::size_t>; ///< of a model, from this number on
    std::map<Samples, std::vector<StudyPart>> _left;
    std::set<Samples> _begun;
    std::size_t _done;
    std::size_t _all;
    Progress& _progress;
    std::exception_ptr _failure;
};

Study::Study(std::filesystem::path folder, const StudyPlan& plan) : _folder(std::move(folder)), _plan(plan)
{
    checkPlan(plan);
    _description = describe(plan).dump(1) + "\n";
    _parts = partsFolder(_folder, _description);
    createFolder(_parts);
    const auto file = _folder / "study.json";
    if (!std::filesystem::exists(file) || readFile(file) != _description)
        writeFile(file, _description);
}

Study::Study(std::filesystem::path folder) : _folder(std::move(folder))
{
    const auto file = _folder / "study.json";
    if (!std::filesystem::exists(file))
        throw Error("the folder " + _folder.string() +
                    " holds no study: it has no study.json; choose another folder");
    _plan = readPlan(file);
    _description = readFile(file);
    _parts = partsFolder(_folder, _description);
}

std::optional<PartResult> Study::read(const StudyPart& part) const
{
    const auto file = fileOf(part);
    if (!std::filesystem::exists(file))
        return std::nullopt;
    try {
        return partResultFromJson(parseJson(readFile(file)), _plan.metrics);
    } catch (const Json::exception&) {
        throw Error("the study's part " + file.string() + " is damaged; delete it and run the study again");
    } catch (const Error& error) {
        throw Error("the study's part " + file.string() + " cannot be used: " + error.what() +
                    "; delete it and run the study again");
    }
}

void Study::run(Progress& progress, const Shard& shard, int threads)
{
    removeAbandonedTemporaries(_folder);
    removeAbandonedTemporaries(_parts);
    const std::vector<StudyPart> parts = partsOf(_plan);
    std::vector<StudyPart> missing;
    std::size_t left = 0;
    std::size_t mine = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (int(i % std::size_t(shard.of)) != shard.number - 1)
            continue;
        mine += parts[i].count;
        if (std::filesystem::exists(fileOf(parts[i])))
            continue;
        left += parts[i].count;
        missing.push_back(parts[i]);
    }
    // What one of the models lacks is said before hours are spent on the others.
    int checked = -1;
    for (const StudyPart& part : missing)
        if (std::exchange(checked, part.model) != part.model)
            checkMeasurable(findModel(_plan.models[std::size_t(part.model)]), _plan.metrics);

    const std::size_t wanted = std::min(std::size_t(std::max(threads, 1)), missing.size());
    SharedWork work(missing, mine - left, mine, progress);
    const KeptMemory kept;
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < wanted; ++i)
        others.emplace_back([&] { measureParts(work); });
    measureParts(work);
    for (std::thread& other : others)
        other.join();
    work.throwFailure();
}

void Study::measureParts(SharedWork& work) const
{
    try {
        setComputeThreads(1); // of this thread: it is the parts that are shared among threads
        int opened = -1;
        std::unique_ptr<Instrument> instrument;
        std::unique_ptr<Measurer> measurer;
        std::optional<StudyPart> part;
        while ((part = work.next(part))) {
            if (part->model != opened) {
                measurer.reset();
                instrument = std::make_unique<Instrument>(findModel(_plan.models[std::size_t(part->model)]));
                measurer = std::make_unique<Measurer>(*instrument, _plan.metrics);
                opened = part->model;
            }
            const std::string what = instrument->card().name + ", " +
                                     findScheme(_plan.schemes[std::size_t(part->scheme)].call.name).label() +
                                     ", " + std::to_string(part->neurons) +
                                     (part->neurons == 1 ? " neuron" : " neurons");
            const PartResult result = measure(*instrument, *measurer, _plan, *part,
                                              [&](std::size_t count) { work.step(count, what); });
            writeFile(fileOf(*part), toJson(result).dump());
        }
    } catch (...) {
        work.fail(std::current_exception());
    }
}

std::pair<std::size_t, std::size_t> Study::finishedParts() const
{
    const std::vector<StudyPart> parts = partsOf(_plan);
    const auto finished = std::count_if(parts.begin(), parts.end(), [this](const StudyPart& part) {
        return std::filesystem::exists(fileOf(part));
    });
    return {std::size_t(finished), parts.size()};
}

bool Study::complete() const
{
    const auto [finished, all] = finishedParts();
    return finished == all;
}

StudyResults Study::results() const
{
    StudyResults results{_plan, {}};
    for (const StudyPart& part : partsOf(_plan)) {
        const auto result = read(part);
        if (!result)
            throw Error("the study in " + _folder.string() + " is not complete: " + part.fileName() +
                        " is missing; run it again, or merge the folder that has it");
        if (part.first == 0)
            results.series.push_back({part.model, part.scheme, part.neurons, {}});
        results.series.back().result.add(*result);
    }
    return results;
}

StudyResults Study::writeResults() const
{
    StudyResults all = results();
    writeFile(_folder / "results.csv", toCsv(all.rows()));
    writeFile(_folder / "results.json", toJson(all).dump(1) + "\n");
    return all;
}

void Study::checkSame(const Study& other) const
{
    if (other._description != _description)
        throw ArgumentError("the folders " + _folder.string() + " and " + other._folder.string() +
                            " hold different studies; merge only parts of one");
}

void Study::take(const Study& other)
{
    checkSame(other);
    for (const StudyPart& part : partsOf(_plan)) {
        const auto own = fileOf(part);
        const auto theirs = other.fileOf(part);
        if (!std::filesystem::exists(own) && std::filesystem::exists(theirs))
            writeFile(own, readFile(theirs));
    }
}

std::vector<StudyRow> StudyResults::rows() const
{
    std::vector<StudyRow> rows;
    for (const StudySeries& one : series)
        for (std::size_t i = 0; i < plan.metrics.size(); ++i) {
            const std::string model = findModel(plan.models[std::size_t(one.model)]).card().id;
            const std::string& scheme = plan.schemes[std::size_t(one.scheme)].label;
            if (const Metric metric = findMetric(plan.metrics[i]); metric.ofASet())
                rows.push_back({model, scheme, one.neurons, plan.metrics[i],
                                metric.valueOf(one.result.sets[i]), 0.0, one.result.sets[i].samples});
            else
                rows.push_back({model, scheme, one.neurons, plan.metrics[i], one.result.metrics[i].mean(),
                                one.result.metrics[i].deviation(), one.result.metrics[i].samples});
        }
    return rows;
}

std::vector<std::string> StudyResults::notes() const
{
    std::vector<std::string> notes;
    for (const StudySeries& one : series)
        if (one.result.samplesMissingNeurons > 0)
            notes.push_back(findModel(plan.models[std::size_t(one.model)]).card().name + ", " +
                            findScheme(plan.schemes[std::size_t(one.scheme)].call.name).label() + ", " +
                            std::to_string(one.neurons) + " neurons: not as many qualified for " +
                            std::to_string(one.result.samplesMissingNeurons) + " of " +
                            std::to_string(plan.samples) + " samples, which have fewer flipped");
    return notes;
}

const StudySeries* StudyResults::find(int model, int scheme, int neurons) const
{
    const auto found = std::find_if(series.begin(), series.end(), [&](const StudySeries& one) {
        return one.model == model && one.scheme == scheme && one.neurons == neurons;
    });
    return found == series.end() ? nullptr : &*found;
}

std::string toCsv(const std::vector<StudyRow>& rows)
{
    std::ostringstream csv;
    csv << std::setprecision(9) << "model,scheme,neurons,metric,mean,std,n\n";
    for (const StudyRow& row : rows)
        csv << csvCell(row.model) << ',' << csvCell(row.scheme) << ',' << row.neurons << ','
            << csvCell(row.metric) << ',' << row.mean << ',' << row.deviation << ',' << row.samples << '\n';
    return csv.str();
}

Json toJson(const StudyResults& results)
{
    Json rows = Json::array();
    for (const StudyRow& row : results.rows())
        rows.push_back({{"model", row.model},
                        {"scheme", row.scheme},
                        {"neurons", row.neurons},
                        {"metric", row.metric},
                        {"mean", row.mean},
                        {"std", row.deviation},
                        {"n", row.samples}});
    Json json = describe(results.plan);
    json["results"] = rows;
    json["notes"] = results.notes();
    return json;
}

} // namespace flipside
