// SPDX-License-Identifier: GPL-3.0-or-later
// Makes films of 512×512 from pictures of 28×28 and prints one JSON object: how many frames a second are
// ready for an encoder, and how many are written as each format, beside the ffmpeg program with the same
// encoder and settings.
#include "core/picture/bitmap.h"
#include "core/video/encoder_frame.h"
#include "core/video/film_writer.h"
#include "core/video/frame_scaler.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <cmath>
#include <cstdio>

using namespace flipside;

namespace {

constexpr int frames = 300;
constexpr int pictureSide = 28;
constexpr int filmSide = 512;

/// A soft disc on its way round.
Image picture(int frame)
{
    Image image{1, pictureSide, pictureSide, {}};
    const double angle = 0.05 * frame;
    for (int y = 0; y < pictureSide; ++y)
        for (int x = 0; x < pictureSide; ++x)
            image.pixels.push_back(float(
                1 /
                (1 + std::exp(std::hypot(x - 14 - 6 * std::cos(angle), y - 14 - 6 * std::sin(angle)) - 5))));
    return image;
}

double perSecond(const QElapsedTimer& timer)
{
    return frames / (double(timer.nsecsElapsed()) * 1e-9);
}

double preparedPerSecond(const FilmSettings& settings)
{
    FrameScaler scaler(settings.width, settings.height, settings.interpolation);
    EncoderFrame frame(settings);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < frames; ++i)
        frame.convert(scaler.scale(picture(i)));
    return perSecond(timer);
}

double writtenPerSecond(const QString& film, const FilmSettings& settings)
{
    QElapsedTimer timer;
    timer.start();
    Progress unseen;
    writeFilm(film.toStdString(), settings, frames, picture, unseen);
    return perSecond(timer);
}

/// 0 where there is no ffmpeg.
double ffmpegPerSecond(const QString& raw, const QString& film, const QStringList& encoder)
{
    QElapsedTimer timer;
    timer.start();
    const QString side = QString::number(pictureSide), large = QString::number(filmSide);
    const int status =
        QProcess::execute("ffmpeg", QStringList{"-v", "error", "-f", "rawvideo", "-pix_fmt", "gray", "-s",
                                                side + "x" + side, "-framerate", "30", "-i", raw, "-vf",
                                                "scale=" + large + ":" + large + ":flags=neighbor"} +
                                        encoder + QStringList{film});
    return status == 0 ? perSecond(timer) : 0;
}

} // namespace

int main()
{
    const QTemporaryDir folder;
    QFile raw(folder.filePath("pictures.raw"));
    if (!raw.open(QIODevice::WriteOnly))
        return 1;
    for (int i = 0; i < frames; ++i) {
        const Bitmap bitmap = toBitmap(picture(i));
        raw.write(reinterpret_cast<const char*>(bitmap.pixels.data()), qint64(bitmap.pixels.size()));
    }
    raw.close();

    const QStringList x264{"-pix_fmt", "yuv420p", "-c:v", "libx264", "-threads", "2", "-crf", "20"};
    const QStringList vp9{"-pix_fmt", "yuv420p", "-c:v",      "libvpx-vp9", "-threads", "2",
                          "-b:v",     "0",       "-cpu-used", "4",          "-crf",     "23"};
    const std::vector<std::pair<FilmFormat, QStringList>> peers{{FilmFormat::Mp4, x264},
                                                                {FilmFormat::WebM, vp9},
                                                                {FilmFormat::Gif, {}},
                                                                {FilmFormat::PngSequence, {}}};
    QJsonObject result, films;
    result["prepared_per_second"] = preparedPerSecond({.width = filmSide, .height = filmSide});
    result["prepared_smoothly_per_second"] =
        preparedPerSecond({.width = filmSide, .height = filmSide, .interpolation = Interpolation::Lanczos});
    for (const auto& [format, encoder] : peers) {
        const QString id = QString::fromStdString(filmFormatId(format));
        const FilmSettings settings{.format = format, .width = filmSide, .height = filmSide};
        const QString peer = format == FilmFormat::PngSequence ? "peer-%06d.png" : "peer." + id;
        films[id] = QJsonObject{
            {"per_second", writtenPerSecond(folder.filePath("film-" + id), settings)},
            {"ffmpeg_per_second", ffmpegPerSecond(raw.fileName(), folder.filePath(peer), encoder)}};
    }
    result["films"] = films;
    std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
