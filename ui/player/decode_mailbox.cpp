// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/decode_mailbox.h"

#include <utility>

namespace flipside {

namespace {

using std::chrono::milliseconds;

/// A decode shorter than this is let finish when a newer recipe arrives.
constexpr milliseconds quick{80};
/// One shorter than this is waited for in a drag.
constexpr milliseconds soon{1000};
/// What follows the one before it within this is a drag, and not another decision.
constexpr milliseconds rapid{100};
constexpr milliseconds moment{40};

} // namespace

template <std::size_t Index>
bool DecodeMailbox::takeSlot(std::optional<Request>& taken, bool gaugeAllowed)
{
    auto& slot = std::get<Index>(_slots);
    using Kind = typename std::remove_reference_t<decltype(slot)>::value_type;
    if (!slot || (std::is_same_v<Kind, GaugeRequest> && !gaugeAllowed))
        return false;
    taken = Request(std::move(*slot));
    slot.reset();
    _current = int(Index);
    return true;
}

std::optional<DecodeMailbox::Request> DecodeMailbox::take()
{
    std::unique_lock lock(_mutex);
    _current = -1;
    std::optional<Request> taken;
    const auto takeFirst = [&]<std::size_t... Index>(std::index_sequence<Index...>)
    {
        const bool gaugeAllowed = _gaugeFrom && std::chrono::steady_clock::now() >= *_gaugeFrom;
        return (takeSlot<Index>(taken, gaugeAllowed) || ...);
    };
    while (!_quit) {
        if (takeFirst(std::make_index_sequence<std::tuple_size_v<Slots>>())) {
            _stop = std::stop_source();
            return taken;
        }
        if (slot<GaugeRequest>() && _gaugeFrom)
            _wake.wait_until(lock, *_gaugeFrom);
        else
            _wake.wait(lock);
    }
    return std::nullopt;
}

void DecodeMailbox::quit()
{
    {
        const std::lock_guard lock(_mutex);
        _quit = true;
        _stop.request_stop();
    }
    _wake.notify_one();
}

void DecodeMailbox::holdGauge()
{
    const std::lock_guard lock(_mutex);
    _gaugeFrom.reset();
}

void DecodeMailbox::allowGaugeAfter(std::chrono::milliseconds delay)
{
    {
        const std::lock_guard lock(_mutex);
        if (_gaugeFrom)
            return;
        _gaugeFrom = std::chrono::steady_clock::now() + delay;
    }
    _wake.notify_one();
}

void DecodeMailbox::setDecodeTime(std::optional<std::chrono::milliseconds> time)
{
    const std::lock_guard lock(_mutex);
    _decodeTime = time;
    if (!time)
        _sketches = false;
}

void DecodeMailbox::pictureMade()
{
    const std::lock_guard lock(_mutex);
    _lastSeen = std::chrono::steady_clock::now();
}

void DecodeMailbox::sketchMade()
{
    const std::lock_guard lock(_mutex);
    _lastSeen = std::chrono::steady_clock::now();
    _sketches = true;
    if (slot<PictureRequest>() && _current == kind<PictureRequest>())
        _stop.request_stop();
}

bool DecodeMailbox::pictureIsLetFinish()
{
    const auto now = std::chrono::steady_clock::now();
    const bool isRapid = now - std::exchange(_lastAsked, now) < rapid;
    if (_current != kind<PictureRequest>())
        return false;
    if (_decodeTime && *_decodeTime < quick)
        return true;
    const bool comesSoon = _sketches || (_decodeTime && *_decodeTime < soon);
    return isRapid && comesSoon && now - _lastSeen > moment;
}

} // namespace flipside
