// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/workspace.h"

namespace flipside {

Workspace::Workspace(Player& player, QObject* parent) : QObject(parent), _document(player)
{
    connect(&_document, &Document::failed, this, [this](const QString& sentence) { emit problem(sentence); });
    connect(&_keeper, &PictureKeeper::failed, this,
            [this](const QString& sentence) { emit problem(sentence); });
}

void Workspace::enableWithModel(QAction& action) const
{
    const auto update = [&action, &document = _document] { action.setEnabled(document.model() != nullptr); };
    connect(&_document, &Document::modelChanged, &action, update);
    update();
}

void Workspace::addWork(QObject& owner, const std::function<QString()>& costOfQuitting)
{
    _works.push_back({&owner, costOfQuitting});
    connect(&owner, &QObject::destroyed, this, [this](const QObject* gone) {
        std::erase_if(_works, [&](const Work& work) { return work.owner == gone; });
    });
}

QStringList Workspace::costsOfQuitting() const
{
    QStringList costs;
    for (const Work& work : _works)
        if (const QString cost = work.costOfQuitting(); !cost.isEmpty())
            costs.append(cost);
    return costs;
}

} // namespace flipside
