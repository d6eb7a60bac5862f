// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/picture_folder.h"

#include "core/base/error.h"
#include "core/picture/crop.h"
#include "core/picture/picture_file.h"
#include "core/picture/picture_kind.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string_view>
#include <utility>

namespace flipside {

namespace {

constexpr std::size_t heldOut = 10; // every tenth picture is for judging
/// Times; a picture that is smaller shows blots, not what it is of.
constexpr int mostEnlarged = 4;

bool isNamedLikeAPicture(const std::filesystem::path& file)
{
    std::string ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char letter) { return char(std::tolower(letter)); });
    return !ending.empty() &&
           std::ranges::find(pictureEndings, std::string_view(ending).substr(1)) != pictureEndings.end();
}

/// Calls `visit` with each picture file until it returns false. Folders that may not be read are left out.
template <typename Visit>
void visitPictures(const std::filesystem::path& folder, const Visit& visit)
{
    std::error_code error;
    using Entries = std::filesystem::recursive_directory_iterator;
    for (Entries entry(folder, std::filesystem::directory_options::skip_permission_denied, error), end;
         !error && entry != end; entry.increment(error)) {
        std::error_code unreadable;
        if (isNamedLikeAPicture(entry->path()) && entry->is_regular_file(unreadable) && !visit(entry->path()))
            return;
    }
}

bool isTooSmall(const Image& picture, const PictureShape& shape)
{
    return picture.height * mostEnlarged < shape.height || picture.width * mostEnlarged < shape.width;
}

class PictureFolderReader final : public DatasetReader {
public:
    PictureFolderReader(const std::vector<std::filesystem::path>& files, const PictureShape& shape)
        : _files(files), _shape(shape)
    {
    }

    std::size_t read(std::size_t count, std::vector<std::uint8_t>& pixels, std::vector<int>& labels) override
    {
        pixels.clear();
        labels.clear();
        std::size_t got = 0;
        for (; got < count && _next < _files.size(); ++_next) {
            try {
                const Image whole = readPicture(_files[_next], _shape.channels);
                if (isTooSmall(whole, _shape)) {
                    _skipped.push_back(_files[_next]);
                    continue;
                }
                const Image picture = cropped(whole, _shape.height, _shape.width, {0.5, 0.5, _shape.crop});
                for (const float pixel : picture.pixels)
                    pixels.push_back(std::uint8_t(std::lround(std::clamp(pixel, 0.0f, 1.0f) * 255.0f)));
                ++got;
            } catch (const Error&) {
                _skipped.push_back(_files[_next]); // one odd file among thousands is no reason to stop
            }
        }
        return got;
    }
    std::vector<std::filesystem::path> skipped() const override { return _skipped; }

private:
    const std::vector<std::filesystem::path>& _files;
    PictureShape _shape;
    std::size_t _next = 0;
    std::vector<std::filesystem::path> _skipped;
};

} // namespace

PictureFolder::PictureFolder(std::string name, const std::filesystem::path& folder, const PictureShape& shape)
    : _name(std::move(name)), _shape(shape)
{
    std::vector<std::filesystem::path> files;
    visitPictures(folder, [&](const std::filesystem::path& file) {
        files.push_back(file);
        return true;
    });
    if (files.empty())
        throw Error("there are no pictures in " + folder.string() +
                    "; choose a folder with JPEG or PNG files");
    std::sort(files.begin(), files.end());
    for (std::size_t i = 0; i < files.size(); ++i)
        ((i + 1) % heldOut == 0 ? _test : _training).push_back(std::move(files[i]));
}

bool PictureFolder::isIn(const std::filesystem::path& folder)
{
    bool found = false;
    visitPictures(folder, [&](const std::filesystem::path&) {
        found = true;
        return false;
    });
    return found;
}

std::unique_ptr<DatasetReader> PictureFolder::open(Split split) const
{
    return std::make_unique<PictureFolderReader>(files(split), _shape);
}

} // namespace flipside
