// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"
#include "ui/work/background_instrument.h"

#include <QImage>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <cstdint>
#include <deque>
#include <map>

namespace flipside {

/// Pictures with woken neurons, and a plain one where nothing is known of a model's neurons: on the
/// instrument's thread, drawn from seeds that depend on `seed` alone.
std::vector<Recipe> wokenRecipes(Instrument& instrument, std::uint64_t seed, std::size_t count);

/// New pictures of models, one after the other, made in the background one model at a time while it is alive.
class LivingPictures : public QObject {
    Q_OBJECT
public:
    explicit LivingPictures(QObject* parent = nullptr);

    /// By their ids.
    void setModels(const QStringList& models);
    /// Dead at first. Dying abandons what is under way.
    void setAlive(bool alive);
    bool isAlive() const { return _beat.isActive(); }

    /// Between two pictures, in milliseconds.
    static constexpr int pause = 1200;

signals:
    void changed(const QString& model, const QImage& picture, const flipside::Recipe& recipe);

private:
    struct Living {
        QImage picture;
        Recipe recipe;
    };
    void beat();
    /// Loading a model takes longer than its pictures do, so they are made some at a time.
    void make(const QString& model);

    QStringList _models;
    std::map<QString, std::deque<Living>> _made; ///< [id], and not shown yet
    qsizetype _turn = 0;                         ///< which model is next
    std::uint64_t _seed;
    QTimer _beat;
    BackgroundInstrument _instrument; ///< last, so that it is done before the rest goes
};

} // namespace flipside
