// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include <vector>

namespace flipside {

/// For each class, how often a neuron is on over that class's training pictures. Short class names stand
/// below upright bars; longer ones begin lines of their own.
class NeuronClassBars : public QWidget {
    Q_OBJECT
public:
    explicit NeuronClassBars(QWidget* parent = nullptr);

    /// `shares` in [0, 1], as many as names.
    void setClasses(const QStringList& names, std::vector<float> shares);

    QSize sizeHint() const override { return {240, preferredHeight()}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    int lineHeight() const { return fontMetrics().height() + 1; }
    int preferredHeight() const;
    bool isUpright() const;
    void paintUpright(QPainter& painter) const;
    void paintLines(QPainter& painter) const;
    int classAt(QPoint position) const;

    QStringList _names;
    std::vector<float> _shares;
};

} // namespace flipside
