// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_bar.h"

#include "ui/widgets/elided_label.h"
#include "ui/widgets/sentence.h"
#include "ui/words/numbers.h"
#include "ui/workspace/workspace.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <utility>

namespace flipside {
namespace {

constexpr int refreshMilliseconds = 250;
/// Fewer pictures than this in a second are single changes, not a movement.
constexpr std::size_t movement = 6;

std::optional<double> typical(const ModelCard& card, const char* scheme)
{
    const auto distances = card.typical.find("dr");
    if (distances == card.typical.end() || !distances->second.contains(scheme))
        return std::nullopt;
    return distances->second.at(scheme).mean;
}

std::optional<double> distanceOf(const NoveltyValues& values)
{
    const auto found = values.find("dr");
    return found == values.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

StatusBar::StatusBar(Workspace& workspace, QWidget* parent)
    : QStatusBar(parent), _document(workspace.document())
{
    _model = new ElidedLabel(this);
    _speed = new QLabel(this);
    _frames = new QLabel(this);
    _gauge = new StatusGauge(this);
    _speed->setToolTip(tr("Time that the last decode took"));
    _frames->setToolTip(tr("Pictures painted in the last second"));
    _work = new QWidget(this);
    _workText = new ElidedLabel(_work);
    _workText->setObjectName(QStringLiteral("backgroundWork"));
    auto* cancel = new QToolButton(_work);
    cancel->setObjectName(QStringLiteral("cancelBackgroundWork"));
    cancel->setText(tr("Cancel"));
    connect(cancel, &QToolButton::clicked, this, &StatusBar::workCancelled);
    auto* work = new QHBoxLayout(_work);
    work->setContentsMargins(0, 0, 0, 0);
    _workText->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    work->addWidget(_workText);
    work->addWidget(cancel);
    work->addStretch(1);
    addWidget(_model, 1);
    addWidget(_work, 2);
    for (QWidget* widget :
         {static_cast<QWidget*>(_frames), static_cast<QWidget*>(_speed), static_cast<QWidget*>(_gauge)})
        addPermanentWidget(widget);
    setSizeGripEnabled(false);
    _gauge->hide();
    showWork({});
    connect(this, &QStatusBar::messageChanged, this, &StatusBar::makeRoom);

    _refresh.setInterval(refreshMilliseconds);
    _clock.start();
    connect(&_refresh, &QTimer::timeout, this, &StatusBar::refresh);
    Document& document = workspace.document();
    connect(&workspace, &Workspace::notice, this, &StatusBar::showNotice);
    connect(&workspace, &Workspace::problem, this, [this] {
        if (!_document.model() && !_document.opening())
            showModel();
    });
    for (const auto end : {&Document::modelChanged, &Document::openingCalledOff})
        connect(&document, end, this, &StatusBar::showModel);
    // What was said may be of something that has just been taken back.
    connect(&document.undoStack(), &UndoHistory::walked, this, &StatusBar::clearMessage);
    connect(&document, &Document::modelOpened, this, &StatusBar::sayThatTheLastIsKept);
    connect(&document, &Document::openingBegan, this, &StatusBar::showOpening);
    connect(&document, &Document::openingFailed, this, &StatusBar::showModel);
    connect(&document, &Document::recipeChanged, this, [this] {
        if (!_refresh.isActive())
            _refresh.start();
    });
    connect(&document, &Document::noveltyChanged, this,
            [this] { _gauge->setDistance(distanceOf(_document.novelty())); });
    showModel();
    showOpening();
}

void StatusBar::showNotice(const QString& words)
{
    showMessage(words, readingMilliseconds(words));
}

void StatusBar::sayThatTheLastIsKept()
{
    const auto last = std::exchange(_shown, _document.model());
    if (last && last->folder != _shown->folder)
        showNotice(tr("%1 is kept as you left it: open it again to go on.")
                       .arg(QString::fromStdString(last->card.name)));
}

void StatusBar::showOpening()
{
    const ModelWish* wish = _document.opening();
    if (!wish || wish->cause != ModelWish::Cause::Model)
        return;
    const QString name = wish->model.isEmpty()
                             ? tr("the first model")
                             : _document.models().names().of(QDir(wish->model).dirName().toStdString());
    _model->setText(tr("Opening %1…").arg(name));
}

void StatusBar::showModel()
{
    const auto model = _document.model();
    if (!model) {
        _model->setText(tr("No model"));
        return;
    }
    const ModelCard& card = model->card;
    _model->setText(tr("%1 · %2 × %3 pixels from %4 numbers")
                        .arg(QString::fromStdString(card.name))
                        .arg(card.width)
                        .arg(card.height)
                        .arg(card.latentLength()));
    // The name is there whole where the bar has no room for it.
    _model->setToolTip(_model->text() + QLatin1Char('\n') + QString::fromStdString(card.description));
    _gauge->setVisible(model->hasEncoder);
    _gauge->setTypical(typical(card, "regular"), typical(card, "low-active"));
    _gauge->setDistance(distanceOf(_document.novelty()));
}

void StatusBar::showWork(const QString& text)
{
    _workText->setText(text);
    makeRoom();
}

/// QStatusBar paints a message for a while where its widgets are, and hides only those that are there
/// already.
void StatusBar::makeRoom()
{
    _work->setVisible(!_workText->text().isEmpty() && currentMessage().isEmpty());
}

void StatusBar::countFrame()
{
    const qint64 now = _clock.elapsed();
    _paintedAt.push_back(now);
    while (now - _paintedAt.front() > 1000)
        _paintedAt.pop_front();
    if (!_refresh.isActive()) {
        refresh();
        _refresh.start();
    }
}

void StatusBar::refresh()
{
    const qint64 now = _clock.elapsed();
    while (!_paintedAt.empty() && now - _paintedAt.front() > 1000)
        _paintedAt.pop_front();
    _frames->setText(_paintedAt.size() >= movement ? tr("%1 pictures/s").arg(_paintedAt.size()) : QString());
    const auto rendering = _document.rendering();
    if (_document.isDecoding())
        _speed->setText(tr("Decoding…"));
    else if (rendering)
        _speed->setText(
            tr("Made in %1 ms")
                .arg(decimalText(rendering->milliseconds, rendering->milliseconds < 10.0 ? 2 : 0)));
    if (_paintedAt.empty() && !_document.isDecoding())
        _refresh.stop();
}

QString StatusBar::modelText() const
{
    return _model->text();
}

QString StatusBar::speedText() const
{
    return _speed->text();
}

} // namespace flipside
