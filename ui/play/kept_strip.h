// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace flipside {

class Workspace;

/// What was kept, as one row of small pictures; a click or Enter goes on from one.
class KeptStrip : public QListView {
    Q_OBJECT
public:
    /// `keep` is what fills it: while the strip is empty, it tells its key.
    KeptStrip(Workspace& workspace, const QAction& keep, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void open(const QModelIndex& index);

    Workspace& _workspace;
    const QAction& _keep;
};

} // namespace flipside
