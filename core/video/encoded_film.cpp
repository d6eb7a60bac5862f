// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/unfinished_file.h"
#include "core/base/write_error.h"
#include "core/video/encoder_frame.h"
#include "core/video/film_encoder.h"
#include "core/video/film_output.h"
#include "core/video/libav.h"

namespace flipside {

namespace {

constexpr std::int64_t gifTicks = 100; // a second

class EncodedFilm : public FilmOutput {
public:
    EncodedFilm(const std::filesystem::path& path, const FilmSettings& settings);
    ~EncodedFilm() override;
    EncodedFilm(const EncodedFilm&) = delete;
    EncodedFilm& operator=(const EncodedFilm&) = delete;
    void add(const Bitmap& frame) override;
    void finish() override;

private:
    void check(int code) const;
    void encode(AVFrame* frame);
    void setLastDelay();

    FilmSettings _settings;
    UnfinishedFile _file;
    libav::Format _container;
    libav::Codec _encoder;
    libav::Packet _packet{av_packet_alloc()};
    EncoderFrame _frame;
    std::int64_t _frames = 0;
    bool _ended = false; ///< libav was asked for the end of the file
};

/// What libav calls the file format.
const char* containerOf(FilmFormat format)
{
    return format == FilmFormat::Mp4 ? "mp4" : format == FilmFormat::WebM ? "webm" : "gif";
}

libav::Format makeContainer(const std::filesystem::path& path, FilmFormat format)
{
    AVFormatContext* container = nullptr;
    // Without the protocol, a colon in the path would name one.
    avformat_alloc_output_context2(&container, nullptr, containerOf(format),
                                   ("file:" + path.string()).c_str());
    if (!container)
        throw Error("libavformat cannot write " + filmFormatName(format) + "; choose another format");
    container->flags |= AVFMT_FLAG_BITEXACT; // no date, no version, no random numbers
    return libav::Format(container);
}

EncodedFilm::EncodedFilm(const std::filesystem::path& path, const FilmSettings& settings)
    : _settings(settings), _file(path), _container(makeContainer(_file.temporary(), settings.format)),
      _encoder(openFilmEncoder(settings, (_container->oformat->flags & AVFMT_GLOBALHEADER) != 0)),
      _frame(settings)
{
    AVStream* stream = avformat_new_stream(_container.get(), nullptr);
    if (!stream || !_packet)
        throw Error("there is no memory for the film " + path.string() + "; choose a smaller size");
    check(avcodec_parameters_from_context(stream->codecpar, _encoder.get()));
    stream->time_base = _encoder->time_base;
    stream->avg_frame_rate = _encoder->framerate;
    check(avio_open(&_container->pb, _container->url, AVIO_FLAG_WRITE));
    if (settings.format == FilmFormat::Mp4) {
        // The table of contents comes first, so that a film on the web plays while it loads.
        av_opt_set(_container->priv_data, "movflags", "+faststart", 0);
        // The film's length is counted in parts of a frame, and so is exact.
        av_opt_set_int(_container->priv_data, "movie_timescale", 1000 * settings.framesPerSecond, 0);
    }
    check(avformat_write_header(_container.get(), nullptr));
}

EncodedFilm::~EncodedFilm()
{
    // libav's GIF writer holds a frame back, which it frees only at the end of the file.
    if (_settings.format == FilmFormat::Gif && !_ended)
        av_write_trailer(_container.get());
}

/// Throws where a call of libav failed, or a write before it.
void EncodedFilm::check(int code) const
{
    if (code >= 0 && _container->pb && _container->pb->error < 0)
        code = _container->pb->error;
    if (code >= 0)
        return;
    constexpr int largestErrno = 4095; // beyond are libav's own
    if (AVUNERROR(code) <= largestErrno)
        throwWriteError(_file.target(), AVUNERROR(code));
    char reason[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, reason, sizeof reason);
    throw Error("cannot write " + _file.target().string() + " as " + filmFormatName(_settings.format) + ": " +
                reason + "; choose another format or size");
}

void EncodedFilm::add(const Bitmap& picture)
{
    AVFrame& frame = _frame.convert(picture);
    frame.pts = _frames++;
    encode(&frame);
}

/// Hands a frame to the encoder, or nullptr for the end, and writes what comes out.
void EncodedFilm::encode(AVFrame* frame)
{
    check(avcodec_send_frame(_encoder.get(), frame));
    for (;;) {
        const int code = avcodec_receive_packet(_encoder.get(), _packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return;
        check(code);
        if (_packet->duration == 0)
            _packet->duration = 1;
        av_packet_rescale_ts(_packet.get(), _encoder->time_base, _container->streams[0]->time_base);
        check(av_interleaved_write_frame(_container.get(), _packet.get()));
    }
}

/// A GIF says how long each frame stays, in hundredths of a second: the last one until the whole film is as
/// long as its frames are.
void EncodedFilm::setLastDelay()
{
    const auto ticks = [&](std::int64_t frames) {
        return av_rescale(frames, gifTicks, _settings.framesPerSecond);
    };
    av_opt_set_int(_container->priv_data, "final_delay", ticks(_frames) - ticks(_frames - 1), 0);
}

void EncodedFilm::finish()
{
    encode(nullptr);
    if (_settings.format == FilmFormat::Gif)
        setLastDelay();
    _ended = true;
    check(av_write_trailer(_container.get()));
    check(avio_closep(&_container->pb));
    _file.finish();
}

} // namespace

std::unique_ptr<FilmOutput> encodedFilm(const std::filesystem::path& path, const FilmSettings& settings)
{
    return std::make_unique<EncodedFilm>(path, settings);
}

} // namespace flipside
