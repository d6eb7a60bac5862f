// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/picture_shape.h"

namespace flipside {

namespace {

bool areChannels(const Size& size)
{
    return size.count == 1 || size.count == 3 || size.count == 4;
}

} // namespace

bool hasChannelsLast(const Sizes& output)
{
    return output.size() == 4 && areChannels(output[3]) && !areChannels(output[1]);
}

bool mayBePicture(const Sizes& output)
{
    return output.size() >= 2 && output.size() <= 4 && output[0] == Size{1, true};
}

std::vector<int> forOne(const Sizes& sizes)
{
    std::vector<int> shape;
    shape.reserve(sizes.size());
    for (std::size_t i = 1; i < sizes.size(); ++i)
        shape.push_back(int(sizes[i].count));
    return shape;
}

} // namespace flipside
