// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/breeding/breeding_window.h"

#include "core/base/random.h"
#include "core/decoder/decoder.h"
#include "core/model/model_folder.h"
#include "core/model/prior.h"
#include "tests/ui/support/window_fixture.h"
#include "ui/breeding/generation_tree.h"
#include "ui/pictures/canvas_images.h"
#include "ui/pictures/picture_grid.h"

#include <QAction>
#include <QPushButton>
#include <QSlider>

using namespace flipside;

namespace {

constexpr int patience = 20000;

} // namespace

class BreedingTest : public QObject, protected test::WindowFixture {
    Q_OBJECT

private slots:
    void init()
    {
        _fixture = std::make_unique<test::PanelFixture>();
        document().openModel(QStringLiteral(FLIPSIDE_SOURCE_DIR "/resources/models/mnist"));
        QTRY_VERIFY_WITH_TIMEOUT(document().model() && document().model()->card.id == "mnist", patience);
        showWindow();
    }
    void cleanup()
    {
        _breeding.reset();
        closeWindow();
    }

    void anEmptyWindowSaysWhatToDo()
    {
        _breeding->show();
        QVERIFY(grid().nothing().contains("gallery"));
        for (const char* name : {"openChild", "keepChildren", "otherChildren", "breedChosen"})
            QVERIFY2(!button(name)->isEnabled(), name);
    }

    void childrenAreThoseOfTheGeneration()
    {
        breed();
        QCOMPARE(family().generations().size(), 1u);
        const Generation& generation = family().generations()[0];
        QCOMPARE(generation.parents, parents());
        QCOMPARE(generation.from, -1);
        Decoder decoder(findModel("mnist"));
        for (int cell = 0; cell < BreedingWindow::children; ++cell)
            QVERIFY(isSame(grid().picture(cell), decoder.render(child(generation, cell)).image));
        auto* above = _breeding->findChild<PictureGrid*>("parents");
        for (int cell = 0; cell < 2; ++cell)
            QVERIFY(isSame(above->picture(cell), decoder.render(parents()[std::size_t(cell)]).image));
    }

    void generationsShowTheirFirstParent()
    {
        breed();
        const auto* tree = _breeding->findChild<GenerationTree*>();
        QTRY_VERIFY_WITH_TIMEOUT(!tree->item(0)->icon(0).isNull(), patience);
        Decoder decoder(findModel("mnist"));
        const QImage expected = toQImage(decoder.render(parents()[0]).image);
        const QImage shown = tree->item(0)
                                 ->icon(0)
                                 .pixmap(tree->iconSize())
                                 .toImage()
                                 .scaled(expected.size(), Qt::IgnoreAspectRatio, Qt::FastTransformation);
        int same = 0;
        for (int y = 0; y < expected.height(); ++y)
            for (int x = 0; x < expected.width(); ++x)
                same += std::abs(qGray(shown.pixel(x, y)) - qGray(expected.pixel(x, y))) < 64;
        QVERIFY2(same > expected.width() * expected.height() * 9 / 10, qPrintable(QString::number(same)));
    }

    void parentsOfDifferentModelsAreRefused()
    {
        breed();
        std::vector<Recipe> mixed = parents();
        mixed[1].model = "celeba";
        _breeding->breed(mixed);
        QVERIFY2(_breeding->message().contains("different models, mnist and celeba"),
                 qPrintable(_breeding->message()));
        QCOMPARE(family().generations().size(), 1u);
        QVERIFY(!grid().picture(0).isNull());
        breed();
        QVERIFY(_breeding->message().isEmpty());
    }

    void aClickChoosesAndCtrlAdds()
    {
        breed();
        click(3);
        QCOMPARE(grid().marked(), std::set<int>{3});
        click(5, Qt::ControlModifier);
        QCOMPARE(grid().marked(), (std::set<int>{3, 5}));
        QVERIFY(!button("openChild")->isEnabled() && button("breedChosen")->isEnabled());
        click(3, Qt::ControlModifier);
        QCOMPARE(grid().marked(), std::set<int>{5});
        click(7);
        QCOMPARE(grid().marked(), std::set<int>{7});
        QTest::keyClick(&grid(), Qt::Key_Left);
        QTest::keyClick(&grid(), Qt::Key_Space);
        QCOMPARE(grid().marked(), (std::set<int>{6, 7}));
    }

