// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/messages.h"

#include "ui/widgets/message_bar.h"
#include "ui/widgets/sentence.h"

#include <utility>

namespace flipside {
namespace {

QList<MessageBar::Choice> choices(const QList<Remedy>& remedies)
{
    QList<MessageBar::Choice> choices;
    for (const Remedy& remedy : remedies)
        choices.append({remedy.text, remedy.action});
    return choices;
}

} // namespace

Messages::Messages(MessageBar& bar, Workspace& workspace)
    : QObject(&bar), _bar(bar), _document(workspace.document()), _shownModel(_document.model())
{
    connect(&workspace, &Workspace::problem, this, &Messages::show);
    connect(&workspace, &Workspace::wentOn, this, &Messages::goOn);
    // What was missing may have been added.
    connect(&workspace, &Workspace::added, this, &Messages::goOn);
    connect(&_document, &Document::openingBegan, this, [this](const ModelWish& wish) {
        if (wish.cause == ModelWish::Cause::Recipe)
            goOn();
    });
    connect(&_document, &Document::openingFailed, this, [this] { _openingFailed = true; });
    connect(&_document, &Document::modelOpened, this, &Messages::takeOpened);
}

QString Messages::shown() const
{
    return _bar.message();
}

bool Messages::dismiss()
{
    if (_bar.isHidden())
        return false;
    _bar.dismiss();
    return true;
}

void Messages::show(const QString& sentence, const QList<Remedy>& remedies)
{
    _openingFailed = false;
    const QString shown = asSentence(sentence);
    if (isOffering())
        _bar.showMessage(shown + QLatin1Char(' ') + _offer.sentence, choices(remedies + _offer.answers));
    else
        _bar.showMessage(shown, choices(remedies));
}

void Messages::offer(const QString& sentence, const QList<Remedy>& answers)
{
    _offer = {sentence, answers};
    const QString before = _bar.hasChoices() ? QString() : _bar.message();
    _bar.showMessage(before.isEmpty() ? sentence : before + QLatin1Char(' ') + sentence, choices(answers));
}

void Messages::forgetProblem()
{
    if (!_bar.hasChoices())
        _bar.dismiss();
}

void Messages::goOn()
{
    if (!isOffering())
        _bar.dismiss();
}

bool Messages::isOffering() const
{
    return !_offer.sentence.isEmpty() && _bar.hasChoices();
}

void Messages::takeOpened(const ModelWish& wish)
{
    const auto before = std::exchange(_shownModel, _document.model());
    // At the start the message may be about something else that went wrong, and where the open model is only
    // read again it may say why another one did not come.
    const bool isAnother = before && before->folder != _shownModel->folder;
    if (isAnother || (wish.isStep() && (before || _openingFailed)))
        goOn();
}

} // namespace flipside
