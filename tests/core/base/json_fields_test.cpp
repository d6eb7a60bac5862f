// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_fields.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace flipside;

using Json = nlohmann::json;

class JsonFieldsTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsWrittenAsCborIsReadAsItWas()
    {
        Json json = {{"text", "é"},
                     {"numbers", {0, 23, 24, 255, 256, 65536, 4294967296, -1, -300}},
                     {"reals", {0.5, -1e300}},
                     {"none", nullptr},
                     {"flags", {true, false}},
                     {"bytes", Json::binary(std::vector<std::uint8_t>(70000, 0x9f))},
                     {"empty", {Json::array(), Json::object(), Json::binary({})}}};
        for (int depth = 0; depth < 90; ++depth)
            json = depth % 2 == 0 ? Json::array({json}) : Json{{"in", json}};
        const std::vector<std::uint8_t> bytes = Json::to_cbor(json);
        QVERIFY(parseCbor({reinterpret_cast<const char*>(bytes.data()), bytes.size()}) == json);
    }

    void listsOfNoCertainLengthAreRead()
    {
        QVERIFY(parseCbor(std::string("\x9f\x01\xbf\x61\x61\x02\xff\xff", 8)) ==
                Json::array({1, {{"a", 2}}}));
    }

    void whatWouldTakeTheWholeStackIsRefused_data()
    {
        QTest::addColumn<QByteArray>("unit");
        QTest::newRow("lists") << QByteArray("\x81");
        QTest::newRow("lists of no certain length") << QByteArray("\x9f");
        QTest::newRow("maps") << QByteArray("\xa1\x61\x61");
        QTest::newRow("maps of no certain length") << QByteArray("\xbf\x61\x61");
        QTest::newRow("text in pieces") << QByteArray("\x7f");
        QTest::newRow("bytes in pieces") << QByteArray("\x5f");
        QTest::newRow("tags") << QByteArray("\xc1");
    }

    void whatWouldTakeTheWholeStackIsRefused()
    {
        QFETCH(const QByteArray, unit);
        QVERIFY(parseCbor(unit.repeated(10'000'000).toStdString()).is_discarded());
    }

    void damagedCborIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("text that ends early") << QByteArray("\x65hell");
        QTest::newRow("a length of 2^64 - 1") << QByteArray("\x5b\xff\xff\xff\xff\xff\xff\xff\xff", 9);
        QTest::newRow("a list of 2^64 - 1") << QByteArray("\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 9);
        QTest::newRow("a map of 2^63") << QByteArray("\xbb\x80\x00\x00\x00\x00\x00\x00\x00", 9);
        QTest::newRow("a head that ends early") << QByteArray("\x1b\x01\x02");
        QTest::newRow("a head that means nothing") << QByteArray("\x1c");
        QTest::newRow("a break outside") << QByteArray("\xff");
        QTest::newRow("something behind it") << QByteArray("\x01\x01");
    }

    void damagedCborIsRefused()
    {
        QFETCH(const QByteArray, bytes);
        QVERIFY(parseCbor(bytes.toStdString()).is_discarded());
    }
};

QTEST_GUILESS_MAIN(JsonFieldsTest)
#include "json_fields_test.moc"
