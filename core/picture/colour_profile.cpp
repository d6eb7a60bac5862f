// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/colour_profile.h"

#include "core/picture/byte_order.h"

#include <array>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

namespace flipside {

// Figures of sections are those of ICC.1:2001-04.
namespace {

constexpr int curvePoints = 1024;

using Xyz = std::array<double, 3>;
/// The white that profiles connect at.
constexpr Xyz d50{0.9642, 1.0, 0.8249};
/// sRGB's primaries, brought from its own white, D65, to that one (Bradford).
constexpr Xyz redPrimary{0.43607, 0.22249, 0.01392};
constexpr Xyz greenPrimary{0.38515, 0.71687, 0.09708};
constexpr Xyz bluePrimary{0.14307, 0.06061, 0.71410};

std::string zeros(std::size_t bytes)
{
    return std::string(bytes, '\0');
}

/// s15Fixed16 (5.3.10).
std::string fixedNumber(double value)
{
    return bigEndian(std::uint64_t(std::llround(value * 65536.0)), 4);
}

std::string threeNumbers(const Xyz& xyz)
{
    return fixedNumber(xyz[0]) + fixedNumber(xyz[1]) + fixedNumber(xyz[2]);
}

/// 6.5.26
std::string xyzElement(const Xyz& xyz)
{
    return "XYZ " + zeros(4) + threeNumbers(xyz);
}

/// 6.5.22
std::string textElement(std::string_view text)
{
    std::string element("text");
    element += zeros(4);
    element += text;
    return element + '\0';
}

/// 6.5.17: in plain letters, and in none of the two other ways.
std::string nameElement(std::string_view name)
{
    constexpr std::size_t unicodeAndMacintosh = 4 + 4 + 2 + 1 + 67;
    std::string element("desc");
    element += zeros(4);
    element += bigEndian(name.size() + 1, 4);
    element += name;
    return element + zeros(1 + unicodeAndMacintosh);
}

/// 6.5.3, from what is in the file to light.
std::string curveElement()
{
    std::string element = "curv" + zeros(4) + bigEndian(curvePoints, 4);
    for (int i = 0; i < curvePoints; ++i) {
        const double value = double(i) / (curvePoints - 1);
        const double light = value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        element += bigEndian(std::uint64_t(std::lround(light * 65535.0)), 2);
    }
    return element;
}

/// 6.1; its first four bytes are the size.
std::string profileHeader(std::string_view colours)
{
    std::string header = zeros(4);                        // of no colour management of its own
    header += bigEndian(0x02400000, 4);                   // the version
    header.append("mntr").append(colours).append("XYZ "); // of a display, to XYZ
    for (const int part : {2026, 1, 1, 0, 0, 0})          // when it was made
        header += bigEndian(std::uint64_t(part), 2);
    header += "acsp" + zeros(4 + 4 + 4 + 4 + 8 + 4); // of no platform or maker; perceptual
    return header + threeNumbers(d50) + zeros(4 + 44);
}

} // namespace

std::string srgbProfile(int channels)
{
    const bool isGrey = channels == 1;
    std::vector<std::pair<std::vector<std::string>, std::string>> elements{
        {{"desc"}, nameElement(isGrey ? "Grey with the curve of sRGB" : "sRGB")},
        {{"cprt"}, textElement("No copyright, use freely")},
        {{"wtpt"}, xyzElement(d50)},
    };
    if (isGrey) {
        elements.push_back({{"kTRC"}, curveElement()});
    } else {
        elements.push_back({{"rXYZ"}, xyzElement(redPrimary)});
        elements.push_back({{"gXYZ"}, xyzElement(greenPrimary)});
        elements.push_back({{"bXYZ"}, xyzElement(bluePrimary)});
        elements.push_back({{"rTRC", "gTRC", "bTRC"}, curveElement()});
    }
    std::size_t tags = 0;
    for (const auto& [names, element] : elements)
        tags += names.size();
    constexpr std::size_t headerSize = 128;
    const std::size_t tableSize = 4 + 12 * tags;
    std::string table = bigEndian(tags, 4);
    std::string content;
    for (const auto& [names, element] : elements) {
        for (const std::string& name : names)
            table +=
                name + bigEndian(headerSize + tableSize + content.size(), 4) + bigEndian(element.size(), 4);
        content += element;
        content.resize((content.size() + 3) / 4 * 4);
    }
    const std::string rest = profileHeader(isGrey ? "GRAY" : "RGB ") + table + content;
    return bigEndian(rest.size() + 4, 4) + rest;
}

} // namespace flipside
