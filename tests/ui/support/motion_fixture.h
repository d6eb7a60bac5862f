// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "ui/player/player.h"
#include "ui/style/theme.h"
#include "ui/workspace/workspace.h"

#include <QApplication>
#include <QtTest>

#include <vector>

namespace flipside::test {

/// The bundled MNIST model, open, with a film that is empty.
class MotionFixture {
public:
    static constexpr int patience = 30000;

    MotionFixture()
    {
        applyTheme(*qApp, ThemeChoice::Dark);
        document.openModel("mnist");
    }

    bool isReady()
    {
        return QTest::qWaitFor([this] { return document.rendering() && document.isShown(); }, patience);
    }
    /// Waits for the picture that was asked for last.
    bool isDecoded()
    {
        return QTest::qWaitFor([this] { return !document.isDecoding(); }, patience);
    }
    /// The present recipe at another latent, with nothing flipped; the same number gives the same one.
    Recipe recipe(int number) const
    {
        Recipe recipe = document.recipe();
        recipe.edits.clear();
        Random random{std::uint64_t(number)};
        for (float& value : recipe.z)
            value = float(random.normal());
        return recipe;
    }
    /// Keyframes at 0, 1 and 2 seconds.
    Timeline timeline() const
    {
        Timeline timeline;
        for (int i = 0; i < 3; ++i)
            timeline.keyframes.push_back({recipe(i), 1.0, Easing::Smooth});
        return timeline;
    }

    Player player;
    Workspace workspace{player};
    Document& document = workspace.document();
    Film& film = workspace.film();
};

} // namespace flipside::test
