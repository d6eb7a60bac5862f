// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/about_dialog.h"

#include "ui/widgets/window_size.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QIcon>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <map>
#include <string>

namespace flipside {
namespace {

constexpr int textWidth = 440;

QString paragraph(const QString& text)
{
    return QStringLiteral("<p>%1</p>").arg(text);
}

/// What a card calls an entry of its provenance, in words.
QString wordsFor(const std::string& key)
{
    static const std::map<std::string, const char*> known{
        {"architecture", QT_TRANSLATE_NOOP("flipside::AboutDialog", "Architecture")},
        {"batch", QT_TRANSLATE_NOOP("flipside::AboutDialog", "Batch size")},
        {"best_epoch", QT_TRANSLATE_NOOP("flipside::AboutDialog", "Best epoch")},
        {"code_version", QT_TRANSLATE_NOOP("flipside::AboutDialog", "Made with")},
        {"epochs", QT_TRANSLATE_NOOP("flipside::AboutDialog", "Epochs trained")},
        {"seed", QT_TRANSLATE_NOOP("flipside::AboutDialog", "Training seed")},
        {"validation_elbo", QT_TRANSLATE_NOOP("flipside::AboutDialog", "ELBO on validation pictures")},
    };
    const auto found = known.find(key);
    if (found != known.end())
        return AboutDialog::tr(found->second);
    QString words = QString::fromStdString(key).replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!words.isEmpty())
        words[0] = words[0].toUpper();
    return words;
}

QString modelText(const ModelCard& card)
{
    const auto escaped = [](const std::string& text) { return QString::fromStdString(text).toHtmlEscaped(); };
    QString html = QStringLiteral("<h3>%1</h3>").arg(escaped(card.name));
    if (!card.description.empty())
        html += paragraph(escaped(card.description));
    html += QStringLiteral("<table>");
    const auto row = [&](const QString& what, const QString& value) {
        html += QStringLiteral("<tr><td style='padding-right:16px'>%1</td><td>%2</td></tr>").arg(what, value);
    };
    row(AboutDialog::tr("Trained on"), escaped(card.dataset));
    row(AboutDialog::tr("Terms"), escaped(card.terms));
    for (const auto& [name, value] : card.provenance)
        row(wordsFor(name).toHtmlEscaped(), escaped(value));
    return html + QStringLiteral("</table>");
}

} // namespace

AboutDialog::AboutDialog(const Document& document, QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("About Flipside"));
    auto* icon = new QLabel(this);
    icon->setPixmap(QIcon(QStringLiteral(":/icons/flipside.svg")).pixmap(QSize(72, 72), devicePixelRatioF()));

    QString html = QStringLiteral("<h2>Flipside %1</h2>").arg(QCoreApplication::applicationVersion());
    html += paragraph(
        tr("Play a trained decoder like an instrument: move through its latent space, flip its neurons, "
           "and watch the picture change."));
    html += paragraph(
        tr("The low-active method is from <i>Toward A Neuro-inspired Creative Decoder</i> by Payel Das, "
           "Brian Quanz, Pin-Yu Chen, Jae-wook Ahn and Dhruv Shah (IJCAI 2020)."));
    html += paragraph(
        tr("Flipside is free software under the GNU General Public License, version 3 or later. It comes "
           "without any warranty. It uses Qt, LibTorch, OpenCV and QCustomPlot."));
    if (document.model())
        html += modelText(document.model()->card);

    auto* text = new QLabel(html, this);
    text->setTextFormat(Qt::RichText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    text->setAlignment(Qt::AlignTop);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidgetResizable(true);
    scroll->setWidget(text);
    // With room for a scroll bar, which then does not make the lines break elsewhere.
    scroll->setMinimumWidth(textWidth + scroll->verticalScrollBar()->sizeHint().width());
    auto* row = new QHBoxLayout;
    row->setSpacing(20);
    row->addWidget(icon, 0, Qt::AlignTop);
    row->addWidget(scroll, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->addLayout(row);
    layout->addWidget(buttons);
    const int around = sizeHint().height() - scroll->sizeHint().height();
    resizeWithinScreen(*this, {sizeHint().width(), text->heightForWidth(textWidth) + around});
}

} // namespace flipside
