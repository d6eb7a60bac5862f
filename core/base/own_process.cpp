// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/own_process.h"

#include "core/base/error.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace flipside {

namespace {

constexpr int bytesDescriptor = 3;
constexpr int outputDescriptor = 5;
/// Descriptors from here on cannot be taken for one of the three that such a process has.
constexpr int firstFreeDescriptor = 10;

/// Beside this program, or where an installed one has it.
std::filesystem::path programBesideThisOne(const std::string& name)
{
    std::error_code unreadable;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", unreadable);
    const std::filesystem::path folder = program.parent_path();
    for (const std::filesystem::path& candidate :
         {folder / name, folder.parent_path() / "libexec/flipside" / name,
          std::filesystem::path(FLIPSIDE_BUILT_PROGRAMS) / name})
        if (std::filesystem::exists(candidate, unreadable))
            return candidate;
    throw Error("the program that opens strangers' files, " + name +
                ", is not beside this one; install Flipside again");
}

int outOfTheWay(const Descriptor& descriptor)
{
    const int moved = ::fcntl(descriptor.number(), F_DUPFD_CLOEXEC, firstFreeDescriptor);
    if (moved < 0)
        throw Error("too many files are open");
    return moved;
}

/// The bytes as a descriptor that has no name anywhere.
int bytesInMemory(std::string_view bytes)
{
    const Descriptor memory(::memfd_create("file", MFD_CLOEXEC));
    if (!memory.valid() || !writeAll(memory.number(), bytes))
        throw Error("there is not enough memory for it");
    return outOfTheWay(memory);
}

/// Memory of which no page exists until it is written to.
int emptyMemory(std::size_t size)
{
    const Descriptor memory(::memfd_create("output", MFD_CLOEXEC));
    if (!memory.valid() || ::ftruncate(memory.number(), off_t(size)) != 0)
        throw Error("there is not enough memory for it");
    return outOfTheWay(memory);
}

/// All of a descriptor's memory; nothing where it cannot be had.
std::optional<std::span<char>> memoryOf(int descriptor, int rights, int sharing)
{
    struct stat status {};
    if (::fstat(descriptor, &status) != 0)
        return std::nullopt;
    const auto size = std::size_t(status.st_size);
    if (size == 0)
        return std::span<char>();
    void* memory = ::mmap(nullptr, size, rights, sharing, descriptor, 0);
    return memory == MAP_FAILED ? std::nullopt : std::optional(std::span(static_cast<char*>(memory), size));
}

/// This process's environment, and a setting of the allocator's: pages of 2 MB, where the system has them for
/// who asks. A process that opens one large file spends a third of its time less.
std::vector<char*> environmentWithLargePages()
{
    static char largePages[] = "GLIBC_TUNABLES=glibc.malloc.hugetlb=1";
    std::vector<char*> variables;
    for (char** variable = environ; *variable; ++variable)
        variables.push_back(*variable);
    variables.push_back(largePages);
    variables.push_back(nullptr);
    return variables;
}

/// Returns the end that is read from.
int makePipe(std::optional<Descriptor>& writing)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw Error("too many files are open");
    const Descriptor reading(ends[0]);
    const Descriptor end(ends[1]);
    writing.emplace(outOfTheWay(end));
    return outOfTheWay(reading);
}

} // namespace

OwnProcess::OwnProcess(const std::string& program, std::string_view bytes, const std::string& argument,
                       std::size_t mostOutput)
    : _output(emptyMemory(mostOutput))
{
    const Descriptor file(bytesInMemory(bytes));
    std::optional<Descriptor> writing;
    _answer.emplace(makePipe(writing));
    std::string path = programBesideThisOne(program).string();
    std::string request = argument;
    std::array<char*, 3> arguments{path.data(), request.data(), nullptr};

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, file.number(), bytesDescriptor);
    posix_spawn_file_actions_adddup2(&actions, writing->number(), answerOfOwnProcess);
    posix_spawn_file_actions_adddup2(&actions, _output.number(), outputDescriptor);
    posix_spawn_file_actions_addclosefrom_np(&actions, outputDescriptor + 1);
    const int problem = ::posix_spawn(&_id, path.c_str(), &actions, nullptr, arguments.data(),
                                      environmentWithLargePages().data());
    posix_spawn_file_actions_destroy(&actions);
    if (problem != 0)
        throw Error("the process that opens strangers' files cannot be started (" +
                    std::string(std::strerror(problem)) + ")");
}

OwnProcess::~OwnProcess()
{
    if (_id <= 0)
        return;
    ::kill(_id, SIGKILL);
    (void)wait();
}

std::string OwnProcess::output(std::size_t size) const
{
    std::string bytes(size, '\0');
    for (std::size_t done = 0; done < size;) {
        const ssize_t count = ::pread(_output.number(), bytes.data() + done, size - done, off_t(done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            throw Error("what its own process made of it cannot be read");
        done += std::size_t(count);
    }
    return bytes;
}

int OwnProcess::wait()
{
    int status = 0;
    while (::waitpid(_id, &status, 0) < 0 && errno == EINTR) {
    }
    _id = 0;
    return status;
}

std::optional<std::string_view> bytesOfOwnProcess()
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto bytes = memoryOf(bytesDescriptor, PROT_READ, MAP_PRIVATE);
    return bytes ? std::optional(std::string_view(bytes->data(), bytes->size())) : std::nullopt;
}

std::span<char> outputOfOwnProcess()
{
    return memoryOf(outputDescriptor, PROT_READ | PROT_WRITE, MAP_SHARED).value_or(std::span<char>());
}

} // namespace flipside
