// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_machine.h"

#include "core/weights/pickle_builders.h"
#include "core/weights/pickle_bytes.h"
#include "core/weights/pickle_text.h"
#include "core/weights/pickle_values.h"
#include "core/weights/refuse_weights.h"

#include <charconv>
#include <limits>
#include <string>

namespace flipside {

namespace {

constexpr std::size_t longestName = 1000;

class PickleMachine {
public:
    PickleMachine(Nest& nest, std::string_view bytes, const PickleSurroundings& surroundings)
        : _nest(nest), _bytes(bytes), _surroundings(surroundings)
    {
    }

    std::uint64_t run()
    {
        do
            _nest.work(1);
        while (step());
        return _bytes.taken();
    }

private:
    bool step();
    bool numberStep(unsigned char instruction);
    bool textStep(unsigned char instruction);
    bool memoryStep(unsigned char instruction);
    bool containerStep(unsigned char instruction);
    bool objectStep(unsigned char instruction);

    void pushInteger(std::int64_t integer) { _values.push(integerValue(integer)); }
    void pushLargeInteger(std::string_view bytes);
    void pushDigits(std::string_view digits);
    void pushReal(std::string_view text);
    void pushText(std::string_view text);
    void pushOldText(std::string_view text);
    void pushName(std::string_view module, std::string_view name);
    void pushTuple(std::size_t count);
    void pushItems(PartKind kind);
    void pushPersistent(const NestValue& id);
    void makeObject(const NestValue& callable, const NestValue& arguments);
    void fill(PartKind kind, const std::vector<NestValue>& items);
    void putAll(const std::vector<NestValue>& keysAndValues);

    Nest& _nest;
    PickleBytes _bytes;
    const PickleSurroundings& _surroundings;
    PickleValues _values;
};

/// Two's complement, little-endian, of any length.
void PickleMachine::pushLargeInteger(std::string_view bytes)
{
    if (bytes.size() > 8) {
        _values.push(textValue(NestKind::LargeInteger, bytes));
        return;
    }
    std::uint64_t bits = !bytes.empty() && (bytes.back() & '\x80') != 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        bits = (bits << 8) | static_cast<unsigned char>(bytes[i]);
    pushInteger(static_cast<std::int64_t>(bits));
}

void PickleMachine::pushDigits(std::string_view digits)
{
    if (digits.ends_with('L'))
        digits.remove_suffix(1);
    std::int64_t integer = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), integer);
    if (end != digits.data() + digits.size() || digits.empty() || error == std::errc::invalid_argument)
        refuseDamagedWeights();
    if (error == std::errc::result_out_of_range)
        _values.push(textValue(NestKind::LargeInteger, digits));
    else
        pushInteger(integer);
}

void PickleMachine::pushReal(std::string_view text)
{
    double real = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), real);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument)
        refuseDamagedWeights();
    if (error == std::errc::result_out_of_range)
        real = 0; // Python writes what it has, and that is in range
    _values.push(realValue(real));
}

void PickleMachine::pushText(std::string_view text)
{
    if (!isUtf8(text))
        refuseDamagedWeights();
    _values.push(textValue(NestKind::Text, text));
}

/// Python 2 had one kind of text for words and for bytes.
void PickleMachine::pushOldText(std::string_view text)
{
    _values.push(textValue(isUtf8(text) ? NestKind::Text : NestKind::Bytes, text));
}

void PickleMachine::pushName(std::string_view module, std::string_view name)
{
    if (module.size() + name.size() > longestName || !isUtf8(module) || !isUtf8(name))
        refuseDamagedWeights();
    std::string full(module);
    full += '.';
    full += name;
    _values.push(textValue(NestKind::Name, _nest.keep(std::move(full))));
}

void PickleMachine::pushTuple(std::size_t count)
{
    std::vector<NestValue> items(count);
    for (std::size_t i = count; i-- > 0;)
        items[i] = _values.pop();
    _values.push(_nest.addTuple(std::move(items)));
}

/// A list, set or dictionary of all that is above the mark.
void PickleMachine::pushItems(PartKind kind)
{
    const std::vector<NestValue> items = _values.popToMark();
    _values.push(_nest.addPart(kind));
    if (kind == PartKind::Dict)
        putAll(items);
    else
        fill(kind, items);
}

void PickleMachine::pushPersistent(const NestValue& id)
{
    if (_surroundings.persistent) {
        _values.push(_surroundings.persistent(_nest, id));
        return;
    }
    const NestValue record = _nest.addPart(PartKind::Record);
    _nest.writable(record)->className = "(persistent)";
    _nest.writable(record)->arguments = id;
    _values.push(record);
}

