// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/model_folder.h"
#include "ui/player/player.h"
#include "ui/workspace/workspace.h"

#include <QTest>

#include <cmath>

using namespace flipside;

namespace {

constexpr int patience = 30000;
/// Of the mean difference of two pictures' values, in [0, 1]: seen at a glance.
constexpr double clear = 0.05;

double meanDifference(const Image& one, const Image& other)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < one.pixels.size(); ++i)
        sum += std::abs(double(one.pixels[i]) - double(other.pixels[i]));
    return sum / double(one.pixels.size());
}

} // namespace

class FirstSightTest : public QObject {
    Q_OBJECT

private slots:
    void firstStartShowsAFlipThatChangesThePicture()
    {
        Player player;
        Workspace workspace(player);
        Document& document = workspace.document();
        document.openModel({});
        QTRY_VERIFY_WITH_TIMEOUT(document.rendering(), patience);
        QVERIFY(document.model()->card.channels == 3);
        QVERIFY(document.recipe().edits.size() >= 3);
        QVERIFY(meanDifference(document.rendering()->regular, document.rendering()->image) > clear);
    }

    void everyBundledModelShowsAFlipThatIsNoStep()
    {
        for (const char* id : {"mnist", "fashion-mnist", "mnist-fashion", "celeba", "wikiart", "brushwork",
                               "faces", "paintings"}) {
            Player player;
            Workspace workspace(player);
            Document& document = workspace.document();
            document.openModel(id);
            QTRY_VERIFY_WITH_TIMEOUT(document.rendering(), patience);
            QVERIFY2(meanDifference(document.rendering()->regular, document.rendering()->image) > clear, id);
            QCOMPARE(document.undoStack().count(), 0);
            QVERIFY(document.recipe().scheme.has_value());
        }
    }

    void takingBackEndsAtTheFirstSight()
    {
        Player player;
        Workspace workspace(player);
        Document& document = workspace.document();
        document.openModel("wikiart");
        QTRY_VERIFY_WITH_TIMEOUT(document.rendering(), patience);
        const Recipe first = document.recipe();
        document.clearFlips();
        QCOMPARE(document.undoStack().count(), 1);
        document.undo();
        document.undo();
        QVERIFY(document.recipe() == first);
    }
};

QTEST_MAIN(FirstSightTest)
#include "first_sight_test.moc"
