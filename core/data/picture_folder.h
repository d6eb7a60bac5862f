// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace flipside {

/// A folder of picture files of any size, its subfolders included: each is cropped and scaled to the wanted
/// shape as it is read. Every tenth, by name, is kept for judging. Files that turn out not to be pictures, or
/// to be smaller than a quarter of that shape, are skipped, and its readers list them.
class PictureFolder final : public Dataset {
public:
    /// Lists the files; none is opened. Throws Error where there is no picture file.
    PictureFolder(std::string name, const std::filesystem::path& folder, const PictureShape& shape);

    /// True where the folder or a subfolder has a file that is named like a picture.
    static bool isIn(const std::filesystem::path& folder);

    std::string name() const override { return _name; }
    int channels() const override { return _shape.channels; }
    int height() const override { return _shape.height; }
    int width() const override { return _shape.width; }
    int classes() const override { return 0; }
    std::vector<std::string> classNames() const override { return {}; }
    /// How many files there are; a reader may find fewer pictures.
    std::size_t size(Split split) const override { return files(split).size(); }
    std::unique_ptr<DatasetReader> open(Split split) const override;
    std::string terms() const override { return "the pictures' own"; }
    double crop() const override { return _shape.crop; }

private:
    const std::vector<std::filesystem::path>& files(Split split) const
    {
        return split == Split::Train ? _training : _test;
    }

    std::string _name;
    PictureShape _shape;
    std::vector<std::filesystem::path> _training;
    std::vector<std::filesystem::path> _test;
};

} // namespace flipside