void PickleMachine::makeObject(const NestValue& callable, const NestValue& arguments)
{
    _values.push(buildCalled(_nest, _surroundings, callable, arguments));
}

/// Puts items into the list or set on top; a record of a class that is a list gets them as well.
void PickleMachine::fill(PartKind kind, const std::vector<NestValue>& items)
{
    NestPart* part = _nest.writable(_values.top());
    if (!part || (part->kind != kind && part->kind != PartKind::Record))
        refuseDamagedWeights();
    for (const NestValue& item : items)
        _nest.append(*part, item);
}

void PickleMachine::putAll(const std::vector<NestValue>& keysAndValues)
{
    NestPart* part = _nest.writable(_values.top());
    if (!part || (part->kind != PartKind::Dict && part->kind != PartKind::Record) ||
        keysAndValues.size() % 2 != 0)
        refuseDamagedWeights();
    for (std::size_t i = 0; i < keysAndValues.size(); i += 2)
        _nest.put(*part, keysAndValues[i], keysAndValues[i + 1]);
}

bool PickleMachine::numberStep(unsigned char instruction)
{
    switch (instruction) {
    case 'N':
        _values.push({});
        return true;
    case 0x88:
        _values.push(boolValue(true));
        return true;
    case 0x89:
        _values.push(boolValue(false));
        return true;
    case 'I': {
        const std::string_view digits = _bytes.line();
        if (digits == "01" || digits == "00")
            _values.push(boolValue(digits == "01"));
        else
            pushDigits(digits);
        return true;
    }
    case 'L':
        pushDigits(_bytes.line());
        return true;
    case 'J':
        pushInteger(static_cast<std::int32_t>(_bytes.number(4)));
        return true;
    case 'K':
        pushInteger(static_cast<std::int64_t>(_bytes.number(1)));
        return true;
    case 'M':
        pushInteger(static_cast<std::int64_t>(_bytes.number(2)));
        return true;
    case 0x8a:
        pushLargeInteger(_bytes.counted(1));
        return true;
    case 0x8b:
        pushLargeInteger(_bytes.counted(4));
        return true;
    case 'F':
        pushReal(_bytes.line());
        return true;
    case 'G':
        _values.push(realValue(_bytes.bigEndianReal()));
        return true;
    default:
        return false;
    }
}

bool PickleMachine::textStep(unsigned char instruction)
{
    const auto kept = [&](std::optional<std::string> text) {
        if (!text)
            refuseDamagedWeights();
        return _nest.keep(std::move(*text));
    };
    const auto pushBytes = [&](std::string_view bytes) { _values.push(textValue(NestKind::Bytes, bytes)); };
    switch (instruction) {
    case 'S':
        pushOldText(kept(unquoted(_bytes.line())));
        return true;
    case 'T':
        pushOldText(_bytes.counted(4));
        return true;
    case 'U':
        pushOldText(_bytes.counted(1));
        return true;
    case 'V':
        pushText(kept(fromRawUnicodeEscape(_bytes.line())));
        return true;
    case 'X':
        pushText(_bytes.counted(4));
        return true;
    case 0x8c:
        pushText(_bytes.counted(1));
        return true;
    case 0x8d:
        pushText(_bytes.counted(8));
        return true;
    case 'B':
        pushBytes(_bytes.counted(4));
        return true;
    case 'C':
        pushBytes(_bytes.counted(1));
        return true;
    case 0x8e: // bytes, and those that can be changed
    case 0x96:
        pushBytes(_bytes.counted(8));
        return true;
    default:
        return false;
    }
}

bool PickleMachine::memoryStep(unsigned char instruction)
{
    switch (instruction) {
    case '(':
        _values.pushMark();
        return true;
    case '0':
        _values.drop();
        return true;
    case '1':
        (void)_values.popToMark();
        return true;
    case '2':
        _values.push(NestValue(_values.top()));
        return true;
    case 'p':
        _values.remember(_bytes.lineNumber());
        return true;
    case 'q':
        _values.remember(_bytes.number(1));
        return true;
    case 'r':
        _values.remember(_bytes.number(4));
        return true;
    case 0x94:
        _values.remember();
        return true;
    case 'g':
        _values.recall(_bytes.lineNumber());
        return true;
    case 'h':
        _values.recall(_bytes.number(1));
        return true;
    case 'j':
        _values.recall(_bytes.number(4));
        return true;
    default:
        return false;
    }
}

