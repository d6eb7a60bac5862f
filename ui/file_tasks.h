// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>

#include <functional>

namespace flipside {

/// Reads and writes files away from the interface thread, one after the other. Destruction waits for those
/// under way: what is being written is written whole.
class FileTasks : public QObject {
    Q_OBJECT
public:
    explicit FileTasks(QObject* parent = nullptr);
    ~FileTasks() override;

    using Afterwards = std::function<void()>;
    /// Runs `work` in the background; what it returns is then called on this object's thread, unless the
    /// object is gone by then. An exception from `work` becomes failed().
    void run(const std::function<Afterwards()>& work);
    bool isBusy() const { return _running > 0; }

signals:
    void failed(const QString& sentence);
    void finished();

private:
    QThreadPool _pool;
    int _running = 0;
};

} // namespace flipside
