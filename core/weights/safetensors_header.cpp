// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/safetensors_header.h"

#include "core/weights/refuse_weights.h"

#include <nlohmann/json.hpp>

#include <unordered_set>

namespace flipside {

namespace {

using HeaderJson = nlohmann::json;

constexpr std::size_t mostSizes = 64;

[[noreturn]] void refuseHeader(const std::string& what)
{
    refuseWeights("its header " + what);
}

/// Takes the header key by key, and refuses what has no place in it as soon as it comes.
class HeaderReader final : public nlohmann::json_sax<HeaderJson> {
public:
    SafetensorsHeader header;

    bool start_object(std::size_t) override
    {
        if (++_depth > 2 || _list)
            refuseMisplaced();
        if (_depth == 2) {
            _metadata = _key == "__metadata__";
            if (!_metadata)
                header.tensors.push_back({_key, {}, {}, {}});
        }
        return true;
    }
    bool end_object() override
    {
        if (--_depth == 0)
            return true;
        if (!_metadata) {
            const SafetensorsEntry& tensor = header.tensors.back();
            if (!tensor.type || !tensor.shape || !tensor.offsets)
                refuseHeader("does not say all of its tensor " + shownText(tensor.name));
        }
        _metadata = false;
        return true;
    }
    bool key(string_t& key) override
    {
        const bool isNew = _depth == 1 ? _names.insert(key).second
                           : _metadata ? _metadataKeys.insert(key).second
                                       : true; // a tensor's three fields are asked as they come
        if (!isNew)
            refuseHeader("has the key " + shownText(key) + " twice");
        _key = key;
        return true;
    }
    bool string(string_t& text) override
    {
        if (_depth != 2 || _list)
            refuseMisplaced();
        if (_metadata) {
            header.metadata.emplace_back(_key, text);
            return true;
        }
        if (_key != "dtype" || tensor().type)
            refuseMisplaced();
        tensor().type = text;
        return true;
    }
    bool start_array(std::size_t) override
    {
        if (_depth != 2 || _metadata || _list)
            refuseMisplaced();
        std::optional<std::vector<std::uint64_t>>* list = _key == "shape"          ? &tensor().shape
                                                          : _key == "data_offsets" ? &tensor().offsets
                                                                                   : nullptr;
        if (!list || *list)
            refuseMisplaced();
        _list = &list->emplace();
        return true;
    }
    bool end_array() override
    {
        _list = nullptr;
        return true;
    }
    bool number_unsigned(number_unsigned_t number) override
    {
        if (!_list || _list->size() >= mostSizes)
            refuseMisplaced();
        _list->push_back(number);
        return true;
    }
    bool null() override { refuseMisplaced(); }
    bool boolean(bool) override { refuseMisplaced(); }
    bool number_integer(number_integer_t) override { refuseMisplaced(); }
    bool number_float(number_float_t, const string_t&) override { refuseMisplaced(); }
    bool binary(binary_t&) override { refuseMisplaced(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override
    {
        refuseHeader("is damaged: it is not JSON");
    }

private:
    [[noreturn]] void refuseMisplaced() const
    {
        refuseHeader("holds something that safetensors files do not, at " + shownText(_key));
    }
    SafetensorsEntry& tensor() { return header.tensors.back(); }

    int _depth = 0;
    bool _metadata = false;
    std::vector<std::uint64_t>* _list = nullptr;
    std::string _key;
    std::unordered_set<std::string> _names;
    std::unordered_set<std::string> _metadataKeys;
};

} // namespace

SafetensorsHeader readSafetensorsHeader(std::string_view json)
{
    // The library would skip a byte order mark, and take a zero byte for the end.
    if (!json.starts_with('{') || json.find('\0') != std::string_view::npos)
        refuseHeader("is damaged: it is not JSON");
    HeaderReader reader;
    if (!HeaderJson::sax_parse(json.begin(), json.end(), &reader))
        refuseHeader("is damaged: it is not JSON");
    return std::move(reader.header);
}

} // namespace flipside
