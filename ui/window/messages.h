// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/workspace.h"

#include <QObject>

#include <functional>
#include <memory>

namespace flipside {

class MessageBar;

/// What the message bar says, and how long: a problem stays until something newer is said or the person goes
/// on to something else, and an offer that only they should turn down comes back after it.
class Messages : public QObject {
    Q_OBJECT
public:
    Messages(MessageBar& bar, Workspace& workspace);

    /// The sentence on screen; empty where there is none.
    QString shown() const;
    /// Dismisses what is on screen; false where nothing is.
    bool dismiss();
    /// Takes back a problem that nothing can be done about any more.
    void forgetProblem();
    /// Says something that stands until withdraw(), alone or behind a problem.
    void offer(const QString& sentence, const QList<Remedy>& answers);
    void withdraw() { _offer = {}; }

private:
    void show(const QString& sentence, const QList<Remedy>& remedies);
    void goOn();
    /// What is on screen is an offer that only the person should turn down.
    bool isOffering() const;
    void takeOpened(const ModelWish& wish);

    struct Offer {
        QString sentence;
        QList<Remedy> answers;
    };
    MessageBar& _bar;
    Document& _document;
    Offer _offer;                                   ///< without a sentence: none
    std::shared_ptr<const OpenedModel> _shownModel; ///< that was opened last
    bool _openingFailed = false;                    ///< the message says why a model could not be opened
};

} // namespace flipside
