// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/made_tensor.h"

#include "core/base/error.h"

namespace flipside {

namespace {

/// Numbers, and the storage that shows them.
struct OwnNumbers {
    std::vector<float> numbers;
    WeightStorage storage;
};

} // namespace

WeightTensor madeTensor(std::string name, std::vector<std::int64_t> shape, std::vector<float> numbers)
{
    const auto own = std::make_shared<OwnNumbers>();
    own->numbers = std::move(numbers);
    own->storage.size = own->numbers.size() * sizeof(float);
    own->storage.bytes = {reinterpret_cast<const char*>(own->numbers.data()), own->storage.size};
    WeightTensor tensor;
    tensor.name = std::move(name);
    tensor.type = WeightType::Float32;
    tensor.strides = packedStrides(shape);
    tensor.shape = std::move(shape);
    if (tensor.elements() * sizeof(float) != own->storage.size)
        throw Error("a computed tensor of " + tensor.description() + " got another number of numbers");
    tensor.storage = std::shared_ptr<const WeightStorage>(own, &own->storage);
    return tensor;
}

WeightTensor renamed(WeightTensor tensor, std::string name)
{
    tensor.name = std::move(name);
    return tensor;
}

} // namespace flipside
