// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/instrument/part_result.h"
#include "core/study/study_plan.h"

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace flipside {

/// Every n-th part of a study, for machines that share the work: number 1 to `of`.
struct Shard {
    int number = 1;
    int of = 1;
};

/// One line of a study's results.
struct StudyRow {
    std::string model;
    std::string scheme; ///< the study scheme's label
    int neurons = 0;
    std::string metric;
    double mean = 0.0;
    double deviation = 0.0; ///< standard deviation over the samples; 0 for a metric of a set
    std::uint64_t samples = 0;
};

/// Everything that was measured of one model, scheme and number of neurons.
struct StudySeries {
    int model = 0;
    int scheme = 0;
    int neurons = 0;
    PartResult result;
};

struct StudyResults {
    StudyPlan plan;
    std::vector<StudySeries> series;

    std::vector<StudyRow> rows() const;
    /// What must be known to read the numbers right, a sentence each.
    std::vector<std::string> notes() const;
    const StudySeries* find(int model, int scheme, int neurons) const;
};

/// A study in a folder: study.json says what it is, parts/ holds what is finished, results.csv and
/// results.json the whole once all parts are there. Parts are written whole, so a study can be killed at any
/// moment and goes on where it was; several processes may work on one folder, each on its shard. Another
/// study in the same folder takes the place of its results, but the parts of each stay in a folder of their
/// own, named by what was asked.
class Study {
public:
    /// Begins a study in this folder, or goes on with the one that is there. Throws ArgumentError for a bad
    /// plan, and where the folder holds another study.
    Study(std::filesystem::path folder, const StudyPlan& plan);
    /// Opens the study of a folder. Throws Error where there is none.
    explicit Study(std::filesystem::path folder);

    const StudyPlan& plan() const { return _plan; }

    /// Measures what is still missing of a shard, on this thread and as many others as make `threads`; the
    /// numbers do not depend on how many. Throws Cancelled; what was finished is kept.
    void run(Progress& progress, const Shard& shard = {}, int threads = 1);

    /// How many parts are finished, of how many.
    std::pair<std::size_t, std::size_t> finishedParts() const;
    bool complete() const;
    /// Puts the finished parts together. Throws Error naming a part that is missing or damaged.
    StudyResults results() const;
    /// The same, and writes them into the folder.
    StudyResults writeResults() const;

    /// Throws ArgumentError where the other one measures something else.
    void checkSame(const Study& other) const;
    /// Takes over the finished parts of another folder. Throws ArgumentError where it holds another study.
    void take(const Study& other);

private:
    class SharedWork;
    void measureParts(SharedWork& work) const;
    std::filesystem::path fileOf(const StudyPart& part) const { return _parts / part.fileName(); }
    std::optional<PartResult> read(const StudyPart& part) const;

    std::filesystem::path _folder;
    std::filesystem::path _parts;
    StudyPlan _plan;
    std::string _description; ///< study.json
};

/// model,scheme,neurons,metric,mean,std,n
std::string toCsv(const std::vector<StudyRow>& rows);
/// Everything that is needed to repeat the study, and what came out.
nlohmann::json toJson(const StudyResults& results);

} // namespace flipside
