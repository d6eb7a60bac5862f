// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/nest.h"

#include <memory>
#include <string_view>

namespace flipside {

/// What torch.save has written, as data: PyTorch's torch/serialization.py, without anything of it that runs
/// what a file names. `content` belongs to `owner`, which the nest keeps. All throw Error with what is wrong
/// and what to do.

/// A zip archive (since PyTorch 1.6): `<folder>/data.pkl`, each storage under `<folder>/data/<key>`, and
/// which end of a number comes first under `<folder>/byteorder`. Refuses TorchScript, which looks alike.
std::unique_ptr<Nest> readTorchZip(std::string_view content, std::shared_ptr<const void> owner);

/// Before: a number that marks it, the version 1001, what kind of machine wrote it, the object, the keys of
/// its storages, each a pickle, and then the storages, each with its length in front. Inside of such a
/// pickle, or of one of Python's own, a storage may be a file of this kind; those may hold no further ones.
std::unique_ptr<Nest> readTorchLegacy(std::string_view content, std::shared_ptr<const void> owner);
bool isTorchLegacy(std::string_view content);

/// A pickle of Python's own, in which PyTorch's tensors have their storages as files of the older kind.
std::unique_ptr<Nest> readBarePickle(std::string_view content, std::shared_ptr<const void> owner);

} // namespace flipside
