// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

struct gzFile_s;

namespace flipside {

/// An IDX file of unsigned bytes (the format of MNIST: Y. LeCun, "The MNIST database", section "The IDX file
/// format"), plain or gzip-compressed, read from start to end.
class IdxFile {
public:
    /// Opens the file and reads its header. Throws Error where the file is missing, is no IDX file, holds
    /// something other than unsigned bytes, or has another number of dimensions than `dimensions`.
    IdxFile(std::filesystem::path path, int dimensions);
    ~IdxFile();
    IdxFile(const IdxFile&) = delete;
    IdxFile& operator=(const IdxFile&) = delete;

    /// For images: count, height, width. For labels: count.
    const std::vector<std::size_t>& shape() const { return _shape; }
    /// Bytes of one item: height × width for images, 1 for labels.
    std::size_t itemSize() const;

    /// Reads up to `count` items; fewer only at the end. Throws Error where the file ends early or is
    /// damaged.
    std::size_t read(std::size_t count, std::vector<std::uint8_t>& items);

private:
    void readExactly(std::uint8_t* target, std::size_t bytes);
    /// `what` begins after the file's name.
    [[noreturn]] void failAsDamaged(const std::string& what) const;

    std::filesystem::path _path;
    gzFile_s* _file = nullptr;
    std::vector<std::size_t> _shape;
    std::size_t _itemsRead = 0;
};

} // namespace flipside
