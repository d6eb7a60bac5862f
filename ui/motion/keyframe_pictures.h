// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"
#include "ui/work/background_instrument.h"

#include <QImage>
#include <QObject>

#include <vector>

namespace flipside {

class Document;
class Film;

/// Small pictures of the film's keyframes, made in the background and kept while the keyframes are there.
class KeyframePictures : public QObject {
    Q_OBJECT
public:
    KeyframePictures(Document& document, const Film& film, QObject* parent = nullptr);

    /// Null while it is not made yet.
    QImage of(const Recipe& recipe) const;

signals:
    void changed();

private:
    struct Picture {
        Recipe recipe;
        QImage image;
    };
    void takeFilm();
    void add(const Recipe& recipe, const QImage& image);

    Document& _document;
    const Film& _film;
    std::vector<Picture> _pictures;
    BackgroundInstrument _instrument;
};

} // namespace flipside
