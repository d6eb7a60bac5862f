// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"

#include <QCoreApplication>
#include <QString>

namespace flipside {

/// What is in a session and not in its file, or in no file yet: what would be lost without saving.
struct Unsaved {
    int pictures = 0;            ///< kept
    bool picturesDiffer = false; ///< others are named, starred, ordered differently, or deleted
    int keyframes = 0;           ///< new ones
    bool filmDiffers = false;    ///< otherwise
    int generations = 0;         ///< of breeding
    bool recipeDiffers = false;  ///< the picture as it is

    static Unsaved since(const Session& saved, const Session& now);

    /// "2 kept pictures, 3 keyframes of the film and the picture as it is now", in the user's language; "what
    /// was done since" where nothing of it can be named.
    QString text() const;

    Q_DECLARE_TR_FUNCTIONS(flipside::Unsaved)
};

} // namespace flipside
