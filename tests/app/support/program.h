// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QStringList>

/// What a program left when it had ended.
struct Outcome {
    int status = -1; ///< -1: it crashed, never started or did not end in time
    QByteArray out;
    QByteArray err;

    QJsonDocument json() const { return QJsonDocument::fromJson(out); }
    /// The lines on standard error, but for what Qt itself remarks about a machine without a desktop.
    QStringList complaints() const
    {
        return QString::fromLocal8Bit(err)
            .split('\n', Qt::SkipEmptyParts)
            .filter(QRegularExpression("^(?!QStandardPaths: |This plugin does not support )"));
    }
};

inline QString cliProgram()
{
    return FLIPSIDE_BUILD_DIR "/app/flipside-cli";
}

inline QString windowProgram()
{
    return FLIPSIDE_BUILD_DIR "/app/flipside";
}

inline Outcome run(const QString& program, const QStringList& arguments,
                   const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment())
{
    constexpr int longestMilliseconds = 240'000;
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, arguments);
    if (!process.waitForFinished(longestMilliseconds)) {
        process.kill();
        process.waitForFinished();
        return {-1, process.readAllStandardOutput(),
                process.readAllStandardError() + process.errorString().toUtf8()};
    }
    const bool ended = process.exitStatus() == QProcess::NormalExit;
    return {ended ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

inline Outcome cli(const QStringList& arguments)
{
    return run(cliProgram(), arguments);
}
