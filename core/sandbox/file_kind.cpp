// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/file_kind.h"

#include "core/base/file.h"
#include "core/picture/picture_kind.h"
#include "core/sandbox/zip_directory.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <vector>

namespace flipside {

namespace {

using namespace std::string_view_literals;

const std::string exportIt = "load it in Python into the network that it belongs to, and export that with "
                             "torch.jit.trace, as the guide "
                             "shows under “Bringing your own generator”";
const std::string throughOnnx =
    "convert the model to ONNX with tf2onnx, as the guide shows under “Bringing your own "
    "generator”, and open that";
/// Where the names in a pickle are looked for.
constexpr std::size_t pickleLookedAt = std::size_t{1} << 20;
const std::string downloadAgain = "download or copy it again";

FileKind torchScript()
{
    return {"torchscript", "it is a TorchScript file", "", true};
}

/// Kinds that begin with bytes of their own.
struct Beginning {
    std::string_view bytes;
    std::size_t at = 0;
    FileKind kind;
};

const std::vector<Beginning>& beginnings()
{
    const auto packed = [](const char* name) {
        return FileKind{"packed", std::string("it is packed (") + name + ")",
                        "unpack it and open what is inside"};
    };
    static const std::vector<Beginning> table = {
        {"version https://git-lfs.github.com"sv,
         0,
         {"lfs-pointer", "it is a pointer of Git LFS and not the file itself",
          "fetch the file with git lfs pull, or download it from the project's page", true}},
        {"GGUF"sv,
         0,
         {"gguf", "it is a GGUF file, as language models come in, and makes no pictures",
          "choose a generator of pictures"}},
        {"\x89HDF\r\n\x1a\n"sv,
         0,
         {"hdf5", "it is an HDF5 file, as Keras writes weights", throughOnnx, true}},
        {"\x93NUMPY"sv, 0, {"numpy", "it is an array of NumPy's, without a network", exportIt, true}},
        {"TFL3"sv, 4, {"tensorflow-lite", "it is a TensorFlow Lite model", throughOnnx, true}},
        {"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv,
         0,
         {"state-dict",
          "it holds weights as PyTorch before 1.6 saved them (torch.save), and not the network that "
          "uses them",
          exportIt, true}},
        {"\x1f\x8b"sv, 0, packed("gzip")},
        {"BZh"sv, 0, packed("bzip2")},
        {"\xfd"
         "7zXZ"sv,
         0, packed("xz")},
        {"\x28\xb5\x2f\xfd"sv, 0, packed("zstd")},
        {"7z\xbc\xaf\x27\x1c"sv, 0, packed("7z")},
        {"Rar!"sv, 0, packed("rar")},
        {"ustar"sv, 257, packed("tar")},
        {"\x7f"
         "ELF"sv,
         0,
         {"program", "it is a program", "choose the model instead"}},
        {"%PDF"sv, 0, {"document", "it is a PDF document", "choose the model instead"}},
    };
    return table;
}

bool contains(std::string_view content, std::string_view words)
{
    return content.find(words) != std::string_view::npos;
}

/// What torch.save or another pickle holds, as the names in it tell.
FileKind kindOfPickle(std::string_view pickle)
{
    if (contains(pickle, "torch_utils.persistence") || contains(pickle, "dnnlib.tflib"))
        return {"nvidia-pickle", "it is a pickle of NVIDIA's StyleGAN code, which brings its program with it",
                "open it with that code in Python and export G_ema with torch.jit.trace, in the way the "
                "guide shows",
                true};
    if (contains(pickle, "pytorch-lightning_version"))
        return {"state-dict",
                "it is a checkpoint of PyTorch Lightning: weights, and not the network that uses them",
                exportIt, true};
    if (contains(pickle, "torch.nn.modules") || contains(pickle, "__main__"))
        return {"torch-module", "it is a pickled module, which only its author's Python code can open",
                "open it there with torch.load and export it with torch.jit.trace, as the guide shows under "
                "“Bringing your own generator”",
                true};
    if (contains(pickle, "_rebuild_tensor") || contains(pickle, "torch._utils"))
        return {"state-dict",
                "it holds weights (torch.save, a state dict), and not the network that uses them", exportIt,
                true};
    return {"pickle", "it is a Python pickle without a network in it", "choose the generator's own file"};
}

FileKind kindOfZip(std::string_view content)
{
    std::vector<ZipRecord> records;
    try {
        records = readZipDirectory(content);
    } catch (const Error& error) {
        return {"zip", error.what(), downloadAgain, true};
    }
    std::set<std::string> names;
    std::string inside;
    for (const ZipRecord& record : records) {
        names.insert(record.name.substr(record.name.rfind('/') + 1));
        for (const std::string_view ending : generatorEndings())
            if (record.name.ends_with(ending) && !record.name.ends_with("data.pkl"))
                inside = record.name;
    }
    const auto has = [&](const char* name) { return names.contains(name); };
    const auto hasFolder = [&](std::string_view folder) {
        return std::any_of(records.begin(), records.end(), [&](const ZipRecord& record) {
            return record.name.find(folder) != std::string::npos;
        });
    };
    if (hasFolder("data/aotinductor/"))
        return {"torch-export",
                "it is a network that AOTInductor has compiled to a program for one kind of machine",
                "save the exported network itself with torch.export.save()", true};
    if (has("serialized_exported_program.json") || hasFolder("models/model.json"))
        return {
            "torch-export", "it is a program of torch.export (.pt2)",
            "export the network with torch.jit.trace instead, as the guide shows under “Bringing your own "
            "generator”",
            true};
    if (has("bytecode.pkl"))
        return {"torch-lite", "it is made for PyTorch's lite interpreter, on telephones",
                "save the scripted module with save(), not _save_for_lite_interpreter()", true};
    if (has("constants.pkl") && has("data.pkl"))
        return torchScript();
    if (has("data.pkl")) {
        // Its pickle stands unpacked within the first megabyte, as torch.save writes it first.
        FileKind kind = kindOfPickle(content.substr(0, pickleLookedAt));
        if (kind.id == "pickle")
            kind = {"state-dict", "it holds weights (torch.save), and not the network that uses them",
                    exportIt, true};
        return kind;
    }
    if (has("model.weights.h5"))
        return {"keras", "it is a Keras model", throughOnnx, true};
    if (std::all_of(names.begin(), names.end(),
                    [](const std::string& name) { return name.ends_with(".npy"); }))
        return {"numpy", "it holds arrays of NumPy's, without a network", exportIt, true};
    if (!inside.empty())
        return {"packed", "it is a zip archive with " + inside + " in it", "unpack it and open that", true};
    return {"packed", "it is a zip archive, and not one that torch.jit.save writes",
            "unpack it, if a generator is inside"};
}

/// Protocol buffers have no mark of their own: both begin with a version number, and go on with a field of
/// theirs (onnx.proto: ModelProto; saved_model.proto: SavedModel).
std::optional<FileKind> kindOfProtocolBuffer(std::string_view content)
{
    if (content.size() < 16 || content[0] != '\x08')
        return std::nullopt;
    const auto version = static_cast<unsigned char>(content[1]);
    const auto field = static_cast<unsigned char>(content[2]);
    if (version == 1 && field == 0x12)
        return FileKind{"saved-model", "it is a TensorFlow model", throughOnnx, true};
    if (version >= 3 && version < 32 && (field & 7) == 2 && field >> 3 >= 2 && field >> 3 <= 20)
        return FileKind{
            "onnx", "it is an ONNX model",
            "export the network from PyTorch with torch.jit.trace instead, as the guide shows under "
            "“Bringing your own generator”",
            true};
    return std::nullopt;
}

/// The first of the text that is not space, in small letters.
std::string firstWords(std::string_view content)
{
    constexpr std::size_t enough = 64;
    if (content.starts_with("\xef\xbb\xbf"))
        content.remove_prefix(3);
    const auto start =
        std::find_if(content.begin(), content.end(), [](unsigned char c) { return std::isspace(c) == 0; });
    std::string words(start, start + std::min<std::ptrdiff_t>(enough, content.end() - start));
    std::transform(words.begin(), words.end(), words.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    return words;
}

bool isText(std::string_view content)
{
    constexpr std::size_t enough = 4096;
    return std::all_of(content.begin(), content.begin() + std::ptrdiff_t(std::min(enough, content.size())),
                       [](unsigned char c) { return c >= 0x20 || c == '\n' || c == '\r' || c == '\t'; });
}

std::optional<FileKind> kindOfText(std::string_view content)
{
    if (!isText(content))
        return std::nullopt;
    const std::string words = firstWords(content);
    if (words.starts_with("<!doctype html") || words.starts_with("<html"))
        return FileKind{"page", "it is a web page and not the file: the download asked for something first",
                        "open its address in a browser and download the file itself", true};
    if (words.starts_with("{") || words.starts_with("["))
        return FileKind{"json", "it is JSON text, not a model", "choose the generator's own file"};
    for (const char* start : {"import ", "from ", "#!", "\"\"\"", "class ", "def ", "# "})
        if (words.starts_with(start))
            return FileKind{
                "python", "it is a program's text, not a model",
                "run it in Python to export the generator, as the guide shows under “Bringing your own "
                "generator”",
                true};
    return FileKind{"text", "it is a text, not a model", "choose the generator's own file"};
}

} // namespace

bool FileKind::holdsWeights() const
{
    constexpr std::array kinds{"state-dict", "torch-module", "nvidia-pickle", "safetensors"};
    return std::ranges::find(kinds, id) != kinds.end();
}

bool isSafetensors(std::string_view content)
{
    if (content.size() < 9 || content[8] != '{')
        return false;
    std::uint64_t length = 0;
    for (std::size_t i = 8; i-- > 0;)
        length = (length << 8) | static_cast<unsigned char>(content[i]);
    return length >= 2 && length <= content.size() - 8;
}

std::span<const std::string_view> generatorEndings()
{
    static constexpr std::array<std::string_view, 9> endings{".pt",          ".pth", ".ts",   ".ckpt", ".bin",
                                                             ".safetensors", ".pkl", ".onnx", ".pt2"};
    return endings;
}

std::optional<FileKind> kindOf(std::string_view content)
{
    if (content.empty())
        return FileKind{"empty", "it is empty", downloadAgain, true};
    if (content.starts_with("PK\x03\x04") || content.starts_with("PK\x05\x06"))
        return kindOfZip(content);
    for (const Beginning& beginning : beginnings())
        if (content.size() >= beginning.at && content.substr(beginning.at).starts_with(beginning.bytes))
            return beginning.kind;
    if (const std::string_view name = pictureKind(content); !name.empty())
        return FileKind{"picture", "it is a picture (" + std::string(name) + "), not a model",
                        "start from it as a picture instead"};
    if (isSafetensors(content))
        return FileKind{"safetensors",
                        "it is a safetensors file: weights, and not the network that uses them", exportIt,
                        true};
    if (content[0] == '\x80' && content.size() > 2 && content[1] >= 2 && content[1] <= 5)
        return kindOfPickle(content.substr(0, pickleLookedAt));
    if (std::optional<FileKind> kind = kindOfProtocolBuffer(content))
        return kind;
    return kindOfText(content);
}

std::optional<FileKind> kindOfFile(const std::filesystem::path& file)
{
    const MappedFile mapped(file);
    return kindOf(mapped.content());
}

void checkIsTorchScript(std::string_view content)
{
    const std::optional<FileKind> kind = kindOf(content);
    if (!kind)
        throw WrongKind("it is of no kind that Flipside knows",
                        "choose a TorchScript file, as torch.jit.save writes it");
    if (!kind->isTorchScript())
        throw WrongKind(kind->what, kind->wayOut);
}

} // namespace flipside
