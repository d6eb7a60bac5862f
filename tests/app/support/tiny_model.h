// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/support/program.h"

#include <QDir>
#include <QFile>
#include <QString>

#include <algorithm>
#include <cmath>

/// A data set of our own in MNIST's format: `count` pictures of 28×28 with one soft disc each, in four
/// classes by the quarter that the disc lies in.
inline void writeDiscs(const QString& folder, const QString& prefix, int count)
{
    constexpr int side = 28;
    QByteArray images("\0\0\x08\x03", 4);
    QByteArray labels("\0\0\x08\x01", 4);
    const auto append = [](QByteArray& bytes, int number) {
        for (int shift = 24; shift >= 0; shift -= 8)
            bytes.append(char(number >> shift & 0xff));
    };
    append(images, count);
    append(images, side);
    append(images, side);
    append(labels, count);
    for (int i = 0; i < count; ++i) {
        const int quarter = i % 4;
        const double x = 7.0 + 14.0 * (quarter % 2) + i / 4 % 3 - 1.0;
        const double y = 7.0 + 14.0 * (quarter / 2) + i / 12 % 3 - 1.0;
        const double radius = 3.0 + i / 36 % 3;
        for (int row = 0; row < side; ++row) {
            for (int column = 0; column < side; ++column) {
                const double inside = radius - std::hypot(column - x, row - y) + 0.5;
                images.append(char(int(255.0 * std::clamp(inside, 0.0, 1.0))));
            }
        }
        labels.append(char(quarter));
    }
    QDir().mkpath(folder);
    for (const auto& [name, bytes] :
         {std::pair{"-images-idx3-ubyte", images}, {"-labels-idx1-ubyte", labels}}) {
        QFile file(folder + '/' + prefix + name);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("%s could not be written", qPrintable(file.fileName()));
    }
}

/// A model called `tiny`, trained for two epochs on 512 discs and kept where the user's own models are.
struct TinyModel {
    QString data = qEnvironmentVariable("HOME") + "/discs";
    QString folder = qEnvironmentVariable("XDG_DATA_HOME") + "/flipside/models/tiny";
    Outcome training;
    Outcome profiling;

    TinyModel()
    {
        writeDiscs(data, "train", 512);
        writeDiscs(data, "t10k", 128);
        training = cli({"train", "--arch", "mlp-vae", "--data", data, "--out", folder, "--epochs", "2",
                        "--batch", "64", "--seed", "3"});
        profiling = cli({"profile", "--model", folder, "--data", data});
    }
    bool isReady() const { return training.status == 0 && profiling.status == 0; }
};