bool PickleMachine::containerStep(unsigned char instruction)
{
    switch (instruction) {
    case ')':
        pushTuple(0);
        return true;
    case 0x85:
    case 0x86:
    case 0x87:
        pushTuple(instruction - 0x84U);
        return true;
    case 't':
        _values.push(_nest.addTuple(_values.popToMark()));
        return true;
    case ']':
        _values.push(_nest.addPart(PartKind::List));
        return true;
    case '}':
        _values.push(_nest.addPart(PartKind::Dict));
        return true;
    case 0x8f:
        _values.push(_nest.addPart(PartKind::Set));
        return true;
    case 'l':
        pushItems(PartKind::List);
        return true;
    case 'd':
        pushItems(PartKind::Dict);
        return true;
    case 0x91:
        pushItems(PartKind::Set);
        return true;
    case 'a':
        fill(PartKind::List, {_values.pop()});
        return true;
    case 'e':
        fill(PartKind::List, _values.popToMark());
        return true;
    case 0x90:
        fill(PartKind::Set, _values.popToMark());
        return true;
    case 's': {
        const NestValue value = _values.pop();
        const NestValue key = _values.pop();
        putAll({key, value});
        return true;
    }
    case 'u':
        putAll(_values.popToMark());
        return true;
    default:
        return false;
    }
}

bool PickleMachine::objectStep(unsigned char instruction)
{
    switch (instruction) {
    case 'c': {
        const std::string_view module = _bytes.line();
        pushName(module, _bytes.line());
        return true;
    }
    case 0x93: {
        const NestValue name = _values.pop();
        const NestValue module = _values.pop();
        if (name.kind != NestKind::Text || module.kind != NestKind::Text)
            refuseDamagedWeights();
        pushName(module.text, name.text);
        return true;
    }
    case 'R':
    case 0x81: {
        const NestValue arguments = _values.pop();
        makeObject(_values.pop(), arguments);
        return true;
    }
    case 0x92: { // with arguments by name, which the record keeps as entries
        const NestValue byName = _values.pop();
        const NestValue arguments = _values.pop();
        makeObject(_values.pop(), arguments);
        const NestPart* named = _nest.part(byName, PartKind::Dict);
        if (named && _nest.part(_values.top(), PartKind::Record))
            for (std::size_t i = 0; i < named->entries.size(); ++i)
                _nest.put(*_nest.writable(_values.top()), named->entries[i].first, named->entries[i].second);
        return true;
    }
    case 'i': {
        const std::string_view module = _bytes.line();
        const std::string_view name = _bytes.line();
        const NestValue arguments = _nest.addTuple(_values.popToMark());
        pushName(module, name);
        makeObject(_values.pop(), arguments);
        return true;
    }
    case 'o': {
        std::vector<NestValue> items = _values.popToMark();
        if (items.empty())
            refuseDamagedWeights();
        const NestValue callable = items.front();
        items.erase(items.begin());
        makeObject(callable, _nest.addTuple(std::move(items)));
        return true;
    }
    case 'b': {
        const NestValue state = _values.pop();
        buildState(_nest, _values.top(), state);
        return true;
    }
    case 'P': {
        const std::string_view id = _bytes.line();
        pushPersistent(textValue(isUtf8(id) ? NestKind::Text : NestKind::Bytes, id));
        return true;
    }
    case 'Q':
        pushPersistent(_values.pop());
        return true;
    default:
        return false;
    }
}

/// One instruction; false at the end of the pickle.
bool PickleMachine::step()
{
    const auto instruction = static_cast<unsigned char>(_bytes.take(1)[0]);
    switch (instruction) {
    case '.':
        _nest.root = _values.pop();
        return false;
    case 0x80: // protocol
        if (_bytes.number(1) > 5)
            refuseWeights("it is a pickle of a protocol above 5, which did not exist when Flipside was made",
                          "save it again in Python with pickle protocol 2");
        return true;
    case 0x95: // a length that helps who reads from a disk
        _bytes.take(8);
        return true;
    case 0x82:
    case 0x83:
    case 0x84:
        refuseWeights("it names classes by numbers that only its author's Python knows",
                      "save the generator's state dict there with torch.save");
    case 0x97:
    case 0x98:
        refuseWeights("its numbers are in buffers outside of the file",
                      "save the generator's state dict with torch.save");
    default:
        if (memoryStep(instruction) || textStep(instruction) || numberStep(instruction) ||
            containerStep(instruction) || objectStep(instruction))
            return true;
        refuseDamagedWeights();
    }
}

} // namespace

std::uint64_t readPickle(Nest& nest, std::string_view bytes, const PickleSurroundings& surroundings)
{
    return PickleMachine(nest, bytes, surroundings).run();
}

} // namespace flipside
