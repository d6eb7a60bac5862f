// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace flipside::test {

/// Files that others have published, or in the layout of their programs, which this project may not hand on.
/// In each folder reference.npz has latents and what PyTorch makes of them with these weights. Empty where
/// FLIPSIDE_GENERATORS does not name the folder that has them.
inline std::filesystem::path strangersFiles()
{
    return qEnvironmentVariable("FLIPSIDE_GENERATORS").toStdString();
}

/// An array of an .npz file, all of it, as 32-bit floats; empty where it has none of that name.
inline std::vector<float> arrayIn(const std::filesystem::path& npz, const std::string& array)
{
    const QTemporaryDir folder;
    const std::string numbers = folder.path().toStdString() + "/numbers";
    QProcess python;
    python.start(QStringLiteral("/usr/bin/python3"),
                 {QStringLiteral("-c"),
                  QStringLiteral("import numpy, sys\n"
                                 "numpy.load(sys.argv[1])[sys.argv[2]].astype('f4').tofile(sys.argv[3])"),
                  QString::fromStdString(npz.string()), QString::fromStdString(array),
                  QString::fromStdString(numbers)});
    if (!python.waitForFinished() || python.exitCode() != 0)
        return {};
    const std::string bytes = readFile(numbers);
    std::vector<float> read(bytes.size() / sizeof(float));
    std::memcpy(read.data(), bytes.data(), bytes.size());
    return read;
}

/// The largest difference between two numbers of the same place; infinite where there are not as many.
inline float furthest(const std::vector<float>& one, const std::vector<float>& other)
{
    float most = one.size() == other.size() && !one.empty() ? 0.0F : INFINITY;
    for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i)
        most = std::max(most, std::abs(one[i] - other[i]));
    return most;
}

} // namespace flipside::test
