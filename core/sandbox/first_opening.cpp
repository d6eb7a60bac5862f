// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/first_opening.h"

#include "core/base/confinement.h"
#include "core/base/descriptor.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_fields.h"
#include "core/base/own_process.h"
#include "core/base/user_folders.h"
#include "core/sandbox/file_kind.h"
#include "core/sandbox/memory_limit.h"
#include "core/sandbox/run_limit.h"
#include "core/sandbox/torch_script.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <filesystem>
#include <mutex>
#include <optional>
#include <poll.h>
#include <sys/wait.h>
#include <torch/torch.h>
#include <torch/version.h>
#include <unistd.h>
#include <vector>

namespace flipside {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t longestAnswer = std::size_t{16} << 20;
/// A number of 8 bits becomes one of 32, and an archive has an index.
constexpr std::size_t outputGrowth = 4;
constexpr std::size_t leastOutput = std::size_t{64} << 20;
constexpr int lookEvery = 50; // milliseconds

// A sanitizer makes everything some ten times slower.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int slowness = 10;
#else
constexpr int slowness = 1;
#endif
/// How long it may be silent: before it has read the file, and while it makes one picture, which has a minute
/// (sandbox/run_limit.h).
constexpr std::chrono::seconds longestReading{20 * slowness};
constexpr std::uint64_t bytesPerSecond = std::uint64_t{20} << 20;
constexpr std::chrono::seconds longestPicture{60 + 5 * slowness};

const char* const programName = "flipside-opener";

/// Twenty pictures of a minute each on two cores, and the file before them.
constexpr std::uint64_t longestProcessorSeconds = 3600;

ProcessBounds openerBounds()
{
    constexpr std::uint64_t ownBytes = std::uint64_t{2} << 30; // LibTorch, and what is beside tensors
    return {longestProcessorSeconds, memoryLimit() + listLimit + ownBytes};
}

/// Marks of files that came through, one empty file each.
fs::path markOf(const std::string& sha256)
{
    return userDataFolder() / "opened" / (sha256 + "-" + TORCH_VERSION);
}

std::mutex missingMutex;
std::vector<std::string> missingConfinement; ///< guarded by missingMutex

std::string deathSentence(int status)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return "it takes more memory than there is, and was stopped in a process of its own";
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        return "it takes more than an hour of the processor, and was stopped in a process of its own";
    return std::string("it makes LibTorch fail (") +
           (WIFSIGNALED(status) ? ::strsignal(WTERMSIG(status)) : "without a word") +
           "); that happened in a process of its own and did no harm";
}

/// Takes the answer's lines as they come.
class Answer {
public:
    explicit Answer(const std::function<void(double)>& progress) : _progress(progress) {}

    void take(std::string_view bytes)
    {
        _text += bytes;
        if (_text.size() > longestAnswer)
            throw Error("its description is longer than any; it may be damaged");
        for (std::size_t end; (end = _text.find('\n')) != std::string::npos; _text.erase(0, end + 1))
            takeLine(_text.substr(0, end));
    }

    bool isReading() const { return _isReading; }
    std::optional<nlohmann::json> result() const { return _result; }
    std::size_t outputSize() const { return _outputSize; }

private:
    void takeLine(const std::string& line)
    {
        const nlohmann::json message = parseJson(line);
        if (!message.is_object())
            throw Error("what its own process says of it cannot be understood");
        if (message.contains("missing")) {
            const std::lock_guard lock(missingMutex);
            missingConfinement = message["missing"].get<std::vector<std::string>>();
        } else if (message.contains("progress")) {
            _isReading = false;
            if (_progress)
                _progress(message["progress"].get<double>());
        } else if (message.contains("wayOut")) {
            throw WrongKind(message.at("refusal").get<std::string>(), message["wayOut"].get<std::string>());
        } else if (message.contains("argument")) {
            throw ArgumentError(message["argument"].get<std::string>());
        } else if (message.contains("refusal")) {
            throw Error(message["refusal"].get<std::string>());
        } else if (message.contains("result")) {
            _result = message["result"];
            _outputSize = message.contains("output") ? countIn(message, "output") : 0;
        }
    }

    const std::function<void(double)>& _progress;
    std::string _text;
    bool _isReading = true;
    std::optional<nlohmann::json> _result;
    std::size_t _outputSize = 0;
};

