// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_news.h"

namespace flipside {

void TrainingNews::takePictures(std::size_t count, const std::vector<std::filesystem::path>& skipped)
{
    QStringList names;
    for (const std::filesystem::path& file : skipped)
        names.append(QString::fromStdString(file.filename().string()));
    emit picturesRead(qsizetype(count), names);
}

void TrainingNews::takeEpoch(const TrainingEpoch& epoch)
{
    emit epochEnded(epoch, samplesIn(_folder));
}

QImage TrainingNews::samplesIn(const std::filesystem::path& folder)
{
    return QImage(QString::fromStdString((folder / "samples.png").string()));
}

} // namespace flipside
