// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/latent/input_controls.h"

#include "ui/widgets/choice_box.h"
#include "ui/widgets/decimal_box.h"

#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>

#include <algorithm>
#include <utility>

namespace flipside {

namespace {

constexpr int shownLetters = 8;
/// More than a person sets one by one: a second latent, say.
constexpr int mostNumbers = 4;
constexpr double farthest = 1000.0;

QString labelOf(const NetworkInput& input, int number)
{
    if (std::size_t(number) < input.labels.size() && !input.labels[std::size_t(number)].empty())
        return QString::fromStdString(input.labels[std::size_t(number)]);
    return QString::number(number);
}

QString titleOf(const NetworkInput& input)
{
    if (input.kind == NetworkInput::Kind::Class)
        return InputControls::tr("Class");
    return QString::fromStdString(input.name);
}

} // namespace

InputControls::InputControls(Document& document, QWidget* parent) : QWidget(parent), _document(document)
{
    _rows = new QFormLayout(this);
    _rows->setContentsMargins(0, 0, 0, 0);
    _rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
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
        while (_rows->rowCount() > 0)
            _rows->removeRow(0);
        for (const NetworkInput& input : model ? model->card.inputs : std::vector<NetworkInput>()) {
            if (input.kind == NetworkInput::Kind::Class)
                addClass(input);
            else if (input.length() <= mostNumbers)
                addSetting(input);
        }
        setVisible(_rows->rowCount() > 0);
    }
    takeRecipe();
}

void InputControls::takeRecipe()
{
    for (const auto& show : _shown)
        show();
}

void InputControls::addClass(const NetworkInput& input)
{
    auto* classes = new ChoiceBox(this);
    classes->setObjectName(QStringLiteral("input-%1").arg(QString::fromStdString(input.name)));
    classes->letShrinkTo(shownLetters);
    for (int i = 0; i < input.length(); ++i)
        classes->addItem(labelOf(input, i));
    classes->setPlaceholderText(tr("A mixture"));
    classes->setAccessibleName(titleOf(input));
    classes->setToolTip(tr("What the picture is to show: the model was trained with these classes"));
    connect(classes, &QComboBox::currentIndexChanged, this, [this, input](int chosen) {
        if (chosen < 0)
            return;
        std::vector<float> weights(std::size_t(input.length()), 0.0f);
        weights[std::size_t(chosen)] = 1.0f;
        change(input, std::move(weights));
    });
    _shown.emplace_back([this, input, classes] {
        const std::vector<float> weights = numbersOf(input);
        const auto whole = std::ranges::find(weights, 1.0f);
        const bool isOne =
            whole != weights.end() && std::ranges::count(weights, 0.0f) == std::ptrdiff_t(weights.size()) - 1;
        const QSignalBlocker blocker(classes);
        classes->setCurrentIndex(isOne ? int(whole - weights.begin()) : -1);
    });
    _rows->addRow(new QLabel(titleOf(input), this), classes);
}

void InputControls::addSetting(const NetworkInput& input)
{
    for (int i = 0; i < input.length(); ++i) {
        auto* number = new DecimalBox(this);
        number->setObjectName(QStringLiteral("input-%1-%2").arg(QString::fromStdString(input.name)).arg(i));
        number->setRange(-farthest, farthest);
        number->setDecimals(2);
        number->setSingleStep(0.05);
        number->setKeyboardTracking(false);
        number->setAccessibleName(titleOf(input));
        connect(number, &QDoubleSpinBox::valueChanged, this, [this, input, i](double value) {
            std::vector<float> numbers = numbersOf(input);
            numbers[std::size_t(i)] = float(value);
            change(input, std::move(numbers));
        });
        _shown.emplace_back([this, input, i, number] {
            const QSignalBlocker blocker(number);
            number->setValue(double(numbersOf(input)[std::size_t(i)]));
        });
        _rows->addRow(new QLabel(titleOf(input), this), number);
    }
}

std::vector<float> InputControls::numbersOf(const NetworkInput& input) const
{
    const RecipeInputs& given = _document.recipe().inputs;
    const auto own = given.find(input.name);
    return own != given.end() && own->second.size() == std::size_t(input.length()) ? own->second
                                                                                   : input.standardNumbers();
}

void InputControls::change(const NetworkInput& input, std::vector<float> numbers)
{
    if (numbers == numbersOf(input))
        return;
    Recipe next = _document.recipe();
    next.inputs[input.name] = std::move(numbers);
    _document.change(tr("Change %1").arg(titleOf(input)), next,
                     _clock.name(QStringLiteral("input-%1").arg(QString::fromStdString(input.name))));
}

} // namespace flipside
