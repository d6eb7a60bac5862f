// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace flipside {

/// The part of a dataset that models learn from, and the part that they are judged by.
enum class Split { Train, Test };

/// Reads a dataset's pictures from the first to the last, a batch at a time, so that memory does not grow
/// with the dataset.
class DatasetReader {
public:
    virtual ~DatasetReader() = default;
    /// Replaces `pixels` by up to `count` pictures (8-bit, C×H×W each) and `labels` by as many class numbers
    /// (empty where there are none). Returns how many; 0 at the end. Throws Error where the data is damaged.
    virtual std::size_t read(std::size_t count, std::vector<std::uint8_t>& pixels,
                             std::vector<int>& labels) = 0;
    /// What it came past so far that could not be read as a picture, or is too small for one.
    virtual std::vector<std::filesystem::path> skipped() const { return {}; }
};

/// A set of pictures of equal size, with classes or without.
class Dataset {
public:
    virtual ~Dataset() = default;
    virtual std::string name() const = 0; ///< "mnist"; of a union "mnist+fashion-mnist"
    virtual int channels() const = 0;
    virtual int height() const = 0;
    virtual int width() const = 0;
    virtual int classes() const = 0;                         ///< 0 without labels
    virtual std::vector<std::string> classNames() const = 0; ///< as many as classes()
    virtual std::size_t size(Split split) const = 0;
    virtual std::unique_ptr<DatasetReader> open(Split split) const = 0;
    virtual std::string terms() const = 0; ///< licence or terms of use, for the model's card
    /// Share of the largest part of the wanted shape that its pictures are cropped to (PictureShape).
    virtual double crop() const { return 1.0; }
};

/// The one shape that a folder's pictures, which come in all sizes, are given.
struct PictureShape {
    int channels = 3;
    int height = 64;
    int width = 64;
    double crop = 1.0; ///< share of the largest part of that shape that is used, around the middle
};

/// Finds a dataset by name or as a path to its folder: names are looked for under $FLIPSIDE_DATA, the XDG
/// data directory's flipside/datasets and /usr/share/datasets. The folder holds IDX files, or picture files,
/// which are given `shape`. Several names with ',' or '+' between them are their union, classes one after
/// another (unless all of it is a path to one folder). Throws ArgumentError if there is none, with the places
/// that were searched.
std::unique_ptr<Dataset> findDataset(const std::string& names, const PictureShape& shape = {});
/// Whether findDataset() would find it; reads nothing of it.
bool hasDataset(const std::string& names);

} // namespace flipside
