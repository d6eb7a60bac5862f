// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/import/network_view.h"

#include "ui/pictures/picture_box.h"
#include "ui/style/relative_font.h"
#include "ui/style/theme_icons.h"
#include "ui/widgets/disclosure.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/sentence.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace flipside {
namespace {

constexpr int previewSide = 152;
constexpr int problemMarkSize = 18;
constexpr int unusedLines = 6;
constexpr int unusedEdge = 10; ///< what is around them
constexpr double headlineSize = 1.15;

QString sizesText(const std::vector<int>& sizes)
{
    QStringList texts;
    for (const int size : sizes)
        texts.append(QString::number(size));
    return texts.join(QChar(0xD7));
}

QString inputText(const NetworkInput& input)
{
    switch (input.kind) {
    case NetworkInput::Kind::Class:
        return NetworkView::tr("one of %1 classes").arg(input.length());
    case NetworkInput::Kind::Setting:
        return {};
    default:
        return input.shape.size() > 1 && input.length() > input.shape.front()
                   ? NetworkView::tr("a map of %1").arg(sizesText(input.shape))
                   : NetworkView::tr("%1 numbers").arg(input.length());
    }
}

/// "Makes grey pictures of 28×28 from 100 numbers and one of 10 classes."
QString makesText(const ReadNetwork& network)
{
    QStringList inputs;
    QStringList settings;
    for (const NetworkInput& input : network.inputs) {
        if (const QString text = inputText(input); !text.isEmpty())
            inputs.append(text);
        else
            settings.append(QString::fromStdString(input.name));
    }
    if (network.image.size() != 3 || inputs.isEmpty())
        return {};
    const QString from = inputs.join(NetworkView::tr(" and "));
    const QString size = sizesText({network.image[2], network.image[1]});
    QString text = network.image[0] == 1
                       ? NetworkView::tr("Makes grey pictures of %1 from %2.").arg(size, from)
                       : NetworkView::tr("Makes colour pictures of %1 from %2.").arg(size, from);
    if (!settings.isEmpty())
        text += QLatin1Char(' ') +
                NetworkView::tr("To be set besides: %1.").arg(settings.join(QLatin1String(", ")));
    return text;
}

QString familyText(const FileDescription& found)
{
    const std::string& family = found.network.family;
    const auto known =
        std::ranges::find_if(families(), [&](const NetworkFamily& each) { return family == each.name; });
    if (known != families().end())
        return QString::fromUtf8(known->label);
    if (found.kind == "onnx")
        return NetworkView::tr("A network with its graph (ONNX)");
    if (found.kind == "torch-export")
        return NetworkView::tr("A network with its graph (torch.export)");
    if (found.kind == "torchscript")
        return NetworkView::tr("A network with its code (TorchScript)");
    return found.network.inputs.empty() ? NetworkView::tr("Not recognised")
                                        : NetworkView::tr("A network that its code makes");
}

QLabel* wrappedLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

NetworkView::NetworkView(QWidget* parent) : QWidget(parent)
{
    _sheet = new PictureBox(tr("Pictures that it makes"), this);
    _sheet->setFixedSize(previewSide, previewSide);
    _icon = new QLabel(this);
    _icon->hide();
    _headline = wrappedLabel(this);
    setRelativeFont(*_headline, headlineSize, true);
    _facts = wrappedLabel(this);
    _used = wrappedLabel(this);
    _used->setForegroundRole(QPalette::PlaceholderText);
    _unused = new Disclosure(tr("Not used"), this);
    _unusedList = new QPlainTextEdit(this);
    _unusedList->setReadOnly(true);
    _unusedList->setTabChangesFocus(true);
    _unusedList->setLineWrapMode(QPlainTextEdit::NoWrap);
    _unusedList->setAccessibleName(tr("What of the file is not used"));
    _unused->setBody(*_unusedList);
    _unused->hide();
    _doing = new QLabel(this);
    _doing->setForegroundRole(QPalette::PlaceholderText);
    _bar = new ProgressLine(this);
    _stop = new QPushButton(tr("Stop"), this);
    _stop->setAutoDefault(false);

    auto* head = new QHBoxLayout;
    head->addWidget(_icon, 0, Qt::AlignTop);
    head->addWidget(_headline, 1);
    auto* under = new QHBoxLayout;
    under->addWidget(_doing);
    under->addWidget(_bar, 1);
    under->addWidget(_stop);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addLayout(head);
    words->addWidget(_facts);
    words->addWidget(_used);
    words->addWidget(_unused, 0, Qt::AlignLeft);
    words->addStretch();
    words->addLayout(under);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(_sheet, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addLayout(row);
    whole->addWidget(_unusedList);

    // What stands above holds still when there is nothing under way.
    for (QWidget* each : std::initializer_list<QWidget*>{_doing, _bar, _stop}) {
        QSizePolicy keepsItsPlace = each->sizePolicy();
        keepsItsPlace.setRetainSizeWhenHidden(true);
        each->setSizePolicy(keepsItsPlace);
    }
    connect(_stop, &QPushButton::clicked, this, [this] {
        if (_isStopped)
            emit againWished();
        else
            emit stopWished();
    });
    showRest(false);
}

void NetworkView::showFound(const FileDescription& found)
{
    const ReadNetwork& network = found.network;
    _icon->hide();
    _headline->setText(familyText(found));
    QStringList facts;
    if (!found.lack.empty()) {
        showProblem(QString::fromStdString(found.lack));
        facts.append(_facts->text());
    }
    if (const QString makes = makesText(network); !makes.isEmpty())
        facts.append(makes);
    for (const std::string& remark : network.remarks)
        facts.append(QString::fromStdString(remark));
    _facts->setText(facts.join(QLatin1Char('\n')));
    _facts->setVisible(!facts.isEmpty());
    showUnused(network);
}

void NetworkView::showUnused(const ReadNetwork& network)
{
    const auto all = int(network.tensors.size());
    QString used;
    if (all > 0 && network.reason.empty())
        used = network.usedTensors == all
                   ? tr("All %1 tensors of it are used.").arg(all)
                   : tr("%1 of its %2 tensors are used.").arg(network.usedTensors).arg(all);
    if (!network.where.empty())
        used += QLatin1Char(' ') + tr("They are in “%1”.").arg(QString::fromStdString(network.where));
    _used->setText(used.trimmed());
    _used->setVisible(!used.isEmpty());
    QStringList unused;
    for (const std::string& entry : network.unused)
        unused.append(QString::fromStdString(entry));
    _unused->setText(tr("Not used: %1").arg(unused.size()));
    _unusedList->setPlainText(unused.join(QLatin1Char('\n')));
    _unusedList->setFixedHeight(std::min(int(unused.size()) + 1, unusedLines) * fontMetrics().lineSpacing() +
                                unusedEdge);
    _unused->setVisible(!unused.isEmpty());
    _unusedList->setVisible(!unused.isEmpty() && _unused->isOpen());
}

void NetworkView::showSheet(const QImage& sheet)
{
    // The box would leave small sheets at a whole multiple of their size.
    _sheet->setPicture(
        sheet.scaled(_sheet->size() * devicePixelRatioF(), Qt::KeepAspectRatio, Qt::SmoothTransformation));
}

void NetworkView::showProblem(const QString& sentence)
{
    _icon->setPixmap(problemIcon().pixmap(QSize(problemMarkSize, problemMarkSize), devicePixelRatioF()));
    _icon->show();
    if (_headline->text().isEmpty())
        _headline->setText(tr("Not recognised"));
    _facts->setText(asSentence(sentence));
    _facts->show();
}

void NetworkView::showProgress(double fraction, const QString& what)
{
    _isStopped = false;
    _doing->setText(what);
    _bar->setFraction(fraction);
    _stop->setText(tr("Stop"));
    for (QWidget* each : std::initializer_list<QWidget*>{_doing, _bar, _stop})
        each->show();
}

void NetworkView::showRest(bool isStopped)
{
    _isStopped = isStopped;
    _doing->setText(isStopped ? tr("Stopped.") : QString());
    _stop->setText(tr("Go on"));
    _bar->hide();
    _doing->setVisible(isStopped);
    _stop->setVisible(isStopped);
}

QString NetworkView::headline() const
{
    return _headline->text();
}

QString NetworkView::facts() const
{
    return _facts->text();
}

} // namespace flipside
