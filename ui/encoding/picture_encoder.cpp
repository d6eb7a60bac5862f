// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/encoding/picture_encoder.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/instrument/encode_picture.h"
#include "core/picture/tone.h"
#include "core/sandbox/run_limit.h"
#include "ui/pictures/canvas_images.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <new>
#include <stop_token>
#include <string>
#include <utility>

namespace flipside {
namespace {

/// What the thread has to say about one request and the interface has not heard yet.
struct EncoderNews {
    struct Seen {
        QImage picture;
        bool negative = false;
        bool contrast = false;
    };
    std::optional<Seen> seen;
    std::optional<FoundLatent> found;
    std::optional<double> fraction;
    bool ended = false;
    std::string sentence; ///< why it failed
};

} // namespace

/// What the thread and the interface share, and what the thread does.
class PictureEncoder::Worker final : public Progress {
public:
    Worker(PictureEncoder& owner, Source source) : _owner(owner), _source(std::move(source)) {}

    // For the interface:
    void ask(const Request& request)
    {
        const std::lock_guard lock(_mutex);
        _waiting = request;
        ++_newest;
        _news = {};
        _stop.request_stop();
        _changed.notify_all();
    }
    void stop()
    {
        const std::lock_guard lock(_mutex);
        _stop.request_stop();
        if (std::exchange(_waiting, {})) {
            ++_newest; // what is still being done for an older request is not heard
            write([](EncoderNews& news) { news.ended = true; });
        }
    }
    void quit()
    {
        const std::lock_guard lock(_mutex);
        _quit.request_stop();
        _stop.request_stop();
        _changed.notify_all();
    }
    EncoderNews takeNews()
    {
        const std::lock_guard lock(_mutex);
        _told = false;
        return std::exchange(_news, {});
    }
    bool isDone() const { return _done; }

    // For the thread:
    void run()
    {
        while (const auto request = next())
            serve(*request);
        _instrument.reset();
        _done = true;
        QMetaObject::invokeMethod(&_owner, &PictureEncoder::takeNews, Qt::QueuedConnection);
    }

    void report(double fraction, const std::string& /*what*/) override
    {
        tell([&](EncoderNews& news) { news.fraction = fraction; });
    }
    bool cancelled() const override { return _stop.stop_requested(); }

private:
    std::optional<Request> next()
    {
        std::unique_lock lock(_mutex);
        _changed.wait(lock, [this] { return _quit.stop_requested() || _waiting; });
        if (_quit.stop_requested())
            return {};
        _stop = std::stop_source();
        _served = _newest;
        return std::exchange(_waiting, {});
    }

    void serve(const Request& request)
    {
        std::string sentence;
        try {
            look(request);
        } catch (const Cancelled&) {
        } catch (const std::bad_alloc&) {
            sentence =
                "There is not enough memory for this; close other programs, or choose a smaller model.";
        } catch (const std::exception& error) {
            sentence = error.what();
        }
        tell([&](EncoderNews& news) {
            news.ended = true;
            news.sentence = sentence;
        });
    }

    void look(const Request& request)
    {
        Image picture = _source.picture->seenBy(_source.card, request.crop);
        const bool isNegative =
            request.negative.value_or(_source.usualBorder && looksNegative(picture, *_source.usualBorder));
        if (isNegative)
            picture = negative(std::move(picture));
        const bool contrast = request.contrast.value_or(isNegative);
        if (contrast)
            picture = withFullContrast(std::move(picture));
        tell([&](EncoderNews& news) { news.seen = {toQImage(picture), isNegative, contrast}; });
        if (!_source.hasEncoder && request.steps == 0)
            return;
        if (!_instrument)
            load();
        const RunScope stoppable(_stop.get_token());
        const auto show = [this](const EncodedPicture& encoded) {
            const Recipe recipe{_instrument->card().id, encoded.z, {}, {}};
            FoundLatent latent{encoded.z, encoded.distance,
                               toQImage(_instrument->decoder().render(recipe, _stop.get_token()).image)};
            tell([&](EncoderNews& news) { news.found = std::move(latent); });
        };
        show(encodePicture(*_instrument, picture, request.steps, *this, show));
    }

    void load()
    {
        // A newer request, which comes with every move of the mouse, needs the model as well.
        const RunScope stoppable(_quit.get_token());
        auto instrument = std::make_unique<Instrument>(ModelFolder(_source.folder));
        (void)instrument->encoder();
        _instrument = std::move(instrument);
    }

    void tell(const std::function<void(EncoderNews&)>& change)
    {
        const std::lock_guard lock(_mutex);
        if (_served == _newest) // else nobody wants to hear it any more
            write(change);
    }
    void write(const std::function<void(EncoderNews&)>& change)
    {
        change(_news);
        if (!std::exchange(_told, true))
            QMetaObject::invokeMethod(&_owner, &PictureEncoder::takeNews, Qt::QueuedConnection);
    }

    PictureEncoder& _owner;
    const Source _source;
    std::mutex _mutex;
    std::condition_variable _changed;
    std::optional<Request> _waiting;
    std::uint64_t _newest = 0; ///< number of the newest request
    std::uint64_t _served = 0; ///< of the one that the thread is at
    EncoderNews _news;
    bool _told = false; ///< the interface was woken and has not come yet
    std::stop_source _quit;
    std::stop_source _stop; ///< of the request that the thread is at
    std::atomic<bool> _done = false;
    std::unique_ptr<Instrument> _instrument; ///< of the thread alone
};

PictureEncoder::PictureEncoder(Source source, QObject* parent)
    : QObject(parent), _worker(std::make_unique<Worker>(*this, std::move(source))),
      _thread([this] { _worker->run(); })
{
}

PictureEncoder::~PictureEncoder()
{
    _worker->quit();
    _thread.join();
}

void PictureEncoder::retire(QObject* keeper)
{
    _retired = true;
    disconnect();
    setParent(keeper);
    _worker->quit();
}

void PictureEncoder::ask(const Request& request)
{
    _worker->ask(request);
}

void PictureEncoder::stop()
{
    _worker->stop();
}

void PictureEncoder::takeNews()
{
    const EncoderNews news = _worker->takeNews();
    if (_retired) {
        if (_worker->isDone())
            deleteLater();
        return;
    }
    if (news.seen)
        emit seen(news.seen->picture, news.seen->negative, news.seen->contrast);
    if (news.found)
        emit found(*news.found);
    if (news.fraction && !news.ended)
        emit progressed(*news.fraction);
    if (news.ended) {
        if (news.sentence.empty())
            emit finished();
        else
            emit failed(QString::fromStdString(news.sentence));
    }
}

} // namespace flipside
