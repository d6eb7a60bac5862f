// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"

#include <QObject>
#include <QPointF>

namespace flipside {

/// A brush that paints where flips of channels apply. The first touch of a flip that applied everywhere
/// leaves it only where it was painted; erasing all of a flip's places releases it. A stroke is one undoable
/// step.
class RegionBrush : public QObject {
    Q_OBJECT
public:
    /// Whose places a stroke changes.
    enum class Target {
        AllFlips, ///< every flip of a convolutional layer; where there is none, the selected channel's
        Selected, ///< the selected channel's, which is flipped on where it was not flipped
    };

    static constexpr int smallest = 2;
    static constexpr int largest = 100;

    explicit RegionBrush(Document& document, QObject* parent = nullptr);

    /// Whether the canvas paints instead of dragging the picture.
    bool isActive() const { return _active; }
    void setActive(bool active);
    /// Diameter in percent of the picture's longer side, smallest to largest.
    int size() const { return _size; }
    void setSize(int percent);
    /// Share of the radius over which the effect fades, in percent.
    int softness() const { return _softness; }
    void setSoftness(int percent);
    Target target() const { return _target; }
    void setTarget(Target target);
    /// A plain stroke takes places away.
    bool erases() const { return _erases; }
    void setErases(bool erases);

    /// True where the open model has channels to paint.
    bool hasChannels() const;
    /// The dab at a point, as a share of the picture's width and height.
    Dab dabAt(QPointF point) const;

    /// A stroke from here on; `other` swaps painting and erasing for it.
    void begin(QPointF point, bool other);
    void moveTo(QPointF point);
    void end();

    /// Lets the flips that the brush would change apply everywhere again.
    void fillEverything();
    /// True where one of those applies only in places.
    bool hasPlaces() const;
    /// The dabs of all of those together: what the canvas shades.
    Region places() const;

signals:
    void changed();
    /// A stroke had nothing to change; one sentence that says what to do.
    void refused(const QString& sentence);

private:
    std::vector<const Edit*> targets(const Recipe& recipe) const;
    bool isTarget(const Edit& edit) const;
    bool isChannel(const std::string& layer) const;
    std::optional<NeuronRef> selectedChannel() const;
    void flipSelectedWhereNeeded(Recipe& recipe, const Dab& first) const;
    void touch(const std::vector<Dab>& dabs);

    Document& _document;
    bool _active = false;
    int _size = 20;
    int _softness = 50;
    Target _target = Target::AllFlips;
    bool _erases = false;
    bool _painting = false;
    bool _erasing = false; ///< this stroke
    QPointF _last;
};

} // namespace flipside