    void enterOrADoubleClickOpensAChildAsAStep()
    {
        breed();
        const int steps = _fixture->steps();
        grid().setFocus();
        QTest::keyClick(&grid(), Qt::Key_Right);
        QTest::keyClick(&grid(), Qt::Key_Return);
        const Recipe second = child(family().generations()[0], 1);
        QCOMPARE(document().recipe().z, second.z);
        QCOMPARE(document().recipe().edits, second.edits);
        QTest::mouseDClick(&grid(), Qt::LeftButton, {}, grid().cellRect(4).center());
        QCOMPARE(document().recipe().z, child(family().generations()[0], 4).z);
        QCOMPARE(_fixture->steps(), steps + 2);
        document().undoStack().undo();
        QCOMPARE(document().recipe().z, second.z);
    }

    void theChosenAreTheParentsOfTheNextGeneration()
    {
        breed();
        const Generation first = family().generations()[0];
        click(2);
        click(9, Qt::ControlModifier);
        press("breedChosen");
        QCOMPARE(family().generations().size(), 2u);
        const Generation& second = family().generations()[1];
        QCOMPARE(second.from, 0);
        QCOMPARE(second.parents.size(), 2u);
        QCOMPARE(second.parents[0].z, child(first, 2).z);
        QCOMPARE(second.parents[1].z, child(first, 9).z);
        QVERIFY(grid().marked().empty());
        QCOMPARE(tree().item(1)->parent(), tree().item(0));
    }

    void theTreeLeadsBackToTheSameChildren()
    {
        breed();
        const QImage before = grid().picture(5);
        click(2);
        press("breedChosen");
        QVERIFY(grid().picture(5) != before);
        _completed->clear();
        tree().setCurrentItem(tree().item(0));
        QTRY_COMPARE_WITH_TIMEOUT(_completed->count(), 1, patience);
        QCOMPARE(_breeding->generation(), 0);
        QCOMPARE(grid().picture(5), before);
        // From there on another branch grows.
        click(3);
        press("breedChosen");
        QCOMPARE(family().generations()[2].from, 0);
        QCOMPARE(tree().item(2)->parent(), tree().item(0));
    }

    void otherChildrenHaveTheSameParents()
    {
        breed();
        const QImage before = grid().picture(5);
        press("otherChildren");
        QVERIFY(grid().picture(5) != before);
        QCOMPARE(family().generations().size(), 2u);
        QCOMPARE(family().generations()[1].parents, parents());
        QCOMPARE(family().generations()[1].from, -1);
        QVERIFY(family().generations()[1].seed != family().generations()[0].seed);
    }

    void aTriedMutationJoinsTheFamilyOnceItIsUsed()
    {
        breed();
        const QImage before = grid().picture(5);
        _completed->clear();
        slider()->setValue(80);
        QTRY_COMPARE_WITH_TIMEOUT(_completed->count(), 1, patience);
        QVERIFY(grid().picture(5) != before);
        QCOMPARE(family().generations().size(), 1u);
        click(5);
        press("breedChosen");
        QCOMPARE(family().generations().size(), 3u);
        Generation tried = family().generations()[0];
        tried.mutation = 0.8;
        QCOMPARE(family().generations()[1], tried);
        QCOMPARE(family().generations()[2].from, 1);
        QCOMPARE(family().generations()[2].parents[0].z, child(tried, 5).z);
    }

