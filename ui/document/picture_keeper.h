// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"
#include "ui/document/gallery.h"
#include "ui/work/file_tasks.h"

#include <QObject>

namespace flipside {

/// Puts pictures into the gallery, each once: with a thumbnail, and with what is measured of them, both made
/// in the background.
class PictureKeeper : public QObject {
    Q_OBJECT
public:
    PictureKeeper(Document& document, Gallery& gallery, QObject* parent = nullptr);

    /// The picture on screen; nothing before the first.
    void keepShown();
    /// A picture that something else has made.
    void keep(const Recipe& recipe, const Image& picture, const NoveltyValues& metrics = {});

signals:
    void kept(flipside::Gallery::Id id);
    /// What was to be kept is there already, as this one.
    void keptBefore(flipside::Gallery::Id id);
    void failed(const QString& sentence);

private:
    void takeMetrics();
    /// Says so where it is.
    bool isKept(const Recipe& recipe);
    /// For a picture that is not on screen.
    void measure(const Recipe& recipe, const Image& picture);

    Document& _document;
    Gallery& _gallery;
    FileTasks _thumbnails;
    FileTasks _measuring; ///< apart, so that keeping never waits for it
};

} // namespace flipside
