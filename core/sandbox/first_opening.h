// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace flipside {

/// A stranger's model file is opened for the first time in a process of its own, `flipside-opener`, which has
/// given up its rights (base/confinement.h) and can be killed: whatever the file does to LibTorch's
/// parser, its compiler or its kernels happens there. A file that came through is known by its hash from then
/// on, and opened in this process.

/// Whether a file with this SHA-256 came through before, on this user's account and with this LibTorch.
bool cameThrough(const std::string& sha256);
/// Notes that it did, or that it is this program's own work.
void rememberCameThrough(const std::string& sha256);

/// Sends a file's bytes and a request to a new process and returns what it answers (app/flipside_opener.cpp
/// says which requests there are). `progress` is called with a fraction in [0, 1] now and then. Throws Error
/// with half a sentence: what is wrong with the file, that the process died of it, or that it took longer
/// than it may; Cancelled as the RunScope around it asks, at once, whatever the file is doing.
nlohmann::json openInOwnProcess(std::string_view file, const nlohmann::json& request,
                                const std::function<void(double)>& progress = {});

/// What such a process answers, and the bytes that it hands over.
struct OpenedFile {
    nlohmann::json answer;
    std::string output; ///< as untrusted as the file itself
};

/// The same of a request whose answer comes with bytes: a network that was compiled there. They may be as
/// many as the file's weights take as 32-bit floats, and a little more.
OpenedFile openForOutput(std::string_view file, const nlohmann::json& request,
                         const std::function<void(double)>& progress = {});

/// What that process could not give up on this kernel ("Landlock", "seccomp"), in one sentence for the user;
/// empty where it gave up all, or where none has run yet.
std::string whatConfinementLacks();

/// The other side: answers the request with what `work` returns for it, over the descriptors that
/// openInOwnProcess() left open. `work` may throw Error, whose half sentence is handed back; what it leaves
/// in `output` is handed over too. Returns the exit status of the process.
int answerFirstOpening(
    const std::string& request,
    const std::function<nlohmann::json(std::string_view file, const nlohmann::json& request,
                                       const std::function<void(double)>& progress, std::string& output)>&
        work);

} // namespace flipside
