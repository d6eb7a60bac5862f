// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/decode_mailbox.h"
#include "ui/player/player.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace flipside {

class Instrument;
class Measurer;

/// What the decoder's thread has finished and the interface has not picked up yet. Of pictures, sketches,
/// maps, gauges, inspected neurons and rankings only the newest is kept.
struct DecodeAnswers {
    struct Picture {
        std::shared_ptr<const Rendering> rendering;
        std::uint64_t sequence = 0;
    };
    /// A picture that is not finished.
    struct Sketch {
        std::shared_ptr<const Image> image;
        std::uint64_t sequence = 0;
    };
    struct Choice {
        Recipe recipe;
        std::uint64_t ticket = 0;
    };
    struct Gauge {
        NoveltyValues values;
        std::uint64_t sequence = 0;
    };
    struct Failure {
        std::string sentence;
        std::uint64_t opening = 0; ///< the one that failed; 0 where it was something else
    };
    struct Opened {
        std::shared_ptr<const OpenedModel> model;
        std::uint64_t number = 0; ///< of the opening
    };
    Opened opened;
    std::optional<Choice> choice;
    std::optional<Picture> picture;
    std::optional<Sketch> sketch; ///< of a later request than the picture's
    std::optional<Gauge> gauge;
    std::shared_ptr<const LayerMaps> maps;
    std::shared_ptr<const InspectedNeuron> inspected;
    std::optional<std::vector<float>> ranking;
    std::vector<Failure> failures;
};

/// The thread that owns the model. Requests come in through `mailbox`; answers are collected until the
/// interface takes them all at once, after `wake` was called (from this thread) for the first of them.
class DecodeThread {
public:
    DecodeThread(std::function<void()> wake, Device device);
    /// Abandons the work under way and joins.
    ~DecodeThread();
    DecodeThread(const DecodeThread&) = delete;
    DecodeThread& operator=(const DecodeThread&) = delete;

    DecodeMailbox mailbox;

    DecodeAnswers takeAnswers();

private:
    void run();
    void serve(const DecodeMailbox::Request& request);
    /// Does the work, and puts the request back where something more important interrupts it.
    template <typename Kind>
    void retried(const Kind& request, void (DecodeThread::*work)(const Kind&));
    void open(const OpenRequest& request);
    void render(const PictureRequest& request);
    void choose(const SchemeRequest& request);
    void readMaps(const MapsRequest& request);
    void gauge(const GaugeRequest& request);
    void makeMeasurer();
    void inspect(const InspectRequest& request);
    void rank(RankRequest request);
    bool canPlay(const Recipe& recipe) const;
    void answer(const std::function<void(DecodeAnswers&)>& write);
    void fail(const std::string& sentence, std::uint64_t opening = 0);

    std::unique_ptr<Instrument> _instrument;
    std::unique_ptr<Measurer> _measurer; ///< of the instrument, made for the first gauge
    bool _hasGauges = false;             ///< of the model that is open
    std::function<void()> _wake;
    Device _wantedDevice;
    std::mutex _answersMutex;
    DecodeAnswers _answers;
    bool _awake = false; ///< the interface was woken and has not come yet
    std::thread _thread;
};

} // namespace flipside
