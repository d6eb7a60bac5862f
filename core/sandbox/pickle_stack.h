// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace flipside {

/// Throws Error with half a sentence about a pickle.
[[noreturn]] void refusePickle(const std::string& what);
/// The same for one that LibTorch cannot have written.
[[noreturn]] void refuseDamagedPickle();

enum class PickleKind { Other, Integer, Text, Global, Tuple, Container, Object, Storage };

/// A list, dictionary or object. It is sealed once it is inside something else: filling it later could close
/// a circle.
struct PickleContainer {
    bool sealed = false;
    bool built = false; ///< an object that has got its attributes
    std::uint32_t depth = 1;
    std::uint64_t parts = 1;
};

/// What is known of a value without building it.
struct PickleValue {
    PickleKind kind = PickleKind::Other;
    std::int64_t integer = 0; ///< of a storage: how many elements it has
    /// Of a global: its qualified name. Shared, as a file may use a long one a million times.
    std::shared_ptr<const std::string> text;
    std::shared_ptr<std::vector<PickleValue>> items; ///< of a tuple
    std::shared_ptr<PickleContainer> container;      ///< of a list, dictionary or object
    std::uint32_t depth = 1;
    std::uint64_t parts = 1;
};

/// The stack, marks and memory of a pickle machine. Refuses what would take from an empty stack, put
/// something inside itself, or nest values deeper or larger than any model needs.
class PickleStack {
public:
    void push(PickleValue value);
    void pushInteger(std::int64_t integer);
    void pushText(PickleKind kind, std::string text);
    /// An empty list, dictionary or object.
    void pushContainer(PickleKind kind);
    void pushTuple(std::vector<PickleValue> items);
    void pushMark();
    PickleValue pop();
    std::vector<PickleValue> popToMark();

    /// Puts items into the list or dictionary on top.
    void fill(const std::vector<PickleValue>& items);
    /// Gives the object on top its attributes.
    void build(const PickleValue& state);
    void remember(std::uint64_t slot);
    void recall(std::uint64_t slot);

    /// How deep and how large a value is once it is part of something; from here on it cannot change.
    static std::pair<std::uint32_t, std::uint64_t> seal(const PickleValue& value);

private:
    PickleValue& top();

    std::vector<PickleValue> _stack;
    std::vector<std::size_t> _marks;
    std::unordered_map<std::uint64_t, PickleValue> _memory;
};

} // namespace flipside
