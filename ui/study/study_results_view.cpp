// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_results_view.h"

#include "core/base/file.h"
#include "ui/document/display_names.h"
#include "ui/study/sample_pictures.h"
#include "ui/study/study_curves.h"
#include "ui/study/study_distributions.h"
#include "ui/study/study_table.h"
#include "ui/study/study_trade_off.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/file_choice.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace flipside {
namespace {

/// Of more schemes than this nobody tells one curve from another.
constexpr std::size_t mostCurves = 24;
const auto exportFolderKey = QStringLiteral("lastFolder");

} // namespace

StudyResultsView::StudyResultsView(QWidget* parent) : QWidget(parent)
{
    build();
    _pictures = new SamplePictures(this);
    for (StudyScatter* points : std::initializer_list<StudyScatter*>{_scatter, _tradeOff}) {
        connect(points, &StudyScatter::sampleHovered, this,
                [this](const StudySample& sample) { _pictures->ask(_study, sample); });
        connect(_pictures, &SamplePictures::made, points, &StudyScatter::showPicture);
    }
    connect(_pictures, &SamplePictures::failed, this, &StudyResultsView::failed);
    connect(&_files, &FileTasks::failed, this, &StudyResultsView::failed);
    setStudy({});
}

void StudyResultsView::build()
{
    _title = new QLabel(this);
    _title->setForegroundRole(QPalette::PlaceholderText);
    const auto combo = [&](const QString& name, const QString& caption, const QString& tip) {
        auto* box = new ChoiceBox(this);
        box->setObjectName(name);
        box->setAccessibleName(caption);
        box->setToolTip(tip);
        connect(box, &QComboBox::currentIndexChanged, this, &StudyResultsView::showChoice);
        return box;
    };
    _model = combo(QStringLiteral("shownModel"), tr("Model"), tr("The model that is shown"));
    _metric = combo(QStringLiteral("shownMetric"), tr("Measure"), tr("The measure that is shown"));
    _other = combo(QStringLiteral("otherMetric"), tr("Second measure"), tr("The measure that goes up"));
    _neurons = combo(QStringLiteral("shownNeurons"), tr("Neurons"), tr("The number of neurons flipped"));
    _export = new QPushButton(tr("Export…"), this);
    _export->setToolTip(tr("Write what is shown as PNG, PDF, SVG or CSV"));
    connect(_export, &QPushButton::clicked, this, &StudyResultsView::chooseExport);
    auto* bar = new QHBoxLayout;
    for (QComboBox* box : {_model, _metric, _other, _neurons})
        bar->addWidget(box);
    bar->addStretch(1);
    bar->addWidget(_export);

    _curves = new StudyCurves;
    _distributions = new StudyDistributions;
    _scatter = new StudyScatter;
    _scatter->setObjectName(QStringLiteral("studyScatter"));
    _tradeOff = new StudyTradeOff;
    _table = new StudyTable;
    _tabs = new QTabWidget(this);
    _tabs->setObjectName(QStringLiteral("studyTabs"));
    _tabs->setDocumentMode(true);
    _tabs->addTab(_table, tr("Table"));
    _tabs->addTab(_curves, tr("Curves"));
    _tabs->addTab(_distributions, tr("Distributions"));
    _tabs->addTab(_scatter, tr("Scatter"));
    _tabs->addTab(_tradeOff, tr("One for the other"));
    connect(_tabs, &QTabWidget::currentChanged, this, &StudyResultsView::showChoice);
    _empty =
        new QLabel(tr("Choose one of the papers' studies on the left, or make up your own and press Run.\n"
                      "Its curves, distributions and numbers appear here."),
                   this);
    _empty->setAlignment(Qt::AlignCenter);
    _empty->setWordWrap(true);
    _empty->setForegroundRole(QPalette::PlaceholderText);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->addWidget(_title);
    layout->addLayout(bar);
    layout->addWidget(_tabs, 1);
    layout->addWidget(_empty, 1);
}

void StudyResultsView::showParts(bool anything, bool plots)
{
    for (QWidget* widget : std::initializer_list<QWidget*>{_export, _tabs, _title})
        widget->setVisible(anything);
    _empty->setVisible(!anything);
    for (QWidget* plot : std::initializer_list<QWidget*>{_curves, _distributions, _scatter, _tradeOff})
        _tabs->setTabVisible(_tabs->indexOf(plot), plots);
}

void StudyResultsView::setLabels(const FinishedLabels& labels)
{
    setStudy({});
    showParts(true, false);
    const LabelReport& report = labels.report;
    _title->setText(tr("Labels of people · %1 · %2")
                        .arg(tr("%n picture(s)", nullptr, int(report.pictures())),
                             tr("a label needs %n vote(s)", nullptr, int(report.consensus))));
    _table->setLabels(labels);
}

