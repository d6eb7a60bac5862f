// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/pickle_check.h"

#include "core/sandbox/pickle_stack.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace flipside {

namespace {

const std::map<std::string, int, std::less<>>& elementSizes()
{
    static const std::map<std::string, int, std::less<>> sizes = {
        {"torch.FloatStorage", 4},    {"torch.DoubleStorage", 8},       {"torch.HalfStorage", 2},
        {"torch.BFloat16Storage", 2}, {"torch.LongStorage", 8},         {"torch.IntStorage", 4},
        {"torch.ShortStorage", 2},    {"torch.CharStorage", 1},         {"torch.ByteStorage", 1},
        {"torch.BoolStorage", 1},     {"torch.ComplexFloatStorage", 8}, {"torch.ComplexDoubleStorage", 16}};
    return sizes;
}

void checkGlobal(const std::string& name)
{
    static constexpr std::array<std::string_view, 9> functions = {"collections.OrderedDict",
                                                                  "torch._utils._rebuild_tensor_v2",
                                                                  "torch.device",
                                                                  "torch.jit._pickle.build_intlist",
                                                                  "torch.jit._pickle.build_tensorlist",
                                                                  "torch.jit._pickle.build_doublelist",
                                                                  "torch.jit._pickle.build_boollist",
                                                                  "torch.jit._pickle.restore_type_tag",
                                                                  "torch._utils._rebuild_parameter"};
    if (name.starts_with("__torch__.torch.classes"))
        refusePickle("it uses the class " + name + ", which runs code of its own while it loads");
    if (name.starts_with("__torch__.") || elementSizes().contains(name) ||
        std::find(functions.begin(), functions.end(), name) != functions.end())
        return;
    refusePickle("its data calls " + name + ", which models have no need of");
}

class PickleWalk {
public:
    PickleWalk(std::string_view pickle, const StorageSize& storageSize)
        : _bytes(pickle), _storageSize(storageSize)
    {
    }

    void run()
    {
        while (step()) {
        }
    }

private:
    bool step();

    std::string_view take(std::uint64_t count)
    {
        if (count > _bytes.size())
            refuseDamagedPickle();
        const std::string_view taken = _bytes.substr(0, count);
        _bytes.remove_prefix(count);
        return taken;
    }

    std::uint64_t number(int bytes)
    {
        std::uint64_t value = 0;
        const std::string_view taken = take(static_cast<std::uint64_t>(bytes));
        for (std::size_t i = taken.size(); i-- > 0;)
            value = (value << 8) | static_cast<unsigned char>(taken[i]);
        return value;
    }

    std::string line()
    {
        const std::size_t end = _bytes.find('\n');
        if (end == std::string_view::npos)
            refuseDamagedPickle();
        std::string text(take(end));
        take(1);
        return text;
    }

    void loadStorage();
    void reduce();
    static void checkTensor(const std::vector<PickleValue>& arguments);

