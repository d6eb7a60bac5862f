// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <filesystem>
#include <string>

namespace flipside {

/// The id for a model of this name: what --model takes, which is letters, digits, '-', '_' and '.'.
std::string modelIdFrom(const QString& name);

/// The same, with a number after it where there is a model or a folder of that id already, in `root` or
/// anywhere that models are looked for.
std::string freeModelIdFrom(const QString& name, const std::filesystem::path& root);

/// A name with the number that such an id has got ("-2"), as two of one name look the same.
std::string numberedName(const std::string& name, const std::string& id);

} // namespace flipside
