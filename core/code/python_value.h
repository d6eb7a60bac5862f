// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flipside {

struct CodeModule;
struct CodeFunction;
struct PythonClass;

/// What an expression of a network's code is worth while it is read.
struct CodeValue {
    enum class Kind : std::uint8_t {
        None,
        Bool,
        Integer,
        Real,
        Text,
        List,
        Tuple,
        Dict,     ///< `items` are pairs, one key and one value after the other
        Module,   ///< of the network, or one that holds others
        Function, ///< of the file
        Class,    ///< of the file
        Name,     ///< of a library: "torch.nn.Conv2d"
        Method,   ///< `text` of `items[0]`
        Options,  ///< what argparse would have read
        Term,     ///< known only when a picture is made: `text` is its expression
        Unknown,  ///< something that the network is not made of; why in `text`
    };
    using Items = std::vector<CodeValue>;

    Kind kind = Kind::None;
    bool flag = false;
    std::int64_t integer = 0;
    double real = 0.0;
    std::string text{};
    std::shared_ptr<Items> items{};
    std::shared_ptr<CodeModule> module{};
    std::shared_ptr<const CodeFunction> function{};
    const PythonClass* type = nullptr;

    static CodeValue of(bool value);
    static CodeValue of(std::int64_t value);
    static CodeValue of(double value);
    static CodeValue of(std::string value);
    static CodeValue list(Items items, Kind kind = Kind::List);
    static CodeValue term(std::string expression);
    static CodeValue name(std::string library);
    static CodeValue method(const CodeValue& self, std::string name);
    static CodeValue unknown(std::string why);

    bool is(Kind wanted) const { return kind == wanted; }
    bool isNumber() const { return is(Kind::Bool) || is(Kind::Integer) || is(Kind::Real); }
    bool isSequence() const { return is(Kind::List) || is(Kind::Tuple); }
    /// Of a number.
    double number() const;
    /// A value to keep in a list: lists belong to one list alone, so that none is ever in itself, and to go
    /// through one takes no longer than it is large. Throws Error, half a sentence, where it is too large.
    CodeValue owned() const;
    /// How many values are in it, and in what is in it.
    std::size_t size() const;
    /// Whether it is one of these numbers or texts, and not known only when a picture is made.
    bool isPlain() const;
};

/// Arguments of a call.
struct CodeArguments {
    std::vector<CodeValue> values;
    std::vector<std::pair<std::string, CodeValue>> named;

    /// By its place or, after that, its name; null where it was not given.
    const CodeValue* find(std::size_t place, std::string_view name) const;
};

/// A module of the network.
struct CodeModule {
    /// "torch.nn.Conv2d", or the name of a class of the file.
    std::string className;
    const PythonClass* type = nullptr; ///< null of a library's
    CodeArguments arguments;           ///< of a library's
    /// What its author gave it, in order; the children of a container under "0", "1", ….
    std::vector<std::pair<std::string, CodeValue>> attributes;
    int line = 0;           ///< of the code, on which a library's layer is made
    std::string path;       ///< in the network, once it is whole
    bool isPrinted = false; ///< its code is not known; its children are called one after the other
    /// Of one that enlarges in a printed network: how many channels the next layer wants, if one does.
    std::int64_t channelsAfter = 0;
    std::string normalisation; ///< "spectral_norm" or "weight_norm" of its weight

    CodeValue* find(std::string_view name);
    void set(const std::string& name, CodeValue value);
};

} // namespace flipside
