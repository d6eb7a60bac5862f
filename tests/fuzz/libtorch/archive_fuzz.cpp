// SPDX-License-Identifier: GPL-3.0-or-later
// A model file, checked and then built by LibTorch, which must survive what the check lets through. Clang
// cannot read LibTorch's headers, so that libFuzzer has no part in this one.
#include "core/base/error.h"
#include "core/sandbox/archive_check.h"
#include "tests/fuzz/support/reading.h"

#include <torch/script.h>

#include <algorithm>
#include <cstring>
#include <exception>

using namespace flipside;

namespace {

class MemoryAdapter : public caffe2::serialize::ReadAdapterInterface {
public:
    explicit MemoryAdapter(const std::string& content) : _content(content) {}
    size_t size() const override { return _content.size(); }
    size_t read(uint64_t position, void* buffer, size_t count, const char* /*what*/) const override
    {
        if (position >= _content.size())
            return 0;
        const std::size_t available = std::min<std::size_t>(count, _content.size() - position);
        std::memcpy(buffer, _content.data() + position, available);
        return available;
    }

private:
    const std::string& _content;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& archive) {
        const auto adapter = std::make_shared<MemoryAdapter>(archive);
        try {
            checkArchive(archive, adapter);
            (void)torch::jit::load(adapter, torch::Device(torch::kCPU));
        } catch (const Error&) {
            throw;
        } catch (const std::exception&) {
            // What LibTorch itself cannot make sense of becomes a refusal one level up.
        }
    });
}
