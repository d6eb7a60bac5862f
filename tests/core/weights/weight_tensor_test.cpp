// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weight_tensor.h"
#include "tests/core/support/sentence.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace flipside;
using namespace flipside::test;

class WeightTensorTest : public QObject {
    Q_OBJECT

private:
    std::string _bytes;

    WeightTensor tensor(WeightType type, std::vector<std::int64_t> shape, std::vector<std::int64_t> strides,
                        std::string bytes, std::int64_t offset = 0, bool bigEndian = false)
    {
        _bytes = std::move(bytes);
        return {"w",
                type,
                std::move(shape),
                std::move(strides),
                offset,
                std::make_shared<const WeightStorage>(WeightStorage{_bytes.size(), _bytes, bigEndian})};
    }
    std::vector<float> floats(WeightType type, const std::string& bytes, bool bigEndian = false)
    {
        return tensor(type, {std::int64_t(bytes.size() / sizeOf(type))}, {1}, bytes, 0, bigEndian).floats();
    }

private slots:
    void everyTypeBecomesTheNearestFloat()
    {
        using namespace std::string_literals;
        constexpr float infinity = std::numeric_limits<float>::infinity();
        // One, the largest, the smallest above zero, minus infinity; IEEE 754-2008, table 3.
        QCOMPARE(floats(WeightType::Float16, "\x00\x3c\xff\x7b\x01\x00\x00\xfc"s),
                 (std::vector<float>{1, 65504, std::ldexp(1.0F, -24), -infinity}));
        QVERIFY(std::isnan(floats(WeightType::Float16, "\x01\x7e"s)[0]));
        QCOMPARE(floats(WeightType::BFloat16, "\x80\x3f\x00\xc0"s), (std::vector<float>{1, -2}));
        // Micikevicius et al. 2022, table 1: largest and smallest of both.
        QCOMPARE(floats(WeightType::Float8E5M2, "\x7b\x01\x7c\x3c"s),
                 (std::vector<float>{57344, std::ldexp(1.0F, -16), infinity, 1}));
        QCOMPARE(floats(WeightType::Float8E4M3, "\x7e\x01\x38\xb8"s),
                 (std::vector<float>{448, std::ldexp(1.0F, -9), 1, -1}));
        QVERIFY(std::isnan(floats(WeightType::Float8E4M3, "\x7f")[0]));
        QCOMPARE(floats(WeightType::Float64, "\0\0\0\0\0\0\xf0\x3f"s), std::vector<float>{1});
        QCOMPARE(floats(WeightType::Float64, "\0\0\0\0\0\0\xf0\x7e"s), std::vector<float>{infinity});
        QCOMPARE(floats(WeightType::Int8, "\x80\xff"), (std::vector<float>{-128, -1}));
        QCOMPARE(floats(WeightType::UInt8, "\x80\xff"), (std::vector<float>{128, 255}));
        QCOMPARE(floats(WeightType::UInt64, std::string(8, '\xff')),
                 std::vector<float>{18446744073709551616.F});
        QCOMPARE(floats(WeightType::Bool, "\x02\0"s), (std::vector<float>{1, 0}));
    }

    void theOtherOrderOfBytesIsTurned()
    {
        using namespace std::string_literals;
        QCOMPARE(floats(WeightType::Float32, "\x3f\x80\0\0"s, true), std::vector<float>{1});
        QCOMPARE(floats(WeightType::Int16, "\x01\x02"s, true), std::vector<float>{258});
        QCOMPARE(floats(WeightType::Float16, "\x3c\x00"s, true), std::vector<float>{1});
    }

    void stridesAndOffsetsAreFollowed()
    {
        const std::string numbers("\0\1\2\3\4\5\6\7", 8);
        QCOMPARE(tensor(WeightType::UInt8, {2, 3}, {1, 2}, numbers, 1).floats(),
                 (std::vector<float>{1, 3, 5, 2, 4, 6}));
        QCOMPARE(tensor(WeightType::UInt8, {2, 2, 2}, {4, 1, 2}, numbers).floats(),
                 (std::vector<float>{0, 2, 1, 3, 4, 6, 5, 7}));
        QCOMPARE(tensor(WeightType::UInt8, {}, {}, numbers, 7).floats(), std::vector<float>{7});
        QCOMPARE(tensor(WeightType::UInt8, {3, 0}, {1, 1}, numbers).floats(), std::vector<float>());
        QCOMPARE(packedStrides({2, 3, 4}), (std::vector<std::int64_t>{12, 4, 1}));
    }

    void tensorsThatReachBeyondTheirStorageAreRefused()
    {
        constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();
        const std::string four(16, '\0');
        const auto refused = [&](std::vector<std::int64_t> shape, std::vector<std::int64_t> strides,
                                 std::int64_t offset = 0) {
            const WeightTensor one =
                tensor(WeightType::Float32, std::move(shape), std::move(strides), four, offset);
            return !sentenceOf([&] { checkWeightTensor(one); }).isEmpty();
        };
        QVERIFY(!refused({4}, {1}));
        QVERIFY(!refused({2, 2}, {1, 2}));
        QVERIFY(!refused({0}, {1}, 4));
        QVERIFY(!refused({}, {}, 3));
        QVERIFY(refused({}, {}, 4));
        QVERIFY(refused({5}, {1}));
        QVERIFY(refused({4}, {1}, 1));
        QVERIFY(refused({2}, {4}));
        QVERIFY(refused({4}, {1}, -1));
        QVERIFY(refused({-1}, {1}));
        QVERIFY(refused({2}, {-1}, 1));
        QVERIFY(refused({2, 2}, {1}));
        QVERIFY(refused({huge}, {0})); // an expanded one, of any size
        QVERIFY(refused({8}, {0}));
        QVERIFY(refused({2}, {huge}));
        QVERIFY(refused({huge, huge}, {1, 1}));
        QVERIFY(refused({huge, huge, 0}, {1, 1, 1}));
        QVERIFY(refused(std::vector<std::int64_t>(65, 1), std::vector<std::int64_t>(65, 1)));
    }

    void complexNumbersAreRefused()
    {
        QVERIFY(sentenceOf([&] {
                    (void)floats(WeightType::Complex64, std::string(8, '\0'));
                }).contains("complex numbers"));
    }
};

QTEST_GUILESS_MAIN(WeightTensorTest)
#include "weight_tensor_test.moc"
