// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/export_pictures.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/write_error.h"
#include "core/instrument/recipe_pictures.h"
#include "core/picture/print_size.h"
#include "core/picture/resample.h"
#include "core/recipe/recipe_picture.h"

#include <algorithm>

namespace flipside {

namespace {

constexpr std::size_t leastDigits = 3;

Image enlarged(const Image& picture, const PictureSeries& series)
{
    const int longer = std::max(picture.width, picture.height);
    const int width = inProportion(series.longerSide, longer, picture.width);
    const int height = inProportion(series.longerSide, longer, picture.height);
    checkEncoding(height, width, series.encoding);
    return resampled(series.method.prepared(picture), height, width, series.method.interpolation);
}

} // namespace

std::filesystem::path fileOf(const PictureSeries& series, std::size_t place, std::size_t count)
{
    const std::size_t digits = std::max(leastDigits, std::to_string(count).size());
    std::string number = std::to_string(place + 1);
    number.insert(0, digits - std::min(digits, number.size()), '0');
    return series.folder / (series.name + '-' + number + factsOf(series.encoding.format).suffixes.front());
}

void exportPictures(std::span<const Recipe> recipes,
                    const std::function<ModelFolder(const std::string&)>& find, const PictureSeries& series,
                    Progress& progress, const std::function<void(std::size_t)>& written)
{
    createFolder(series.folder);
    const std::size_t count = recipes.size();
    std::size_t done = 0;
    const auto soFar = [&] {
        return std::to_string(done) + " of " + std::to_string(count) + " pictures are in " +
               series.folder.string();
    };
    try {
        makePictures(recipes, find, progress, [&](std::size_t place, Image&& picture) {
            if (progress.cancelled())
                throw Cancelled{};
            writeFile(fileOf(series, place, count),
                      encodeWithRecipe(enlarged(picture, series), recipes[place], series.encoding));
            written(++done);
            progress.report(double(done) / double(count),
                            std::to_string(done) + " of " + std::to_string(count));
        });
    } catch (const WriteError& error) {
        if (done == 0)
            throw;
        throw Error("only " + soFar() + ", as no more can be written: " + error.reason());
    } catch (const Error& error) {
        if (done == 0)
            throw;
        throw Error("only " + soFar() + ": " + error.what());
    }
}

} // namespace flipside
