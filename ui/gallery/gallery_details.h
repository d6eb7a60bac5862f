// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/gallery.h"
#include "ui/document/model_library.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace flipside {

/// What there is to know and to say about the chosen picture: its name and note, to be written, and where it
/// comes from.
class GalleryDetails : public QWidget {
    Q_OBJECT
public:
    GalleryDetails(Gallery& gallery, const ModelLibrary& models, QWidget* parent = nullptr);

    /// The chosen pictures.
    void setChosen(const QList<Gallery::Id>& ids);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void takeChosen();
    void writeNote();

    Gallery& _gallery;
    const ModelLibrary& _models;
    QList<Gallery::Id> _ids;
    QLineEdit* _name = nullptr;
    QPlainTextEdit* _note = nullptr;
    QLabel* _facts = nullptr;
};

} // namespace flipside
