// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/decoder/decoder.h"
#include "core/model/model_folder.h"
#include "core/sandbox/first_opening.h"
#include "core/sandbox/operator_allow_list.h"
#include "core/sandbox/pickle_check.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QTest>

using namespace flipside;
using namespace flipside::test;

/// What stands between an unknown model file and this computer.
class OperatorAllowListTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;

    std::filesystem::path root() const { return _temporary.path().toStdString(); }
    std::filesystem::path prey() const { return root() / "written-by-the-model"; }

    /// The sentence with which a model of 2 numbers and 4 pixels is refused.
    QString refusalOf(const std::string& source) const
    {
        const Script script{source, {{"w", {4, 2}, std::vector<float>(8, 0.1f)}}, {}};
        writeModel(root() / "hostile", testCard("hostile", 2, 1, 2, 2), script);
        return refusalOfFolder();
    }

    QString refusalOfFolder() const
    {
        return sentenceOf([&] { Decoder decoder(ModelFolder(root() / "hostile")); });
    }

    static QString pickleRefusal(const std::string& pickle)
    {
        return sentenceOf([&] {
            checkPickle(pickle, [](const std::string& key) -> std::optional<std::uint64_t> {
                return key == "0" ? std::optional<std::uint64_t>(40) : std::nullopt;
            });
        });
    }

    /// A pickle of one float tensor at `offset` of record "0", with one size and stride.
    static std::string tensorPickle(char elements, char offset, char size, char stride)
    {
        const auto text = [](const std::string& word) {
            return std::string("X") + char(word.size()) + std::string(3, '\0') + word;
        };
        const auto number = [](char value) { return std::string("K") + value; };
        return "\x80\x02"
               "ctorch._utils\n_rebuild_tensor_v2\n((" +
               text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu") + number(elements) +
               "tQ" + number(offset) + number(size) + "\x85" + number(stride) + "\x85" + "\x89" +
               "ccollections\nOrderedDict\n)RtR.";
    }

