// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/latent/input_controls.h"

#include "ui/latent/slider_values.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/decimal_box.h"
#include "ui/widgets/flow_layout.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include <algorithm>
#include <utility>

namespace flipside {

namespace {

constexpr int shownLetters = 8;
constexpr int controlSpacing = 6;
constexpr double farthest = 1000.0;

QString labelOf(const NetworkInput& input, int number)
{
    if (std::size_t(number) < input.labels.size() && !input.labels[std::size_t(number)].empty())
        return QString::fromStdString(input.labels[std::size_t(number)]);
    return QString::number(number);
}

/// What a setting that many networks have is called, and how it is set.
struct KnownSetting {
    QString title; ///< two of one thing stand beside each other: "Noise 1, its seed 0"
    QString name;  ///< by itself
    QString help;
    double low = -farthest;
    double high = farthest;
    int decimals = 2;
};

KnownSetting settingOf(const NetworkInput& input)
{
    if (input.name == "psi")
        return {
            InputControls::tr("Truncation"),
            InputControls::tr("Truncation"),
            InputControls::tr(
                "Truncation ψ: how far pictures may be from the average one, 0 is the average, 1 as trained"),
            -3.0,
            3.0,
            2};
    if (input.name == "psiLayers")
        return {InputControls::tr("of layers"),
                InputControls::tr("Layers of truncation"),
                InputControls::tr("How many layers the truncation ψ is for, from the coarsest"),
                0.0,
                100.0,
                0};
    if (input.name == "noise")
        return {
            InputControls::tr("Noise"),
            InputControls::tr("Noise"),
            InputControls::tr("How strong the noise is that makes hair and leaves: 0 is none, 1 as trained"),
            0.0,
            10.0,
            2};
    if (input.name == "noiseSeed")
        return {InputControls::tr("its seed"),
                InputControls::tr("Noise seed"),
                InputControls::tr("Which noise: 0 is the file's own, every other number another"),
                0.0,
                16777216.0,
                0};
    if (input.name == "mixFrom")
        return {
            InputControls::tr("Mix layers"),
            InputControls::tr("First mixed layer"),
            InputControls::tr("The first layer, from the coarsest, 0, that has the style of another picture: "
                              "choose that in the gallery, Mix Its Style In"),
            0.0,
            100.0,
            0};
    if (input.name == "mixTo")
        return {InputControls::tr("to before"),
                InputControls::tr("Last mixed layer"),
                InputControls::tr("The first layer after those; the same number as above mixes nothing"),
                0.0,
                100.0,
                0};
    return {
        QString::fromStdString(input.name), QString::fromStdString(input.name), {}, -farthest, farthest, 2};
}

QString nameOf(const NetworkInput& input)
{
    return input.kind == NetworkInput::Kind::Class ? InputControls::tr("Class") : settingOf(input).name;
}

} // namespace

InputControls::InputControls(Document& document, QWidget* parent) : QWidget(parent), _document(document)
{
    _controls = new FlowLayout(this);
    _controls->setContentsMargins(0, 0, 0, 0);
    _controls->setSpacing(controlSpacing);
    _controls->setFillsLines(true);
    connect(&_document, &Document::modelChanged, this, &InputControls::takeModel);
    connect(&_document, &Document::recipeChanged, this, &InputControls::takeRecipe);
    hide();
    takeModel();
}

void InputControls::takeModel()
{
    const auto model = _document.model();
    const QString folder = model ? model->folder : QString();
    if (folder != _modelFolder) {
        _modelFolder = folder;
        _shown.clear();
        while (QLayoutItem* item = _controls->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        for (const NetworkInput& input : model ? model->card.inputs : std::vector<NetworkInput>()) {
            if (input.kind == NetworkInput::Kind::Class)
                addClass(input);
            else if (!hasSliders(input) && !isForFiles(input))
                addSetting(input);
        }
        setVisible(_controls->count() > 0);
    }
    takeRecipe();
}

void InputControls::takeRecipe()
{
    for (const auto& show : _shown)
        show();
}

void InputControls::add(const QString& title, QWidget& control)
{
    auto* both = new QWidget(this);
    both->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* label = new QLabel(title, both);
    label->setBuddy(&control);
    auto* layout = new QHBoxLayout(both);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(controlSpacing);
    layout->addWidget(label);
    layout->addWidget(&control, 1);
    _controls->addWidget(both);
}

void InputControls::addClass(const NetworkInput& input)
{
    auto* classes = new ChoiceBox(this);
    classes->setObjectName(QStringLiteral("input-%1").arg(QString::fromStdString(input.name)));
    classes->letShrinkTo(shownLetters);
    for (int i = 0; i < input.length(); ++i)
        classes->addItem(labelOf(input, i));
    classes->setPlaceholderText(tr("A mixture"));
    classes->setAccessibleName(nameOf(input));
    classes->setToolTip(tr("What the picture is to show: the model was trained with these classes"));
    connect(classes, &QComboBox::currentIndexChanged, this, [this, input](int chosen) {
        if (chosen < 0)
            return;
        std::vector<float> weights(std::size_t(input.length()), 0.0f);
        weights[std::size_t(chosen)] = 1.0f;
        change(input, std::move(weights));
    });
    _shown.emplace_back([this, input, classes] {
        const std::vector<float> weights = shownNumbers(input);
        const auto whole = std::ranges::find(weights, 1.0f);
        const bool isOne =
            whole != weights.end() && std::ranges::count(weights, 0.0f) == std::ptrdiff_t(weights.size()) - 1;
        const QSignalBlocker blocker(classes);
        classes->setCurrentIndex(isOne ? int(whole - weights.begin()) : -1);
    });
    add(nameOf(input), *classes);
}

void InputControls::addSetting(const NetworkInput& input)
{
    for (int i = 0; i < input.length(); ++i) {
        auto* number = new DecimalBox(this);
        number->setObjectName(QStringLiteral("input-%1-%2").arg(QString::fromStdString(input.name)).arg(i));
        const KnownSetting known = settingOf(input);
        number->setRange(known.low, known.high);
        number->setDecimals(known.decimals);
        number->setSingleStep(known.decimals == 0 ? 1.0 : 0.05);
        number->setToolTip(known.help);
        number->setKeyboardTracking(false);
        number->setAccessibleName(known.help.isEmpty() ? known.title : known.help);
        connect(number, &QDoubleSpinBox::valueChanged, this, [this, input, i](double value) {
            std::vector<float> numbers = shownNumbers(input);
            numbers[std::size_t(i)] = float(value);
            change(input, std::move(numbers));
        });
        _shown.emplace_back([this, input, i, number] {
            const QSignalBlocker blocker(number);
            number->setValue(double(shownNumbers(input)[std::size_t(i)]));
        });
        add(known.title, *number);
    }
}

std::vector<float> InputControls::shownNumbers(const NetworkInput& input) const
{
    return numbersOf(input, _document.recipe().inputs);
}

void InputControls::change(const NetworkInput& input, std::vector<float> numbers)
{
    if (numbers == shownNumbers(input))
        return;
    Recipe next = _document.recipe();
    next.inputs[input.name] = std::move(numbers);
    _document.change(tr("Change %1").arg(nameOf(input)), next,
                     _clock.name(QStringLiteral("input-%1").arg(QString::fromStdString(input.name))));
}

} // namespace flipside
