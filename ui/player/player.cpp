// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/player.h"

#include "ui/player/decode_thread.h"

#include <algorithm>

namespace flipside {
struct Player::Implementation {
    Implementation(Player* player, Device device)
        : thread([player] { QMetaObject::invokeMethod(player, &Player::takeAnswers, Qt::QueuedConnection); },
                 device)
    {
    }
    quint64 sequence = 0;
    quint64 opening = 0;
    quint64 answered = 0; ///< the newest opening that was
    DecodeThread thread;
};

Player::Player(Device device, QObject* parent)
    : QObject(parent), _implementation(std::make_unique<Implementation>(this, device))
{
}

Player::~Player() = default;

quint64 Player::openModel(const QString& idOrPath)
{
    _askedModel = idOrPath;
    const quint64 opening = ++_implementation->opening;
    _implementation->thread.mailbox.post(OpenRequest{idOrPath.toStdString(), opening});
    return opening;
}

quint64 Player::pendingOpening() const
{
    return _implementation->opening == _implementation->answered ? 0 : _implementation->opening;
}

quint64 Player::show(const Recipe& recipe)
{
    const quint64 sequence = ++_implementation->sequence;
    _implementation->thread.mailbox.post(PictureRequest{recipe, sequence});
    return sequence;
}

void Player::coactivate(const Recipe& recipe, const SchemeCall& call, quint64 ticket)
{
    _implementation->thread.mailbox.post(SchemeRequest{recipe, call, ticket});
}

void Player::inspect(const Recipe& recipe, int layer, int unit)
{
    _implementation->thread.mailbox.post(InspectRequest{recipe, layer, unit});
}

void Player::readMaps(const Recipe& recipe, int layer)
{
    _implementation->thread.mailbox.post(MapsRequest{recipe, layer});
}

void Player::rankLatents(const Recipe& recipe)
{
    _implementation->thread.mailbox.post(RankRequest{recipe, {}});
}

void Player::takeAnswers()
{
    const DecodeAnswers answers = _implementation->thread.takeAnswers();
    auto& answered = _implementation->answered;
    answered = std::max<quint64>(answered, answers.opened.number);
    for (const DecodeAnswers::Failure& failure : answers.failures)
        answered = std::max<quint64>(answered, failure.opening);
    if (answers.opened.model)
        emit modelOpened(answers.opened.model, answers.opened.number);
    if (answers.picture)
        emit rendered(answers.picture->rendering, answers.picture->sequence);
    if (answers.sketch)
        emit sketched(answers.sketch->image, answers.sketch->sequence);
    if (answers.choice)
        emit coactivated(answers.choice->recipe, answers.choice->ticket);
    if (answers.maps)
        emit mapsRead(answers.maps);
    if (answers.gauge)
        emit measured(answers.gauge->values, answers.gauge->sequence);
    if (answers.inspected)
        emit inspected(answers.inspected);
    if (answers.ranking)
        emit latentsRanked(*answers.ranking);
    for (const DecodeAnswers::Failure& failure : answers.failures)
        emit failed(QString::fromStdString(failure.sentence), failure.opening);
}

} // namespace flipside
