// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace flipside {

class Dataset;
class Progress;
class TrainingObserver;
struct ModelTrainingOptions;

/// A spatial autoencoder learns from parts of pictures, and repaints pictures of this side.
inline constexpr int repaintedSide = 512;

/// Why a spatial autoencoder cannot be trained on pictures of this size, in words for people; empty where it
/// can.
std::string spatialProblem(int height, int width);

/// Architecture::train of a spatial autoencoder (networks/spatial_autoencoder.h); the length of z is the
/// number of its maps. The step size falls as a half cosine until the last epoch, so the last weights are
/// kept. samples.png has held-out pictures, each above what becomes of it. In the end the model gets a latent
/// space (latent_directions.h).
void trainSpatial(const Dataset& data, const std::filesystem::path& folder,
                  const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer);

} // namespace flipside
