// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/unfinished_file.h"
#include "core/picture/picture_file.h"
#include "core/video/film_output.h"

namespace flipside {

namespace {

class PictureSequence : public FilmOutput {
public:
    explicit PictureSequence(const std::filesystem::path& path) : _folder(path) {}

    void add(const Bitmap& frame) override
    {
        const std::string number = std::to_string(++_frames);
        const std::string zeros(number.size() < digits ? digits - number.size() : 0, '0');
        _folder.write(zeros + number + ".png", encodePng(frame));
    }
    void finish() override { _folder.finish(); }

private:
    static constexpr std::size_t digits = 6;

    UnfinishedFolder _folder;
    int _frames = 0;
};

} // namespace

std::unique_ptr<FilmOutput> pictureSequence(const std::filesystem::path& path)
{
    return std::make_unique<PictureSequence>(path);
}

} // namespace flipside