    void keptChildrenGoToTheGallery()
    {
        breed();
        click(1);
        click(4, Qt::ControlModifier);
        button("keepChildren")->click();
        const Gallery& gallery = _fixture->workspace.gallery();
        QTRY_COMPARE(gallery.items().size(), std::size_t(2));
        QCOMPARE(gallery.items()[0]->recipe.z, child(family().generations()[0], 1).z);
        QCOMPARE(QImage::fromData(QByteArray::fromStdString(gallery.items()[1]->thumbnail))
                     .convertToFormat(grid().picture(4).format()),
                 grid().picture(4));
    }

    void aRestoredFamilyIsOnShow()
    {
        family().restore({{parents(), 0.3, 8, -1}, {{parents()[0]}, 0.2, 9, 0}});
        QCOMPARE(_breeding->generation(), 1);
        QCOMPARE(slider()->value(), 20);
        _breeding->show();
        QTRY_COMPARE_WITH_TIMEOUT(_completed->count(), 1, patience);
        QVERIFY(!grid().picture(11).isNull());
        family().restore({});
        QCOMPARE(_breeding->generation(), -1);
        QVERIFY(!grid().nothing().isEmpty());
    }

    void childrenOfAModelThatIsGoneAreASentence()
    {
        std::vector<Recipe> lost = parents();
        for (Recipe& recipe : lost)
            recipe.model = "gone";
        _breeding->breed(lost);
        QTRY_VERIFY_WITH_TIMEOUT(_breeding->message().contains("gone"), patience);
    }

    void theToolsMenuOpensIt()
    {
        _breeding.reset();
        closeWindow();
        QVERIFY(openWindow());
        for (QAction* action : _window->actions())
            if (action->text() == "&Breed…")
                action->trigger();
        auto* window = _window->findChild<BreedingWindow*>();
        QVERIFY(window && window->isVisible() && !window->isModal());
    }

private:
    Document& document() const { return _fixture->document; }
    Family& family() const { return _fixture->workspace.family(); }
    PictureGrid& grid() const { return *_breeding->findChild<PictureGrid*>("children"); }
    GenerationTree& tree() const { return *_breeding->findChild<GenerationTree*>(); }
    QSlider* slider() const { return _breeding->findChild<QSlider*>("mutation"); }
    QPushButton* button(const char* name) const { return _breeding->findChild<QPushButton*>(name); }
    static bool isSame(const QImage& shown, const Image& image)
    {
        // Batches add up in another order: a pixel may be rounded to its neighbour.
        const QImage expected = toQImage(image);
        for (int y = 0; y < expected.height(); ++y)
            for (int x = 0; x < expected.width(); ++x)
                if (std::abs(qGray(shown.pixel(x, y)) - qGray(expected.pixel(x, y))) > 1)
                    return false;
        return shown.size() == expected.size();
    }
    static std::vector<Recipe> parents()
    {
        std::vector<Recipe> parents;
        for (const std::uint64_t seed : {4, 5})
            parents.push_back({"mnist", test::randomNumbers(50, 1.0, seed), {}, {}});
        parents[0].edits = {{"hidden3", 3, EditAction::On, 4.0f}, {"hidden3", 9, EditAction::Off, {}}};
        parents[1].edits = {{"hidden2", 7, EditAction::On, 2.0f}};
        return parents;
    }
    void showWindow()
    {
        _breeding = std::make_unique<BreedingWindow>(_fixture->workspace);
        _completed = std::make_unique<QSignalSpy>(_breeding.get(), &BreedingWindow::completed);
    }
    void breed()
    {
        _completed->clear();
        _breeding->breed(parents());
        QTRY_COMPARE_WITH_TIMEOUT(_completed->count(), 1, patience);
    }
    void press(const char* name)
    {
        _completed->clear();
        QVERIFY2(button(name)->isEnabled(), name);
        button(name)->click();
        QTRY_COMPARE_WITH_TIMEOUT(_completed->count(), 1, patience);
    }
    void click(int cell, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(&grid(), Qt::LeftButton, modifiers, grid().cellRect(cell).center());
    }

    std::unique_ptr<BreedingWindow> _breeding;
    std::unique_ptr<QSignalSpy> _completed;
};

QTEST_MAIN(BreedingTest)
#include "breeding_test.moc"
