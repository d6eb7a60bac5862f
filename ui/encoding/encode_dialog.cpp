// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/encoding/encode_dialog.h"

#include "core/instrument/encode_picture.h"
#include "core/picture/tone.h"
#include "ui/document/display_names.h"
#include "ui/document/document.h"
#include "ui/encoding/crop_view.h"
#include "ui/guide/guide_opener.h"
#include "ui/pictures/picture_box.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/window_size.h"
#include "ui/words/numbers.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace flipside {
namespace {

constexpr int usualSearchSteps = 300;
constexpr int mostSearchSteps = 100000;

QLabel* dimLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

PictureEncoder::Source sourceOf(const Document& document, std::shared_ptr<const StartPicture> picture)
{
    const auto model = document.model();
    PictureEncoder::Source source;
    source.folder = model->folder.toStdString();
    source.card = model->card;
    source.hasEncoder = model->hasEncoder;
    source.picture = std::move(picture);
    // Light on black and black on light are a matter of grey pictures.
    if (const auto rendering = document.rendering(); rendering && model->card.channels == 1)
        source.usualBorder = borderBrightness(rendering->regular);
    return source;
}

} // namespace

EncodeDialog::EncodeDialog(Document& document, std::shared_ptr<const StartPicture> picture, QWidget* parent)
    : QDialog(parent), _document(document), _source(sourceOf(document, std::move(picture))),
      _encoder(new PictureEncoder(_source, this))
{
    setWindowTitle(tr("Start from a picture"));
    setGuideSection(*this, QStringLiteral("start-from-a-picture"));
    build();
    _crop->setCrop(usualCrop(_source.card));
    listen();
    updateButtons();
    look();
    _crop->setFocus();
}

EncodeDialog::~EncodeDialog()
{
    _encoder->retire(QCoreApplication::instance());
}

