// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace flipside {

struct NetworkInput;

/// Names for the classes that a network takes: a text file in UTF-8 with one name a line. An empty line
/// leaves its class without one; empty lines at the end say nothing. Throws Error, a sentence with the file
/// and the line, where it is no such file or names nothing.
std::vector<std::string> readClassNames(const std::filesystem::path& file);

/// The first of the inputs that is a class; null where none is.
const NetworkInput* classAmong(const std::vector<NetworkInput>& inputs);

/// Gives these names to the class among the inputs. Throws Error, beginning with the file that they are from,
/// where the network takes no class or has fewer of them.
void nameClasses(std::vector<NetworkInput>& inputs, std::vector<std::string> names,
                 const std::filesystem::path& file);

} // namespace flipside
