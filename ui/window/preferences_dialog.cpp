// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/preferences_dialog.h"

#include "core/base/user_folders.h"
#include "core/decoder/decoder.h"
#include "core/model/model_folder.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/path_edit.h"
#include "ui/window/program_settings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSlider>
#include <QStandardItemModel>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace flipside {
namespace {

constexpr int textStep = 25; // percent

QLabel* remark(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

/// A folder that can be looked into, not chosen.
QWidget* placeOf(const std::filesystem::path& folder, QWidget* parent)
{
    const QString path = QString::fromStdString(folder.string());
    auto* row = new QWidget(parent);
    auto* line = new PathEdit(QDir::toNativeSeparators(path), row);
    line->setReadOnly(true);
    auto* open = new QPushButton(PreferencesDialog::tr("Show"), row);
    QObject::connect(open, &QPushButton::clicked, row, [path] {
        QDir().mkpath(path);
        QDesktopServices::openUrl(QUrl::fromLocalFile(path));
    });
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(line, 1);
    layout->addWidget(open);
    return row;
}

} // namespace

PreferencesDialog::PreferencesDialog(QWidget* parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("preferences"));
    setWindowTitle(tr("Preferences"));
    auto* page = new QWidget;
    auto* form = new QFormLayout(page);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->setVerticalSpacing(10);
    addLooks(*form);
    addLanguage(*form);
    addFiles(*form);
    addDevice(*form);
    addKeys(*form);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    resize(560, 480);
}

void PreferencesDialog::addLooks(QFormLayout& form)
{
    auto* theme = new ChoiceBox(this);
    theme->setObjectName(QStringLiteral("theme"));
    theme->addItem(tr("Dark"), int(ThemeChoice::Dark));
    theme->addItem(tr("Light"), int(ThemeChoice::Light));
    theme->addItem(tr("As the desktop"), int(ThemeChoice::System));
    theme->setCurrentIndex(theme->findData(int(_appearance.theme)));
    connect(theme, &QComboBox::activated, this, [this, theme] {
        Appearance next = _appearance;
        next.theme = ThemeChoice(theme->currentData().toInt());
        change(next);
    });
    form.addRow(tr("&Theme"), theme);

    auto* size = new QWidget(this);
    _textSize = new QSlider(Qt::Horizontal, size);
    _textSize->setObjectName(QStringLiteral("textSize"));
    _textSize->setRange(smallestText / textStep, largestText / textStep);
    _textSize->setPageStep(1);
    _textSize->setTickPosition(QSlider::TicksBelow);
    _textSize->setValue(_appearance.textSize / textStep);
    _textSizeText = new QLabel(tr("%1 %").arg(_appearance.textSize), size);
    _textSizeText->setMinimumWidth(
        _textSizeText->fontMetrics().horizontalAdvance(tr("%1 %").arg(largestText)));
    auto* row = new QHBoxLayout(size);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(_textSize, 1);
    row->addWidget(_textSizeText);
    connect(_textSize, &QSlider::valueChanged, this, [this](int steps) {
        Appearance next = _appearance;
        next.textSize = steps * textStep;
        _textSizeText->setText(tr("%1 %").arg(next.textSize));
        change(next);
    });
    form.addRow(tr("Text &size"), size);
    static_cast<QLabel*>(form.labelForField(size))->setBuddy(_textSize);

    auto* still = new QCheckBox(tr("Nothing moves by &itself"), this);
    still->setObjectName(QStringLiteral("still"));
    still->setChecked(_appearance.isStill);
    connect(still, &QCheckBox::toggled, this, [this](bool isStill) {
        Appearance next = _appearance;
        next.isStill = isStill;
        change(next);
    });
    form.addRow(tr("Motion"), still);
}

void PreferencesDialog::addLanguage(QFormLayout& form)
{
    auto* language = new ChoiceBox(this);
    language->setObjectName(QStringLiteral("language"));
    language->addItem(tr("As the desktop"), QString());
    for (const QString& name : program_settings::languages())
        language->addItem(QLocale(name).nativeLanguageName(), name);
    language->setCurrentIndex(std::max(0, language->findData(program_settings::language())));
    connect(language, &QComboBox::activated, this,
            [language] { program_settings::setLanguage(language->currentData().toString()); });
    form.addRow(tr("&Language"), language);
    form.addRow(QString(), remark(tr("Another language is used from the next start on."), this));
}

void PreferencesDialog::addFiles(QFormLayout& form)
{
    auto* row = new QWidget(this);
    auto* line = new PathEdit(QDir::toNativeSeparators(savingFolder()), row);
    line->setObjectName(QStringLiteral("savingFolder"));
    line->setPlaceholderText(tr("Where the last one went"));
    line->setReadOnly(true);
    auto* choose = new QPushButton(tr("Choose…"), row);
    auto* forget = new QPushButton(tr("Forget"), row);
    forget->setToolTip(tr("Offer the folder that was used last"));
    forget->setEnabled(!savingFolder().isEmpty());
    const auto take = [line, forget](const QString& folder) {
        setSavingFolder(folder);
        line->setText(QDir::toNativeSeparators(folder));
        forget->setEnabled(!folder.isEmpty());
    };
    connect(choose, &QPushButton::clicked, this, [this, take] {
        const QString folder =
            QFileDialog::getExistingDirectory(this, tr("Where files are saved"), lastFolder());
        if (!folder.isEmpty())
            take(folder);
    });
    connect(forget, &QPushButton::clicked, this, [take] { take({}); });
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(line, 1);
    layout->addWidget(choose);
    layout->addWidget(forget);
    form.addRow(tr("Files are saved in"), row);
    form.addRow(tr("Your models are in"), placeOf(userModelRoot(), this));
    form.addRow(tr("What is not saved yet"), placeOf(userDataFolder() / "journal", this));
}

void PreferencesDialog::addDevice(QFormLayout& form)
{
    auto* device = new ChoiceBox(this);
    device->setObjectName(QStringLiteral("device"));
    device->addItem(tr("The processor"), false);
    device->addItem(tr("The graphics card"), true);
    auto* items = qobject_cast<QStandardItemModel*>(device->model());
    items->item(1)->setEnabled(false);
    connect(device, &QComboBox::activated, this,
            [device] { program_settings::setUsesGraphicsCard(device->currentData().toBool()); });
    form.addRow(tr("Pictures are &made by"), device);
    QLabel* found = remark(tr("Looking for a graphics card…"), this);
    form.addRow(QString(), found);
    _files.run([device, items, found]() -> FileTasks::Afterwards {
        return [device, items, found, hasCard = cudaIsAvailable()] {
            items->item(1)->setEnabled(hasCard);
            if (hasCard && program_settings::usesGraphicsCard())
                device->setCurrentIndex(1);
            found->setText(hasCard ? tr("Another choice is used from the next start on.")
                                   : tr("Flipside finds no graphics card here that it could use."));
        };
    });
}

void PreferencesDialog::addKeys(QFormLayout& form)
{
    auto* keys = new QPushButton(tr("Choose &keys…"), this);
    keys->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(keys, &QPushButton::clicked, this, &PreferencesDialog::shortcutsWished);
    form.addRow(tr("Keyboard"), keys);
}

void PreferencesDialog::change(const Appearance& appearance)
{
    _appearance = appearance;
    _appearance.remember();
    emit appearanceChanged();
}

} // namespace flipside
