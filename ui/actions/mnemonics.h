// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMenu;

namespace flipside {

/// Gives each entry of a menu whose text marks no key ("&Open") one that no other entry of it has: the first
/// letter of one of its words, or else any letter. What is listed, as panels or files, has keys so in any
/// language.
void giveMnemonics(QMenu& menu);
/// The same whenever it is about to be shown, for a menu whose entries come and go.
void keepMnemonics(QMenu& menu);

} // namespace flipside
