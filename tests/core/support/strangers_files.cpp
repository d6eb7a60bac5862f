// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/support/strangers_files.h"

#include "core/base/file.h"

#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace flipside::test {

std::filesystem::path strangersFiles()
{
    return qEnvironmentVariable("FLIPSIDE_GENERATORS").toStdString();
}

std::vector<float> arrayIn(const std::filesystem::path& npz, const std::string& array)
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

float furthest(const std::vector<float>& one, const std::vector<float>& other)
{
    float most = one.size() == other.size() && !one.empty() ? 0.0F : INFINITY;
    for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i)
        most = std::max(most, std::abs(one[i] - other[i]));
    return most;
}

} // namespace flipside::test
