// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/gallery_details.h"

#include "ui/gallery/gallery_facts.h"

#include <QDateTime>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace flipside {
GalleryDetails::GalleryDetails(Gallery& gallery, const ModelLibrary& models, QWidget* parent)
    : QWidget(parent), _gallery(gallery), _models(models)
{
    _name = new QLineEdit(this);
    _name->setPlaceholderText(tr("Name"));
    _name->setAccessibleName(tr("Name of the picture"));
    _note = new QPlainTextEdit(this);
    _note->setPlaceholderText(tr("Note"));
    _note->setAccessibleName(tr("Note about the picture"));
    _note->setTabChangesFocus(true);
    _note->installEventFilter(this);
    _facts = new QLabel(this);
    _facts->setForegroundRole(QPalette::PlaceholderText);
    _facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    _facts->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(6);
    layout->addWidget(_name);
    layout->addWidget(_note, 1);
    layout->addWidget(_facts);
    connect(_name, &QLineEdit::editingFinished, this, [this] {
        if (_ids.size() == 1)
            _gallery.rename(_ids.front(), _name->text());
    });
    connect(&gallery, &Gallery::changed, this, &GalleryDetails::takeChosen);
    connect(&models, &ModelLibrary::changed, this, &GalleryDetails::takeChosen);
    takeChosen();
}

void GalleryDetails::setChosen(const QList<Gallery::Id>& ids)
{
    if (ids == _ids)
        return;
    writeNote();
    _ids = ids;
    takeChosen();
}

void GalleryDetails::takeChosen()
{
    const auto item = _ids.size() == 1 ? _gallery.item(_ids.front()) : nullptr;
    _name->setEnabled(item != nullptr);
    _note->setEnabled(item != nullptr);
    const QString note = item ? QString::fromStdString(item->note) : QString();
    _name->setText(item ? QString::fromStdString(item->name) : QString());
    if (_note->toPlainText() != note && !_note->hasFocus())
        _note->setPlainText(note);
    if (item)
        _facts->setText(galleryFacts(*item, _models.names()) + QLatin1Char('\n') +
                        QLocale().toString(QDateTime::fromMSecsSinceEpoch(item->kept), QLocale::ShortFormat));
    else
        _facts->setText(_ids.size() > 1 ? tr("%n picture(s) chosen", nullptr, int(_ids.size()))
                                        : tr("Choose a picture to name it and to write a note."));
}

void GalleryDetails::writeNote()
{
    if (_ids.size() == 1 && _gallery.item(_ids.front()))
        _gallery.setNote(_ids.front(), _note->toPlainText());
}

bool GalleryDetails::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusOut)
        writeNote();
    return QWidget::eventFilter(watched, event);
}

} // namespace flipside
