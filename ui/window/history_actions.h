// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace flipside {

class Actions;
class Document;

/// Adds undo and redo, which say what they would take back, and the clearing of all flips.
void addHistoryActions(Document& document, Actions& actions);

} // namespace flipside