void StudyResultsView::setStudy(std::shared_ptr<const FinishedStudy> study)
{
    _study = std::move(study);
    const bool there = _study != nullptr;
    showParts(there, there);
    for (QComboBox* box : {_model, _metric, _other, _neurons}) {
        const QSignalBlocker quiet(box);
        box->clear();
    }
    if (there) {
        const StudyPlan& plan = _study->results.plan;
        const QSignalBlocker quietModel(_model), quietMetric(_metric), quietOther(_other),
            quietNeurons(_neurons);
        _model->addItems(_study->modelNames);
        for (const std::string& metric : plan.metrics)
            for (QComboBox* box : {_metric, _other})
                box->addItem(metricTitle(metric));
        _other->setCurrentIndex(std::min(1, _other->count() - 1));
        for (const int neurons : plan.neurons)
            _neurons->addItem(tr("%n neuron(s)", nullptr, neurons), neurons);
        const ReadyStudy* ready = readyStudyLike(plan);
        _title->setText(tr("%1 · %2 samples each · seed of the study %3")
                            .arg(ready ? QString::fromStdString(ready->title) : tr("Own study"),
                                 QLocale().toString(qulonglong(plan.samples)), QString::number(plan.seed)));
    }
    _table->setStudy(_study);
    if (there && _study->results.plan.schemes.size() > mostCurves)
        _tabs->setCurrentWidget(_tradeOff);
    else if (there && _study->comparisons.empty())
        _tabs->setCurrentWidget(_study->results.plan.neurons.size() > 1 ? static_cast<QWidget*>(_curves)
                                                                        : _distributions);
    else
        _tabs->setCurrentWidget(_table);
    showChoice();
}

void StudyResultsView::showChoice()
{
    const QWidget* page = _tabs->currentWidget();
    _model->setVisible(_study && page != _table);
    _metric->setVisible(_study && page != _table);
    _other->setVisible(_study && (page == _scatter || page == _tradeOff));
    _neurons->setVisible(_study && (page == _scatter || page == _distributions));
    const StudyChoice choice{std::max(0, _model->currentIndex()), std::max(0, _metric->currentIndex()),
                             std::max(0, _other->currentIndex()), _neurons->currentData().toInt()};
    for (StudyPlot* plot : std::initializer_list<StudyPlot*>{_curves, _distributions, _scatter, _tradeOff})
        plot->present(_study, choice);
}

StudyPlot* StudyResultsView::currentPlot() const
{
    return qobject_cast<StudyPlot*>(_tabs->currentWidget());
}

void StudyResultsView::chooseExport()
{
    StudyPlot* plot = currentPlot();
    const QString csv = tr("Numbers (*.csv)");
    const QString filters =
        plot ? tr("Picture (*.png);;PDF (*.pdf);;SVG (*.svg)") + QStringLiteral(";;") + csv : csv;
    const QString folder = savingFolder().isEmpty()
                               ? QSettings().value(exportFolderKey, QDir::homePath()).toString()
                               : savingFolder();
    QString chosen;
    QString path = QFileDialog::getSaveFileName(
        this, tr("Export what is shown"),
        QDir(folder).filePath(plot ? QStringLiteral("study.png") : QStringLiteral("study.csv")), filters,
        &chosen);
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().isEmpty())
        path += QLatin1Char('.') + chosen.section(QStringLiteral("*."), 1).chopped(1);
    QSettings().setValue(exportFolderKey, QFileInfo(path).absolutePath());
    exportTo(path);
}

void StudyResultsView::exportTo(const QString& path)
{
    StudyPlot* plot = currentPlot();
    const QString suffix = QFileInfo(path).suffix().toLower();
    QByteArray content;
    if (suffix == QLatin1String("csv"))
        content = plot ? plot->csv() : _table->csv();
    else if (plot && (suffix == QLatin1String("png") || suffix == QLatin1String("pdf") ||
                      suffix == QLatin1String("svg")))
        content = plot->fileContent(suffix);
    if (content.isEmpty()) {
        emit failed((plot ? tr("%1 cannot be written in that format; use .png, .pdf, .svg or .csv.")
                          : tr("%1 cannot hold the table; use .csv, or show a plot before you export it."))
                        .arg(QDir::toNativeSeparators(path)));
        return;
    }
    _files.run([path, content]() -> FileTasks::Afterwards {
        writeFile(std::filesystem::path(path.toStdString()), content.toStdString());
        return {};
    });
}

} // namespace flipside
