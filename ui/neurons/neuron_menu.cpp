// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/neurons/neuron_menu.h"

#include "ui/document/display_names.h"
#include "ui/widgets/decimal_box.h"
#include "ui/words/numbers.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr int mostCorrelatedCount = 9;
constexpr double largestValue = 1e6;

/// Lends tr() to free functions.
struct NeuronMenu {
    Q_DECLARE_TR_FUNCTIONS(flipside::NeuronMenu)
};

QString shortNumber(double value)
{
    return roundedText(value, 4);
}

/// The value of a neuron that is flipped on by hand: the standard γ · s.
double onValue(const LayerProfile& profile, int unit)
{
    const SchemeCall standard;
    return double(profile.onValue(unit, standard.gamma, standard.statistic));
}

/// The value that the unit has now, whatever gave it to it.
double presentValue(const Document& document, int layer, int unit)
{
    const auto rendering = document.rendering();
    if (!rendering || std::size_t(layer) >= rendering->activations.size())
        return 0.0;
    const auto& values = rendering->activations[std::size_t(layer)];
    return std::size_t(unit) < values.size() ? double(values[std::size_t(unit)]) : 0.0;
}

} // namespace

void askExactValue(Document& document, const std::shared_ptr<const NeuronLookup>& lookup,
                   const NeuronMenuTarget& target, QWidget* parent)
{
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(NeuronMenu::tr("Exact value"));
    auto* box = new DecimalBox(dialog);
    box->setRange(-largestValue, largestValue);
    box->setDecimals(4);
    box->setSingleStep(0.1);
    box->setValue(presentValue(document, target.layer, target.unit));
    box->selectAll();
    QString label = neuronTitle(lookup->model().card, target.layer, target.unit);
    if (target.units.size() > 1)
        label = NeuronMenu::tr("%n neurons", nullptr, int(target.units.size()));
    if (const LayerProfile* profile = lookup->profile(target.layer); profile && target.units.size() == 1)
        label +=
            QLatin1Char('\n') + NeuronMenu::tr("Over the training data: %1 to %2")
                                    .arg(shortNumber(double(profile->minimum[std::size_t(target.unit)])),
                                         shortNumber(double(profile->maximum[std::size_t(target.unit)])));
    auto* caption = new QLabel(label, dialog);
    caption->setBuddy(box);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, dialog);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(caption);
    layout->addWidget(box);
    layout->addWidget(buttons);
    QObject::connect(dialog, &QDialog::accepted, &document, [&document, lookup, target, box] {
        // The model may have been exchanged while the dialog was open.
        if (document.model() && document.model().get() == &lookup->model())
            document.hold(target.layer, target.units, float(box->value()));
    });
    dialog->open();
}

QMenu* neuronMenu(Document& document, const std::shared_ptr<const NeuronLookup>& lookup,
                  const NeuronMenuTarget& target, const std::function<void(std::vector<int>)>& select,
                  QWidget* parent)
{
    auto* menu = new QMenu(parent);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const LayerProfile* profile = lookup->profile(target.layer);
    const bool single = target.units.size() == 1;
    // Not a section: the style paints none of its text.
    QAction* title =
        menu->addAction(single ? neuronTitle(lookup->model().card, target.layer, target.unit)
                               : NeuronMenu::tr("%n neurons", nullptr, int(target.units.size())));
    title->setEnabled(false);
    QFont bold = menu->font();
    bold.setBold(true);
    title->setFont(bold);
    menu->addSeparator();
    const auto addFlip = [&](const QString& label, const QString& keys, Flip flip) {
        QAction* action = menu->addAction(label + QLatin1Char('\t') + keys);
        QObject::connect(action, &QAction::triggered, &document,
                         [&document, target, flip] { document.flip(target.layer, target.units, flip); });
        return action;
    };
    QString onLabel = NeuronMenu::tr("Set to on value");
    if (single && profile)
        onLabel = NeuronMenu::tr("Set to on value (%1)").arg(shortNumber(onValue(*profile, target.unit)));
    addFlip(onLabel, QStringLiteral("+"), Flip::On)->setEnabled(profile != nullptr);
    addFlip(NeuronMenu::tr("Set off (%1)")
                .arg(shortNumber(double(lookup->model().offValues[std::size_t(target.layer)]))),
            QStringLiteral("−"), Flip::Off);
    QAction* exact = menu->addAction(NeuronMenu::tr("Exact value…"));
    QObject::connect(exact, &QAction::triggered, parent, [&document, lookup, target, parent] {
        askExactValue(document, lookup, target, parent);
    });
    const std::string& layer = lookup->model().card.layers[std::size_t(target.layer)].id;
    const bool flipped = std::any_of(target.units.begin(), target.units.end(), [&](int unit) {
        return document.recipe().findEdit(layer, unit) != nullptr;
    });
    addFlip(NeuronMenu::tr("Release"), NeuronMenu::tr("Del"), Flip::Release)->setEnabled(flipped);
    menu->addSeparator();
    QAction* correlated = menu->addAction(NeuronMenu::tr("Select its most correlated"));
    correlated->setEnabled(profile != nullptr && !lookup->isDead(target.layer, target.unit));
    QObject::connect(correlated, &QAction::triggered, parent, [lookup, target, select] {
        std::vector<int> units =
            lookup->profile(target.layer)->mostCorrelated(target.unit, mostCorrelatedCount);
        units.insert(units.begin(), target.unit);
        select(std::move(units));
    });
    return menu;
}

} // namespace flipside
