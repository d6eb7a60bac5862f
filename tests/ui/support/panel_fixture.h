// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decoder/decoder.h"
#include "core/model/latent_space.h"
#include "core/profile/profiling.h"
#include "tests/core/support/test_models.h"
#include "ui/player/player.h"
#include "ui/style/theme.h"
#include "ui/workspace/workspace.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace flipside::test {

/// A document with a small real model open: random weights, a latent of `latent` numbers, hidden layers of
/// the sizes given, and a profile over its prior in which unit `deadUnit` of the last hidden layer is dead
/// and the classes are made up. Panels under test are made from `document`.
class PanelFixture {
public:
    static constexpr int deadUnit = 3;

    /// Asks for a model of channels: a dense layer, two of six channels with maps of 4×4, pictures of 3×8×8.
    struct Channels {
        bool havePatterns = true; ///< false: its profile is one of the first releases
    };

    explicit PanelFixture(Channels channels)
    {
        applyTheme(*qApp, ThemeChoice::Dark);
        copyModel(channels.havePatterns ? "channels" : "older-channels",
                  [channels](const std::filesystem::path& folder) {
                      writeConvolutionModel(folder);
                      ActivationProfile profile = profileOf(folder);
                      for (LayerProfile& layer : profile.layers)
                          if (!channels.havePatterns)
                              layer.patterns.reset();
                      profile.write(folder / "profile.cbor");
                  });
        document.openModel(QString::fromStdString(path.string()));
    }

    /// Asks for a model with a latent space: 30 numbers, two starts and directions along the first numbers.
    struct Directions {
        int count = 5;
    };

    explicit PanelFixture(Directions directions)
    {
        applyTheme(*qApp, ThemeChoice::Dark);
        lastHidden = 1;
        copyModel("directions-" + std::to_string(directions.count),
                  [this, directions](const std::filesystem::path& folder) {
                      writeRandomMlpModel(folder, spaceLength, {12, 16}, 6, 6);
                      writeProfile(folder);
                      writeLatentSpace(folder, directions.count);
                  });
        document.openModel(QString::fromStdString(path.string()));
    }

    /// Asks for a model whose latent is 3 × 6 × 8 and whose picture, of 6×8, is their mean; with an encoder
    /// that gives a picture once, twice and turned round.
    struct LatentMaps {};

    explicit PanelFixture(LatentMaps /*maps*/)
    {
        applyTheme(*qApp, ThemeChoice::Dark);
        copyModel("maps", [](const std::filesystem::path& folder) {
            Script script;
            script.source = "def forward(self, z):\n"
                            "    x = torch.relu(z * 0.2 + 0.5)\n"
                            "    return torch.mean(x, [1], True)\n";
            ModelCard card = testCard("panels", 1, 1, 6, 8);
            card.latentShape = {3, 6, 8};
            Script encoder;
            encoder.source = "def forward(self, x):\n    return torch.cat([x, 2.0 * x, -x], 1)\n";
            writeModel(folder, card, script, &encoder);
        });
        document.openModel(QString::fromStdString(path.string()));
    }

    /// Asks for a model that takes, beside a latent of 4 numbers, one that a box sets, "level", and six that
    /// sliders move, "second", 0.25 unless they are set.
    struct Inputs {};

    explicit PanelFixture(Inputs /*inputs*/)
    {
        applyTheme(*qApp, ThemeChoice::Dark);
        copyModel("inputs", [](const std::filesystem::path& folder) {
            Script script;
            script.source = "def forward(self, x):\n"
                            "    h = torch.relu(torch.cat([x[:, 0:4], x[:, 5:11]], 1))\n"
                            "    return torch.cat([h, h[:, 0:6]], 1).view([-1, 1, 4, 4]) * x[:, "
                            "4:5].view([-1, 1, 1, 1])\n";
            ModelCard card = testCard("panels", 4, 1, 4, 4);
            using Kind = NetworkInput::Kind;
            card.inputs = {{"level", Kind::Setting, {1}, {1.0}},
                           {"second", Kind::Setting, {6}, std::vector<double>(6, 0.25)}};
            writeModel(folder, card, script);
        });
        document.openModel(QString::fromStdString(path.string()));
    }

