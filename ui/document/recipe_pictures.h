// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"
#include "ui/work/background_instrument.h"

#include <QImage>
#include <QObject>

#include <set>
#include <string>
#include <vector>

namespace flipside {

class Document;

/// Small pictures of recipes that a view lists, as of a film's keyframes, made in the background and kept
/// while they are wanted.
class RecipePictures : public QObject {
    Q_OBJECT
public:
    explicit RecipePictures(Document& document, QObject* parent = nullptr);

    /// These, and no others any more.
    void want(const std::vector<Recipe>& recipes);
    /// Null while it is not made yet.
    QImage of(const Recipe& recipe) const;

signals:
    void changed();

private:
    struct Picture {
        Recipe recipe;
        QImage image;
    };
    /// Makes those that are missing and of the model of the first of them.
    void make();
    void add(const Recipe& recipe, const QImage& image);

    Document& _document;
    std::vector<Recipe> _wanted;
    std::vector<Picture> _pictures;
    std::string _model;              ///< whose pictures are being made
    std::set<std::string> _unopened; ///< models that could not be opened
    BackgroundInstrument _instrument;
};

} // namespace flipside
