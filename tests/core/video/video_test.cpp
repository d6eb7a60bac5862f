// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/picture/picture_file.h"
#include "core/video/film_writer.h"
#include "core/video/frame_scaler.h"
#include "core/video/palette.h"
#include "tests/core/support/sentence.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <sys/resource.h>

using namespace flipside;

Q_DECLARE_METATYPE(flipside::FilmFormat)

namespace {

constexpr int bits = 6; // of a frame's number, a stripe each

/// A picture that shows its number, in stripes of black and white.
Image numbered(int number)
{
    Image image{1, 8, 8 * bits, {}};
    image.pixels.resize(image.size());
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
            image.pixels[std::size_t(y * image.width + x)] = (number >> (x / 8) & 1) != 0 ? 1.0f : 0.0f;
    return image;
}

Image flat(std::vector<float> colour, int size = 28)
{
    Image image{int(colour.size()), size, size, {}};
    for (const float value : colour)
        image.pixels.insert(image.pixels.end(), std::size_t(size * size), value);
    return image;
}

/// Red grows to the right, green downwards, blue is in the middle: as many colours as pixels.
Image smooth(int size)
{
    Image image{3, size, size, {}};
    image.pixels.resize(image.size());
    const auto plane = std::size_t(size * size);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const auto at = std::size_t(y * size + x);
            const float right = float(x) / float(size - 1), down = float(y) / float(size - 1);
            image.pixels[at] = right;
            image.pixels[plane + at] = down;
            image.pixels[2 * plane + at] = 4 * right * (1 - right) * down;
        }
    return image;
}

QByteArray output(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished(120'000);
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        qWarning("%s: %s", qPrintable(program), process.readAllStandardError().constData());
    return process.readAllStandardOutput();
}

/// The film's frames as another program sees them, one after the other.
QByteArray decoded(const QString& film, const QString& pixelFormat)
{
    return output("ffmpeg", {"-v", "error", "-i", film, "-vsync", "passthrough", "-sws_flags",
                             "accurate_rnd+full_chroma_int+full_chroma_inp", "-f", "rawvideo", "-pix_fmt",
                             pixelFormat, "-"});
}

QJsonObject probed(const QString& film)
{
    const QByteArray json = output("ffprobe", {"-v", "error", "-count_frames", "-show_streams",
                                               "-show_format", "-show_frames", "-of", "json", film});
    return QJsonDocument::fromJson(json).object();
}

int byteAt(const QByteArray& bytes, qsizetype position)
{
    return static_cast<unsigned char>(bytes[position]);
}

struct Asked : Progress {
    mutable int left = 1 << 30; ///< how often it lets the work go on
    bool cancelled() const override { return left-- <= 0; }
};

} // namespace

