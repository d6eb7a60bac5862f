// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"
#include "core/recipe/recipe.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace flipside {

struct OpenRequest {
    std::string idOrPath; ///< empty: the first model there is
    std::uint64_t number = 0;
};
struct PictureRequest {
    Recipe recipe;
    std::uint64_t sequence = 0;
};
struct SchemeRequest {
    Recipe recipe;
    SchemeCall call;
    std::uint64_t ticket = 0;
};
struct GaugeRequest {
    Image picture;
    std::uint64_t sequence = 0; ///< of the picture
};
struct InspectRequest {
    Recipe recipe;
    int layer = 0;
    int unit = 0;
};
struct MapsRequest {
    Recipe recipe;
    int layer = 0;
};
struct RankRequest {
    Recipe recipe;
    std::vector<float> effects; ///< of the dimensions done so far
};

/// Where the interface leaves work for the decoder's thread. It holds at most one request of each kind; a
/// newer one takes the older one's place. The kinds are listed in order of importance, and that is the order
/// they are served.
class DecodeMailbox {
public:
    using Request = std::variant<OpenRequest, PictureRequest, SchemeRequest, MapsRequest, GaugeRequest,
                                 InspectRequest, RankRequest>;

    /// Leaves a request, and has the work under way abandoned if that is of the same kind or a less important
    /// one. An older picture that will be finished within a blink is let finish, so that a drag shows
    /// pictures on its way; as is, while pictures are asked for faster than they can be made, one that will
    /// soon be finished or sketched, where none was seen for a moment.
    template <typename Kind>
    void post(Kind request)
    {
        {
            const std::lock_guard lock(_mutex);
            if (std::is_same_v<Kind, PictureRequest> || std::is_same_v<Kind, OpenRequest>)
                slot<GaugeRequest>().reset();
            slot<Kind>() = std::move(request);
            const bool isLetFinish = std::is_same_v<Kind, PictureRequest> && pictureIsLetFinish();
            if (kind<Kind>() <= _current && !isLetFinish)
                _stop.request_stop();
        }
        _wake.notify_one();
    }

    /// Puts back work that a more important request interrupted, unless something newer of its kind is there.
    template <typename Kind>
    void putBack(Kind request)
    {
        const std::lock_guard lock(_mutex);
        if (!slot<Kind>())
            slot<Kind>() = std::move(request);
    }

    /// Waits for the most important request and takes it; nothing once quit() was called.
    std::optional<Request> take();

    /// What the work under way looks at; for the thread that takes the work.
    std::stop_token stop() const { return _stop.get_token(); }

    void quit();

    /// Gauges are held back until the first picture of a model is on screen: they load the encoder.
    void holdGauge();
    void allowGaugeAfter(std::chrono::milliseconds delay);

    /// How long a whole decode takes; before it is known it is worth abandoning.
    void setDecodeTime(std::optional<std::chrono::milliseconds> time);
    /// A picture was made, or a sketch of one. After a sketch the picture is abandoned for a newer one.
    void pictureMade();
    void sketchMade();

private:
    using Slots =
        std::tuple<std::optional<OpenRequest>, std::optional<PictureRequest>, std::optional<SchemeRequest>,
                   std::optional<MapsRequest>, std::optional<GaugeRequest>, std::optional<InspectRequest>,
                   std::optional<RankRequest>>;

    template <typename Kind>
    std::optional<Kind>& slot()
    {
        return std::get<std::optional<Kind>>(_slots);
    }
    template <typename Kind>
    static constexpr int kind()
    {
        return int(Request(Kind{}).index());
    }
    /// Of the picture under way, as a newer one is asked for.
    bool pictureIsLetFinish();
    template <std::size_t Index>
    bool takeSlot(std::optional<Request>& taken, bool gaugeAllowed);

    mutable std::mutex _mutex;
    std::condition_variable _wake;
    Slots _slots;
    std::stop_source _stop; ///< of the work under way
    std::optional<std::chrono::steady_clock::time_point> _gaugeFrom;
    int _current = -1; ///< kind of the work under way, -1 for none
    bool _quit = false;
    std::optional<std::chrono::milliseconds> _decodeTime; ///< unknown at first
    bool _sketches = false;                               ///< some were made of this model's pictures
    std::chrono::steady_clock::time_point _lastAsked;
    std::chrono::steady_clock::time_point _lastSeen; ///< when the last picture or sketch was made
};

} // namespace flipside
