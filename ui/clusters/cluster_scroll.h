// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace flipside {

class ClusterCells;

/// Where the clusters scroll if they are too many for the room there is.
class ClusterScroll : public QScrollArea {
    Q_OBJECT
public:
    explicit ClusterScroll(ClusterCells* cells, QWidget* parent = nullptr);

    QSize sizeHint() const override { return {360, 200}; }
    QSize minimumSizeHint() const override { return {200, 80}; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    ClusterCells* _cells;
};

} // namespace flipside