    std::string_view _bytes;
    const StorageSize& _storageSize;
    PickleStack _stack;
};

/// ('storage', type, key, device, number of elements) -> a storage
void PickleWalk::loadStorage()
{
    const PickleValue id = _stack.pop();
    if (id.kind != PickleKind::Tuple || id.items->size() != 5)
        refuseDamagedPickle();
    const std::vector<PickleValue>& parts = *id.items;
    if (parts[0].kind != PickleKind::Text || *parts[0].text != "storage" ||
        parts[1].kind != PickleKind::Global || parts[2].kind != PickleKind::Text ||
        parts[3].kind != PickleKind::Text || parts[4].kind != PickleKind::Integer)
        refuseDamagedPickle();
    const auto element = elementSizes().find(*parts[1].text);
    if (element == elementSizes().end())
        refusePickle("it has weights of the type " + *parts[1].text + ", which is not supported");
    const std::optional<std::uint64_t> bytes = _storageSize(*parts[2].text);
    const std::int64_t count = parts[4].integer;
    if (!bytes || count < 0 ||
        static_cast<std::uint64_t>(count) > *bytes / static_cast<unsigned>(element->second))
        refusePickle("some of its weights are missing");
    PickleValue storage;
    storage.kind = PickleKind::Storage;
    storage.integer = count;
    _stack.push(std::move(storage));
}

/// _rebuild_tensor_v2(storage, offset, sizes, strides, …): the last element must lie inside the storage.
void PickleWalk::checkTensor(const std::vector<PickleValue>& arguments)
{
    if (arguments.size() < 4 || arguments[0].kind != PickleKind::Storage ||
        arguments[1].kind != PickleKind::Integer || arguments[2].kind != PickleKind::Tuple ||
        arguments[3].kind != PickleKind::Tuple || arguments[2].items->size() != arguments[3].items->size())
        refuseDamagedPickle();
    const std::int64_t elements = arguments[0].integer;
    std::int64_t last = arguments[1].integer;
    bool empty = false;
    if (last < 0 || last > elements)
        refusePickle("some of its weights are missing");
    for (std::size_t i = 0; i < arguments[2].items->size(); ++i) {
        const PickleValue& size = (*arguments[2].items)[i];
        const PickleValue& stride = (*arguments[3].items)[i];
        if (size.kind != PickleKind::Integer || stride.kind != PickleKind::Integer || size.integer < 0 ||
            stride.integer < 0)
            refuseDamagedPickle();
        empty = empty || size.integer == 0;
        std::int64_t reach = 0;
        if (size.integer > 1 && (__builtin_mul_overflow(size.integer - 1, stride.integer, &reach) ||
                                 __builtin_add_overflow(last, reach, &last)))
            refuseDamagedPickle();
    }
    if (!empty && last >= elements)
        refusePickle("some of its weights are missing");
}

void PickleWalk::reduce()
{
    const PickleValue arguments = _stack.pop();
    const PickleValue function = _stack.pop();
    if (function.kind != PickleKind::Global || arguments.kind != PickleKind::Tuple ||
        function.text->starts_with("__torch__."))
        refuseDamagedPickle();
    if (*function.text == "torch._utils._rebuild_tensor_v2")
        checkTensor(*arguments.items);
    PickleValue result;
    const auto [depth, parts] = PickleStack::seal(arguments);
    result.depth = depth;
    result.parts = parts;
    _stack.push(std::move(result));
}

/// One instruction; false at the end of the pickle.
bool PickleWalk::step()
{
    const unsigned char instruction = static_cast<unsigned char>(take(1)[0]);
    switch (instruction) {
    case 0x80: // protocol
        if (number(1) != 2)
            refuseDamagedPickle();
        break;
    case '.':
        return false;
    case '(':
        _stack.pushMark();
        break;
    case ')':
        _stack.pushTuple({});
        break;
    case 't':
        _stack.pushTuple(_stack.popToMark());
        break;
    case 0x85: // tuples of one, two, three
    case 0x86:
    case 0x87: {
        std::vector<PickleValue> items(instruction - 0x84);
        for (std::size_t i = items.size(); i-- > 0;)
            items[i] = _stack.pop();
        _stack.pushTuple(std::move(items));
        break;
    }
    case ']':
    case '}':
        _stack.pushContainer(PickleKind::Container);
        break;
    case 'a':
        _stack.fill({_stack.pop()});
        break;
    case 'e':
        _stack.fill(_stack.popToMark());
        break;
    case 's': {
        const PickleValue value = _stack.pop();
        const PickleValue key = _stack.pop();
        _stack.fill({key, value});
        break;
    }
    case 'u': {
        const std::vector<PickleValue> items = _stack.popToMark();
        if (items.size() % 2 != 0)
            refuseDamagedPickle();
        _stack.fill(items);
        break;
    }
    case 'N':
    case 0x88: // true
    case 0x89: // false
        _stack.push({});
        break;
    case 'K':
        _stack.pushInteger(static_cast<std::int64_t>(number(1)));
        break;
    case 'M':
        _stack.pushInteger(static_cast<std::int64_t>(number(2)));
        break;
    case 'J':
        _stack.pushInteger(static_cast<std::int32_t>(number(4)));
        break;
    case 0x8a: // LibTorch writes and reads these with eight bytes only
        if (number(1) != 8)
            refuseDamagedPickle();
        _stack.pushInteger(static_cast<std::int64_t>(number(8)));
        break;
    case 'G':
        take(8);
        _stack.push({});
        break;
    case 'X':
        _stack.pushText(PickleKind::Text, std::string(take(number(4))));
        break;
    case 'c': {
        const std::string module = line();
        const std::string name = module + "." + line();
        checkGlobal(name);
        _stack.pushText(PickleKind::Global, name);
        break;
    }
    case 'q':
        _stack.remember(number(1));
        break;
    case 'r':
        _stack.remember(number(4));
        break;
    case 'h':
        _stack.recall(number(1));
        break;
    case 'j':
        _stack.recall(number(4));
        break;
    case 'Q':
        loadStorage();
        break;
    case 0x81: { // a new object of a class
        const PickleValue arguments = _stack.pop();
        const PickleValue type = _stack.pop();
        if (arguments.kind != PickleKind::Tuple || type.kind != PickleKind::Global ||
            !type.text->starts_with("__torch__."))
            refuseDamagedPickle();
        _stack.pushContainer(PickleKind::Object);
        break;
    }
    case 'b':
        _stack.build(_stack.pop());
        break;
    case 'R':
        reduce();
        break;
    default:
        refusePickle("its data holds an instruction that TorchScript does not write");
    }
    return true;
}

} // namespace

void checkPickle(std::string_view pickle, const StorageSize& storageSize)
{
    PickleWalk(pickle, storageSize).run();
}

} // namespace flipside
