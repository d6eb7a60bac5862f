// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weight_tensor.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flipside {

enum class NestKind : std::uint8_t {
    None,
    Bool,
    Integer,
    Real,
    LargeInteger, ///< more than 64 bits; `text` as the file has it: digits, or bytes, little-endian
    Text,         ///< valid UTF-8
    Bytes,
    Name, ///< of a class, a function or a constant, "torch.float32": a word, never the thing
    Part  ///< a list, dictionary, record, …
};

/// What a file holds in one place. Small, so that it can be copied: parts are known by their number.
struct NestValue {
    NestKind kind = NestKind::None;
    std::uint32_t part = 0;   ///< number of a part in its Nest
    std::int64_t integer = 0; ///< of a whole number; 0 or 1 for Bool
    double real = 0;
    std::string_view text = {}; ///< lives as long as the Nest
};

enum class PartKind : std::uint8_t { List, Tuple, Set, Dict, Record, Tensor, Storage };

/// A list, a dictionary, a tensor, or a record: an object of a class that only its author's program knows.
struct NestPart {
    PartKind kind = PartKind::Record;
    std::vector<NestValue> items; ///< of a list, tuple or set, in order
    std::vector<std::pair<NestValue, NestValue>>
        entries;                ///< of a dictionary, in order; the last of a key counts
    std::string_view className; ///< of a record: "torch.nn.modules.linear.Linear"
    NestValue
        arguments;   ///< of a record: the tuple that its class was called with, or what it was saved under
    NestValue state; ///< the attributes that it got, most often a dictionary
    std::unique_ptr<const WeightTensor> tensor;
    std::shared_ptr<WeightStorage> storage;
    WeightType storageType = WeightType::UInt8;
};

/// What a file of weights holds, as data: values in lists, dictionaries and records. Parts may be inside
/// several others, and even inside themselves; who walks through them must bear that. Bounded whatever the
/// file says: a million parts, and five million values in them.
class Nest {
public:
    /// `content` is kept for as long as there is this nest: texts and numbers lie in it. `bytes` is its
    /// length.
    Nest(std::shared_ptr<const void> content, std::uint64_t bytes);

    NestValue root;

    /// Nothing where the value is no part.
    const NestPart* part(const NestValue& value) const;
    /// Nothing where it is no part of this kind.
    const NestPart* part(const NestValue& value, PartKind kind) const;
    /// What a dictionary, or else its attributes or those of a record, have under a text; nothing where they
    /// have not.
    const NestValue* find(const NestValue& value, std::string_view key) const;
    const std::deque<NestPart>& parts() const { return _parts; }

    // For readers. These throw Error where a limit is reached.

    NestPart* writable(const NestValue& value);
    NestValue addPart(PartKind kind);
    NestValue addTensor(WeightTensor tensor);
    NestValue addTuple(std::vector<NestValue> items);
    void append(NestPart& part, const NestValue& item);
    void put(NestPart& part, const NestValue& key, const NestValue& value);
    /// A text that is not in the file as it stands. At most 64 MiB and 16 times the file in all.
    std::string_view keep(std::string text);
    /// Counts work that takes time and leaves nothing behind, in instructions: fifty million at most.
    void work(std::uint64_t amount);

private:
    void count(std::uint64_t values);

    std::shared_ptr<const void> _content;
    std::uint64_t _mostKept = 0;
    std::uint64_t _kept = 0;
    std::uint64_t _values = 0;
    std::uint64_t _work = 0;
    std::deque<std::string> _texts;
    std::deque<NestPart> _parts;
};

NestValue integerValue(std::int64_t integer);
NestValue boolValue(bool truth);
NestValue realValue(double real);
NestValue textValue(NestKind kind, std::string_view text);

} // namespace flipside
