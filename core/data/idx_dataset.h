// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

#include <filesystem>
#include <string>

namespace flipside {

/// A folder with the four IDX files of MNIST and its descendants:
/// {train,t10k}-{images-idx3,labels-idx1}-ubyte, each plain or with .gz.
class IdxDataset final : public Dataset {
public:
    /// Reads the headers and the training labels. Throws Error where a file is missing or bad, or where
    /// images and labels differ in number.
    IdxDataset(std::string name, std::filesystem::path folder);

    /// True where the folder has training images in this format.
    static bool isIn(const std::filesystem::path& folder);

    std::string name() const override { return _name; }
    int channels() const override { return 1; }
    int height() const override { return _height; }
    int width() const override { return _width; }
    int classes() const override { return _classes; }
    std::vector<std::string> classNames() const override;
    std::size_t size(Split split) const override { return split == Split::Train ? _trainSize : _testSize; }
    std::unique_ptr<DatasetReader> open(Split split) const override;
    std::string terms() const override;

private:
    std::string _name;
    std::filesystem::path _folder;
    int _height = 0;
    int _width = 0;
    int _classes = 0;
    std::size_t _trainSize = 0;
    std::size_t _testSize = 0;
};

} // namespace flipside
