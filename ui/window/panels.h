// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/panel_kind.h"

#include <vector>

namespace flipside {

/// All panels, in the order of menus, of tabs and of the keyboard.
const std::vector<const PanelKind*>& panelKinds();
/// All tools that have a window of their own.
const std::vector<const ToolKind*>& toolKinds();

} // namespace flipside
