// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/decode_thread.h"

#include "core/base/error.h"
#include "core/instrument/instrument.h"
#include "core/instrument/measurer.h"
#include "core/model/model_folder.h"
#include "core/sandbox/run_limit.h"
#include "core/variation/latent_axes.h"

#include <chrono>
#include <cmath>

namespace flipside {
namespace {

/// The encoder is loaded this long after the first picture, when the window has had time to settle.
constexpr std::chrono::milliseconds encoderDelay{150};
/// Latent dimensions ranked in one batch; between batches more important requests get their turn.
constexpr std::size_t rankBatch = 8;

} // namespace

DecodeThread::DecodeThread(std::function<void()> wake, Device device)
    : _wake(std::move(wake)), _wantedDevice(device), _thread([this] { run(); })
{
}

DecodeThread::~DecodeThread()
{
    mailbox.quit();
    _thread.join();
}

DecodeAnswers DecodeThread::takeAnswers()
{
    DecodeAnswers taken;
    {
        const std::lock_guard lock(_answersMutex);
        taken = std::exchange(_answers, {});
        _awake = false;
    }
    if (taken.picture)
        mailbox.allowGaugeAfter(encoderDelay);
    return taken;
}

void DecodeThread::run()
{
    while (const auto request = mailbox.take()) {
        const auto* asked = std::get_if<OpenRequest>(&*request);
        const std::uint64_t opening = asked ? asked->number : 0;
        try {
            serve(*request);
        } catch (const Cancelled&) {
            // Something more important came in between; what waits for its turn again was put back.
        } catch (const Error& error) {
            fail(error.what(), opening);
        } catch (const std::bad_alloc&) {
            fail("There is not enough memory for this; close other programs or choose a smaller model.",
                 opening);
        } catch (const std::exception& error) {
            fail(std::string("The decoder stopped unexpectedly: ") + error.what() + "; open the model again",
                 opening);
        }
    }
}

void DecodeThread::serve(const DecodeMailbox::Request& request)
{
    struct Service {
        DecodeThread& thread;
        void operator()(const OpenRequest& r) const { thread.open(r); }
        void operator()(const PictureRequest& r) const { thread.render(r); }
        void operator()(const SchemeRequest& r) const { thread.retried(r, &DecodeThread::choose); }
        void operator()(const MapsRequest& r) const { thread.readMaps(r); }
        void operator()(const GaugeRequest& r) const { thread.retried(r, &DecodeThread::gauge); }
        void operator()(const InspectRequest& r) const { thread.retried(r, &DecodeThread::inspect); }
        void operator()(const RankRequest& r) const { thread.rank(r); }
    };
    std::visit(Service{*this}, request);
}

template <typename Kind>
void DecodeThread::retried(const Kind& request, void (DecodeThread::*work)(const Kind&))
{
    try {
        (this->*work)(request);
    } catch (const Cancelled&) {
        mailbox.putBack(request);
        throw;
    }
}

void DecodeThread::open(const OpenRequest& request)
{
    const RunScope stoppable(mailbox.stop());
    const ModelFolder folder = request.idOrPath.empty() ? firstModel() : findModel(request.idOrPath);
    auto instrument = std::make_unique<Instrument>(
        folder, _wantedDevice == Device::Cuda && cudaIsAvailable() ? Device::Cuda : Device::Cpu);
    Decoder& decoder = instrument->decoder();

    auto opened = std::make_shared<OpenedModel>();
    opened->card = decoder.card();
    opened->profile = instrument->profile();
    opened->folder = QString::fromStdString(folder.path().string());
    opened->hasEncoder = folder.hasEncoder();
    _hasGauges = opened->hasGauges = !gaugeMetrics(folder).empty();
    for (int layer = 0; layer < int(decoder.layers().size()); ++layer) {
        opened->offValues.push_back(decoder.offValue(layer));
        opened->thresholds.push_back(decoder.threshold(layer));
    }
    _measurer.reset();
    _instrument = std::move(instrument);
    mailbox.holdGauge();
    mailbox.setDecodeTime(std::nullopt);
    answer([&](DecodeAnswers& answers) {
        std::vector<DecodeAnswers::Failure> failures = std::move(answers.failures);
        answers = {}; // What the model before was asked is of no interest any more.
        answers.failures = std::move(failures);
        answers.opened = {std::move(opened), request.number};
    });
}

bool DecodeThread::canPlay(const Recipe& recipe) const
{
    return _instrument && _instrument->card().id == recipe.model;
}

void DecodeThread::render(const PictureRequest& request)
{
    if (!canPlay(request.recipe))
        return;
    auto rendering = std::make_shared<const Rendering>(_instrument->decoder().render(
        _instrument->resolved(request.recipe), mailbox.stop(), [&](Image image) {
            answer([&](DecodeAnswers& answers) {
                answers.sketch = {std::make_shared<const Image>(std::move(image)), request.sequence};
            });
            mailbox.sketchMade();
        }));
    if (rendering->segmentsRun > int(_instrument->decoder().layers().size()))
        mailbox.setDecodeTime(std::chrono::milliseconds(std::lround(rendering->milliseconds)));
    mailbox.pictureMade();
    answer([&](DecodeAnswers& answers) {
        answers.picture = {rendering, request.sequence};
        answers.sketch.reset();
    });
    if (_hasGauges)
        mailbox.post(GaugeRequest{rendering->image, request.sequence});
}

void DecodeThread::choose(const SchemeRequest& request)
{
    if (!canPlay(request.recipe))
        return;
    Recipe recipe = _instrument->coactivated(request.recipe, request.call, mailbox.stop());
    answer([&](DecodeAnswers& answers) { answers.choice = {std::move(recipe), request.ticket}; });
}

void DecodeThread::readMaps(const MapsRequest& request)
{
    if (!canPlay(request.recipe))
        return;
    auto maps = std::make_shared<const LayerMaps>(
        _instrument->decoder().maps(_instrument->resolved(request.recipe), request.layer, mailbox.stop()));
    answer([&](DecodeAnswers& answers) { answers.maps = std::move(maps); });
}

void DecodeThread::makeMeasurer()
{
    try {
        _measurer = std::make_unique<Measurer>(*_instrument, gaugeMetrics(_instrument->folder()));
    } catch (const Error& error) {
        // One damaged file must not cost the others: say so once and go on with the simplest.
        const std::vector<std::string> simplest =
            _instrument->folder().hasEncoder() ? std::vector<std::string>{"dr"} : std::vector<std::string>();
        _measurer = std::make_unique<Measurer>(*_instrument, simplest);
        fail(error.what());
    }
}

void DecodeThread::gauge(const GaugeRequest& request)
{
    if (!_measurer)
        makeMeasurer();
    NoveltyValues values = _measurer->measureOne(request.picture, mailbox.stop());
    answer([&](DecodeAnswers& answers) { answers.gauge = {std::move(values), request.sequence}; });
}

void DecodeThread::inspect(const InspectRequest& request)
{
    if (!canPlay(request.recipe))
        return;
    Decoder& decoder = _instrument->decoder();
    const Recipe only = _instrument->withOnly(request.recipe, request.layer, request.unit, mailbox.stop());
    auto inspected = std::make_shared<InspectedNeuron>();
    inspected->layer = request.layer;
    inspected->unit = request.unit;
    inspected->image = decoder.render(only, mailbox.stop()).image;
    if (const LayerInfo& info = decoder.layers()[std::size_t(request.layer)]; info.kind == LayerKind::Conv) {
        const LayerMaps maps =
            decoder.maps(_instrument->resolved(request.recipe), request.layer, mailbox.stop());
        const auto map = maps.map(request.unit);
        inspected->map = {1, maps.height, maps.width, {map.begin(), map.end()}};
    }
    answer([&](DecodeAnswers& answers) { answers.inspected = std::move(inspected); });
}

void DecodeThread::rank(RankRequest request)
{
    if (!canPlay(request.recipe))
        return;
    const std::vector<float>& z = request.recipe.z;
    try {
        const std::vector<float> more =
            _instrument->latentEffects(request.recipe, request.effects.size(), rankBatch, mailbox.stop());
        request.effects.insert(request.effects.end(), more.begin(), more.end());
    } catch (const Cancelled&) {
        mailbox.putBack(std::move(request));
        throw;
    }
    if (request.effects.size() < LatentAxes(_instrument->card()).values(z).size()) {
        mailbox.putBack(std::move(request));
        return;
    }
    answer([&](DecodeAnswers& answers) { answers.ranking = std::move(request.effects); });
}

void DecodeThread::answer(const std::function<void(DecodeAnswers&)>& write)
{
    bool sleeping = false;
    {
        const std::lock_guard lock(_answersMutex);
        write(_answers);
        sleeping = !std::exchange(_awake, true);
    }
    if (sleeping)
        _wake();
}

void DecodeThread::fail(const std::string& sentence, std::uint64_t opening)
{
    answer([&](DecodeAnswers& answers) { answers.failures.push_back({sentence, opening}); });
}

} // namespace flipside
