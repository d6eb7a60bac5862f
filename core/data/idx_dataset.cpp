// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/idx_dataset.h"

#include "core/base/error.h"
#include "core/data/idx_file.h"

#include <algorithm>
#include <utility>

namespace flipside {

namespace {

constexpr std::size_t labelsAtOnce = 65536;

std::filesystem::path plainOrCompressed(const std::filesystem::path& path)
{
    std::error_code error;
    const std::filesystem::path compressed = path.string() + ".gz";
    return !std::filesystem::exists(path, error) && std::filesystem::exists(compressed, error) ? compressed
                                                                                               : path;
}

std::filesystem::path imageFile(const std::filesystem::path& folder, Split split)
{
    return plainOrCompressed(folder /
                             (split == Split::Train ? "train-images-idx3-ubyte" : "t10k-images-idx3-ubyte"));
}

std::filesystem::path labelFile(const std::filesystem::path& folder, Split split)
{
    return plainOrCompressed(folder /
                             (split == Split::Train ? "train-labels-idx1-ubyte" : "t10k-labels-idx1-ubyte"));
}

class IdxReader final : public DatasetReader {
public:
    IdxReader(const std::filesystem::path& folder, Split split)
        : _images(imageFile(folder, split), 3), _labels(labelFile(folder, split), 1)
    {
    }

    std::size_t read(std::size_t count, std::vector<std::uint8_t>& pixels, std::vector<int>& labels) override
    {
        const std::size_t got = _images.read(count, pixels);
        _labels.read(count, _labelBytes);
        labels.assign(_labelBytes.begin(), _labelBytes.end());
        return got;
    }

private:
    IdxFile _images;
    IdxFile _labels;
    std::vector<std::uint8_t> _labelBytes;
};

} // namespace

bool IdxDataset::isIn(const std::filesystem::path& folder)
{
    std::error_code error;
    return std::filesystem::exists(imageFile(folder, Split::Train), error);
}

IdxDataset::IdxDataset(std::string name, std::filesystem::path folder)
    : _name(std::move(name)), _folder(std::move(folder))
{
    for (const Split split : {Split::Train, Split::Test}) {
        const IdxFile images(imageFile(_folder, split), 3);
        IdxFile labels(labelFile(_folder, split), 1);
        const auto& shape = images.shape();
        if (shape[0] != labels.shape()[0])
            throw Error(_folder.string() + " has " + std::to_string(shape[0]) + " images but " +
                        std::to_string(labels.shape()[0]) + " labels; fetch the dataset again");
        if (split == Split::Train) {
            _trainSize = shape[0];
            _height = int(shape[1]);
            _width = int(shape[2]);
            std::vector<std::uint8_t> bytes;
            while (labels.read(labelsAtOnce, bytes) > 0)
                _classes = std::max(_classes, 1 + *std::max_element(bytes.begin(), bytes.end()));
        } else {
            _testSize = shape[0];
            if (int(shape[1]) != _height || int(shape[2]) != _width)
                throw Error(_folder.string() +
                            " has training and test images of different sizes; fetch the " + "dataset again");
        }
    }
    if (_trainSize == 0)
        throw Error(_folder.string() + " has no training images; fetch the dataset again");
}

std::unique_ptr<DatasetReader> IdxDataset::open(Split split) const
{
    return std::make_unique<IdxReader>(_folder, split);
}

std::vector<std::string> IdxDataset::classNames() const
{
    // Xiao, Rasul and Vollgraf, "Fashion-MNIST", 2017, Table 2.
    if (_name == "fashion-mnist" && _classes == 10)
        return {"T-shirt", "Trouser", "Pullover", "Dress", "Coat",
                "Sandal",  "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
    std::vector<std::string> names;
    names.reserve(std::size_t(_classes));
    for (int i = 0; i < _classes; ++i)
        names.push_back(std::to_string(i));
    return names;
}

std::string IdxDataset::terms() const
{
    if (_name == "mnist")
        return "MNIST: Y. LeCun, C. Cortes, C. J. C. Burges; Creative Commons Attribution-Share Alike 3.0";
    if (_name == "fashion-mnist")
        return "Fashion-MNIST: Zalando SE; MIT licence";
    return _name + ": as its owner says";
}

} // namespace flipside