/// Starts the process, asks it, and waits for its answer and what it hands over.
OpenedFile open(std::string_view file, std::size_t mostOutput, const nlohmann::json& request,
                const std::function<void(double)>& progress)
{
    OwnProcess child(programName, file, request.dump(), mostOutput);
    Answer answer(progress);
    const auto forReading = longestReading + std::chrono::seconds(file.size() / bytesPerSecond);
    Clock::time_point heard = Clock::now();
    std::array<char, 4096> part{};
    while (true) {
        if (RunScope::isAbandoned())
            throw Cancelled();
        pollfd waiting{child.answer(), POLLIN, 0};
        if (::poll(&waiting, 1, lookEvery) > 0) {
            const ssize_t count = ::read(child.answer(), part.data(), part.size());
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0)
                break;
            answer.take({part.data(), std::size_t(count)});
            heard = Clock::now();
        } else if (Clock::now() - heard > (answer.isReading() ? forReading : longestPicture)) {
            throw Error(answer.isReading()
                            ? "reading its code did not end, and was stopped"
                            : "its code may loop for ever: it was still running after 60 s and was stopped");
        }
    }
    const int status = child.wait();
    if (!answer.result())
        throw Error(deathSentence(status));
    if (answer.outputSize() > mostOutput)
        throw Error("what its own process says of it cannot be understood");
    return {*answer.result(), child.output(answer.outputSize())};
}

/// What LibTorch asks the system once, where it first computes, and cannot do without: which processor this
/// is, and a seed for its own random numbers.
void letLibTorchAskTheSystem()
{
    if (const auto look = reinterpret_cast<bool (*)()>(dlsym(RTLD_DEFAULT, "cpuinfo_initialize")))
        look();
    (void)at::detail::getDefaultCPUGenerator();
}

void say(const nlohmann::json& message)
{
    writeAll(answerOfOwnProcess,
             message.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

} // namespace

bool cameThrough(const std::string& sha256)
{
    std::error_code unreadable;
    return fs::exists(markOf(sha256), unreadable);
}

void rememberCameThrough(const std::string& sha256)
{
    try {
        const fs::path mark = markOf(sha256);
        createFolder(mark.parent_path());
        writeFile(mark, "");
    } catch (const Error&) {
        // It is opened in a process of its own again next time: slower, and nothing else.
    }
}

nlohmann::json openInOwnProcess(std::string_view file, const nlohmann::json& request,
                                const std::function<void(double)>& progress)
{
    return open(file, 0, request, progress).answer;
}

OpenedFile openForOutput(std::string_view file, const nlohmann::json& request,
                         const std::function<void(double)>& progress)
{
    return open(file, file.size() * outputGrowth + leastOutput, request, progress);
}

std::string whatConfinementLacks()
{
    const std::lock_guard lock(missingMutex);
    if (missingConfinement.empty())
        return {};
    std::string names;
    for (const std::string& name : missingConfinement)
        names += (names.empty() ? "" : " and ") + name;
    return "this kernel has no " + names +
           ", so the process that opens strangers' files keeps some of its rights; the file's code is "
           "checked "
           "and bounded all the same";
}

int answerFirstOpening(
    const std::string& request,
    const std::function<nlohmann::json(std::string_view, const nlohmann::json&,
                                       const std::function<void(double)>&, std::string&)>& work)
{
    const std::optional<std::string_view> file = bytesOfOwnProcess();
    if (!file)
        return EXIT_FAILURE;
    letLibTorchAskTheSystem();
    const std::span<char> shared = outputOfOwnProcess();
    say({{"missing", confineThisProcess(openerBounds())}});
    try {
        std::string output;
        nlohmann::json result = work(
            *file, nlohmann::json::parse(request),
            [](double fraction) {
                say({{"progress", fraction}});
            },
            output);
        if (output.size() > shared.size())
            throw Error("what was made of it is too large");
        std::ranges::copy(output, shared.begin());
        say({{"result", std::move(result)}, {"output", output.size()}});
    } catch (const WrongKind& wrong) {
        say({{"refusal", wrong.what()}, {"wayOut", wrong.wayOut()}});
    } catch (const ArgumentError& error) {
        say({{"argument", error.what()}});
    } catch (const Error& error) {
        say({{"refusal", error.what()}});
    } catch (const std::bad_alloc&) {
        say({{"refusal", "there is not enough memory for it"}});
    } catch (const std::exception& error) {
        say({{"refusal", "LibTorch does not understand it (" + shortReason(error) + ")"}});
    }
    return EXIT_SUCCESS;
}

} // namespace flipside
