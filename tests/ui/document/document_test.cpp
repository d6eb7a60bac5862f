// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include "core/profile/reference_latents.h"
#include "tests/ui/support/panel_fixture.h"

using namespace flipside;

class DocumentTest : public QObject {
    Q_OBJECT

private slots:
    void everyModelStartsAtTheSameLatentWithNothingFlipped()
    {
        test::PanelFixture a;
        test::PanelFixture b;
        QVERIFY(a.isReady() && b.isReady());
        QCOMPARE(a.document.recipe().z.size(), std::size_t(6));
        QVERIFY(a.document.recipe().z == b.document.recipe().z);
        QVERIFY(a.document.recipe().edits.empty());
        QVERIFY(!a.document.undoStack().canUndo());
        QVERIFY(a.document.rendering()->image == a.document.rendering()->regular);
    }

    void undoAndRedoBringRecipeAndPictureBack()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        const Recipe before = f.document.recipe();
        const Image picture = f.document.rendering()->image;
        f.document.setLatent(2, 1.75f, {});
        QVERIFY(f.isShown());
        const Image moved = f.document.rendering()->image;
        QVERIFY(moved != picture);
        f.document.undoStack().undo();
        QVERIFY(f.document.recipe() == before);
        QVERIFY(f.isShown());
        QVERIFY(f.document.rendering()->image == picture);
        f.document.undoStack().redo();
        QCOMPARE(f.document.recipe().z[2], 1.75f);
        QVERIFY(f.isShown());
        QVERIFY(f.document.rendering()->image == moved);
    }

    void aDragIsOneStepAndTheNextDragAnother()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        const float start = f.document.recipe().z[0];
        for (int i = 1; i <= 30; ++i)
            f.document.setLatent(0, float(i), "drag");
        f.document.endGesture();
        QCOMPARE(f.steps(), 1);
        for (int i = 31; i <= 60; ++i)
            f.document.setLatent(0, float(i), "drag");
        QCOMPARE(f.steps(), 2);
        f.document.undoStack().undo();
        QCOMPARE(f.document.recipe().z[0], 30.0f);
        f.document.undoStack().undo();
        QCOMPARE(f.document.recipe().z[0], start);
    }

    void aDragThatComesBackLeavesNoStep()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        const float start = f.document.recipe().z[0];
        f.document.setLatent(0, start + 1.0f, "drag");
        f.document.setLatent(0, start, "drag");
        QCOMPARE(f.steps(), 0);
    }

    void flippingTurnsOffUnitsOnAndOnUnitsOffAndThenReleases()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        const auto& activations = f.document.rendering()->activations[1];
        const auto firstWhere = [&](bool on) {
            for (int unit = 0; unit < int(activations.size()); ++unit) {
                if ((activations[std::size_t(unit)] > 1e-7f) == on)
                    return unit;
            }
            return -1;
        };
        const int off = firstWhere(false);
        const int on = firstWhere(true);
        QVERIFY(off >= 0 && on >= 0);

        f.document.flip({1, off});
        const Edit* edit = f.document.recipe().findEdit(f.layerId(1), off);
        QVERIFY(edit);
        QVERIFY(edit->action == EditAction::On);
        // METHOD: the on value is γ · s, with γ = 2 and s = max unless a scheme says otherwise.
        QCOMPARE(edit->value.value_or(-1.0f), 2.0f * f.profile(1).maximum[std::size_t(off)]);
        QVERIFY(f.isShown());
        QCOMPARE(f.document.rendering()->activations[1][std::size_t(off)], *edit->value);

        f.document.flip({1, on});
        QVERIFY(f.document.recipe().findEdit(f.layerId(1), on)->action == EditAction::Off);
        QVERIFY(f.isShown());
        QCOMPARE(f.document.rendering()->activations[1][std::size_t(on)], 0.0f);

        f.document.flip({1, off});
        QVERIFY(!f.document.recipe().findEdit(f.layerId(1), off));
        f.document.clearFlips();
        QVERIFY(f.document.recipe().edits.empty());
        QCOMPARE(f.steps(), 4);
    }

    void coactivationIsOneStepAndTellsItsOrigin()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        SchemeCall call;
        call.name = "random";
        call.neurons = 4;
        call.seed = 9;
        f.document.coactivate(call);
        QVERIFY(QTest::qWaitFor([&] { return f.steps() == 1; }, 20000));
        QCOMPARE(f.document.recipe().edits.size(), std::size_t(4));
        QVERIFY(f.document.recipe().scheme);
        QCOMPARE(f.document.recipe().scheme->seed, std::uint64_t(9));
        QVERIFY(f.isShown());

        const Edit first = f.document.recipe().edits[0];
        f.document.flip(f.document.model()->card.layerIndex(first.layer), {first.unit}, Flip::Release);
        QVERIFY2(!f.document.recipe().scheme, "after a change by hand the scheme would not give these edits");
        f.document.undoStack().undo();
        QVERIFY(f.document.recipe().scheme);
    }

    void aParameterThatIsDraggedIsOneStep()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        SchemeCall call;
        call.name = "random";
        for (int count = 1; count <= 6; ++count) {
            call.neurons = count;
            f.document.coactivate(call, "count");
            QTest::qWait(5);
        }
        f.document.endGesture();
        QVERIFY(QTest::qWaitFor([&] { return f.document.recipe().edits.size() == 6; }, 20000));
        QCOMPARE(f.steps(), 1);
    }

    void aChoiceForALatentThatHasMovedIsMadeAgain()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        SchemeCall call;
        call.name = "random";
        call.seed = 4;
        f.document.coactivate(call);
        f.document.setLatent(1, 2.5f, {});
        QVERIFY(QTest::qWaitFor([&] { return f.document.recipe().scheme.has_value(); }, 20000));
        QCOMPARE(f.document.recipe().z[1], 2.5f);
        QVERIFY(f.isShown());
        for (const Edit& edit : f.document.recipe().edits) {
            const auto layer = std::size_t(f.document.model()->card.layerIndex(edit.layer));
            QVERIFY(f.document.rendering()->regularActivations[layer][std::size_t(edit.unit)] <= 1e-7f);
        }
    }

    void withoutProfileFlippingOnSaysWhatToDo()
    {
        test::PanelFixture f(6, {12, 30}, false);
        QVERIFY(f.isReady());
        QSignalSpy failed(&f.document, &Document::failed);
        f.document.flip(0, {0}, Flip::On);
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed[0][0].toString().contains("Tools › Profile this model"));
        QVERIFY(f.document.recipe().edits.empty());
        f.document.hold(0, {0}, 1.5f);
        QCOMPARE(f.document.recipe().edits.size(), std::size_t(1));
    }

    void aRecipeThatDoesNotFitIsRefusedAndNothingIsLost()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        f.document.setLatent(0, 0.25f, {});
        const Recipe before = f.document.recipe();
        QSignalSpy failed(&f.document, &Document::failed);
        Recipe wrong = before;
        wrong.z.pop_back();
        f.document.openRecipe(wrong, "wrong.json");
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed[0][0].toString().startsWith("wrong.json"));
        Recipe noSuchUnit = before.withEdit(Edit{f.layerId(0), 4711, EditAction::Off, {}});
        f.document.openRecipe(noSuchUnit, "unit.json");
        QCOMPARE(failed.count(), 2);
        QVERIFY(f.document.recipe() == before);
        QCOMPARE(f.steps(), 1);
    }

    void aRecipeOfAnUnknownSchemeIsToldTheKnownOnesAndNotOpened()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        const Recipe before = f.document.recipe();
        Recipe recipe = before;
        recipe.z[0] += 1.0f;
        recipe.scheme.emplace().name = "shuffle";
        QSignalSpy failed(&f.document, &Document::failed);
        f.document.openRecipe(recipe, "shuffle.json");
        QCOMPARE(failed.count(), 1);
        const QString sentence = failed[0][0].toString();
        QVERIFY2(sentence.startsWith("shuffle.json") && sentence.contains("low-active"),
                 qPrintable(sentence));
        QVERIFY(f.document.recipe() == before);
        QCOMPARE(f.steps(), 0);
    }

    void aRecipeThatDoesNotFitAnotherModelLosesNothing()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        QTemporaryDir root;
        test::writeRandomMlpModel(std::filesystem::path(root.path().toStdString()) / "other", 3, {8}, 4, 4);
        qputenv("FLIPSIDE_MODELS", root.path().toLocal8Bit());
        f.document.flip({1, 2});
        const Recipe before = f.document.recipe();
        QSignalSpy failed(&f.document, &Document::failed);
        f.document.openRecipe(Recipe{"other", {0.5f}, {}, {}}, "short.json");
        QVERIFY(QTest::qWaitFor([&] { return failed.count() == 1; }, 20000));
        f.document.openRecipe(Recipe{"nowhere", {0.5f}, {}, {}}, "nowhere.json");
        QVERIFY(QTest::qWaitFor([&] { return failed.count() == 2; }, 20000));
        qunsetenv("FLIPSIDE_MODELS");
        QVERIFY(failed[0][0].toString().startsWith("short.json"));
        QVERIFY(failed[1][0].toString().contains("nowhere"));
        QVERIFY(f.document.recipe() == before);
        QCOMPARE(f.steps(), 1);
        f.document.setLatent(0, 1.5f, {});
        QVERIFY2(f.isShown(), "the player still has the model");
        f.document.undoStack().undo();
        f.document.undoStack().undo();
        QVERIFY(f.document.recipe().edits.empty());
    }

    void aDeadNeuronFlippedOnIsSaidToChangeNothing()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        QSignalSpy failed(&f.document, &Document::failed);
        f.document.flip(f.lastHidden, {f.deadUnit}, Flip::On);
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed[0][0].toString().contains("neuron 4"));
        QVERIFY(failed[0][0].toString().contains("Exact value"));
        f.document.hold(f.lastHidden, {f.deadUnit}, 2.0f);
        f.document.flip(f.lastHidden, {f.deadUnit + 1}, Flip::On);
        QCOMPARE(failed.count(), 1);
    }

    void aSchemeThatChoosesALatentMakesOneStep()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        ReferenceLatents references(6, {1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6}, {0, 1});
        references.write(f.path / "references.cbor");
        const auto before = f.document.model();
        f.document.openModel(QString::fromStdString(f.path.string()));
        QVERIFY(QTest::qWaitFor([&] { return f.document.model() != before; }, 20000));
        const std::vector<float> z = f.document.recipe().z;
        SchemeCall call;
        call.name = "interpolation";
        f.document.coactivate(call);
        QVERIFY(QTest::qWaitFor([&] { return f.steps() == 1; }, 20000));
        QVERIFY(f.document.recipe().z != z);
        QVERIFY(f.document.recipe().edits.empty());
        f.document.undoStack().undo();
        QVERIFY(f.document.recipe().z == z);
    }

    void aRecipeOfAnotherModelOpensThatModel()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        QTemporaryDir root;
        test::writeRandomMlpModel(std::filesystem::path(root.path().toStdString()) / "other", 3, {8}, 4, 4);
        qputenv("FLIPSIDE_MODELS", root.path().toLocal8Bit());
        const Recipe other{"other", {0.5f, -0.5f, 1.0f}, {}, {}};
        f.document.openRecipe(other, "other.json");
        QVERIFY(QTest::qWaitFor([&] { return f.document.model()->card.id == "other"; }, 20000));
        qunsetenv("FLIPSIDE_MODELS");
        QVERIFY(f.document.recipe() == other);
        QVERIFY(f.isShown());
        QCOMPARE(f.document.rendering()->image.width, 4);
    }

    void choosingTheOpenModelAgainKeepsTheFlips()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        f.document.setLatent(0, 0.25f, {});
        f.document.flip({1, 2});
        f.document.setSelected(NeuronRef{1, 2});
        const Recipe left = f.document.recipe();
        const auto before = f.document.model();
        f.document.openModel(QString::fromStdString(f.path.string()));
        QTRY_VERIFY_WITH_TIMEOUT(f.document.model() != before, 20000);
        QVERIFY(f.document.recipe() == left);
        QVERIFY(f.isShown());
        QVERIFY(f.document.rendering()->recipe == left);
        QCOMPARE(f.document.selected(), std::optional(NeuronRef{1, 2}));
        QCOMPARE(f.steps(), 2);
        f.document.undoStack().undo();
        QVERIFY(f.document.recipe().edits.empty());
    }

    void comingBackToAModelShowsWhatItWasLeftWith()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        QTemporaryDir root;
        const auto other = std::filesystem::path(root.path().toStdString()) / "other";
        test::writeRandomMlpModel(other, 3, {8}, 4, 4);
        f.document.flip({1, 2});
        f.document.setLatent(4, -0.75f, {});
        const Recipe left = f.document.recipe();
        f.document.openModel(QString::fromStdString(other.string()));
        QTRY_COMPARE_WITH_TIMEOUT(f.document.model()->card.id, std::string("other"), 20000);
        QVERIFY(f.document.recipe().edits.empty());
        f.document.setLatent(1, 1.5f, {});
        f.document.openModel(QString::fromStdString(f.path.string()));
        QTRY_COMPARE_WITH_TIMEOUT(f.document.model()->card.id, std::string("panels"), 20000);
        QVERIFY(f.document.recipe() == left);
        QCOMPARE(f.steps(), 5); // two here, one there, and two of going there and back
        f.document.openModel(QString::fromStdString(other.string()));
        QTRY_COMPARE_WITH_TIMEOUT(f.document.model()->card.id, std::string("other"), 20000);
        QCOMPARE(f.document.recipe().z[1], 1.5f);
    }

    void undoGoesBackToTheModelBefore()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        QTemporaryDir root;
        const auto other = std::filesystem::path(root.path().toStdString()) / "other";
        test::writeRandomMlpModel(other, 3, {8}, 4, 4);
        const Recipe first = f.document.recipe();
        f.document.flip({1, 2});
        const Recipe flipped = f.document.recipe();
        f.document.openModel(QString::fromStdString(other.string()));
        QTRY_COMPARE_WITH_TIMEOUT(f.document.model()->card.id, std::string("other"), 20000);
        QUndoStack& undo = f.document.undoStack();
        QCOMPARE(undo.undoText(), QString("Open other"));
        f.document.setLatent(1, 1.5f, {});
        const Recipe moved = f.document.recipe();
        QCOMPARE(f.steps(), 3);

        undo.undo();
        QCOMPARE(f.document.model()->card.id, std::string("other"));
        undo.undo();
        QTRY_VERIFY_WITH_TIMEOUT(f.document.recipe() == flipped, 20000);
        QCOMPARE(f.document.model()->card.id, std::string("panels"));
        QVERIFY(f.isShown());
        QVERIFY(f.document.rendering()->recipe == flipped);
        undo.undo();
        QVERIFY(f.document.recipe() == first);
        QCOMPARE(f.steps(), 3);

        // As fast as a key repeats: what it comes to in the end counts.
        for (int times = 0; times < 3; ++times)
            undo.redo();
        QTRY_VERIFY_WITH_TIMEOUT(f.document.recipe() == moved, 20000);
        for (int times = 0; times < 2; ++times)
            undo.undo();
        undo.redo();
        QTRY_COMPARE_WITH_TIMEOUT(f.document.model()->card.id, std::string("other"), 20000);
        QVERIFY(f.isShown());
        QCOMPARE(f.steps(), 3);
        QCOMPARE(undo.index(), 2);
        QVERIFY(f.document.rendering()->recipe == f.document.recipe());
    }

    void undoToAModelThatIsGoneSaysSoAndChangesNothing()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        QTemporaryDir root;
        const auto other = std::filesystem::path(root.path().toStdString()) / "other";
        test::writeRandomMlpModel(other, 3, {8}, 4, 4);
        f.document.openModel(QString::fromStdString(other.string()));
        QTRY_COMPARE_WITH_TIMEOUT(f.document.model()->card.id, std::string("other"), 20000);
        std::filesystem::remove_all(f.path);
        const Recipe present = f.document.recipe();
        QSignalSpy failed(&f.document, &Document::failed);
        f.document.undoStack().undo();
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 20000);
        QVERIFY2(failed[0][0].toString().contains("panels"), qPrintable(failed[0][0].toString()));
        QVERIFY(f.document.recipe() == present);
        f.document.setLatent(1, 1.5f, {});
        QVERIFY(f.isShown());
        QCOMPARE(f.document.rendering()->recipe.z[1], 1.5f);
    }

    void aModelThatHasChangedOnDiskIsNotGivenWhatDoesNotFit()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        f.document.flip({f.lastHidden, 39});
        std::filesystem::remove_all(f.path);
        test::writeRandomMlpModel(f.path, 6, {12, 30, 20}, 6, 6);
        const auto before = f.document.model();
        f.document.openModel(QString::fromStdString(f.path.string()));
        QTRY_VERIFY_WITH_TIMEOUT(f.document.model() != before, 20000);
        QVERIFY(f.document.recipe().edits.empty());
        QCOMPARE(f.steps(), 0);
        QVERIFY(f.isShown());
    }

    void stepsNameNeuronsAsTheWindowDoes()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        f.document.flip(1, {4}, Flip::Off);
        QCOMPARE(f.document.undoStack().undoText(), QString("Flip Hidden 2 · neuron 5 off"));
        f.document.flip(1, {4}, Flip::Release);
        QCOMPARE(f.document.undoStack().undoText(), QString("Release Hidden 2 · neuron 5"));
        f.document.flip(1, {4}, Flip::Off, "stroke");
        f.document.flip(1, {4, 6, 9}, Flip::Off, "stroke");
        QCOMPARE(f.document.undoStack().undoText(), QString("Flip 3 neuron(s) off"));
        QCOMPARE(f.steps(), 3);
    }

    void neuronsThatAreNotThereCannotBeChosen()
    {
        test::PanelFixture f;
        QVERIFY(f.isReady());
        f.document.setSelected(NeuronRef{1, 5});
        QCOMPARE(f.document.selected(), std::optional(NeuronRef{1, 5}));
        f.document.setSelected(NeuronRef{1, 30});
        QVERIFY(!f.document.selected());
        f.document.setHovered(NeuronRef{-1, 0});
        QVERIFY(!f.document.hovered());
        f.document.flip({9, 9});
        QCOMPARE(f.steps(), 0);
    }
};

QTEST_MAIN(DocumentTest)
#include "document_test.moc"
