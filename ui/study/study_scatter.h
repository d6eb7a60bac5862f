// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/study_plot.h"

#include <QImage>

class QCPItemPixmap;
class QCPItemTracer;

namespace flipside {

/// A sample of a study: enough to make its picture again.
struct StudySample {
    int model = 0;
    int scheme = 0;
    int neurons = 0;
    std::size_t number = 0;

    bool operator==(const StudySample&) const = default;
};

/// Two metrics against each other, one point a sample (the first of each scheme). The point under the cursor
/// asks for its picture and shows it beside itself.
class StudyScatter : public StudyPlot {
    Q_OBJECT
public:
    explicit StudyScatter(QWidget* parent = nullptr);

    QByteArray csv() const override;
    /// The point under the cursor, if there is one.
    std::optional<StudySample> pointed() const { return _pointed; }
    /// Puts a picture beside the point that it belongs to, if the cursor is still there.
    void showPicture(const flipside::StudySample& sample, const QImage& picture);

signals:
    void sampleHovered(const flipside::StudySample& sample);

protected:
    struct Point {
        double x = 0.0;
        double y = 0.0;
        StudySample sample;
    };

    void draw(const Palette& colours) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    virtual std::vector<Point> points() const;
    /// Below the picture of a point; empty for nothing.
    virtual QString caption(const StudySample& sample) const;
    /// Why there is no point, where two different metrics are chosen.
    virtual QString reasonWithoutPoints() const;

private:
    void sayWhyEmpty(const Palette& colours);
    void pointAt(QPointF position);
    void leave();

    std::optional<StudySample> _pointed;
    QPointF _pointedAt; ///< of the point, in the plot's pixels
};

} // namespace flipside
