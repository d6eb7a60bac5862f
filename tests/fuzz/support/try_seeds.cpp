// SPDX-License-Identifier: GPL-3.0-or-later
//
// fuzz_seeds FOLDER                      tries every file of FOLDER/<reader> on that reader
// fuzz_seeds FOLDER READER COUNT [SEED]  tries COUNT inputs made from those of one reader
//
// Needs no libFuzzer, and finds little by itself: it makes sure that what was mended stays mended. An input
// that breaks its reader ends the program, and is left in the file "broke" of the folder that it runs in.
#include "core/base/file.h"
#include "tests/fuzz/support/mutation.h"
#include "tests/fuzz/support/targets.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

using namespace flipside;

namespace {

const std::string* tried = nullptr;
std::array<struct sigaction, NSIG> before{}; ///< what was done about a signal, as the sanitizers' reports

/// Nothing but calls that a signal's handler may make. What raised the signal raises it again.
void leaveInput(int signal)
{
    const int file = ::open("broke", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file >= 0 && tried)
        (void)!::write(file, tried->data(), tried->size());
    ::sigaction(signal, &before[std::size_t(signal)], nullptr);
}

void leaveInputs()
{
    struct sigaction leaving {};
    leaving.sa_handler = leaveInput;
    for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS})
        ::sigaction(signal, &leaving, &before[std::size_t(signal)]);
}

void tryOne(FuzzTarget target, const std::string& input)
{
    tried = &input;
    target(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::vector<std::filesystem::path> seedsIn(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

int main(int argc, char** argv)
{
    leaveInputs();
    try {
        const std::filesystem::path folder = argc > 1 ? argv[1] : ".";
        const std::string chosen = argc > 3 ? argv[2] : "";
        for (const auto& [reader, target] : fuzzTargets()) {
            if (!chosen.empty() && chosen != reader)
                continue;
            std::vector<std::string> inputs;
            for (const auto& file : seedsIn(folder / reader)) {
                std::printf("%s/%s\n", reader.c_str(), file.filename().c_str());
                std::fflush(stdout);
                inputs.push_back(readFile(file));
                tryOne(target, inputs.back());
            }
            if (chosen.empty() || inputs.empty())
                continue;
            Random random(argc > 4 ? std::strtoull(argv[4], nullptr, 10) : 1);
            for (std::uint64_t left = std::strtoull(argv[3], nullptr, 10); left > 0; --left)
                tryOne(target, mutated(inputs, random));
        }
        return 0;
    } catch (const std::exception& exception) {
        std::fprintf(stderr, "fuzz_seeds: %s\n", exception.what());
        return 1;
    }
}
