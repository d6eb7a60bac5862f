// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/work/background_instrument.h"

#include <QImage>
#include <QList>
#include <QObject>

namespace flipside {

/// A picture of each class of a model: what its decoder makes of the class's most typical reference latent.
class ClassPictures : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// `folder` is the model's; what was begun for another one is abandoned.
    void make(const QString& folder);
    /// Nothing is sent any more; the model's files may be others the next time.
    void stop();

signals:
    /// [class]; null for a class that the references have no latent of. Not sent for a model without
    /// references.
    void made(const QList<QImage>& pictures);

private:
    BackgroundInstrument _instrument;
};

} // namespace flipside
