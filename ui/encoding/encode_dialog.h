// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/encoding/picture_encoder.h"

#include <QDialog>

#include <memory>
#include <optional>

class QCheckBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace flipside {

class ProgressLine;
class CropView;
class Document;
class PictureBox;

/// Makes a picture from outside the starting point: which part of it, what the model sees of that, and what
/// it makes of it. A model's encoder answers at once; without one, or to come nearer, z is searched for.
/// Accepted, the z becomes the document's, as one undoable step; its flips stay.
class EncodeDialog : public QDialog {
    Q_OBJECT
public:
    /// The document has a model open; where another one is opened meanwhile, the dialog closes.
    EncodeDialog(Document& document, std::shared_ptr<const StartPicture> picture, QWidget* parent = nullptr);
    ~EncodeDialog() override;

    bool isSearching() const { return _searching; }
    /// What is said below the pictures.
    QString state() const;
    CropView& cropView() { return *_crop; }
    const PictureBox& seen() const { return *_seen; }
    const PictureBox& made() const { return *_made; }

public slots:
    /// Searches for z from here on, or stops doing so: what was found is kept.
    void search();
    void accept() override;
    /// Stops a search; without one, closes.
    void reject() override;

private:
    void build();
    QLayout* buildPictures();
    QLayout* buildSearch();
    void listen();
    void look();
    PictureEncoder::Request request(int steps) const;
    void takeSeen(const QImage& picture, bool negative, bool contrast);
    void takeFound(const FoundLatent& latent);
    void takeEnd();
    void takeFailure(const QString& sentence);
    void showPart();
    void updateButtons();

    Document& _document;
    const PictureEncoder::Source _source;
    PictureEncoder* _encoder = nullptr; ///< outlives the dialog where its thread is busy
    std::optional<FoundLatent> _latent; ///< of the part that is chosen now; unset while it is not known
    bool _searching = false;
    bool _stopped = false;         ///< the search, by hand
    bool _startsWhenFound = false; ///< accepted just before the encoder's answer
    bool _chosenNegative = false;  ///< light and dark are as the user says, no guess any more
    bool _chosenContrast = false;  ///< likewise
    bool _failed = false;

    CropView* _crop = nullptr;
    PictureBox* _seen = nullptr;
    PictureBox* _made = nullptr;
    QLabel* _part = nullptr;
    QLabel* _distance = nullptr;
    QLabel* _state = nullptr;
    QCheckBox* _negative = nullptr;
    QCheckBox* _contrast = nullptr;
    QSpinBox* _steps = nullptr;
    ProgressLine* _bar = nullptr;
    QPushButton* _search = nullptr;
    QPushButton* _start = nullptr;
};

} // namespace flipside
