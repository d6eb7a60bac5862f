// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/union_dataset.h"

#include "core/base/error.h"

#include <utility>

namespace flipside {

namespace {

class UnionReader final : public DatasetReader {
public:
    UnionReader(const std::vector<std::unique_ptr<Dataset>>& parts, Split split)
        : _parts(parts), _split(split)
    {
    }

    std::size_t read(std::size_t count, std::vector<std::uint8_t>& pixels, std::vector<int>& labels) override
    {
        while (_next < _parts.size() || _reader) {
            if (!_reader)
                _reader = _parts[_next++]->open(_split);
            if (const std::size_t got = _reader->read(count, pixels, labels)) {
                for (int& label : labels)
                    label += _firstClass;
                return got;
            }
            _firstClass += _parts[_next - 1]->classes();
            const auto skipped = _reader->skipped();
            _skipped.insert(_skipped.end(), skipped.begin(), skipped.end());
            _reader.reset();
        }
        pixels.clear();
        labels.clear();
        return 0;
    }
    /// Of the parts that have been read to their end.
    std::vector<std::filesystem::path> skipped() const override { return _skipped; }

private:
    const std::vector<std::unique_ptr<Dataset>>& _parts;
    Split _split;
    std::size_t _next = 0;
    int _firstClass = 0;
    std::unique_ptr<DatasetReader> _reader;
    std::vector<std::filesystem::path> _skipped;
};

} // namespace

UnionDataset::UnionDataset(std::vector<std::unique_ptr<Dataset>> parts) : _parts(std::move(parts))
{
    for (const auto& part : _parts) {
        if (part->channels() != channels() || part->height() != height() || part->width() != width())
            throw Error(
                "the datasets " + _parts.front()->name() + " and " + part->name() +
                " have pictures of different sizes and cannot be joined; choose datasets of one size");
        if ((part->classes() == 0) != (_parts.front()->classes() == 0))
            throw Error("the datasets " + _parts.front()->name() + " and " + part->name() +
                        " cannot be joined: only one of them has labels; choose another");
    }
}

std::string UnionDataset::name() const
{
    std::string name;
    for (const auto& part : _parts) {
        if (!name.empty())
            name += '+';
        name += part->name();
    }
    return name;
}

int UnionDataset::classes() const
{
    int count = 0;
    for (const auto& part : _parts)
        count += part->classes();
    return count;
}

std::vector<std::string> UnionDataset::classNames() const
{
    std::vector<std::string> names;
    for (const auto& part : _parts)
        for (const auto& name : part->classNames())
            names.push_back(name);
    return names;
}

std::size_t UnionDataset::size(Split split) const
{
    std::size_t count = 0;
    for (const auto& part : _parts)
        count += part->size(split);
    return count;
}

std::unique_ptr<DatasetReader> UnionDataset::open(Split split) const
{
    return std::make_unique<UnionReader>(_parts, split);
}

std::string UnionDataset::terms() const
{
    std::string terms;
    for (const auto& part : _parts)
        terms += (terms.empty() ? "" : "; ") + part->terms();
    return terms;
}

} // namespace flipside
