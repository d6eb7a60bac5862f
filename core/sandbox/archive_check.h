// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <caffe2/serialize/read_adapter_interface.h>

#include <memory>
#include <string_view>

namespace flipside {

/// Checks a TorchScript file in memory before LibTorch builds anything from it: its records (how many, how
/// large once unpacked, their checksums), its pickles, and its source code, which may define no
/// `__setstate__` or `__getstate__`. `adapter` reads the same bytes; records are unpacked by LibTorch's own
/// reader, so that both see the same. Throws Error with half a sentence.
void checkArchive(std::string_view content,
                  const std::shared_ptr<caffe2::serialize::ReadAdapterInterface>& adapter);

} // namespace flipside
