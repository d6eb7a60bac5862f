// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

#include <memory>
#include <vector>

namespace flipside {

/// Several datasets of equal picture size, one after another, their classes too.
class UnionDataset final : public Dataset {
public:
    /// Throws Error where the sizes of the pictures differ or only some parts have labels.
    explicit UnionDataset(std::vector<std::unique_ptr<Dataset>> parts);

    std::string name() const override;
    int channels() const override { return _parts.front()->channels(); }
    int height() const override { return _parts.front()->height(); }
    int width() const override { return _parts.front()->width(); }
    int classes() const override;
    std::vector<std::string> classNames() const override;
    std::size_t size(Split split) const override;
    std::unique_ptr<DatasetReader> open(Split split) const override;
    std::string terms() const override;

private:
    std::vector<std::unique_ptr<Dataset>> _parts;
};

} // namespace flipside
