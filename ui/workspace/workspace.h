// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"
#include "ui/document/family.h"
#include "ui/document/film.h"
#include "ui/document/gallery.h"
#include "ui/document/model_library.h"
#include "ui/document/picture_keeper.h"
#include "ui/workspace/sheet_picture.h"

#include <QAction>
#include <QImage>
#include <QList>
#include <QObject>
#include <QStringList>

#include <functional>
#include <vector>

namespace flipside {

/// Something that can be done about a problem, as a button beside it.
struct Remedy {
    QString text;
    std::function<void()> action;
};

/// Something that came to the session, perhaps out of sight.
struct Addition {
    QString words;     ///< "Kept: the gallery has 3 pictures"
    QImage picture{};  ///< small; null where there is none yet
    QString panel{};   ///< id of the panel that has it
    bool isNew = true; ///< false where it was there already, and nothing was done
};

/// What a person works on, and how its views reach each other: they change a part of it and listen to it,
/// send a message that the window shows, or wish for something that another view does. No view knows another.
class Workspace : public QObject {
    Q_OBJECT
public:
    explicit Workspace(Player& player, QObject* parent = nullptr);

    Document& document() { return _document; }
    Gallery& gallery() { return _gallery; }
    Film& film() { return _film; }
    Family& family() { return _family; }
    ModelLibrary& models() { return _document.models(); }
    PictureKeeper& keeper() { return _keeper; }
    /// What the session's file holds beside the recipe and its history, which are the document's.
    std::vector<SessionPart*> parts() { return {&_gallery, &_film, &_family}; }

    /// Lets an action be chosen while a model is open.
    void enableWithModel(QAction& action) const;

    /// What is under way says what becomes of it if the program ends now, in a sentence, or nothing. Asked
    /// for as long as `owner` lives.
    void addWork(QObject& owner, const std::function<QString()>& costOfQuitting);
    QStringList costsOfQuitting() const;

signals:
    // Any view may emit these.
    /// Something cannot be done: one sentence, which stays until something newer is said.
    void problem(const QString& sentence, const QList<flipside::Remedy>& remedies = {});
    /// Something was done that may be out of sight: a few words, shown for a while.
    void notice(const QString& words);
    /// Something was added as the newest step of the undo history: it is shown, and can be taken back there.
    void added(const flipside::Addition& addition);
    /// The person goes on to something else: messages about what was before are of no interest any more.
    void wentOn();

    // Wishes of one view that another one grants.
    /// A person asked for the panel of this id: it is to be in sight.
    void panelWished(const QString& id);
    /// Something has happened in it: it comes forward, unless the person shows no panels.
    void panelConcerned(const QString& id);
    /// The panels are about to be remembered as they stand: who has only lent one takes it back.
    void panelsAboutToBeSaved();
    void keyframesWished(const std::vector<flipside::Recipe>& recipes);
    /// Their pictures are to be written as files.
    void exportWished(const std::vector<flipside::Recipe>& recipes);
    /// They are to be put on a contact sheet.
    void contactSheetWished(const std::vector<flipside::SheetPicture>& pictures);
    void breedingWished(const std::vector<flipside::Recipe>& parents);
    /// A model was made that is to be opened, and profiled over `data`, or what its card says where that is
    /// empty.
    void modelMade(const QString& folder, const QString& data);

private:
    struct Work {
        QObject* owner;
        std::function<QString()> costOfQuitting;
    };

    Document _document;
    Gallery _gallery{_document.undoStack()};
    Film _film{_document.undoStack()};
    Family _family;
    PictureKeeper _keeper{_document, _gallery};
    std::vector<Work> _works;
};

} // namespace flipside
