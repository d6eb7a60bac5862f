// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/picture_size_fields.h"

#include "core/picture/print_size.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/decimal_box.h"
#include "ui/words/numbers.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr int mostPixels = 100000;
constexpr double mostLength = 1000.0;
constexpr int largestScale = 64;
constexpr int usualDots = 300;
constexpr const char* scaleKey = "scale";
constexpr const char* longerKey = "longerSide";
constexpr const char* unitKey = "unit";
constexpr const char* dotsKey = "dotsPerInch";

int longerOf(QSize size)
{
    return std::max(size.width(), size.height());
}

QSize withLonger(QSize own, int longer)
{
    return {inProportion(longer, longerOf(own), own.width()),
            inProportion(longer, longerOf(own), own.height())};
}

} // namespace

PictureSizeFields::PictureSizeFields(QFormLayout& form, QWidget* parent)
    : QObject(parent), _row(new QWidget(parent))
{
    _width = new DecimalBox(_row);
    _width->setObjectName(QStringLiteral("exportWidth"));
    _width->setAccessibleName(tr("Width"));
    _times = new QLabel(tr("×"), _row);
    _height = new DecimalBox(_row);
    _height->setObjectName(QStringLiteral("exportHeight"));
    _height->setAccessibleName(tr("Height"));
    for (DecimalBox* side : {_width, _height})
        side->setKeyboardTracking(false);
    _unit = new ChoiceBox(_row);
    _unit->setObjectName(QStringLiteral("exportUnit"));
    _unit->setAccessibleName(tr("Unit of the size"));
    _unit->addItem(tr("pixels"), int(Unit::Pixels));
    _unit->addItem(tr("cm"), int(Unit::Centimetres));
    _unit->addItem(tr("inches"), int(Unit::Inches));
    auto* line = new QHBoxLayout(_row);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(_width, 1);
    line->addWidget(_times);
    line->addWidget(_height, 1);
    line->addWidget(_unit);
    _dots = new QSpinBox(parent);
    _dots->setObjectName(QStringLiteral("exportDots"));
    _dots->setRange(10, 2400);
    _dots->setSuffix(tr(" dots per inch"));
    _dots->setToolTip(tr("How finely the picture is printed; 300 is usual, 150 will do for a poster"));
    _dots->setKeyboardTracking(false);
    _result = new QLabel(parent);
    _result->setObjectName(QStringLiteral("exportResult"));
    _result->setWordWrap(true);
    _result->setMinimumHeight(2 * _result->fontMetrics().lineSpacing());
    _result->setForegroundRole(QPalette::PlaceholderText);

    auto* label = new QLabel(tr("Si&ze"), parent);
    label->setBuddy(_width);
    form.addRow(label, _row);
    form.addRow(tr("&Resolution"), _dots);
    form.addRow(QString(), _result);
    connect(_width, &QDoubleSpinBox::valueChanged, this, &PictureSizeFields::takeWidth);
    connect(_height, &QDoubleSpinBox::valueChanged, this, &PictureSizeFields::takeHeight);
    connect(_unit, &QComboBox::currentIndexChanged, this, &PictureSizeFields::show);
    connect(_dots, &QSpinBox::valueChanged, this, &PictureSizeFields::takeDots);
}

PictureSizeFields::Unit PictureSizeFields::unit() const
{
    return Unit(_unit->currentData().toInt());
}

int PictureSizeFields::dotsPerInch() const
{
    return _dots->value();
}

void PictureSizeFields::setPicture(QSize own)
{
    const int longer = inProportion(longerOf(_pixels), longerOf(_own), longerOf(own));
    _own = own.expandedTo({1, 1});
    _pixels = withLonger(_own, std::min(longer, mostPixels));
    show();
}

QString PictureSizeFields::key(const char* name) const
{
    return _keptAs + QLatin1Char('/') + QLatin1String(name);
}

void PictureSizeFields::setOwnChoices(const QString& name, int comfortableSide)
{
    _keptAs = name;
    _comfortableSide = comfortableSide;
}

void PictureSizeFields::setOnlyLongerSide()
{
    _onlyLongerSide = true;
    _times->hide();
    _height->hide();
    _width->setAccessibleName(tr("Longer side"));
    show();
}

