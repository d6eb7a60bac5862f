// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/npy_file.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <cstring>
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

std::vector<std::vector<float>> readNpyRows(const std::filesystem::path& path, std::size_t rowLength)
{
    const std::string bytes = readFile(path);
    constexpr std::size_t lengthAt = 8; // behind the mark and the version
    const auto byteAt = [&](std::size_t i) { return std::size_t(static_cast<unsigned char>(bytes[i])); };
    if (bytes.size() < lengthAt + 4 || !bytes.starts_with("\x93NUMPY") || byteAt(6) < 1 || byteAt(6) > 3)
        throw Error(path.string() + " is no array of NumPy's; write it with numpy.save");
    const std::size_t sizeOfLength = byteAt(6) == 1 ? 2 : 4;
    std::size_t headerLength = 0;
    for (std::size_t i = sizeOfLength; i-- > 0;)
        headerLength = headerLength << 8 | byteAt(lengthAt + i);
    const std::size_t start = lengthAt + sizeOfLength + headerLength;
    const std::string header = bytes.substr(lengthAt + sizeOfLength, headerLength);
    const bool isFloat = header.find("'<f4'") != std::string::npos;
    const bool isDouble = header.find("'<f8'") != std::string::npos;
    if (start > bytes.size() || isFloat == isDouble ||
        header.find("'fortran_order': False") == std::string::npos)
        throw Error(path.string() + " is no array of floats in C order; convert it with "
                                    "numpy.ascontiguousarray(array, 'float32')");
    const std::size_t size = isFloat ? sizeof(float) : sizeof(double);
    const std::size_t count = (bytes.size() - start) / size;
    if (count == 0 || count * size != bytes.size() - start || count % rowLength != 0)
        throw Error(path.string() + " has " + std::to_string(count) +
                    " numbers, and latents of this model have " + std::to_string(rowLength) +
                    " each; give it the shape N x " + std::to_string(rowLength));
    std::vector<std::vector<float>> rows(count / rowLength, std::vector<float>(rowLength));
    const char* from = bytes.data() + start;
    for (std::vector<float>& row : rows)
        for (float& number : row) {
            double wide = 0.0;
            if (isFloat)
                std::memcpy(&number, from, size);
            else
                std::memcpy(&wide, from, size);
            if (isDouble)
                number = float(wide);
            from += size;
        }
    return rows;
}

} // namespace flipside
