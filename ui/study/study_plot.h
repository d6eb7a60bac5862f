// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/finished_study.h"

#include <QByteArray>
#include <QWidget>

#include <memory>

class QCustomPlot;

namespace flipside {

struct Palette;

/// What of a study a plot shows.
struct StudyChoice {
    int model = 0;       ///< index into the plan's
    int metric = 0;      ///< likewise
    int otherMetric = 0; ///< the scatter plot's second
    int neurons = 0;     ///< for plots of one number of neurons

    bool operator==(const StudyChoice&) const = default;
};

/// A plot of a study's results that follows the theme and can be written to a file.
class StudyPlot : public QWidget {
    Q_OBJECT
public:
    explicit StudyPlot(QWidget* parent = nullptr);

    /// Null for nothing.
    void present(const std::shared_ptr<const FinishedStudy>& study, const StudyChoice& choice);

    QCustomPlot& plot() const { return *_plot; }
    /// The plot as the content of a file: suffix "png", "pdf" or "svg". Always in the light theme's colours,
    /// for paper and slides, and with title() over it.
    QByteArray fileContent(const QString& suffix);
    /// Which model and study it is of: "MNIST · 5 neurons · 2,000 samples each · seed 1".
    QString title() const;
    /// The numbers of what is drawn, as CSV.
    virtual QByteArray csv() const = 0;

    QSize sizeHint() const override { return {560, 420}; }

protected:
    /// Draws the choice anew in these colours; the plot has been cleared and styled.
    virtual void draw(const Palette& colours) = 0;
    /// Whether it is of the one number of neurons that is chosen.
    virtual bool isOfOneCount() const { return true; }
    void changeEvent(QEvent* event) override;

    const FinishedStudy* study() const { return _study.get(); }
    const StudyChoice& choice() const { return _choice; }
    Metric shownMetric() const
    {
        return findMetric(_study->results.plan.metrics[std::size_t(_choice.metric)]);
    }
    /// In files.
    QString schemeLabel(int scheme) const;
    /// For people.
    QString schemeName(int scheme) const;

private:
    void redraw(const Palette& colours);

    QCustomPlot* _plot = nullptr;
    std::shared_ptr<const FinishedStudy> _study;
    StudyChoice _choice;
};

/// A field of a CSV file, quoted where it must be (RFC 4180).
QByteArray csvField(const QString& text);

/// A series' colour: Okabe and Ito's, in the order of the study's schemes.
QColor seriesColour(int scheme, const Palette& colours);

} // namespace flipside