bool PictureSizeFields::hasWholeScale() const
{
    return longerOf(_pixels) % longerOf(_own) == 0 && longerOf(_pixels) / longerOf(_own) <= largestScale;
}

void PictureSizeFields::restore()
{
    const QSettings settings;
    {
        const QSignalBlocker unitBlocker(_unit);
        const QSignalBlocker dotsBlocker(_dots);
        _dots->setValue(settings.value(key(dotsKey), usualDots).toInt());
        _unit->setCurrentIndex(std::max(0, _unit->findData(settings.value(key(unitKey), 0).toInt())));
    }
    const int comfortable = std::clamp(_comfortableSide / longerOf(_own), 1, largestScale);
    // A whole number of times suits every model; a length is meant as it is.
    const int scale = std::clamp(settings.value(key(scaleKey), comfortable).toInt(), 1, largestScale);
    const int longer = settings.value(key(longerKey), scale * longerOf(_own)).toInt();
    _pixels = withLonger(_own, std::clamp(longer, 1, mostPixels));
    show();
}

void PictureSizeFields::remember() const
{
    QSettings settings;
    settings.setValue(key(dotsKey), _dots->value());
    settings.setValue(key(unitKey), int(unit()));
    if (unit() == Unit::Pixels && hasWholeScale()) {
        settings.setValue(key(scaleKey), longerOf(_pixels) / longerOf(_own));
        settings.remove(key(longerKey));
    } else {
        settings.setValue(key(longerKey), longerOf(_pixels));
    }
}

void PictureSizeFields::setEnabled(bool enabled)
{
    _row->setEnabled(enabled);
    _dots->setEnabled(enabled);
}

void PictureSizeFields::setFocus()
{
    _width->setFocus();
    _width->selectAll();
}

int PictureSizeFields::pixelsFor(double shown) const
{
    switch (unit()) {
    case Unit::Centimetres:
        return pixelsOf(shown / centimetresInAnInch, dotsPerInch());
    case Unit::Inches:
        return pixelsOf(shown, dotsPerInch());
    case Unit::Pixels:
        break;
    }
    return int(std::lround(shown));
}

double PictureSizeFields::shownFor(int pixels) const
{
    switch (unit()) {
    case Unit::Centimetres:
        return inchesOf(pixels, dotsPerInch()) * centimetresInAnInch;
    case Unit::Inches:
        return inchesOf(pixels, dotsPerInch());
    case Unit::Pixels:
        break;
    }
    return pixels;
}

void PictureSizeFields::takeWidth()
{
    const int wanted = pixelsFor(_width->value());
    _pixels = _onlyLongerSide ? withLonger(_own, wanted)
                              : QSize(wanted, inProportion(wanted, _own.width(), _own.height()));
    show();
}

void PictureSizeFields::takeHeight()
{
    const int wanted = pixelsFor(_height->value());
    _pixels = {inProportion(wanted, _own.height(), _own.width()), wanted};
    show();
}

void PictureSizeFields::takeDots()
{
    if (unit() == Unit::Pixels)
        show();
    else
        takeWidth(); // what is on paper stays as long as it is
}

void PictureSizeFields::show()
{
    const bool inPixels = unit() == Unit::Pixels;
    for (DecimalBox* side : {_width, _height}) {
        const QSignalBlocker blocker(side);
        side->setDecimals(inPixels ? 0 : 2);
        side->setRange(inPixels ? 1.0 : 0.01, inPixels ? mostPixels : mostLength);
        const int pixels = side == _height   ? _pixels.height()
                           : _onlyLongerSide ? longerOf(_pixels)
                                             : _pixels.width();
        side->setValue(shownFor(pixels));
    }
    const bool inInches = unit() == Unit::Inches;
    const auto length = [&](int pixels) {
        return decimalText(inchesOf(pixels, dotsPerInch()) * (inInches ? 1.0 : centimetresInAnInch), 1);
    };
    _result->setText(
        tr("%1 × %2 pixels\n%3 × %4 %5 on paper")
            .arg(_pixels.width())
            .arg(_pixels.height())
            .arg(length(_pixels.width()), length(_pixels.height()), inInches ? tr("inches") : tr("cm")));
    emit changed();
}

} // namespace flipside
