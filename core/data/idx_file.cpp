// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/idx_file.h"

#include "core/base/error.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace flipside {

namespace {

constexpr std::uint8_t unsignedByte = 0x08;
constexpr std::size_t largestSide = 65536;
constexpr std::size_t largestItem = std::size_t{1} << 24;
constexpr std::size_t largestCount = std::size_t{1} << 31;
/// A damaged header may promise far more than there is, so room for more than this is made as it comes.
constexpr std::size_t readAtOnce = std::size_t{1} << 24;

} // namespace

IdxFile::IdxFile(std::filesystem::path path, int dimensions) : _path(std::move(path))
{
    // gzopen would open a folder and fail later with a less helpful word.
    if (std::error_code error; !std::filesystem::is_regular_file(_path, error))
        throw Error("cannot read " + _path.string() + ": there is no such file; fetch the dataset again");
    _file = gzopen(_path.c_str(), "rb");
    if (!_file)
        throw Error("cannot read " + _path.string() + ": " + std::strerror(errno) +
                    "; make it readable or fetch it again");
    try {
        std::uint8_t magic[4];
        readExactly(magic, sizeof magic);
        if (magic[0] != 0 || magic[1] != 0)
            failAsDamaged("is not an IDX file: it does not begin with two zero bytes");
        if (magic[2] != unsignedByte)
            throw Error(_path.string() + " holds numbers of another type than unsigned bytes; export it as " +
                        "unsigned bytes");
        if (magic[3] != dimensions)
            failAsDamaged("has " + std::to_string(magic[3]) + " dimensions where " +
                          std::to_string(dimensions) +
                          " are needed, as if images and labels had been exchanged");
        for (int i = 0; i < dimensions; ++i) {
            std::uint8_t bytes[4];
            readExactly(bytes, sizeof bytes);
            _shape.push_back(std::size_t(bytes[0]) << 24 | std::size_t(bytes[1]) << 16 |
                             std::size_t(bytes[2]) << 8 | bytes[3]);
        }
        for (std::size_t i = 1; i < _shape.size(); ++i)
            if (_shape[i] == 0 || _shape[i] > largestSide)
                failAsDamaged("says that its images are " + std::to_string(_shape[i]) +
                              " pixels high or wide, so its header is damaged");
        if (itemSize() > largestItem)
            failAsDamaged("says that each of its images has " + std::to_string(itemSize()) +
                          " pixels, so its header is damaged");
        if (_shape[0] > largestCount)
            failAsDamaged("says that it has " + std::to_string(_shape[0]) +
                          " items, so its header is damaged");
    } catch (...) {
        gzclose(_file);
        throw;
    }
}

IdxFile::~IdxFile()
{
    gzclose(_file);
}

std::size_t IdxFile::itemSize() const
{
    std::size_t size = 1;
    for (std::size_t i = 1; i < _shape.size(); ++i)
        size *= _shape[i];
    return size;
}

std::size_t IdxFile::read(std::size_t count, std::vector<std::uint8_t>& items)
{
    count = std::min(count, _shape[0] - _itemsRead);
    const std::size_t bytes = count * itemSize();
    items.resize(std::min(bytes, readAtOnce));
    for (std::size_t read = 0; read < bytes; read = items.size()) {
        items.resize(std::min(bytes, read + readAtOnce));
        readExactly(items.data() + read, items.size() - read);
    }
    _itemsRead += count;
    if (_itemsRead == _shape[0] && count > 0) {
        // Reading past the last item makes zlib compare the checksum at the end of the stream.
        std::uint8_t more;
        const int got = gzread(_file, &more, 1);
        if (got < 0)
            failAsDamaged("is damaged: its checksum does not fit");
        if (got > 0)
            failAsDamaged("is longer than its header says");
    }
    return count;
}

void IdxFile::failAsDamaged(const std::string& what) const
{
    throw Error(_path.string() + " " + what + "; fetch it again");
}

void IdxFile::readExactly(std::uint8_t* target, std::size_t bytes)
{
    while (bytes > 0) {
        const auto wanted = static_cast<unsigned>(std::min<std::size_t>(bytes, std::size_t{1} << 24));
        const int got = gzread(_file, target, wanted);
        int code = Z_OK;
        gzerror(_file, &code);
        if (got < 0 || (code != Z_OK && code != Z_BUF_ERROR))
            failAsDamaged("is damaged: it cannot be decompressed");
        if (got == 0)
            failAsDamaged("is shorter than its header says");
        target += got;
        bytes -= static_cast<std::size_t>(got);
    }
}

} // namespace flipside