private slots:
    void hostileOperatorsAreRefusedAndNothingIsWritten_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("operatorName");
        const QString path = QString::fromStdString(prey().string());
        const QString end = "\n    return torch.linear(z, self.w).view([-1, 1, 2, 2])\n";
        QTest::newRow("save in forward")
            << "def forward(self, z):\n    torch.save(z, '" + path + "')" + end << "aten::save";
        QTest::newRow("save in a branch")
            << "def forward(self, z):\n    if bool(z.sum() > 0):\n        torch.save(z, '" + path + "')" + end
            << "aten::save";
        QTest::newRow("save in a loop in a branch")
            << "def forward(self, z):\n    if bool(z.sum() > 0):\n        for i in range(3):\n"
               "            torch.save(z, '" +
                   path + "')" + end
            << "aten::save";
        QTest::newRow("save in a method that forward calls")
            << "def other(self, z):\n    torch.save(z, '" + path +
                   "')\n    return z\n"
                   "def forward(self, z):\n    z = self.other(z)" +
                   end
            << "aten::save";
        QTest::newRow("save in a method that is never called")
            << "def other(self, z):\n    torch.save(z, '" + path +
                   "')\n    return z\ndef forward(self, z):" + end
            << "aten::save";
        QTest::newRow("from_file") << "def forward(self, z):\n    z = z + torch.from_file('" + path +
                                          "', True, 2)" + end
                                   << "aten::from_file";
        QTest::newRow("print") << "def forward(self, z):\n    print(z)" + end << "prim::Print";
        QTest::newRow("seed") << "def forward(self, z):\n    torch.manual_seed(1)" + end
                              << "aten::manual_seed";
        QTest::newRow("as_strided") << "def forward(self, z):\n    z = torch.as_strided(z, [1, 2], [1, 1])" +
                                           end
                                    << "aten::as_strided";
    }
    void hostileOperatorsAreRefusedAndNothingIsWritten()
    {
        QFETCH(QString, source);
        QFETCH(QString, operatorName);
        const QString sentence = refusalOf(source.toStdString());
        QVERIFY2(sentence.contains("the operator " + operatorName), qPrintable(sentence));
        QVERIFY(!std::filesystem::exists(prey()));
    }

    void setstateNeverRuns()
    {
        // Writing such a model runs its __getstate__, which is harmless, and not its __setstate__.
        const std::string path = prey().string();
        const QString sentence = refusalOf("def __getstate__(self):\n    return (self.w, self.training)\n"
                                           "def __setstate__(self, state: Tuple[Tensor, bool]):\n"
                                           "    torch.save(state[0], '" +
                                           path +
                                           "')\n"
                                           "    self.w = state[0]\n    self.training = state[1]\n"
                                           "def forward(self, z):\n    return z\n");
        QVERIFY2(sentence.contains("__setstate__"), qPrintable(sentence));
        QVERIFY(!std::filesystem::exists(prey()));
    }

    void ordinaryDecodersPass()
    {
        writeTinyModel(root() / "tiny");
        writeConvolutionModel(root() / "convolution");
        QCOMPARE(sentenceOf([&] { Decoder decoder(ModelFolder(root() / "tiny")); }), QString());
        QCOMPARE(sentenceOf([&] { Decoder decoder(ModelFolder(root() / "convolution")); }), QString());
    }

    void whatIsWrittenIntoFreshTensorsPasses_data()
    {
        QTest::addColumn<QString>("fresh");
        for (const char* fresh : {"torch.fill_(torch.zeros_like(x), 0.5)", "torch.zero_(torch.empty_like(x))",
                                  "torch.masked_fill_(torch.zeros_like(x), torch.gt(x, 0), 1.)",
                                  "torch.add_(torch.ones_like(x), x)"})
            QTest::newRow(fresh) << QString(fresh);
    }
    void whatIsWrittenIntoFreshTensorsPasses()
    {
        QFETCH(QString, fresh);
        const QString source =
            "def forward(self, z):\n    x = torch.relu(torch.linear(z, self.w))\n    y = " + fresh +
            "\n    return torch.view(torch.add(x, y), [-1, 1, 2, 2])\n";
        QCOMPARE(refusalOf(source.toStdString()), QString());
    }

    void listHoldsNothingThatReachesOutside()
    {
        for (const char* name :
             {"aten::save", "aten::load", "aten::from_file", "aten::open", "prim::PythonOp", "prim::Print",
              "prim::fork", "prim::rpc_async", "aten::as_strided", "aten::set_", "aten::manual_seed",
              "prim::CreateObject", "aten::backward", "aten::file", "aten::get", "", "aten::", "relu"})
            QVERIFY2(!isAllowedOperator(name), name);
        for (const char* name :
             {"aten::linear", "aten::relu_", "prim::If", "aten::pixel_shuffle", "aten::randn"})
            QVERIFY2(isAllowedOperator(name), name);
        QVERIFY(drawsRandomNumbers("aten::randn"));
        QVERIFY(!drawsRandomNumbers("aten::relu"));
    }

    void archiveBombIsRefusedBeforeItUnpacks()
    {
        writeTinyModel(root() / "hostile");
        removeHashes(root() / "hostile");
        writeArchiveBomb(root() / "hostile/decoder.pt", 100u << 20);
        QVERIFY(std::filesystem::file_size(root() / "hostile/decoder.pt") < (1u << 20));
        QVERIFY(refusalOfFolder().contains("unpacks to an enormous one"));
    }

    void fileThatIsNotTorchScriptIsRefused()
    {
        writeTinyModel(root() / "hostile");
        removeHashes(root() / "hostile");
        for (const std::string& content : {std::string(), std::string("hello"), std::string(100000, 'x'),
                                           std::string("PK\x03\x04") + std::string(5000, '\0')}) {
            writeFile(root() / "hostile/decoder.pt", content);
            const QString sentence = refusalOfFolder();
            QVERIFY2(sentence.contains("decoder.pt") && !sentence.endsWith('.'), qPrintable(sentence));
        }
    }

    void truncatedFilesAreRefusedWherever()
    {
        writeTinyModel(root() / "hostile");
        removeHashes(root() / "hostile");
        const std::string whole = readFile(root() / "hostile/decoder.pt");
        Random random(1);
        for (int i = 0; i < 200; ++i) {
            writeFile(root() / "hostile/decoder.pt",
                      std::string_view(whole).substr(0, random.below(whole.size())));
            const QString sentence = refusalOfFolder();
            QVERIFY(sentence.contains("decoder.pt") && !sentence.contains('\n'));
        }
    }

    void flippedBitsNeverCrashTheLoader()
    {
        writeTinyModel(root() / "hostile");
        removeHashes(root() / "hostile");
        const std::string whole = readFile(root() / "hostile/decoder.pt");
        const Rendering right = Decoder(ModelFolder(root() / "hostile")).render({"tiny", {1, 2}, {}, {}});
        Random random(2);
        int refused = 0;
        for (int i = 0; i < 200; ++i) {
            std::string damaged = whole;
            damaged[random.below(whole.size())] ^= char(1u << random.below(8));
            writeFile(root() / "hostile/decoder.pt", damaged);
            // Read in this process, where a crash would show, and not in one of its own.
            rememberCameThrough(sha256(damaged));
            try {
                // Padding between records may be damaged without harm.
                QCOMPARE(Decoder(ModelFolder(root() / "hostile")).render({"tiny", {1, 2}, {}, {}}).image,
                         right.image);
            } catch (const Error& error) {
                ++refused;
                QVERIFY(!QString(error.what()).contains('\n'));
            }
        }
        QVERIFY(refused > 50);
    }

    void everyFlippedBitIsNoticedWhereTheCardHasAHash()
    {
        writeTinyModel(root() / "hostile");
        const std::string whole = readFile(root() / "hostile/decoder.pt");
        Random random(3);
        for (int i = 0; i < 50; ++i) {
            std::string damaged = whole;
            damaged[random.below(whole.size())] ^= char(1u << random.below(8));
            writeFile(root() / "hostile/decoder.pt", damaged);
            QVERIFY(refusalOfFolder().contains("not the one its model card describes"));
        }
    }

    void tensorsInsideTheirRecordsPass()
    {
        QCOMPARE(pickleRefusal(tensorPickle(10, 0, 10, 1)), QString());
        QCOMPARE(pickleRefusal(tensorPickle(10, 4, 3, 2)), QString());
    }

    void tensorsBeyondTheirRecordsAreRefused()
    {
        QVERIFY(pickleRefusal(tensorPickle(11, 0, 5, 1)).contains("missing"));
        QVERIFY(pickleRefusal(tensorPickle(10, 0, 11, 1)).contains("missing"));
        QVERIFY(pickleRefusal(tensorPickle(10, 1, 10, 1)).contains("missing"));
        QVERIFY(pickleRefusal(tensorPickle(10, 0, 6, 2)).contains("missing"));
    }

    void picklesWithForeignNamesAreRefused()
    {
        QVERIFY(pickleRefusal("\x80\x02"
                              "cos\nsystem\n(K\x01tR.")
                    .contains("os.system"));
        QVERIFY(pickleRefusal("\x80\x02"
                              "c__torch__.torch.classes.quantized\nLinearPackedParamsBase\n)\x81.")
                    .contains("__torch__.torch.classes"));
    }

    void picklesThatTakeFromAnEmptyStackAreRefused()
    {
        for (const std::string& pickle :
             {std::string("\x80\x02R."), std::string("\x80\x02t."),
              std::string("\x80\x02"
                          "b."),
              std::string("\x80\x02h\x05."), std::string("\x80\x02(u."), std::string("\x80\x02Q."),
              std::string("\x80\x02"), std::string("\x80\x02X\xff\xff\xff\xff"),
              std::string("\x80\x02r\xff\xff\xff\x7f.")})
            QVERIFY(!pickleRefusal(pickle).isEmpty());
    }

    void aLongTextUsedAgainAndAgainTakesNoMemoryOfItsOwn()
    {
        // 60 GB, were each use a copy.
        std::string pickle = std::string("\x80\x02X") + std::string("\xa0\x86\x01\0", 4) +
                             std::string(100000, 'a') + std::string("q\0", 2);
        for (int i = 0; i < 600000; ++i)
            pickle += std::string("h\0", 2);
        QCOMPARE(pickleRefusal(pickle + "."), QString());
    }

    void picklesThatContainThemselvesAreRefused()
    {
        QVERIFY(!pickleRefusal("\x80\x02]q" + std::string(1, '\0') + "h" + std::string(1, '\0') + "a.")
                     .isEmpty());
    }

    void picklesNestedBeyondMeasureAreRefused()
    {
        QVERIFY(pickleRefusal("\x80\x02N" + std::string(100000, '\x85') + ".").contains("nested"));
        // Twice the same tuple, forty times over: a terabyte, were it written out.
        std::string pickle = "\x80\x02Nq" + std::string(1, '\0');
        for (char i = 0; i < 40; ++i)
            pickle += std::string("h") + i + "h" + i + "\x86q" + char(i + 1);
        QVERIFY(pickleRefusal(pickle + ".").contains("nested"));
    }
};

QTEST_GUILESS_MAIN(OperatorAllowListTest)
#include "operator_allow_list_test.moc"
