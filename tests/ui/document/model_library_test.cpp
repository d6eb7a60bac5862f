// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/model_library.h"

#include "core/model/model_folder.h"
#include "tests/core/support/test_models.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <filesystem>
#include <memory>

using namespace flipside;
namespace fs = std::filesystem;

/// The models there are, in a folder of one's own that begins without any.
class ModelLibraryTest : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> _data;

    bool lists(const ModelLibrary& library, const char* id)
    {
        return std::ranges::any_of(library.models(), [&](const auto& one) { return one.id == id; });
    }

private slots:
    void init()
    {
        _data = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", _data->path().toUtf8());
    }

    void bundledModelsAreKnownByName()
    {
        ModelLibrary library;
        library.watch();
        QTRY_VERIFY_WITH_TIMEOUT(library.isRead(), 20000);
        QVERIFY(lists(library, "mnist"));
        QCOMPARE(library.names().of("mnist"), QString("Handwritten digits"));
        QCOMPARE(library.names().of("somebody-elses"), QString("somebody-elses"));
        QVERIFY(library.names().typicalOf("mnist").contains("dr"));
    }

    void aModelThatBecomesOneLaterIsListedOnceItWasMet()
    {
        ModelLibrary library;
        const fs::path root = userModelRoot();
        test::writeRandomMlpModel(root / "first", 4, {5}, 3, 3);
        library.watch();
        QTRY_VERIFY_WITH_TIMEOUT(lists(library, "first"), 20000);
        // As a training does: the folder first, and what makes it a model at the end.
        fs::create_directories(root / "second");
        QTest::qWait(1500);
        QVERIFY(!lists(library, "second"));
        test::writeRandomMlpModel(root / "second", 4, {5}, 3, 3);
        library.meet(ModelFolder(root / "second").card(), QString::fromStdString((root / "second").string()));
        QTRY_VERIFY_WITH_TIMEOUT(lists(library, "second"), 20000);
    }

    void aModelOfAnotherPlaceIsFoundWhereItWasLast()
    {
        ModelLibrary library;
        ModelCard card;
        card.id = "elsewhere";
        card.name = "From elsewhere";
        QCOMPARE(library.findable("elsewhere"), QString("elsewhere"));
        const QSignalSpy changed(&library, &ModelLibrary::changed);
        library.meet(card, QStringLiteral("/somewhere/else"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(library.findable("elsewhere"), QString("/somewhere/else"));
        QCOMPARE(library.names().of("elsewhere"), QString("From elsewhere"));
        QVERIFY(!ModelLibrary::isInALibrary("/somewhere/else"));
        QVERIFY(ModelLibrary::isInALibrary(QString::fromStdString((userModelRoot() / "mine").string())));
    }
};

QTEST_MAIN(ModelLibraryTest)
#include "model_library_test.moc"
