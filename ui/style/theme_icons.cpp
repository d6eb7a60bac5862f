// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/theme_icons.h"

#include "ui/style/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

namespace flipside {
namespace {

/// Draws an SVG whose lines are "#000" in the theme's colour of the moment.
class LineIconEngine : public QIconEngine {
public:
    /// `own` is its colour where it has one of its own.
    explicit LineIconEngine(QByteArray svg, QColor Palette::*own = nullptr) : _svg(std::move(svg)), _own(own)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const Palette& colours = palette();
        QColor colour = state == QIcon::On ? colours.accent : colours.text;
        if (_own)
            colour = colours.*_own;
        else if (mode == QIcon::Disabled)
            colour = colours.border;
        else if (mode == QIcon::Selected)
            colour = colours.onAccent;
        QByteArray svg = _svg;
        svg.replace("#000", colour.name().toLatin1());
        QSvgRenderer(svg).render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new LineIconEngine(*this); }

private:
    QByteArray _svg;
    QColor Palette::*_own;
};

QByteArray lines(const QString& name)
{
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

QIcon themedIcon(const QString& name)
{
    const QByteArray svg = lines(name);
    return svg.isEmpty() ? QIcon() : QIcon(new LineIconEngine(svg));
}

QIcon problemIcon()
{
    return QIcon(new LineIconEngine(lines(QStringLiteral("warning")), &Palette::problem));
}

} // namespace flipside
