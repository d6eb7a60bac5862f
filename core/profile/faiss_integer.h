// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <faiss/Index.h>

namespace flipside {

/// The integer in which faiss counts points and names them. It has had two names, a member of faiss::Index up
/// to 1.7.3 and of the namespace since; the type of this member is right for either.
using FaissInteger = decltype(faiss::Index::ntotal);

} // namespace flipside