    explicit PanelFixture(int latent = 6, const std::vector<int>& hidden = {12, 30, 40},
                          bool withProfile = true)
    {
        applyTheme(*qApp, ThemeChoice::Dark);
        lastHidden = int(hidden.size()) - 1;
        std::string name = withProfile ? "profiled" : "plain";
        for (const int size : hidden)
            name += "-" + std::to_string(size);
        copyModel(name + "-" + std::to_string(latent), [&](const std::filesystem::path& folder) {
            writeRandomMlpModel(folder, latent, hidden, 6, 6);
            if (withProfile)
                writeProfile(folder);
        });
        document.openModel(QString::fromStdString(path.string()));
    }

    /// Waits for the model's first picture.
    bool isReady()
    {
        return QTest::qWaitFor([this] { return document.rendering() != nullptr; }, 20000);
    }
    /// Waits until the newest rendering is of the present recipe.
    bool isShown()
    {
        return QTest::qWaitFor([this] { return document.isShown(); }, 20000);
    }
    int steps() { return document.undoStack().count(); }
    const LayerProfile& profile(int layer) const
    {
        return document.model()->profile->layers[std::size_t(layer)];
    }
    const std::string& layerId(int layer) const
    {
        return document.model()->card.layers[std::size_t(layer)].id;
    }

    int lastHidden = 0;
    std::filesystem::path path;
    Player player;
    Workspace workspace{player};
    Document& document = workspace.document();

    /// Shows a panel of this document and waits for the model's first picture.
    template <typename Panel>
    std::unique_ptr<Panel> show(QSize size)
    {
        auto panel = std::make_unique<Panel>(document);
        panel->resize(size);
        panel->show();
        if (!QTest::qWaitForWindowExposed(panel.get()) || !isReady())
            qFatal("the panel or its model's first picture did not come");
        return panel;
    }

private:
    /// Puts a model of one's own to `path`. `write` makes it once for all tests of a program, because
    /// profiling takes seconds under the sanitizers.
    template <typename Write>
    void copyModel(const std::string& name, const Write& write)
    {
        static const QTemporaryDir models;
        const std::filesystem::path model =
            std::filesystem::path(models.path().toStdString()) / name / "panels"; // which is its id
        if (!std::filesystem::exists(model))
            write(model);
        path = std::filesystem::path(_folder.path().toStdString()) / "panels";
        std::filesystem::copy(model, path, std::filesystem::copy_options::recursive);
    }

    static ActivationProfile profileOf(const std::filesystem::path& folder)
    {
        Decoder decoder{ModelFolder(folder)};
        Progress progress;
        return profileOverPrior(decoder, 600, 5, progress).profile;
    }

    static constexpr std::size_t spaceLength = 30;

    static void writeLatentSpace(const std::filesystem::path& folder, int directions)
    {
        std::vector<float> starts(2 * spaceLength);
        for (std::size_t i = 0; i < starts.size(); ++i)
            starts[i] = float(i % 7) / 3.0f - 1.0f;
        std::vector<float> along(std::size_t(directions) * spaceLength, 0.0f);
        for (std::size_t i = 0; i < std::size_t(directions); ++i)
            along[i * spaceLength + i] = 1.0f;
        const LatentSpace space({"one", "other"}, PackedRows::of(starts, spaceLength),
                                PackedRows::of(std::vector<float>(spaceLength, 0.0f), spaceLength),
                                PackedRows::of(along, spaceLength),
                                std::vector<float>(std::size_t(directions), 0.5f), 1.0f);
        space.write(folder / "latents.cbor");
        ModelCard card = readCard(folder / "card.json");
        card.prior = prior::starts;
        writeCard(folder / "card.json", card);
    }

    void writeProfile(const std::filesystem::path& folder) const
    {
        ActivationProfile profile = profileOf(folder);
        profile.classNames = {"0", "1", "2"};
        for (LayerProfile& layer : profile.layers) {
            layer.classActivation.assign(3, layer.percentActivation);
            for (std::size_t unit = 0; unit < layer.percentActivation.size(); ++unit)
                layer.classActivation[1][unit] *= 0.5f;
        }
        LayerProfile& last = profile.layers[std::size_t(lastHidden)];
        last.percentActivation[deadUnit] = 0.0f;
        last.maximum[deadUnit] = last.mean[deadUnit] = 0.0f;
        profile.write(folder / "profile.cbor");
    }

    QTemporaryDir _folder;
};

} // namespace flipside::test
