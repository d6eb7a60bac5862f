// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"
#include "core/model/model_files.h"

#include <filesystem>
#include <string>
#include <vector>

namespace flipside {

/// A model on disk: a folder with card.json, decoder.pt and, where there are any, encoder.pt,
/// profile.cbor, references.cbor, in-domain.cbor, classifier.pt and preview.png.
class ModelFolder {
public:
    /// Reads the card. Throws Error if the folder, the card or decoder.pt is missing or the card is bad.
    explicit ModelFolder(std::filesystem::path folder);

    const ModelCard& card() const { return _card; }
    const std::filesystem::path& path() const { return _path; }
    std::filesystem::path decoderFile() const { return _path / model_file::decoder; }
    std::filesystem::path encoderFile() const { return _path / model_file::encoder; }
    std::filesystem::path profileFile() const { return _path / model_file::profile; }
    std::filesystem::path previewFile() const { return _path / model_file::preview; }
    std::filesystem::path referencesFile() const { return _path / model_file::references; }
    std::filesystem::path inDomainFile() const { return _path / model_file::inDomain; }
    std::filesystem::path classifierFile() const { return _path / model_file::classifier; }
    std::filesystem::path criticFile() const { return _path / model_file::critic; }
    bool hasEncoder() const;
    bool hasReferences() const;
    bool hasInDomain() const;
    bool hasClassifier() const;
    bool hasCritic() const;
    bool hasProfile() const;

    /// The same model, making its pictures of a latent map of another size: for networks to which all sizes
    /// are the same. Without its profile, which is of one size. Throws ArgumentError where the latent is no
    /// map, or where its pictures would not be larger or smaller by whole pixels.
    ModelFolder withLatentMap(int height, int width) const;

    /// Throws Error if a file's SHA-256 is not the one on the card (damaged or exchanged); files that the
    /// card lists no hash for pass.
    void checkHash(const std::string& fileName) const;
    /// A file's content, read once and checked as checkHash does. Throws Error also where it cannot be read
    /// or is larger than `maxBytes`.
    std::string readChecked(const std::string& fileName,
                            std::uint64_t maxBytes = std::uint64_t{2} << 30) const;

private:
    std::filesystem::path _path;
    void readLatentSpace();

    ModelCard _card;
    bool _isResized = false;
};

/// Where models are looked for, in this order: $FLIPSIDE_MODELS (for tests), the user's own under the XDG
/// data directory (flipside/models), the bundled ones (beside the program's prefix in share/flipside/models,
/// or the source tree's resources/models for a program that was not installed).
std::vector<std::filesystem::path> modelRoots();

/// Whether a model's folder is one of those that came with Flipside.
bool isBundled(const std::filesystem::path& folder);

/// The user's own model folder root; models a user makes are written there.
std::filesystem::path userModelRoot();

/// All readable models, bundled ones first (mnist, fashion-mnist, mnist-fashion, then by id). Folders that
/// cannot be read are skipped and described in `problems` if it is given.
std::vector<ModelFolder> listModels(std::vector<std::string>* problems = nullptr);

/// The model that the program opens on where none is remembered: the one whose card says so (its first
/// sight), else the first of listModels(). Throws Error where there is none.
ModelFolder firstModel();

/// A model by id, or by path to its folder (an id comes before a folder of that name here). Throws
/// ArgumentError if there is none, naming those that there are.
ModelFolder findModel(const std::string& idOrPath);

} // namespace flipside
