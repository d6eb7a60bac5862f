// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace flipside {

// Asking for files. All of them begin in the folder of the last one, which is kept in the settings; those
// that are to be saved in the folder that was chosen for them, where one was.

/// The folder of the last file; that of pictures, or the home folder, at first and where it is gone.
QString lastFolder();
/// `path` is the last file now.
void rememberFolder(const QString& path);
/// Where files that are saved go, whatever was opened last; empty where none was chosen or it is gone.
QString savingFolder();
/// Empty: in the folder of the last file.
void setSavingFolder(const QString& folder);
/// Empty where the user chooses none.
QString chooseFile(QWidget& parent, const QString& title, const QString& filter);
/// `suggestion` is a name or a whole path; a name without a suffix gets this one. Empty where the user
/// chooses none.
QString chooseFileToSave(QWidget& parent, const QString& title, const QString& suggestion,
                         const QString& filter, const QString& suffix);

} // namespace flipside
