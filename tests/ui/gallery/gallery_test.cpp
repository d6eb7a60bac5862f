// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/instrument.h"
#include "core/instrument/measurer.h"
#include "core/picture/picture_file.h"
#include "tests/ui/support/panel_fixture.h"
#include "ui/gallery/gallery_details.h"
#include "ui/gallery/gallery_facts.h"
#include "ui/gallery/gallery_model.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/gallery/gallery_view.h"

#include <QComboBox>
#include <QDateTime>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QToolButton>

using namespace flipside;

/// A gallery with its panel, on the document of a small real model.
class GalleryTest : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<test::PanelFixture> _fixture;
    Gallery* _gallery = nullptr;
    std::unique_ptr<GalleryPanel> _panel;
    int _keptByHand = 0;

    QList<int> shownIds() const
    {
        QList<int> ids;
        const QAbstractItemModel& model = *_panel->view().model();
        for (int row = 0; row < model.rowCount(); ++row)
            ids.append(model.index(row, 0).data(GalleryModel::IdRole).toInt());
        return ids;
    }
    void chooseRows(const QList<int>& rows)
    {
        _panel->view().clearSelection();
        for (const int row : rows)
            _panel->view().selectionModel()->select(_panel->view().model()->index(row, 0),
                                                    QItemSelectionModel::Select);
    }
    /// Keeps pictures of the open model whose z begins with 1, 2, …
    void keep(int count)
    {
        for (int i = 0; i < count; ++i) {
            Recipe recipe = _fixture->document.recipe();
            recipe.z[0] = float(++_keptByHand);
            const auto before = _gallery->items().size();
            _fixture->workspace.keeper().keep(recipe, _fixture->document.rendering()->image,
                                              {{"dr", double(i)}});
            QTRY_COMPARE(_gallery->items().size(), before + 1);
        }
    }
    /// A model of this id was opened some time.
    void meet(const char* id, const char* name, const TypicalRanges& typical)
    {
        ModelCard card;
        card.id = id;
        card.name = name;
        card.typical = typical;
        _fixture->workspace.models().meet(card, QStringLiteral("/nowhere/") + QLatin1String(id));
    }
    QComboBox* box(const QString& name) const
    {
        for (QComboBox* box : _panel->findChildren<QComboBox*>())
            if (box->accessibleName() == name)
                return box;
        return nullptr;
    }

