// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/import/import_dialog.h"

#include "core/base/file.h"
#include "core/model/model_folder.h"
#include "tests/core/support/test_models.h"

#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace flipside;
using namespace flipside::test;

namespace {

constexpr int patience = 60000;

QPushButton* button(ImportDialog& dialog, const char* text)
{
    for (QPushButton* one : dialog.findChildren<QPushButton*>())
        if (QString(one->text()).remove(u'&') == QString(QLatin1String(text)).remove(u'&'))
            return one;
    return nullptr;
}

} // namespace

class ImportDialogTest : public QObject {
    Q_OBJECT

private slots:
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
