// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace flipside {

/// Libraries that decode pictures (libpng, libjpeg, libtiff, OpenCV) print what they find wrong with a file
/// on standard error, before anybody can say it in a sentence. After this call they are kept quiet wherever a
/// QuietDecoding lives. Changes what `stderr` and std::cerr write through, so call it once, first thing in
/// main, before there are threads; without it nothing is kept quiet.
void prepareQuietDecoding();

/// While one lives, what this thread prints on `stderr` and std::cerr is dropped. Other threads print as
/// ever.
class QuietDecoding {
public:
    QuietDecoding();
    ~QuietDecoding();
    QuietDecoding(const QuietDecoding&) = delete;
    QuietDecoding& operator=(const QuietDecoding&) = delete;
};

} // namespace flipside
