// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/import/import_dialog.h"

#include "core/base/file.h"
#include "core/base/progress.h"
#include "core/import/import_model.h"
#include "core/model/model_folder.h"
#include "tests/core/support/test_models.h"
#include "ui/import/choice_strip.h"
#include "ui/import/choice_tile.h"
#include "ui/import/network_view.h"
#include "ui/import/question_list.h"
#include "ui/pictures/picture_box.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProcess>
#include <QProgressBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <algorithm>

using namespace flipside;
using namespace flipside::test;

namespace {

constexpr int patience = 60000;

template <typename Button = QPushButton>
Button* button(ImportDialog& dialog, const char* text)
{
    for (Button* one : dialog.findChildren<Button*>())
        if (QString(one->text()).remove(u'&') == QString::fromUtf8(text).remove(u'&'))
            return one;
    return nullptr;
}

} // namespace

class ImportDialogTest : public QObject {
    Q_OBJECT

    /// Weights that PyTorch has saved.
    std::filesystem::path weights(const char* name)
    {
        if (!std::filesystem::exists(root() / "networks.json")) {
            QProcess python;
            python.start(
                QStringLiteral("/usr/bin/python3"),
                {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/networks.py"), _folder.path()});
            if (!python.waitForFinished(120000) || python.exitCode() != 0)
                qWarning("%s", python.readAllStandardError().constData());
        }
        return root() / name;
    }

    static ChoiceStrip& strip(const ImportDialog& dialog, const char* question)
    {
        return *dialog.questions().strip(question);
    }

    /// Waits until a file was looked at, and has the sheets of one question shown.
    static ChoiceStrip& opened(const ImportDialog& dialog, const char* question)
    {
        (void)QTest::qWaitFor([&] { return dialog.questions().strip(question) != nullptr; }, patience);
        if (dialog.questions().openQuestion() != QLatin1String(question))
            QTest::mouseClick(strip(dialog, question).parentWidget()->findChild<QToolButton*>(),
                              Qt::LeftButton);
        return strip(dialog, question);
    }

    static bool isWhole(const ChoiceStrip& strip)
    {
        return std::ranges::none_of(strip.order(),
                                    [&](int choice) { return strip.tile(choice).sheet().isNull(); });
    }

private slots:
    void whatIsInAFileIsShownBeforeItIsImported()
    {
        ImportDialog dialog(weights("wrapped.ckpt"), root() / "models");
        dialog.show();
        QTRY_COMPARE_WITH_TIMEOUT(dialog.view().headline(), QString("Layers in a row"), patience);
        const QString facts = dialog.view().facts();
        QVERIFY2(facts.contains("colour pictures of 32×32 from 12 numbers"), qPrintable(facts));
        QVERIFY(!dialog.findChild<PictureBox*>()->picture().isNull());
        // Two more: the discriminator, and the number of its epoch.
        auto* unused = button<QToolButton>(dialog, "Not used: 2");
        QVERIFY(unused && unused->isVisible());
        const auto* list = dialog.findChild<QPlainTextEdit*>();
        QVERIFY(!list->isVisible());
        QTest::mouseClick(unused, Qt::LeftButton);
        QVERIFY(list->isVisible() && list->toPlainText().contains("netD"));
    }

    void eachAnswerHasASheetAndOneClickChoosesIt()
    {
        const std::filesystem::path file = weights("dense.pth");
        ImportDialog dialog(file, root() / "chosen");
        dialog.show();
        QTRY_VERIFY_WITH_TIMEOUT(isWhole(opened(dialog, "end")), patience);
        const auto* preview = dialog.findChild<PictureBox*>();
        const QImage before = preview->picture();
        const int other = strip(dialog, "end").order().at(1);
        const QImage wished = strip(dialog, "end")
                                  .tile(other)
                                  .sheet()
                                  .scaled(preview->size() * preview->devicePixelRatioF(), Qt::KeepAspectRatio,
                                          Qt::SmoothTransformation);
        QVERIFY(wished != before);
        QTest::mouseClick(&strip(dialog, "end").tile(other), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(preview->picture(), wished, patience);

        dialog.findChildren<QLineEdit*>()[0]->setText("Mine");
        QTest::mouseClick(button(dialog, "&Import"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.result() == QDialog::Accepted, patience);
        ModelImport asked;
        asked.decoder = file;
        asked.id = "asked";
        asked.choices = {{"end", other}};
        Progress quiet;
        const ImportedModel expected = importModel(asked, root() / "chosen", quiet);
        QCOMPARE(ModelFolder(root() / "chosen" / "mine").card().hashes.at("decoder.pt"),
                 ModelFolder(expected.folder).card().hashes.at("decoder.pt"));
    }

    void lookingCanBeStoppedAndGoesOn()
    {
        ImportDialog dialog(weights("dense.pth"), root() / "models");
        dialog.show();
        auto* stop = button(dialog, "Stop");
        QTRY_VERIFY(stop && stop->isVisible());
        QTest::mouseClick(stop, Qt::LeftButton);
        QCOMPARE(stop->text(), QString("Go on"));
        QTest::qWait(300);
        QVERIFY(dialog.view().headline().isEmpty());
        QTest::mouseClick(stop, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(dialog.view().headline(), QString("Layers in a row"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(isWhole(opened(dialog, "end")), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!stop->isVisible(), patience);
    }

    void aDialogThatLooksIsClosedAtOnce()
    {
        QElapsedTimer timer;
        {
            ImportDialog dialog(weights("dense.pth"), root() / "models");
            dialog.show();
            QTest::qWait(100);
            timer.start();
            dialog.reject();
        }
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }

    void namesOfClassesComeFromAFile()
    {
        ImportDialog dialog(weights("upsampling-classes.pth"), root() / "classes");
        dialog.show();
        auto* names = button(dialog, "Names of its classes…");
        QVERIFY(names && !names->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(names->isVisible(), patience);
        writeFile(root() / "too-many.txt", "1\n2\n3\n4\n5\n6\n7\n8\n");
        dialog.nameClasses(QString::fromStdString((root() / "too-many.txt").string()));
        QTRY_VERIFY(dialog.state().contains("7 classes"));
        writeFile(root() / "names.txt", "shirt\n\ndress\n");
        dialog.nameClasses(QString::fromStdString((root() / "names.txt").string()));
        QTRY_VERIFY(std::ranges::any_of(dialog.findChildren<QLabel*>(), [](const QLabel* label) {
            return label->isVisible() && label->text() == "2 of 7 have names";
        }));
        dialog.findChildren<QLineEdit*>()[0]->setText("Clothes");
        QTest::mouseClick(button(dialog, "&Import"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.result() == QDialog::Accepted, patience);
        const std::vector<NetworkInput> inputs = ModelFolder(root() / "classes" / "clothes").card().inputs;
        QVERIFY(inputs.at(0).labels == (std::vector<std::string>{"shirt", "", "dress"}));
    }

    void aFileThatIsNoGeneratorIsSaidToBeSo()
    {
        writeFile(root() / "page.pth", "<!DOCTYPE html><html></html>");
        ImportDialog dialog(root() / "page.pth", root() / "models");
        dialog.show();
        QTRY_VERIFY_WITH_TIMEOUT(dialog.view().facts().contains("web page"), patience);
        QVERIFY(dialog.questions().isHidden());
    }

    void aFileBecomesAModel()
    {
        writeModel(root() / "source", testCard("source", 2, 1, 2, 2), linearScript());
        ImportDialog dialog(root() / "source" / "decoder.pt", root() / "models");
        dialog.show();
        auto* name = dialog.findChildren<QLineEdit*>().front();
        name->setText("My Generator!");
        dialog.findChildren<QLineEdit*>()[1]->setText("2");
        QTest::mouseClick(button(dialog, "&Import"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.result() == QDialog::Accepted, patience);
        QCOMPARE(dialog.folder(), QString::fromStdString((root() / "models" / "my-generator").string()));
        QCOMPARE(ModelFolder(root() / "models" / "my-generator").card().name, std::string("My Generator!"));
    }

    void codeLetsWeightsBeImportedThatNoFamilyKnows()
    {
        QTemporaryDir folder;
        QProcess python;
        python.start(
            QStringLiteral("/usr/bin/python3"),
            {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/coded_networks.py"), folder.path()});
        QVERIFY2(python.waitForFinished(120000) && python.exitCode() == 0, python.readAllStandardError());
        const std::filesystem::path coded = folder.path().toStdString();
        ImportDialog dialog(coded / "residual.pth", root() / "coded");
        dialog.show();
        auto* code = dialog.findChild<QLineEdit*>("importCode");
        QTRY_VERIFY_WITH_TIMEOUT(code->isVisible(), patience); // what is needed is in sight
        code->setText(QString::fromStdString((coded / "residual.py").string()));
        emit code->editingFinished();
        QTRY_VERIFY2_WITH_TIMEOUT(dialog.view().facts().contains("16×16 from 10 numbers"),
                                  qPrintable(dialog.view().facts()), patience);
        QTest::mouseClick(button(dialog, "&Import"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.result() == QDialog::Accepted, patience);
        const ModelCard card = ModelFolder(dialog.folder().toStdString()).card();
        QCOMPARE(card.latentShape, std::vector<int>{10});
        QCOMPARE(card.height, 16);
    }

    void whatIsWrongIsSaidAndTheDialogStays()
    {
        writeFile(root() / "text.pt", "no model");
        ImportDialog dialog(root() / "text.pt", root() / "other");
        dialog.show();
        QTest::mouseClick(button(dialog, "&Import"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.isRunning() && dialog.state().contains("text.pt"), patience);
        // A bar that goes nowhere would say that it still might.
        QVERIFY(dialog.findChild<QLabel*>("jobProblem")->isVisible());
        QVERIFY(!dialog.findChild<QProgressBar*>()->isVisible());
        QVERIFY(dialog.state().front().isUpper() && dialog.state().endsWith('.'));
        QVERIFY(dialog.isVisible());
        dialog.findChildren<QLineEdit*>()[1]->setText("2 by 3");
        QTest::mouseClick(button(dialog, "&Import"), Qt::LeftButton);
        QVERIFY(dialog.state().contains("2 by 3"));
    }

    void aModelOfTheSameNameIsNotReplacedUnasked()
    {
        writeModel(root() / "source", testCard("source", 2, 1, 2, 2), linearScript());
        const std::filesystem::path models = root() / "twice";
        const auto import = [&](const char* answer) {
            ImportDialog dialog(root() / "source" / "decoder.pt", models);
            dialog.show();
            dialog.findChildren<QLineEdit*>()[0]->setText("Twice");
            dialog.findChildren<QLineEdit*>()[1]->setText("2");
            QTest::mouseClick(button(dialog, "&Import"), Qt::LeftButton);
            if (answer) {
                const auto* question = dialog.findChild<QMessageBox*>();
                QVERIFY(question && !dialog.isRunning());
                QTest::mouseClick(button(dialog, answer), Qt::LeftButton);
            }
            if (qstrcmp(answer, "Cancel") == 0) {
                QTest::qWait(50);
                QVERIFY(!dialog.isRunning());
                return;
            }
            QTRY_VERIFY_WITH_TIMEOUT(dialog.result() == QDialog::Accepted, patience);
        };
        import(nullptr);
        writeFile(models / "twice" / "profile.cbor", "of the first");
        import("Cancel");
        QVERIFY(std::filesystem::exists(models / "twice" / "profile.cbor"));
        import("Keep both");
        QVERIFY(std::filesystem::exists(models / "twice" / "profile.cbor"));
        QCOMPARE(ModelFolder(models / "twice-2").card().name, std::string("Twice-2"));
        import("Replace");
        QVERIFY(!std::filesystem::exists(models / "twice" / "profile.cbor"));
    }

private:
    std::filesystem::path root() const { return _folder.path().toStdString(); }

    QTemporaryDir _folder;
};

QTEST_MAIN(ImportDialogTest)
#include "import_dialog_test.moc"
