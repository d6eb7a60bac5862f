// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/picture/picture_file.h"
#include "core/picture/picture_kind.h"
#include "core/picture/png_text.h"
#include "core/recipe/recipe_json.h"
#include "core/recipe/recipe_picture.h"
#include "tests/core/support/sentence.h"

#include <QTemporaryDir>
#include <QTest>

using namespace flipside;

/// Pictures that carry their recipe.
class RecipePictureTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;
    std::filesystem::path root() const { return _temporary.path().toStdString(); }
    Image image{1, 2, 3, {0.0f, 0.2f, 0.4f, 0.6f, 0.8f, 1.0f}};
    Recipe recipe{"mnist", {0.1f, -1.0f / 3.0f}, {{"hidden3", 4, EditAction::On, 2.5f}}, {}};

private slots:
    void theRecipeComesBackToTheLastBit()
    {
        const std::string png = withRecipe(encodePng(image), recipe);
        QCOMPARE(*recipeInside(png, "it"), recipe);
        writeFile(root() / "kept.png", png);
        QCOMPARE(readRecipes(root() / "kept.png"), std::vector{recipe});
        const Image again = readPicture(root() / "kept.png", 1); // and it is still a picture
        for (std::size_t i = 0; i < image.pixels.size(); ++i)
            QVERIFY(std::abs(again.pixels[i] - image.pixels[i]) < 0.003f);
    }

    void aPictureSavedAgainSaysThatItCarriesNone()
    {
        writeFile(root() / "stripped.png", encodePng(image));
        QVERIFY(!readRecipeInside(root() / "stripped.png"));
        try {
            (void)readRecipes(root() / "stripped.png");
            QFAIL("a recipe was found where there is none");
        } catch (const Error& error) {
            QVERIFY(QString(error.what()).contains("carries no recipe"));
        }
    }

    void otherPicturesSayThatTheyCannotCarryOne_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("kind");
        const auto row = [](const char* kind, const QByteArray& bytes) {
            QTest::newRow(kind) << bytes << QString(kind);
        };
        row("JPEG", QByteArray("\xff\xd8\xff\xe0\0\x10JFIF\0", 11));
        row("BMP", QByteArray("BM\x7a\0\0\0\0\0\0\0", 10));
        row("WebP", QByteArray("RIFF\x24\0\0\0WEBPVP8 ", 16));
        row("GIF", QByteArray("GIF89a\x01\0\x01\0", 10));
        row("TIFF", QByteArray("II*\0\x08\0\0\0", 8));
        row("HEIC", QByteArray("\0\0\0\x18"
                               "ftypheic\0\0\0\0",
                               16));
        row("AVIF", QByteArray("\0\0\0\x1c"
                               "ftypavif\0\0\0\0",
                               16));
        row("JPEG XL", QByteArray("\0\0\0\x0cJXL \r\n\x87\n", 12));
    }
    void otherPicturesSayThatTheyCannotCarryOne()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, kind);
        const std::string content = bytes.toStdString();
        const auto kindOf = pictureKind(content);
        QCOMPARE(QString::fromUtf8(kindOf.data(), qsizetype(kindOf.size())), kind);
        writeFile(root() / "recipe.json", content); // whatever it is called
        const QString sentence = test::sentenceOf([&] { (void)readRecipes(root() / "recipe.json"); });
        QVERIFY2(sentence.contains("recipe.json") && sentence.contains("(" + kind + ")") &&
                     sentence.contains("only PNG files carry a recipe") && !sentence.contains("JSON:"),
                 qPrintable(sentence));
        QVERIFY(pictureKind(content.substr(0, 1)).empty());
    }

    void textIsNoPicture()
    {
        for (const char* text : {"", "{}", "[{\"flipside\":1}]", "R", "MM", "GIF"})
            QVERIFY2(pictureKind(text).empty(), text);
    }

    void otherTextsAreLeftAlone()
    {
        const std::string png = withPngText(encodePng(image), "Comment", "a picture");
        QVERIFY(!recipeInside(png, "it"));
        const std::string both = withRecipe(png, recipe);
        QCOMPARE(*pngText(both, "Comment"), std::string("a picture"));
        QCOMPARE(*recipeInside(both, "it"), recipe);
        QVERIFY(!pngText(both, "Com"));
    }

    void everyDamagedByteOfTheRecipeIsNoticed()
    {
        const std::string plain = encodePng(image);
        const std::string png = withRecipe(plain, recipe);
        const std::size_t text = png.find("flipside-recipe");
        const std::size_t end = png.find("IDAT") - 8; // the next chunk's length, and this one's checksum
        QVERIFY(end > text);
        for (std::size_t i = text + sizeof("flipside-recipe"); i < end; ++i) {
            std::string damaged = png;
            damaged[i] = char(damaged[i] ^ 0x10);
            QVERIFY_THROWS_EXCEPTION(Error, (void)recipeInside(damaged, "it"));
        }
    }

    void truncatedFilesCarryNothingOrThrow()
    {
        const std::string png = withRecipe(encodePng(image), recipe);
        for (std::size_t length = 0; length < png.size(); ++length) {
            try {
                const auto found = recipeInside(png.substr(0, length), "it");
                QVERIFY(!found || *found == recipe);
            } catch (const Error&) {
            }
        }
        std::string huge = png; // a chunk that says it is longer than the file
        huge[33] = '\x7f';
        QVERIFY(!recipeInside(huge, "it"));
    }
};

QTEST_APPLESS_MAIN(RecipePictureTest)
#include "recipe_picture_test.moc"