/// Films of pictures, looked at with FFmpeg's own programs.
class VideoTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;

    QString at(const QString& name) const { return _temporary.filePath(name); }
    QString filmAt(const QString& name, FilmFormat format) const
    {
        return at(name + QString::fromStdString(filmFormatSuffix(format)));
    }
    /// What lies in the folder of films, hidden files too.
    QStringList everything() const
    {
        return QDir(_temporary.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    static void write(const QString& film, const FilmSettings& settings, const std::vector<Image>& pictures)
    {
        FilmWriter writer(film.toStdString(), settings);
        for (const Image& picture : pictures)
            writer.add(picture);
        writer.finish();
    }
    static void formats()
    {
        QTest::addColumn<FilmFormat>("format");
        for (const FilmFormat format : availableFormats())
            QTest::newRow(filmFormatId(format).c_str()) << format;
    }
    static void encodedFormats()
    {
        QTest::addColumn<FilmFormat>("format");
        for (const FilmFormat format : {FilmFormat::Mp4, FilmFormat::WebM, FilmFormat::Gif})
            QTest::newRow(filmFormatId(format).c_str()) << format;
    }

private slots:
    void cleanup()
    {
        for (const QString& name : everything()) {
            QDir(at(name)).removeRecursively();
            QFile::remove(at(name));
        }
    }

    void everyFormatCanBeWrittenHere() { QCOMPARE(availableFormats().size(), std::size_t(4)); }

    void missingCodecsAreNotOffered()
    {
        const auto none = [](std::string_view) { return false; };
        QCOMPARE(availableFormats(none), std::vector{FilmFormat::PngSequence});
        const auto old = [](std::string_view name) { return name == "mpeg4" || name == "libvpx"; };
        QCOMPARE(availableFormats(old),
                 (std::vector{FilmFormat::Mp4, FilmFormat::WebM, FilmFormat::PngSequence}));
        QCOMPARE(encoderOf(FilmFormat::Mp4, old), std::string("mpeg4"));
        QCOMPARE(encoderOf(FilmFormat::Mp4, [](std::string_view) { return true; }), std::string("libx264"));
    }

    void formatsHaveTheirIds()
    {
        for (const FilmFormat format : availableFormats())
            QCOMPARE(filmFormatOfId(filmFormatId(format)), format);
        QVERIFY(test::sentenceOf([] { (void)filmFormatOfId("avi"); }).contains("mp4, webm, gif, png"));
    }

    void everyFrameIsInTheFilmOnce_data() { encodedFormats(); }
    void everyFrameIsInTheFilmOnce()
    {
        QFETCH(FilmFormat, format);
        const FilmSettings settings{.format = format, .width = 8 * bits, .height = 16, .framesPerSecond = 25};
        std::vector<Image> pictures;
        for (int i = 0; i < 1 << bits; ++i)
            pictures.push_back(numbered(i));
        const QString film = filmAt("numbers", format);
        write(film, settings, pictures);
        const QByteArray frames = decoded(film, "gray");
        const int size = settings.width * settings.height;
        QCOMPARE(frames.size(), qsizetype(size) * qsizetype(pictures.size()));
        for (int i = 0; i < 1 << bits; ++i) {
            int seen = 0;
            for (int bit = 0; bit < bits; ++bit)
                if (byteAt(frames, i * size + 8 * settings.width + 8 * bit + 4) > 127)
                    seen |= 1 << bit;
            QCOMPARE(seen, i);
        }
    }

    void framesComeAtTheirTimes_data()
    {
        QTest::addColumn<FilmFormat>("format");
        QTest::addColumn<int>("rate");
        QTest::addColumn<double>("tick"); // seconds, of the format's clock
        QTest::newRow("mp4 30") << FilmFormat::Mp4 << 30 << 1e-6;
        QTest::newRow("mp4 7") << FilmFormat::Mp4 << 7 << 1e-6;
        QTest::newRow("mp4 240") << FilmFormat::Mp4 << 240 << 1e-6;
        QTest::newRow("webm 30") << FilmFormat::WebM << 30 << 1e-3;
        QTest::newRow("webm 1") << FilmFormat::WebM << 1 << 1e-3;
        QTest::newRow("gif 30") << FilmFormat::Gif << 30 << 1e-2;
        QTest::newRow("gif 7") << FilmFormat::Gif << 7 << 1e-2;
        QTest::newRow("gif 50") << FilmFormat::Gif << 50 << 1e-2;
    }
    void framesComeAtTheirTimes()
    {
        QFETCH(FilmFormat, format);
        QFETCH(int, rate);
        QFETCH(double, tick);
        for (const int count : {1, 11}) {
            std::vector<Image> pictures;
            for (int i = 0; i < count; ++i)
                pictures.push_back(numbered(i));
            const QString film = filmAt("times", format);
            write(film, {.format = format, .width = 48, .height = 48, .framesPerSecond = rate}, pictures);
            const QJsonObject found = probed(film);
            const QJsonArray frames = found["frames"].toArray();
            QCOMPARE(frames.size(), count);
            for (int i = 0; i < count; ++i) {
                const double time = frames[i]["pts_time"].toString().toDouble();
                QVERIFY2(std::abs(time - double(i) / rate) < 0.51 * tick + 1e-6,
                         qPrintable(QString::number(time)));
            }
            const double length = found["format"]["duration"].toString().toDouble();
            QVERIFY2(std::abs(length - double(count) / rate) < 1.01 * tick + 1e-6,
                     qPrintable(QString::number(length)));
        }
    }

    void twoExportsAreTheSameBytes_data() { encodedFormats(); }
    void twoExportsAreTheSameBytes()
    {
        QFETCH(FilmFormat, format);
        std::vector<Image> pictures;
        for (int i = 0; i < 40; ++i)
            pictures.push_back(smooth(16 + i));
        const FilmSettings settings{
            .format = format, .width = 160, .height = 120, .interpolation = Interpolation::Lanczos};
        const QString film = filmAt("film", format), again = filmAt("again", format);
        write(film, settings, pictures);
        QTest::qWait(1100); // a date in the file would be another one
        write(again, settings, pictures);
        QCOMPARE(sha256OfFile(again.toStdString()), sha256OfFile(film.toStdString()));
    }

    void filmsSayWhatTheirColoursMean()
    {
        for (const FilmFormat format : {FilmFormat::Mp4, FilmFormat::WebM}) {
            const QString film = filmAt("tags", format);
            write(film, {.format = format, .width = 64, .height = 64}, {flat({0.2f, 0.4f, 0.6f})});
            const QJsonObject stream = probed(film)["streams"].toArray()[0].toObject();
            QCOMPARE(stream["pix_fmt"].toString(), "yuv420p");
            QCOMPARE(stream["color_space"].toString(), "bt709");
            QCOMPARE(stream["color_primaries"].toString(), "bt709");
            QCOMPARE(stream["color_transfer"].toString(), "iec61966-2-1");
            QCOMPARE(stream["color_range"].toString(), "tv");
        }
    }

    void coloursSurviveTheFilm_data() { encodedFormats(); }
    void coloursSurviveTheFilm()
    {
        QFETCH(FilmFormat, format);
        const std::vector<std::vector<float>> colours{{0, 0, 0},          {1, 1, 1}, {1, 0, 0},
                                                      {0, 1, 0},          {0, 0, 1}, {0.5f, 0.5f, 0.5f},
                                                      {0.9f, 0.6f, 0.3f}, {0.2f}};
        std::vector<Image> pictures;
        for (const auto& colour : colours)
            pictures.push_back(flat(colour));
        const QString film = filmAt("colours", format);
        write(film, {.format = format, .width = 64, .height = 64, .quality = 95}, pictures);
        const QByteArray frames = decoded(film, "rgb24");
        constexpr int size = 64 * 64 * 3;
        QCOMPARE(frames.size(), qsizetype(size) * qsizetype(colours.size()));
        const int tolerance = format == FilmFormat::Gif ? 0 : 3;
        for (std::size_t i = 0; i < colours.size(); ++i)
            for (int c = 0; c < 3; ++c) {
                const float value = colours[i][colours[i].size() == 3 ? std::size_t(c) : 0];
                const int wanted = int(std::lround(value * 255.0f));
                const int seen = byteAt(frames, qsizetype(i) * size + (32 * 64 + 32) * 3 + c);
                QVERIFY2(std::abs(seen - wanted) <= tolerance,
                         qPrintable(QString("colour %1: %2 became %3").arg(i).arg(wanted).arg(seen)));
            }
    }

    void aBetterQualityIsNearerToThePictures()
    {
        for (const FilmFormat format : {FilmFormat::Mp4, FilmFormat::WebM}) {
            double last = 256;
            for (const int quality : {5, 50, 100}) {
                const QString film = filmAt("quality", format);
                write(film, {.format = format, .width = 256, .height = 256, .quality = quality},
                      {smooth(256), smooth(256)});
                const QByteArray frame = decoded(film, "rgb24");
                const Bitmap picture = toBitmap(smooth(256));
                double error = 0;
                for (std::size_t i = 0; i < picture.planeSize(); ++i)
                    for (int c = 0; c < 3; ++c)
                        error += std::abs(byteAt(frame, qsizetype(i) * 3 + c) - picture.plane(c)[i]);
                error /= double(picture.pixels.size());
                QVERIFY2(error < last, qPrintable(QString::number(error)));
                last = error;
            }
            QVERIFY2(last < 1.5, qPrintable(QString::number(last)));
        }
    }

    void gifKeepsItsColours()
    {
        // Up to 256 colours, and all greys, to the last bit; also where a palette follows another.
        Image few = smooth(16);
        Image greys{1, 16, 16, std::vector<float>(256)};
        for (std::size_t i = 0; i < 256; ++i)
            greys.pixels[i] = float(i) / 255.0f;
        const std::vector<Image> pictures{few, greys, flat({0.1f, 0.7f, 0.4f}, 16), few, few};
        write(at("few.gif"), {.format = FilmFormat::Gif, .width = 32, .height = 32}, pictures);
        const QByteArray frames = decoded(at("few.gif"), "rgb24");
        QCOMPARE(frames.size(), qsizetype(5) * 32 * 32 * 3);
        FrameScaler scaler(32, 32, Interpolation::Nearest);
        qsizetype position = 0;
        for (const Image& picture : pictures) {
            const Bitmap& frame = scaler.scale(picture);
            for (std::size_t i = 0; i < frame.planeSize(); ++i)
                for (int c = 0; c < 3; ++c)
                    QCOMPARE(byteAt(frames, position++), int(frame.plane(frame.channels == 3 ? c : 0)[i]));
        }
    }

    void manyColoursAreBroughtTo256WithLittleLoss_data()
    {
        QTest::addColumn<bool>("dither");
        QTest::newRow("flat") << false;
        QTest::newRow("dithered") << true;
    }
    void manyColoursAreBroughtTo256WithLittleLoss()
    {
        QFETCH(bool, dither);
        const Bitmap picture = toBitmap(smooth(256));
        const PalettedPicture paletted = toPalette(picture, dither);
        double error = 0, local = 0;
        constexpr int block = 8;
        for (int c = 0; c < 3; ++c) {
            std::vector<double> sums(std::size_t(256 / block * 256 / block), 0);
            for (std::size_t i = 0; i < picture.planeSize(); ++i) {
                const int got = int(paletted.colours[paletted.pixels[i]] >> (16 - 8 * c) & 255);
                const int difference = got - picture.plane(c)[i];
                error += std::abs(difference);
                sums[(i / 256 / block) * (256 / block) + i % 256 / block] += difference;
            }
            for (const double sum : sums)
                local += std::abs(sum) / (block * block);
        }
        QVERIFY2(error / double(picture.pixels.size()) < 8, qPrintable(QString::number(error)));
        // Seen from afar the dithered picture has the right colours.
        local /= 3.0 * (256 / block) * (256 / block);
        QVERIFY2(local < (dither ? 1.0 : 8.0), qPrintable(QString::number(local)));
    }

    void thePicturesOfASequenceAreThePictures()
    {
        const Image colour = smooth(28);
        const FilmSettings settings{.format = FilmFormat::PngSequence, .width = 112, .height = 112};
        write(at("walk/"), settings, {colour, flat({0.3f})});
        QCOMPARE(readFile(at("walk/000001.png").toStdString()), encodePng(colour, 4));
        QCOMPARE(readFile(at("walk/000002.png").toStdString()), encodePng(flat({0.3f}), 4));
        QCOMPARE(QDir(at("walk")).entryList(QDir::Files | QDir::Hidden).size(), 2);
        QCOMPARE(everything(), QStringList{"walk"});
    }

    void aSequenceNeverMixesWithWhatIsThere()
    {
        const FilmSettings settings{.format = FilmFormat::PngSequence};
        QDir(_temporary.path()).mkdir("empty");
        write(at("empty"), settings, {flat({0.5f})}); // an empty folder is as good as none
        QVERIFY(QFile::exists(at("empty/000001.png")));
        const QString refusal = test::sentenceOf([&] { write(at("empty"), settings, {flat({0.5f})}); });
        QVERIFY2(refusal.contains(at("empty")) && refusal.contains("another name"), qPrintable(refusal));
        writeFile(at("file").toStdString(), "in the way");
        QVERIFY(test::sentenceOf([&] {
                    write(at("file"), settings, {flat({0.5f})});
                }).contains("is there already"));
    }

    void picturesOfAnotherShapeStandInTheMiddle()
    {
        FrameScaler scaler(40, 20, Interpolation::Nearest);
        const Bitmap& frame = scaler.scale(flat({1, 0.4f, 1}, 10));
        QCOMPARE(frame.channels, 3);
        for (int y = 0; y < 20; ++y)
            for (int x = 0; x < 40; ++x) {
                QCOMPARE(int(frame.plane(0)[y * 40 + x]), x >= 10 && x < 30 ? 255 : 0);
                QCOMPARE(int(frame.plane(1)[y * 40 + x]), x >= 10 && x < 30 ? 102 : 0);
            }
    }

    void everyScalingKeepsFlatColoursAndEveryPixel_data()
    {
        QTest::addColumn<Interpolation>("scaling");
        QTest::newRow("nearest") << Interpolation::Nearest;
        QTest::newRow("bilinear") << Interpolation::Linear;
        QTest::newRow("bicubic") << Interpolation::Cubic;
        QTest::newRow("lanczos") << Interpolation::Lanczos;
    }
    void everyScalingKeepsFlatColoursAndEveryPixel()
    {
        QFETCH(Interpolation, scaling);
        for (const int size : {1, 2, 3, 28, 63, 64, 100, 700}) {
            FrameScaler scaler(101, 67, scaling);
            const Bitmap& frame = scaler.scale(flat({0.2f, 0.5f, 1.0f}, size));
            for (int y = 0; y < 67; ++y)
                for (int x = 17; x < 84; ++x) {
                    QCOMPARE(int(frame.plane(0)[y * 101 + x]), 51);
                    QCOMPARE(int(frame.plane(1)[y * 101 + x]), 128);
                    QCOMPARE(int(frame.plane(2)[y * 101 + x]), 255);
                }
        }
        // A picture of the film's own size stays as it is.
        FrameScaler same(256, 256, scaling);
        QCOMPARE(same.scale(smooth(256)), toBitmap(smooth(256)));
        // The middle of every large pixel has that pixel's colour (a ramp has no edges to smooth).
        FrameScaler larger(5 * 52, 5 * 52, scaling);
        Image ramp{1, 52, 52, {}};
        for (int i = 0; i < 52 * 52; ++i)
            ramp.pixels.push_back(float(i % 52) * 5 / 255.0f);
        const Bitmap& frame = larger.scale(ramp);
        for (int x = 3; x < 49; ++x)
            QVERIFY(std::abs(frame.plane(0)[100 * 260 + 5 * x + 2] - 5 * x) <= 1);
    }

    void oddSizesAreRefusedByName()
    {
        for (const FilmFormat format : {FilmFormat::Mp4, FilmFormat::WebM}) {
            const FilmSettings settings{.format = format, .width = 511, .height = 300};
            const QString refusal = test::sentenceOf([&] { write(at("odd"), settings, {flat({0.5f})}); });
            for (const QString& named :
                 {QString::fromStdString(filmFormatName(format)), QString("511 × 300"), QString("510 × 300")})
                QVERIFY2(refusal.contains(named), qPrintable(refusal));
        }
        write(at("odd.gif"), {.format = FilmFormat::Gif, .width = 51, .height = 31}, {smooth(20)});
        QCOMPARE(decoded(at("odd.gif"), "rgb24").size(), 51 * 31 * 3);
    }

    void impossibleSettingsAreRefused()
    {
        const std::vector<FilmSettings> impossible{
            {.width = 0},      {.height = -2},
            {.width = 100000}, {.framesPerSecond = 0},
            {.quality = 0},    {.framesPerSecond = 241},
            {.quality = 101},  {.format = FilmFormat::Gif, .framesPerSecond = 51}};
        for (const FilmSettings& settings : impossible)
            QVERIFY_EXCEPTION_THROWN(checkFilmSettings(settings), ArgumentError);
    }

    void cancelledFilmLeavesNoFile_data() { formats(); }
    void cancelledFilmLeavesNoFile()
    {
        QFETCH(FilmFormat, format);
        Asked progress;
        progress.left = 5;
        int made = 0;
        QVERIFY_EXCEPTION_THROWN(writeFilm(
                                     filmAt("film", format).toStdString(), {.format = format}, 100,
                                     [&](int) {
                                         ++made;
                                         return smooth(28);
                                     },
                                     progress),
                                 Cancelled);
        QCOMPARE(made, 5);
        QCOMPARE(everything(), QStringList());
    }

    void whatAKilledExportLeftIsRemovedByALaterOne()
    {
        // Old: its process cannot be at work any more. Young or somebody else's: left alone.
        const std::vector<std::string> files{".film.mp4.part-1-0.mp4", ".film.mp4.part-2-0.mp4",
                                             ".notes.part-two"};
        for (const std::string& name : files)
            writeFile(at(QString::fromStdString(name)).toStdString(), "half");
        const QString folder = at(".pictures.part-1-1");
        QVERIFY(QDir().mkdir(folder));
        writeFile((folder + "/000001.png").toStdString(), "half");
        const auto longAgo = std::filesystem::file_time_type::clock::now() - std::chrono::hours(2);
        for (const QString& name : {at(".film.mp4.part-1-0.mp4"), at(".notes.part-two"), folder})
            std::filesystem::last_write_time(name.toStdString(), longAgo);
        write(at("new.mp4"), {.format = FilmFormat::Mp4}, {smooth(28)});
        QCOMPARE(everything(), (QStringList{".film.mp4.part-2-0.mp4", ".notes.part-two", "new.mp4"}));
    }

    void aFilmReportsItsProgress()
    {
        struct : Progress {
            std::vector<double> fractions;
            void report(double fraction, const std::string&) override { fractions.push_back(fraction); }
        } progress;
        writeFilm(
            at("film.gif").toStdString(), {.format = FilmFormat::Gif}, 4, [](int) { return smooth(28); },
            progress);
        QCOMPARE(progress.fractions, (std::vector{0.0, 0.25, 0.5, 0.75, 1.0}));
    }

    void aFailedFilmLeavesTheOlderOne()
    {
        writeFile(at("film.mp4").toStdString(), "the older one");
        {
            FilmWriter film(at("film.mp4").toStdString(), {});
            film.add(flat({0.5f}));
            const QString sentence = test::sentenceOf([&] {
                film.add(Image{2, 4, 4, std::vector<float>(32)});
            });
            QVERIFY(sentence.contains("2 channels"));
            QCOMPARE(everything(), QStringList{"film.mp4"}); // gone at once, not only with its writer
            QVERIFY(test::sentenceOf([&] { film.finish(); }).contains("closed"));
        }
        QVERIFY(test::sentenceOf([&] { write(at("film.mp4"), {}, {}); }).contains("no frame"));
        QCOMPARE(readFile(at("film.mp4").toStdString()), std::string("the older one"));
        write(at("film.mp4"), {}, {flat({0.5f})});
        QVERIFY(readFile(at("film.mp4").toStdString()) != "the older one");
        QCOMPARE(everything(), QStringList{"film.mp4"});
    }

    void fullDiskLeavesNoFileAndSaysSo_data() { formats(); }
    void fullDiskLeavesNoFileAndSaysSo()
    {
        QFETCH(FilmFormat, format);
        const QString film = filmAt("film", format);
        // A limit on the size of files fails a write half-way, as a full disk does.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        QString sentence;
        Image noise{3, 128, 128, {}}; // which no encoder can make small
        Random random(1);
        for (std::size_t i = 0; i < noise.size(); ++i)
            noise.pixels.push_back(float(random.uniform()));
        for (const rlim_t most : {0, 700, 20000}) {
            const rlimit small{most, before.rlim_max};
            setrlimit(RLIMIT_FSIZE, &small);
            sentence = test::sentenceOf([&] {
                FilmWriter writer(film.toStdString(),
                                  {.format = format, .width = 128, .height = 128, .quality = 100});
                for (int i = 0; i < 12; ++i)
                    writer.add(noise);
                writer.finish();
            });
            setrlimit(RLIMIT_FSIZE, &before);
            QVERIFY2(sentence.contains("cannot write " + film + ": File too large; choose"),
                     qPrintable(sentence));
            QCOMPARE(everything(), QStringList());
        }
    }

    void foldersThatAreNotThereAreNamed_data() { formats(); }
    void foldersThatAreNotThereAreNamed()
    {
        QFETCH(FilmFormat, format);
        const QString film = filmAt("no/such/film", format);
        const QString sentence = test::sentenceOf([&] { write(film, {.format = format}, {flat({0.5f})}); });
        QVERIFY2(sentence.contains("cannot write " + film) && sentence.contains("make its folder"),
                 qPrintable(sentence));
    }

    void aColonInTheNameIsNoProtocol()
    {
        write(at("http:walk.gif"), {.format = FilmFormat::Gif}, {flat({0.5f})});
        QCOMPARE(everything(), QStringList{"http:walk.gif"});
    }
};

QTEST_GUILESS_MAIN(VideoTest)
#include "video_test.moc"
