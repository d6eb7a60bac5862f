// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace flipside {

/// Hears on the interface thread that the program is to end: by SIGTERM, SIGINT or SIGHUP. Told a second time
/// by the same signal, it ends at once. Signals that the program was started to ignore stay ignored (nohup).
/// There is one object of it at most.
class EndSignals : public QObject {
    Q_OBJECT
public:
    explicit EndSignals(QObject* parent = nullptr);
    /// From now on these signals end the program again.
    ~EndSignals() override;

signals:
    void received();

private:
    int _readEnd = -1;
};

} // namespace flipside
