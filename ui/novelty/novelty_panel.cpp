// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/novelty/novelty_panel.h"

#include "core/novelty/metric.h"
#include "ui/novelty/novelty_gauge.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/workspace.h"

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace flipside {
namespace {

QWidget* makePanel(Workspace& workspace, Actions& /*actions*/, QWidget& parent)
{
    return new NoveltyPanel(workspace.document(), &parent);
}

} // namespace

NoveltyPanel::NoveltyPanel(Document& document, QWidget* parent) : QWidget(parent), _document(document)
{
    _explanation = new QLabel(this);
    _explanation->setObjectName(QStringLiteral("noveltyExplanation"));
    _explanation->setWordWrap(true);
    _explanation->setForegroundRole(QPalette::PlaceholderText);
    _explanation->setContentsMargins(10, 8, 10, 0);
    _content = new QWidget;
    _rows = new QVBoxLayout(_content);
    _rows->setContentsMargins(10, 6, 10, 8);
    _rows->setSpacing(8);
    _rows->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(_content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(_explanation);
    layout->addWidget(scroll, 1);
    connect(&_document, &Document::modelChanged, this, &NoveltyPanel::takeModel);
    connect(&_document, &Document::noveltyChanged, this, &NoveltyPanel::takeValues);
    takeModel();
}

void NoveltyPanel::takeModel()
{
    const auto model = _document.model();
    // A profile that has just been made knows more of the same model.
    if (model && _shown && model->folder == _shown->folder && model->card.typical == _shown->card.typical)
        return;
    _shown = model;
    for (const auto& [name, gauge] : _gauges)
        gauge->deleteLater();
    _gauges.clear();
    if (model)
        for (const Metric& metric : allMetrics()) {
            const auto typical = model->card.typical.find(metric.name);
            if (typical == model->card.typical.end() || !typical->second.contains("regular") ||
                !typical->second.contains("low-active"))
                continue;
            auto* gauge = new NoveltyGauge(metric, typical->second.at("regular"),
                                           typical->second.at("low-active"), _content);
            _rows->insertWidget(_rows->count() - 1, gauge);
            _gauges.emplace(metric.name, gauge);
        }
    QString explanation = tr("Open a model to see how novel its pictures are.");
    if (!_gauges.empty())
        explanation = tr("Upper bar, grey: where nine of ten regular pictures lie. Lower bar, green: where "
                         "nine of ten with quiet neurons switched on do. The triangle points to where "
                         "pictures are more novel; the "
                         "percentage says how many of the regular pictures are less novel.");
    else if (model)
        explanation =
            tr("This model has no encoder and no critic, and it was not measured yet what is usual of its "
               "pictures, so their novelty cannot be told.");
    _explanation->setText(explanation);
    takeValues();
}

void NoveltyPanel::takeValues()
{
    const NoveltyValues& values = _document.novelty();
    for (const auto& [name, gauge] : _gauges) {
        const auto found = values.find(name);
        gauge->setValue(found == values.end() ? std::nullopt : std::optional(found->second));
    }
}

const PanelKind& noveltyPanel()
{
    static const PanelKind kind{"noveltyDock",
                                [] { return NoveltyPanel::tr("Novelty"); },
                                Qt::RightDockWidgetArea,
                                "inspectorDock",
                                &makePanel,
                                "novelty",
                                true};
    return kind;
}

} // namespace flipside
