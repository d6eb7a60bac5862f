// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <algorithm>

namespace flipside {

/// The words with a capital at the front, unless what stands there is a name or a path.
inline QString capitalised(const QString& words)
{
    const QString first = words.section(QLatin1Char(' '), 0, 0);
    const bool isWord =
        std::all_of(first.begin(), first.end(), [](QChar c) { return c.isLower() || c == QLatin1Char(','); });
    return isWord && !first.isEmpty() ? first.at(0).toUpper() + words.sliced(1) : words;
}

/// What core has to say (base/error.h), as a sentence that stands alone.
inline QString asSentence(const QString& words)
{
    const bool isOpen = !words.isEmpty() && !QStringLiteral(".!?…:").contains(words.back());
    return isOpen ? capitalised(words) + QLatin1Char('.') : capitalised(words);
}

/// How long words stand that go by themselves: until they have been read.
inline int readingMilliseconds(const QString& words)
{
    constexpr int least = 3000;
    constexpr int forALetter = 60;
    return least + forALetter * int(words.size());
}

} // namespace flipside
