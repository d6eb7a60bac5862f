// SPDX-License-Identifier: GPL-3.0-or-later
// Enlarges a picture of 512×512 to 2048×2048 and prints one JSON object: the seconds of each style, and of a
// bicubic curve.
#include "core/compute/blas_kernels.h"
#include "core/enlarge/enlarger.h"
#include "tests/core/support/known_pictures.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace flipside;

namespace {

constexpr int side = 512;

template <typename Work>
double secondsOf(const Work& work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) * 1e-9;
}

} // namespace

int main()
{
    chooseBlasKernels();
    const Image picture = test::shapes(side, side);
    Progress progress;
    QJsonObject result;
    for (const auto& [name, style] : {std::pair("sharp_seconds", Enlarger::Style::Sharp),
                                      std::pair("painterly_seconds", Enlarger::Style::Painterly)}) {
        const Enlarger enlarger(style);
        result[name] = secondsOf([&] { (void)enlarger.enlarged(picture, progress); });
    }
    result["bicubic_seconds"] = secondsOf([&] { (void)test::bicubic(picture, 4); });
    std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
