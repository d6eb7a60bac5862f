// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/npy_file.h"

#include "core/base/file.h"

#include <string>

namespace flipside {

namespace {

constexpr std::size_t headerAlignment = 64;

} // namespace

void writeNpy(const std::filesystem::path& path, const std::vector<Image>& pictures)
{
    const Image first =
        pictures.empty() ? Image{} : Image{pictures[0].channels, pictures[0].height, pictures[0].width, {}};
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" +
                         std::to_string(pictures.size()) + ", " + std::to_string(first.channels) + ", " +
                         std::to_string(first.height) + ", " + std::to_string(first.width) + "), }";
    const std::size_t before = 10 + header.size() + 1;
    header.append((headerAlignment - before % headerAlignment) % headerAlignment, ' ');
    header += '\n';

    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(header.size() & 0xff);
    bytes += static_cast<char>(header.size() >> 8);
    bytes += header;
    for (const Image& picture : pictures)
        bytes.append(reinterpret_cast<const char*>(picture.pixels.data()),
                     picture.pixels.size() * sizeof(float));
    writeFile(path, bytes);
}

} // namespace flipside
