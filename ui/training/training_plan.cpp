// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_plan.h"

#include <QSettings>

#include <algorithm>

namespace flipside {
namespace {

const auto trainingGroup = QStringLiteral("training");
const auto epochsDoneKey = QStringLiteral("training/epochsDone");

} // namespace

const Architecture& TrainingPlan::architecture() const
{
    const auto all = architectures();
    const auto found = std::find_if(
        all.begin(), all.end(), [this](const Architecture& one) { return one.name == options.architecture; });
    return found == all.end() ? all.front() : *found;
}

void TrainingPlan::remember() const
{
    QSettings settings;
    settings.beginGroup(trainingGroup);
    settings.setValue(QStringLiteral("data"), data);
    settings.setValue(QStringLiteral("channels"), shape.channels);
    settings.setValue(QStringLiteral("size"), shape.height);
    settings.setValue(QStringLiteral("crop"), shape.crop);
    settings.setValue(QStringLiteral("architecture"), QString::fromStdString(options.architecture));
    settings.setValue(QStringLiteral("id"), QString::fromStdString(options.id));
    settings.setValue(QStringLiteral("name"), name());
    settings.setValue(QStringLiteral("epochs"), options.epochs);
    settings.setValue(QStringLiteral("batch"), options.batch);
    settings.setValue(QStringLiteral("mirror"), options.mirror);
    settings.setValue(QStringLiteral("folder"), QString::fromStdString(folder.string()));
    settings.setValue(QStringLiteral("epochsDone"), epochsDone);
}

void TrainingPlan::rememberEpochs(int done)
{
    QSettings().setValue(epochsDoneKey, done);
}

std::optional<TrainingPlan> TrainingPlan::remembered()
{
    QSettings settings;
    settings.beginGroup(trainingGroup);
    TrainingPlan plan;
    plan.folder = settings.value(QStringLiteral("folder")).toString().toStdString();
    if (plan.folder.empty() || !hasCheckpoint(plan.folder))
        return std::nullopt;
    plan.data = settings.value(QStringLiteral("data")).toString();
    plan.shape.channels = settings.value(QStringLiteral("channels"), plan.shape.channels).toInt();
    plan.shape.height = plan.shape.width = settings.value(QStringLiteral("size"), plan.shape.height).toInt();
    plan.shape.crop = settings.value(QStringLiteral("crop"), plan.shape.crop).toDouble();
    plan.options.architecture = settings.value(QStringLiteral("architecture")).toString().toStdString();
    plan.options.id = settings.value(QStringLiteral("id")).toString().toStdString();
    plan.options.name = settings.value(QStringLiteral("name")).toString().toStdString();
    plan.options.epochs = settings.value(QStringLiteral("epochs")).toInt();
    plan.options.batch = settings.value(QStringLiteral("batch")).toInt();
    plan.options.mirror = settings.value(QStringLiteral("mirror")).toBool();
    plan.epochsDone = settings.value(QStringLiteral("epochsDone")).toInt();
    return plan;
}

void TrainingPlan::forget()
{
    QSettings().remove(trainingGroup);
}

} // namespace flipside
