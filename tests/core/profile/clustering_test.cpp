// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/cluster_activation.h"
#include "core/profile/k_means.h"
#include "core/profile/reference_latents.h"
#include "core/profile/spectral_clustering.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace flipside;

namespace {

/// `blocks` groups of units that are correlated within and not between; after them a dead unit and one that
/// never changes.
LayerProfile blockProfile(const std::vector<int>& blocks)
{
    LayerProfile layer;
    std::vector<int> block;
    for (int b = 0; b < int(blocks.size()); ++b)
        block.insert(block.end(), std::size_t(blocks[std::size_t(b)]), b);
    const std::size_t units = block.size() + 2;
    layer.percentActivation.assign(units, 0.5f);
    layer.percentActivation[block.size()] = 0.0f;
    layer.maximum.assign(units, 1.0f);
    layer.deviation.assign(units, 1.0f);
    layer.deviation[block.size() + 1] = 0.0f;
    for (std::size_t a = 0; a < units; ++a)
        for (std::size_t b = a + 1; b < units; ++b)
            layer.packedCorrelation.push_back(b < block.size() && block[a] == block[b]
                                                  ? std::int16_t(0.8 * 32767)
                                                  : std::int16_t(-0.3 * 32767));
    return layer;
}

} // namespace

class ClusteringTest : public QObject {
    Q_OBJECT

private slots:
    void spectralClustersAreTheBlocksOfTheCorrelation()
    {
        const std::vector<int> expected = {0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, -1, -1};
        QCOMPARE(spectralClusters(blockProfile({7, 5, 3}), 3), expected);
    }

    void activationOfAClusterIsTheMeanOfItsUnits()
    {
        LayerProfile layer = blockProfile({2, 1});
        layer.classActivation = {{0.2f, 0.4f, 0.9f, 1.0f, 1.0f}, {0.0f, 1.0f, 0.5f, 1.0f, 1.0f}};
        const auto activation = clusterActivation(layer, {0, 0, 1, -1, -1});
        QCOMPARE(activation.size(), 2u);
        QVERIFY(std::abs(activation[0][0] - 0.3f) < 1e-6f);
        QVERIFY(std::abs(activation[0][1] - 0.5f) < 1e-6f);
        QVERIFY(std::abs(activation[1][0] - 0.9f) < 1e-6f);
        layer.classActivation.clear();
        QVERIFY(clusterActivation(layer, {0, 0, 1, -1, -1}).empty());
    }

    void clustersAreNumberedByTheirSize()
    {
        const std::vector<int> expected = {1, 1, 1, 0, 0, 0, 0, 0, 0, -1, -1};
        QCOMPARE(spectralClusters(blockProfile({3, 6}), 2), expected);
    }

    void oneClusterHoldsAll()
    {
        const std::vector<int> clusters = spectralClusters(blockProfile({4, 4}), 1);
        QCOMPARE(std::count(clusters.begin(), clusters.end(), 0), 8);
    }

    void moreClustersThanNeuronsAreAsManyAsNeurons()
    {
        const std::vector<int> clusters = spectralClusters(blockProfile({2, 2}), 50);
        std::set<int> seen(clusters.begin(), clusters.end());
        QCOMPARE(*seen.begin(), -1);
        QVERIFY(*seen.rbegin() < 4);
    }

    void layerOfDeadNeuronsHasNoClusters()
    {
        LayerProfile profile = blockProfile({2});
        profile.percentActivation.assign(4, 0.0f);
        QCOMPARE(spectralClusters(profile, 3), (std::vector<int>{-1, -1, -1, -1}));
    }

    void kMeansFindsSeparatePoints()
    {
        Random random(3);
        std::vector<float> points;
        for (int i = 0; i < 300; ++i)
            for (int d = 0; d < 2; ++d)
                points.push_back(float(10 * (i % 3) + 0.1 * random.normal()));
        const KMeans means = kMeans(points, 2, 3, 1);
        for (std::size_t i = 3; i < means.groups.size(); ++i)
            QCOMPARE(means.groups[i], means.groups[i % 3]);
        QCOMPARE(std::set<int>(means.groups.begin(), means.groups.end()).size(), std::size_t(3));
        QCOMPARE(kMeans(points, 2, 3, 1).groups, means.groups);
        QCOMPARE(nearestCentres(points, 2, means.centres), means.groups);
        QCOMPARE(kMeans(std::span(points).first(4), 2, 10, 1).groups.size(), std::size_t(2));
    }

    void referencesComeBackFromTheirFile()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.path().toStdString() + "/references.cbor";
        const std::vector<float> numbers = {0.5f, -3.0f, 0.25f, 1.5f, -1.0f, 0.0f};
        ReferenceLatents(2, numbers, {4, 0, 4}).write(file);
        const ReferenceLatents read = ReferenceLatents::read(file);
        QCOMPARE(read.count(), std::size_t(3));
        for (std::size_t i = 0; i < numbers.size(); ++i)
            QVERIFY(std::abs(read.numbers()[i] - numbers[i]) < 3.0f / 32767.0f);
        QCOMPARE(read.presentClasses(), (std::vector<int>{0, 4}));
        QCOMPARE(read.membersOf(4), (std::vector<int>{0, 2}));
    }

    void theMostTypicalReferenceIsTheOneNearestToTheMeanOfItsClass()
    {
        const std::vector<float> line = {0.0f, 0.0f, /**/ 9.0f, 9.0f, /**/ 1.0f, 1.0f, /**/ 5.0f, 0.0f};
        const ReferenceLatents references(2, line, {3, 7, 3, 3}); // of class 3 the mean is (2, 1/3)
        QCOMPARE(references.mostTypicalOf(3), 2);
        QCOMPARE(references.mostTypicalOf(7), 1);
    }

    void damagedReferencesAreNamed()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.path().toStdString() + "/references.cbor";
        ReferenceLatents(2, std::vector<float>(20, 1.0f), std::vector<int>(10, 0)).write(file);
        const std::string whole = readFile(file);
        for (std::size_t length = 0; length < whole.size(); ++length) {
            writeFile(file, whole.substr(0, length));
            QVERIFY_THROWS_EXCEPTION(Error, ReferenceLatents::read(file));
        }
    }
};

QTEST_GUILESS_MAIN(ClusteringTest)
#include "clustering_test.moc"
