// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"
#include "ui/encoding/start_picture.h"

#include <QImage>
#include <QObject>

#include <filesystem>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace flipside {

/// A latent that was found for a picture, and what the model makes of it.
struct FoundLatent {
    std::vector<float> z;
    double distance = 0.0; ///< D_r of the picture through z
    QImage picture;
};

/// The thread that looks for the latent of a picture, with a model of its own, which it loads when it first
/// needs it. Only the newest request counts: an older one under way is abandoned, and what it had to say is
/// not heard any more.
class PictureEncoder : public QObject {
    Q_OBJECT
public:
    /// What is looked at, and how.
    struct Request {
        Crop crop;
        std::optional<bool> negative; ///< unset: guessed from the border
        std::optional<bool> contrast; ///< raised; unset: where the picture is a negative
        int steps = 0;                ///< of the search; 0 asks the encoder alone, and without one only looks
    };
    struct Source {
        std::filesystem::path folder; ///< the model's
        ModelCard card;
        bool hasEncoder = false;
        std::shared_ptr<const StartPicture> picture;
        std::optional<double>
            usualBorder; ///< of the model's pictures; unset: nothing is taken for a negative
    };

    explicit PictureEncoder(Source source, QObject* parent = nullptr);
    /// Abandons what is under way and waits for the step that it is at.
    ~PictureEncoder() override;
    /// The same without waiting: goes when the thread has stopped, at the latest with `keeper`.
    void retire(QObject* keeper);

    void ask(const Request& request);
    /// What was found so far stays found.
    void stop();

signals:
    /// What the model gets to see.
    void seen(const QImage& picture, bool negative, bool contrast);
    /// While a search goes on: the best so far.
    void found(const flipside::FoundLatent& latent);
    /// `fraction` in [0, 1].
    void progressed(double fraction);
    /// The newest request has ended: one of these.
    void finished();
    void failed(const QString& sentence);

private:
    void takeNews();

    class Worker;
    std::unique_ptr<Worker> _worker;
    std::thread _thread;
    bool _retired = false;
};

} // namespace flipside
