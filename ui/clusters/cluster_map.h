// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QList>
#include <QStringList>
#include <QWidget>

#include <string>
#include <vector>

class QCPColorMap;
class QCPColorScale;
class QCustomPlot;

namespace flipside {

/// How active each cluster of neurons is for each class (long paper, Figure 1D): a square a cluster and
/// class, the brighter the more of the class's data the cluster's neurons are on for.
class ClusterMap : public QWidget {
    Q_OBJECT
public:
    explicit ClusterMap(QWidget* parent = nullptr);

    /// `activation` is [cluster][class] in [0, 1]; empty hides the plot behind the sentence about classes.
    void setActivation(const std::vector<std::vector<float>>& activation,
                       const std::vector<std::string>& classNames);
    /// Shown over the columns, [class]; null where there is none of a class, and none at all for an empty
    /// list.
    void setPictures(const QList<QImage>& pictures);
    /// Where the picture of a class is shown, in this widget; empty where there is none, or no room for it.
    QRect pictureOf(int number) const;
    /// Hides the plot behind a sentence that says why there is nothing to show.
    void setNothing(const QString& reason);
    QCPColorMap& map() const { return *_map; }

    QSize sizeHint() const override { return {300, 200}; }

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void takeTheme();
    void makeRoomForPictures();
    /// Names as many rows and columns as there is room for names.
    void labelAxes();

    QCustomPlot* _plot = nullptr;
    QCPColorMap* _map = nullptr;
    QCPColorScale* _scale = nullptr;
    std::vector<std::vector<float>> _activation;
    QStringList _classNames;
    bool _areKinds = false; ///< found by the profile, as the data has no classes
    QList<QImage> _pictures;
    QString _reason;
    struct Labels {
        QSize plotSize;
        int rowStep = 0; ///< every which row has its number
        int columnStep = 0;
        bool titles = false;
        bool operator==(const Labels&) const = default;
    };
    Labels _labels;
};

} // namespace flipside
