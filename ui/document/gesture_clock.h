// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QString>

namespace flipside {

/// Names gestures that have no clear end: keys held down, turns of the wheel, a spin box's arrows. Changes of
/// the same kind that follow each other within a moment get the same name, so that the document makes them
/// one step.
class GestureClock {
public:
    QString name(const QString& kind)
    {
        const bool goesOn = _last.isValid() && _last.elapsed() < pauseMilliseconds && kind == _kind;
        if (!goesOn)
            ++_count;
        _kind = kind;
        _last.start();
        return QStringLiteral("%1-%2").arg(kind).arg(_count);
    }
    /// The next change starts a gesture of its own.
    void pause() { _last.invalidate(); }

private:
    static constexpr qint64 pauseMilliseconds = 700;
    QElapsedTimer _last;
    QString _kind;
    int _count = 0;
};

} // namespace flipside
