// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/study_run.h"

#include "app/console/console_progress.h"
#include "core/base/error.h"
#include "core/compute/threads.h"

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>
#include <tuple>

namespace flipside {

namespace {

int numberFrom(const std::string& text, const std::string& what)
{
    int number = 0;
    if (!CLI::detail::lexical_cast(text, number) || number < 1)
        throw ArgumentError(what + " is a place and a number of shards, as 2/8, not \"" + text + "\"");
    return number;
}

/// What Open MPI tells every process that mpirun starts; empty for others.
std::string environment(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

Shard shardFor(const std::string& text)
{
    Shard shard;
    if (!text.empty()) {
        const std::size_t slash = text.find('/');
        if (slash == std::string::npos)
            throw ArgumentError("--shard is a place and a number of shards, as 2/8, not \"" + text + "\"");
        shard.number = numberFrom(text.substr(0, slash), "--shard");
        shard.of = numberFrom(text.substr(slash + 1), "--shard");
    } else if (const std::string size = environment("OMPI_COMM_WORLD_SIZE"); !size.empty()) {
        shard.of = numberFrom(size, "OMPI_COMM_WORLD_SIZE");
        shard.number = std::atoi(environment("OMPI_COMM_WORLD_RANK").c_str()) + 1;
    }
    if (shard.number > shard.of)
        throw ArgumentError("there is no shard " + std::to_string(shard.number) + " of " +
                            std::to_string(shard.of) + "; they are numbered from 1");
    return shard;
}

/// A folder that is gone when it is not needed any more.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "flipside-study-XXXXXX").string();
        if (!::mkdtemp(name.data()))
            throw Error("cannot make a temporary folder in " +
                        std::filesystem::temp_directory_path().string() + "; give a folder with --out");
        path = name;
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::filesystem::path path;
};

void waitForTheOthers(const Study& study, Progress& progress)
{
    for (auto [finished, all] = study.finishedParts(); finished < all;
         std::tie(finished, all) = study.finishedParts()) {
        if (progress.cancelled())
            throw Cancelled();
        progress.report(double(finished) / double(all), "waiting for the other processes");
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
}

} // namespace

void addStudyRunOptions(CLI::App& command, StudyRunOptions& options)
{
    command.add_option("--out", options.out,
                       "folder for the results; a study that was stopped goes on where it was");
    command.add_option("--shard", options.shard,
                       "compute only a part, as 2/8; under mpirun each process takes one");
    command
        .add_option("--threads", options.threads,
                    "parts measured at once (default: OMP_NUM_THREADS, or one for each core)")
        ->check(CLI::Range(1, 1024));
    command.add_flag("--json", options.json, "print the results as one JSON document");
}

std::optional<StudyResults> runStudy(const StudyPlan& plan, const StudyRunOptions& options)
{
    const Shard shard = shardFor(options.shard);
    const bool together = options.shard.empty() && shard.of > 1;
    if (shard.of > 1 && options.out.empty())
        throw ArgumentError("a shard needs a folder for its part of the results: give one with --out");
    std::optional<TemporaryFolder> temporary;
    if (options.out.empty())
        temporary.emplace();
    Study study(temporary ? temporary->path : std::filesystem::path(options.out), plan);
    {
        ConsoleProgress progress;
        try {
            study.run(progress, shard, options.threads > 0 ? options.threads : usableCores());
            // Of several processes that were started together the first waits for the others and tells what
            // came out; where one of them fails, mpirun ends them all.
            if (together && shard.number == 1)
                waitForTheOthers(study, progress);
        } catch (const Cancelled&) {
            throw Error(temporary ? "stopped before the end; nothing was written"
                                  : "stopped before the end; the same command goes on where it was");
        }
    }
    if (together && shard.number > 1)
        return std::nullopt;
    if (!study.complete()) {
        const auto [finished, all] = study.finishedParts();
        std::cerr << "shard " << shard.number << " of " << shard.of << " is done; " << finished << " of "
                  << all << " parts are in " << options.out << "\n";
        return std::nullopt;
    }
    StudyResults results = study.writeResults();
    for (const std::string& note : results.notes())
        std::cerr << note << '\n';
    return results;
}

} // namespace flipside
