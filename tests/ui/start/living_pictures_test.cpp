// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/living_pictures.h"

#include "tests/ui/support/panel_fixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace flipside;

class LivingPicturesTest : public QObject {
    Q_OBJECT

private slots:
    void newPicturesComeByThemselvesAndEachCarriesItsRecipe()
    {
        test::PanelFixture fixture;
        QVERIFY(fixture.isReady());
        LivingPictures living;
        living.setModels({QString::fromStdString(fixture.path.string())});
        QList<QImage> pictures;
        QList<Recipe> recipes;
        connect(&living, &LivingPictures::changed, this,
                [&](const QString&, const QImage& picture, const Recipe& recipe) {
                    pictures.append(picture);
                    recipes.append(recipe);
                });
        living.setAlive(true);
        QTRY_VERIFY_WITH_TIMEOUT(pictures.size() >= 2, 20000);
        QVERIFY(pictures[0] != pictures[1]);
        for (const Recipe& recipe : recipes) {
            QVERIFY(fixture.document.canPlay(recipe));
            QVERIFY(!recipe.edits.empty());
        }
    }

    void nothingIsMadeWhileTheyRest()
    {
        test::PanelFixture fixture;
        QVERIFY(fixture.isReady());
        LivingPictures living;
        living.setModels({QString::fromStdString(fixture.path.string())});
        QSignalSpy changed(&living, &LivingPictures::changed);
        QVERIFY(!living.isAlive());
        living.setAlive(true);
        QTRY_VERIFY_WITH_TIMEOUT(!changed.isEmpty(), 20000);
        living.setAlive(false);
        const auto before = changed.count();
        QTest::qWait(2 * LivingPictures::pause + 200);
        QCOMPARE(changed.count(), before);
    }

    void aModelWithoutAProfileLivesToo()
    {
        test::PanelFixture fixture(6, {12, 30}, false);
        QVERIFY(fixture.isReady());
        LivingPictures living;
        living.setModels({QString::fromStdString(fixture.path.string())});
        QSignalSpy changed(&living, &LivingPictures::changed);
        living.setAlive(true);
        QTRY_VERIFY_WITH_TIMEOUT(!changed.isEmpty(), 20000);
    }
};

QTEST_MAIN(LivingPicturesTest)
#include "living_pictures_test.moc"