void EncodeDialog::build()
{
    _crop = new CropView(_source.picture->shown, {_source.card.width, _source.card.height}, this);
    _part = dimLabel({}, this);
    _negative = new QCheckBox(tr("&Invert"), this);
    _negative->setToolTip(
        tr("Light for dark: for ink on paper, where the model's pictures are light on black"));
    _contrast = new QCheckBox(tr("Raise &contrast"), this);
    _contrast->setToolTip(tr("Makes what lies at the border, such as paper, one with the background"));
    for (QCheckBox* box : {_negative, _contrast})
        box->setVisible(_source.card.channels == 1);
    auto* below = new QHBoxLayout;
    below->addWidget(_part, 1);
    below->addWidget(_negative);
    below->addSpacing(8);
    below->addWidget(_contrast);
    auto* left = new QVBoxLayout;
    left->addWidget(_crop, 1);
    left->addLayout(below);
    auto* pictures = new QHBoxLayout;
    pictures->setSpacing(16);
    pictures->addLayout(left, 1);
    pictures->addLayout(buildPictures());

    _bar = new ProgressLine(this);
    _state = new QLabel(this);
    _state->setWordWrap(true);
    _state->setMinimumHeight(2 * fontMetrics().lineSpacing());
    _state->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    const QString part = tr(
        "Drag the square, or a corner of it; or use the arrow keys, plus and minus, and Home for the most.");
    _state->setText((_source.hasEncoder
                         ? tr("%1 The model's encoder answers at once; Refine comes nearer, step by step.")
                         : tr("%1 This model has no encoder, so the latent is searched for: press Find."))
                        .arg(part));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    _start = new QPushButton(tr("&Start from this"), this);
    _start->setProperty("primary", true);
    buttons->addButton(_start, QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &EncodeDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* layout = new QVBoxLayout(this);
    layout->addLayout(pictures, 1);
    layout->addWidget(_bar);
    layout->addWidget(_state);
    layout->addWidget(buttons);
    showPart();
    resizeWithinScreen(*this, {880, 664});
}

QLayout* EncodeDialog::buildPictures()
{
    _seen = new PictureBox(tr("What the model sees"), this);
    _made = new PictureBox(tr("What the model makes of it"), this);
    if (!_source.hasEncoder)
        _made->setHint(tr("Find shows it here."));
    _distance = dimLabel({}, this);
    _distance->setToolTip(tr("The distance of the two pictures: the smaller, the more alike they are"));
    auto* column = new QVBoxLayout;
    column->addWidget(dimLabel(tr("The model sees"), this));
    column->addWidget(_seen, 1);
    column->addSpacing(4);
    column->addWidget(dimLabel(tr("and makes of it"), this));
    column->addWidget(_made, 1);
    column->addWidget(_distance);
    column->addLayout(buildSearch());
    return column;
}

QLayout* EncodeDialog::buildSearch()
{
    _steps = new QSpinBox(this);
    _steps->setRange(1, mostSearchSteps);
    _steps->setSingleStep(100);
    _steps->setValue(usualSearchSteps);
    _steps->setSuffix(tr(" steps"));
    _steps->setAccessibleName(tr("Steps of the search"));
    _search = new QPushButton(this);
    _search->setAutoDefault(false);
    connect(_search, &QPushButton::clicked, this, &EncodeDialog::search);
    auto* row = new QHBoxLayout;
    row->addWidget(_steps, 1);
    row->addWidget(_search);
    return row;
}

void EncodeDialog::listen()
{
    connect(_crop, &CropView::cropChanged, this, &EncodeDialog::look);
    connect(_negative, &QCheckBox::toggled, this, [this] {
        _chosenNegative = true;
        look();
    });
    connect(_contrast, &QCheckBox::toggled, this, [this] {
        _chosenContrast = true;
        look();
    });
    connect(_encoder, &PictureEncoder::seen, this, &EncodeDialog::takeSeen);
    connect(_encoder, &PictureEncoder::found, this, &EncodeDialog::takeFound);
    connect(_encoder, &PictureEncoder::progressed, this, [this](double fraction) {
        if (_searching)
            _bar->setFraction(fraction);
    });
    connect(_encoder, &PictureEncoder::finished, this, &EncodeDialog::takeEnd);
    connect(_encoder, &PictureEncoder::failed, this, &EncodeDialog::takeFailure);
    connect(&_document, &Document::modelChanged, this, [this] {
        if (_document.model()->folder.toStdString() != _source.folder.string() ||
            _document.model()->card.latentShape != _source.card.latentShape)
            QDialog::reject();
    });
}

QString EncodeDialog::state() const
{
    return _state->text();
}

PictureEncoder::Request EncodeDialog::request(int steps) const
{
    PictureEncoder::Request request;
    request.crop = _crop->crop();
    if (_chosenNegative)
        request.negative = _negative->isChecked();
    if (_chosenContrast)
        request.contrast = _contrast->isChecked();
    request.steps = steps;
    return request;
}

void EncodeDialog::look()
{
    _latent.reset();
    _startsWhenFound = false;
    if (std::exchange(_searching, false))
        _state->setText(tr("Another part was chosen, so the search has ended."));
    _bar->setFraction(0.0);
    // The encoder's answer comes in a moment; what a search found says nothing about another part.
    if (!_source.hasEncoder) {
        _made->setPicture({});
        _distance->clear();
    }
    showPart();
    _encoder->ask(request(0));
    updateButtons();
}

void EncodeDialog::search()
{
    if (_searching) {
        _stopped = true;
        _encoder->stop();
        return;
    }
    _searching = true;
    _stopped = false;
    _failed = false;
    _state->setText(tr("Searching…"));
    _bar->setFraction(0.0);
    _encoder->ask(request(_steps->value()));
    updateButtons();
}

void EncodeDialog::takeSeen(const QImage& picture, bool negative, bool contrast)
{
    _seen->setPicture(picture);
    const QSignalBlocker quietNegative(_negative);
    const QSignalBlocker quietContrast(_contrast);
    _negative->setChecked(negative);
    _contrast->setChecked(contrast);
}

void EncodeDialog::takeFound(const FoundLatent& latent)
{
    _latent = latent;
    _made->setPicture(latent.picture);
    if (_searching)
        _state->setText(tr("Searching… What is found so far is shown, and can be used at any time."));
    QString text = tr("%1 %2").arg(metricName(findMetric("dr")), decimalText(latent.distance, 2));
    const auto typical = _source.card.typical.find("dr");
    if (typical != _source.card.typical.end() && typical->second.contains("regular"))
        text = tr("%1; up to %2 is usual").arg(text, decimalText(typical->second.at("regular").high, 2));
    _distance->setText(text);
    if (_startsWhenFound)
        accept();
    else
        updateButtons();
}

void EncodeDialog::takeEnd()
{
    if (std::exchange(_searching, false)) {
        if (!_stopped)
            _state->setText(tr("Found. More steps may come a little nearer."));
        else if (_latent)
            _state->setText(tr("Stopped; what was found so far is kept."));
        else
            _state->setText(tr("Stopped before anything was found."));
        _bar->setFraction(_stopped ? 0.0 : 1.0);
    }
    updateButtons();
}

void EncodeDialog::takeFailure(const QString& sentence)
{
    _searching = false;
    _failed = true;
    _startsWhenFound = false;
    _bar->setFraction(0.0);
    _state->setText(sentence);
    updateButtons();
}

void EncodeDialog::showPart()
{
    const QSize whole = _source.picture->size;
    const double scale = _crop->crop().size * std::min(double(whole.width()) / _source.card.width,
                                                       double(whole.height()) / _source.card.height);
    const auto side = [scale](int length) { return std::max(1, int(std::lround(length * scale))); };
    _part->setText(tr("%1 × %2 of %3 × %4 pixels")
                       .arg(side(_source.card.width))
                       .arg(side(_source.card.height))
                       .arg(whole.width())
                       .arg(whole.height()));
}

void EncodeDialog::updateButtons()
{
    // With an encoder z is a moment away at most: a press of Enter waits for it.
    const bool comes = _source.hasEncoder && !_failed;
    _start->setEnabled(_latent || comes);
    _steps->setEnabled(!_searching);
    if (_searching)
        _search->setText(tr("S&top"));
    else
        _search->setText(_source.hasEncoder ? tr("&Refine") : tr("&Find"));
    (_start->isEnabled() ? _start : _search)->setDefault(true);
}

void EncodeDialog::accept()
{
    if (!_latent) {
        _startsWhenFound = _start->isEnabled();
        return;
    }
    _encoder->stop();
    Recipe next = _document.recipe();
    next.z = _latent->z;
    _document.change(tr("Start from picture"), next);
    QDialog::accept();
}

void EncodeDialog::reject()
{
    if (_searching)
        search();
    else
        QDialog::reject();
}

} // namespace flipside
