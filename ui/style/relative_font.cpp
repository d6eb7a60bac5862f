// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/relative_font.h"

#include <QApplication>
#include <QPointer>
#include <QWidget>

#include <vector>

namespace flipside {
namespace {

/// All widgets with such a font. A widget with a size of its own hears nothing of another font of the
/// program, as nothing that it inherits changes.
class RelativeFonts {
public:
    void add(QWidget& widget, double factor, bool bold)
    {
        std::erase_if(_fonts, [&](const Font& font) { return !font.widget || font.widget == &widget; });
        _fonts.push_back({&widget, factor, bold});
        apply(_fonts.back());
    }

    void applyAll() const
    {
        // A widget may answer to its new font by making another with such a font.
        const std::vector<Font> fonts = _fonts;
        for (const Font& font : fonts)
            apply(font);
    }

private:
    struct Font {
        QPointer<QWidget> widget;
        double factor;
        bool bold;
    };

    static void apply(const Font& relative)
    {
        if (!relative.widget)
            return;
        QFont font = QApplication::font();
        font.setPointSizeF(font.pointSizeF() * relative.factor);
        font.setBold(relative.bold);
        relative.widget->setFont(font);
    }

    std::vector<Font> _fonts;
};

RelativeFonts& relativeFonts()
{
    static RelativeFonts fonts;
    return fonts;
}

} // namespace

void setRelativeFont(QWidget& widget, double factor, bool bold)
{
    relativeFonts().add(widget, factor, bold);
}

void applyRelativeFonts()
{
    relativeFonts().applyAll();
}

} // namespace flipside