private slots:
    void init()
    {
        _keptByHand = 0;
        _fixture = std::make_unique<test::PanelFixture>();
        _gallery = &_fixture->workspace.gallery();
        _panel = std::make_unique<GalleryPanel>(_fixture->workspace);
        _panel->resize(800, 300);
        _panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(_panel.get()));
        QVERIFY(_fixture->isReady());
    }
    void cleanup()
    {
        _panel.reset();
        _fixture.reset();
    }

    void keptPictureIsTheOneOnScreen()
    {
        _fixture->workspace.keeper().keepShown();
        QTRY_COMPARE(_gallery->items().size(), std::size_t(1));
        const GalleryItem& item = *_gallery->items()[0];
        QVERIFY(item.recipe == _fixture->document.rendering()->recipe);
        const QImage thumbnail = QImage::fromData(QByteArray::fromStdString(item.thumbnail))
                                     .convertToFormat(QImage::Format_Grayscale8);
        QCOMPARE(thumbnail.size(), QSize(6, 6));
        const Image& picture = _fixture->document.rendering()->image;
        for (int y = 0; y < 6; ++y)
            for (int x = 0; x < 6; ++x)
                QCOMPARE(qGray(thumbnail.pixel(x, y)), qRound(picture.at(0, y, x) * 255.0f));
        QVERIFY(std::abs(item.kept - QDateTime::currentMSecsSinceEpoch()) < 60000);
    }

    void exportIsOfThoseChosenOrOfAllThatAreShown()
    {
        keep(3);
        QAction* action = nullptr;
        for (QAction* each : _panel->actions())
            if (each->text() == "Export…")
                action = each;
        QVERIFY(action);
        QSignalSpy wished(&_fixture->workspace, &Workspace::exportWished);
        const auto firstNumbers = [&] {
            QList<float> numbers;
            for (const Recipe& recipe : wished.takeFirst()[0].value<std::vector<Recipe>>())
                numbers.append(recipe.z[0]);
            return numbers;
        };
        chooseRows({2});
        action->trigger();
        QCOMPARE(firstNumbers(), QList<float>({3.0f}));
        chooseRows({});
        action->trigger();
        QCOMPARE(firstNumbers(), QList<float>({1.0f, 2.0f, 3.0f}));
    }

    void doubleClickOpensTheRecipe()
    {
        keep(3);
        const QSignalSpy opened(&_fixture->document, &Document::openingBegan);
        const QRect card = _panel->view().visualRect(_panel->view().model()->index(1, 0));
        QTest::mouseClick(_panel->view().viewport(), Qt::LeftButton, {}, card.center());
        QTest::mouseDClick(_panel->view().viewport(), Qt::LeftButton, {}, card.center());
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].value<ModelWish>().recipe.z[0], 2.0f);
        QTest::keyClick(&_panel->view(), Qt::Key_Return);
        QCOMPARE(opened.size(), 2);
    }

    void deletedPicturesComeBackWithUndo()
    {
        keep(4);
        chooseRows({1, 2});
        _panel->removeChosen();
        QCOMPARE(shownIds(), QList<int>({1, 4}));
        _fixture->document.undoStack().undo();
        QCOMPARE(shownIds(), QList<int>({1, 2, 3, 4}));
        chooseRows({2});
        auto* name = _panel->findChild<GalleryDetails*>()->findChild<QLineEdit*>();
        QVERIFY(name->isEnabled());
        _fixture->document.undoStack().redo();
        QCOMPARE(shownIds(), QList<int>({1, 4}));
        QVERIFY2(!name->isEnabled(), "nothing is chosen any more");
        // What is kept next gets an id that nothing else ever had.
        keep(1);
        QCOMPARE(shownIds().back(), 5);
    }

    void picturesGoWhereTheyAreMoved()
    {
        keep(5);
        _gallery->move({5, 1}, 3);
        QCOMPARE(shownIds(), QList<int>({2, 5, 1, 3, 4}));
        _gallery->move({2}, 0);
        QCOMPARE(shownIds(), QList<int>({5, 1, 3, 4, 2}));
        _fixture->document.undoStack().undo();
        QCOMPARE(shownIds(), QList<int>({2, 5, 1, 3, 4}));
    }

    void namesAndNotesAreWrittenBesideThePicture()
    {
        keep(2);
        chooseRows({1});
        auto* name = _panel->findChild<QLineEdit*>();
        auto* note = _panel->findChild<QPlainTextEdit*>();
        name->setFocus();
        QTest::keyClicks(name, "Two-headed");
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(_gallery->item(2)->name, std::string("Two-headed"));
        note->setFocus();
        QTest::keyClicks(note, "from a dream");
        chooseRows({0}); // choosing another picture does not lose it
        QCOMPARE(_gallery->item(2)->note, std::string("from a dream"));
        QCOMPARE(_gallery->item(1)->note, std::string());
        QVERIFY(note->toPlainText().isEmpty());
    }

    void tabGoesOnToTheNameOfTheNextPicture()
    {
        keep(9); // more than one line of them
        GalleryView& view = _panel->view();
        view.select(2);
        const auto write = [&view](const char* name, Qt::Key last) {
            auto* editor = view.viewport()->findChild<QLineEdit*>();
            QVERIFY(editor);
            QTest::keyClicks(editor, name);
            QTest::keyClick(editor, last);
            QTRY_VERIFY(view.viewport()->findChild<QLineEdit*>() != editor);
        };
        QTest::keyClick(&view, Qt::Key_F2);
        write("one", Qt::Key_Tab);
        write("two", Qt::Key_Return);
        QCOMPARE(_gallery->item(2)->name, std::string("one"));
        QCOMPARE(_gallery->item(3)->name, std::string("two"));
    }

    void starsFilterThePictures()
    {
        keep(3);
        chooseRows({0, 2});
        _panel->star();
        _panel->findChild<QToolButton*>(QStringLiteral("starredOnly"))->click();
        QCOMPARE(shownIds(), QList<int>({1, 3}));
        chooseRows({0});
        _panel->star();
        QCOMPARE(shownIds(), QList<int>({3}));
    }

    void picturesSortByTimeAndByNovelty()
    {
        keep(3);
        GalleryItem unmeasured = *_gallery->item(1);
        unmeasured.metrics.clear();
        unmeasured.kept += 1000000;
        _gallery->keep(unmeasured);
        QComboBox* order = box("Order of the pictures");
        order->setCurrentIndex(1);
        emit order->activated(1);
        QCOMPARE(shownIds().front(), 4);
        order->setCurrentIndex(2);
        emit order->activated(2);
        QCOMPARE(shownIds(), QList<int>({3, 2, 1, 4}));
        order->setCurrentIndex(0);
        emit order->activated(0);
        QCOMPARE(shownIds(), QList<int>({1, 2, 3, 4}));
    }

    /// D_r and a critic's score have nothing in common but how a model's regular pictures lie.
    void mostNovelFirstComparesEachPictureWithWhatItsModelUsuallyMakes()
    {
        meet("faces", "Faces", {{"dr", {{"regular", {5.0, 6.0, 7.0}}}}});
        meet("paintings", "Paintings", {{"critic", {{"regular", {-0.04, 0.04, 0.14}}}}});
        const auto keepOf = [this](const char* model, const char* metric, double value) {
            GalleryItem item;
            item.recipe = _fixture->document.recipe();
            item.recipe.model = model;
            item.metrics = {{metric, value}};
            _gallery->keep(item);
        };
        keepOf("paintings", "critic", 0.13);  // 1: as real as they come
        keepOf("paintings", "critic", -0.05); // 2
        keepOf("faces", "dr", 6.0);           // 3: as they are on average
        keepOf("faces", "dr", 9.0);           // 4: beyond all
        keepOf("paintings", "critic", 0.04);  // 5: on average
        keepOf("faces", "dr", 5.5);           // 6
        keepOf("paintings", "critic", -0.9);  // 7: further beyond all
        keepOf("unknown", "dr", 99.0);        // 8: nobody knows
        keepOf("faces", "kns5", 99.0);        // 9: not measured so
        QComboBox* order = box("Order of the pictures");
        order->setCurrentIndex(2);
        emit order->activated(2);
        const QList<int> novel = shownIds();
        QCOMPARE(novel.mid(0, 3), QList<int>({7, 4, 2}));
        QCOMPARE(QSet<int>({novel[3], novel[4]}), QSet<int>({3, 5}));
        QCOMPARE(novel.mid(5), QList<int>({6, 1, 8, 9}));

        const QAbstractItemModel& model = *_panel->view().model();
        const auto caption = [&](int id) {
            return model.index(int(novel.indexOf(id)), 0).data(GalleryModel::NoveltyTextRole).toString();
        };
        QCOMPARE(caption(7), QString("Novelty 100 %"));
        QCOMPARE(caption(4), QString("Novelty 100 %"));
        QCOMPARE(caption(3), QString("Novelty 50 %"));
        QCOMPARE(caption(5), QString("Novelty 50 %"));
        QCOMPARE(caption(1),
                 QString("Novelty 10 %")); // (0.14 - 0.13) / (0.14 - 0.04) of 45 %, and 5 %: 9.5 %
        QCOMPARE(caption(9), QString());
        const QString facts = galleryFacts(*_gallery->item(1), _fixture->workspace.models().names());
        QVERIFY2(facts.startsWith("Paintings\n") &&
                     facts.endsWith("Novelty 10 % · How real " + QLocale().toString(0.13, 'f', 2)),
                 qPrintable(facts));
    }

    void whatIsTypicalOfAModelIsLearntLate()
    {
        keep(3); // D_r 0, 1, 2
        _gallery->keep([this] {
            GalleryItem item = *_gallery->item(1);
            item.recipe.model = "later";
            item.metrics = {{"dr", 0.5}};
            return item;
        }());
        QComboBox* order = box("Order of the pictures");
        order->setCurrentIndex(2);
        emit order->activated(2);
        QCOMPARE(shownIds(), QList<int>({3, 2, 4, 1}));
        meet("later", "Later", {{"dr", {{"regular", {0.1, 0.2, 0.3}}}}});
        QCOMPARE(shownIds(), QList<int>({4, 3, 2, 1}));
    }

    void filtersNameTheModelsAndSchemesThereAre()
    {
        keep(1);
        QVERIFY(!box("Pictures of which model")->isVisible());
        GalleryItem other = *_gallery->item(1);
        other.recipe.model = "celeba";
        other.recipe.scheme = SchemeCall{};
        _gallery->keep(other);
        QComboBox* models = box("Pictures of which model");
        QVERIFY(models->isVisible());
        models->setCurrentIndex(models->findData("celeba"));
        emit models->activated(models->currentIndex());
        QCOMPARE(shownIds(), QList<int>({2}));
        models->setCurrentIndex(0);
        emit models->activated(0);
        QComboBox* schemes = box("Pictures of which scheme");
        schemes->setCurrentIndex(schemes->findText("Without a scheme"));
        emit schemes->activated(schemes->currentIndex());
        QCOMPARE(shownIds(), QList<int>({1}));
    }

    void modelsGoByTheirNamesAsSoonAsTheyAreKnown()
    {
        keep(1);
        GalleryItem other = *_gallery->item(1);
        other.recipe.model = "celeba";
        _gallery->keep(other);
        QComboBox* models = box("Pictures of which model");
        const auto facts = [this] {
            QString text;
            for (const QLabel* label : _panel->findChild<GalleryDetails*>()->findChildren<QLabel*>())
                text += label->text();
            return text;
        };
        chooseRows({1});
        QVERIFY(facts().startsWith("celeba\n"));
        meet("celeba", "Soft faces", {});
        QCOMPARE(models->itemText(models->findData("celeba")), QString("Soft faces"));
        QVERIFY2(facts().startsWith("Soft faces\n"), qPrintable(facts()));
    }

    void noveltyThatComesLaterIsAdded()
    {
        GalleryItem item;
        item.recipe = _fixture->document.recipe();
        _gallery->keep(item);
        const int steps = _fixture->steps();
        _gallery->addMetrics(item.recipe, {{"dr", 3.5}});
        QCOMPARE(_gallery->items()[0]->metrics.at("dr"), 3.5);
        QCOMPARE(_fixture->steps(), steps);
        _fixture->document.undoStack().undo();
        _fixture->document.undoStack().redo();
        QCOMPARE(_gallery->items()[0]->metrics.at("dr"), 3.5);
    }

    void captionsSayWhatTheirNumbersAre()
    {
        GalleryItem item;
        item.recipe = _fixture->document.recipe();
        item.metrics = {{"dr", 3.5}, {"critic", 0.25}};
        _gallery->keep(item);
        item.metrics = {{"critic", 0.25}};
        _gallery->keep(item);
        const GalleryModel model(*_gallery, _fixture->workspace.models());
        const auto caption = [&](int row) {
            return model.index(row).data(GalleryModel::NoveltyTextRole).toString();
        };
        QCOMPARE(caption(0), "How odd " + QLocale().toString(3.5, 'f', 2));
        QCOMPARE(caption(1), "How real " + QLocale().toString(0.25, 'f', 2));
    }

    void aKeptPictureHasItsOwnNoveltyHoweverSoonItWasKept()
    {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "measured";
        test::writeRandomMlpModel(path, 6, {10, 20, 30}, 5, 5, true);
        Player player;
        Workspace workspace(player);
        Document& document = workspace.document();
        Gallery& gallery = workspace.gallery();
        document.openModel(QString::fromStdString(path.string()));
        QTRY_VERIFY_WITH_TIMEOUT(!document.novelty().empty(), 20000);
        for (const float value : {3.0f, 6.0f, 9.0f}) {
            const std::size_t before = gallery.items().size();
            // With the picture, before its metrics.
            connect(&document, &Document::renderingChanged, &workspace.keeper(), &PictureKeeper::keepShown,
                    Qt::ConnectionType(Qt::AutoConnection | Qt::SingleShotConnection));
            document.hold(2, {4}, value);
            QTRY_COMPARE(gallery.items().size(), before + 1);
            QTRY_VERIFY(!gallery.items().back()->metrics.empty());
        }
        // One that is not on screen, as a child of Breed.
        Recipe other = document.recipe();
        other.z.front() += 1.0f;
        Instrument instrument{ModelFolder(path)};
        workspace.keeper().keep(other, instrument.decoder().render(other).image);
        QTRY_COMPARE(gallery.items().size(), std::size_t(4));
        QTRY_VERIFY_WITH_TIMEOUT(!gallery.items().back()->metrics.empty(), 20000);
        const Measurer measurer(instrument, {"dr"});
        for (const auto& item : gallery.items()) {
            const Image picture = instrument.decoder().render(item->recipe).image;
            const float expected = measurer.measure(std::span(&picture, 1)).values[0][0];
            QVERIFY(std::abs(item->metrics.at("dr") - double(expected)) < 1e-4);
        }
    }

    void aContactSheetIsWishedOfAllThatAreShownWithTheirOrigin()
    {
        keep(3);
        _gallery->rename(_gallery->items()[1]->id, QStringLiteral("second"));
        std::vector<SheetPicture> wished;
        connect(&_fixture->workspace, &Workspace::contactSheetWished, this,
                [&](const std::vector<SheetPicture>& pictures) { wished = pictures; });
        for (QAction* each : _panel->actions())
            if (each->text() == "Contact sheet…")
                each->trigger();
        QCOMPARE(wished.size(), std::size_t(3));
        QCOMPARE(wished[0].name, QString("1"));
        QCOMPARE(wished[1].name, QString("second"));
        for (std::size_t i = 0; i < wished.size(); ++i) {
            QVERIFY(wished[i].recipe == _gallery->items()[i]->recipe);
            QVERIFY(wished[i].thumbnail == _gallery->items()[i]->thumbnail);
            QVERIFY(
                wished[i].facts.contains(_fixture->workspace.models().names().of(wished[i].recipe.model)));
        }
    }

    void thousandPicturesScrollSmoothly()
    {
        GalleryItem item;
        item.recipe = _fixture->document.recipe();
        item.thumbnail = encodePng(_fixture->document.rendering()->image);
        GalleryItems items;
        for (std::uint64_t id = 1; id <= 1000; ++id) {
            item.id = id;
            items.push_back(std::make_shared<const GalleryItem>(item));
        }
        _gallery->restore(items);
        QCOMPARE(_panel->view().model()->rowCount(), 1000);
        QScrollBar* bar = _panel->view().verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 1000);
        QElapsedTimer timer;
        timer.start();
        int frames = 0;
        for (int value = 0; value < bar->maximum(); value += 60, ++frames) {
            bar->setValue(value);
            _panel->view().viewport()->repaint();
        }
        qInfo("%.1f ms a frame", double(timer.elapsed()) / frames);
    }

    void emptyGallerySaysWhatToDo()
    {
        QVERIFY(_panel->grab().toImage().isNull() == false);
        bool found = false;
        for (const QLabel* label : _panel->findChildren<QLabel*>())
            found = found || (label->isVisible() && label->text().contains("Press K"));
        QVERIFY(found);
    }
};

QTEST_MAIN(GalleryTest)
#include "gallery_test.moc"
