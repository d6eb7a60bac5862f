// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/model/model_folder.h"
#include "tests/core/support/test_models.h"
#include "ui/document/document.h"
#include "ui/document/family.h"
#include "ui/document/film.h"
#include "ui/document/gallery.h"
#include "ui/document/value_command.h"
#include "ui/player/player.h"
#include "ui/session/session_keeper.h"
#include "ui/workspace/workspace.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace flipside;

namespace fs = std::filesystem;

namespace {

const std::vector<std::string> modelIds{"a", "b", "c", "d"};

/// Lets the interface live until `done`; false where that takes longer than anything here can.
template <typename Condition>
bool liveUntil(const Condition& done)
{
    const QDeadlineTimer deadline(20000);
    QTimer heart; // so that waiting for an event comes to an end
    heart.start(1000);
    while (!done()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    return true;
}

/// Opens models when the test says so, or not. Draws nothing.
class SlowPlayer : public Player {
public:
    /// [folder]; it has read the one that it answers for, whatever has become of the folder since.
    static inline std::map<std::string, ModelCard> cards;

    quint64 openModel(const QString& idOrPath) override
    {
        _superseded = _pending;
        _pending = Asked{++_number, idOrPath.toStdString()};
        return _number;
    }
    quint64 show(const Recipe&) override { return ++_sequence; }

    bool isAsked() const { return _pending.has_value(); }
    quint64 asked() const { return _number; }
    const std::string& folder() const { return _pending->folder; }
    /// The id of the model that it opened last.
    const std::string& loaded() const { return _loaded; }
    bool plays(const std::string& id) const { return !_pending && _loaded == id; }

    /// The one before was done already when the newer question came, and its answer was on its way.
    void answerSuperseded()
    {
        if (_superseded)
            answer(*std::exchange(_superseded, {}));
    }
    void answerNewest() { answer(*take()); }
    void refuseNewest()
    {
        const Asked asked = *take();
        emit failed("There is not enough memory for " + QString::fromStdString(asked.folder), asked.number);
    }

private:
    struct Asked {
        quint64 number = 0;
        std::string folder;
    };
    std::optional<Asked> take()
    {
        _superseded.reset();
        return std::exchange(_pending, {});
    }
    void answer(const Asked& asked)
    {
        auto model = std::make_shared<OpenedModel>();
        model->card = cards.at(asked.folder);
        model->folder = QString::fromStdString(asked.folder);
        _loaded = model->card.id;
        emit modelOpened(model, asked.number);
    }

    quint64 _number = 0;
    quint64 _sequence = 0;
    std::optional<Asked> _pending;
    std::optional<Asked> _superseded;
    std::string _loaded;
};

using Ids = std::vector<Gallery::Id>;

Ids idsOf(const GalleryItems& items)
{
    Ids ids;
    for (const auto& item : items)
        ids.push_back(item->id);
    return ids;
}

/// What the history must be, in the plainest way to say it.
struct Plain {

    /// What of the session a step changes.
    struct Parts {
        Recipe recipe;
        Ids kept;
        std::vector<Keyframe> keyframes;
        bool operator==(const Parts&) const = default;
    };
    enum class Kind { Recipe, Gallery, Film };
    struct Step {
        Kind kind;
        Parts after;
    };

    Parts first; ///< before all steps
    std::vector<Step> steps;
    std::size_t index = 0;

    Recipe screen;                   ///< what is shown; no model before the first
    std::optional<std::size_t> from; ///< a walk that has not arrived began here
    bool isAway = false;             ///< the history stands at a recipe that is not on the screen
    enum class Wish { None, Model, Recipe, Walk, Session } wish = Wish::None;
    bool isLookedAt = false;            ///< the player has been asked for it
    Recipe wished;                      ///< of Model: only its model
    std::map<std::string, Recipe> left; ///< [model]
    std::optional<std::pair<Recipe, std::size_t>> refused;

    const Parts& now() const { return index == 0 ? first : steps[index - 1].after; }
    bool isStep() const { return wish == Wish::Model || wish == Wish::Recipe; }
    void callOff() { wish = Wish::None; }

    /// A walk that has not arrived is given up.
    void stay()
    {
        if (!from)
            return;
        index = *from;
        from.reset();
        isAway = false;
        callOff();
    }
    void push(Kind kind, const Parts& after)
    {
        steps.resize(index);
        steps.push_back({kind, after});
        ++index;
    }
    /// A person does something to the recipe, here on the screen's.
    void change(const Recipe& next)
    {
        stay();
        refused.reset();
        Parts after = now();
        after.recipe = screen = next;
        push(Kind::Recipe, after);
        if (std::exchange(isAway, false))
            callOff();
    }
    void changeGallery(const Ids& kept)
    {
        stay();
        refused.reset();
        Parts after = now();
        after.kept = kept;
        push(Kind::Gallery, after);
    }
    void changeFilm(const std::vector<Keyframe>& keyframes)
    {
        stay();
        refused.reset();
        Parts after = now();
        after.keyframes = keyframes;
        push(Kind::Film, after);
    }
    void walk(std::size_t to)
    {
        const bool isRecipe = (to < index ? steps[to] : steps[index]).kind == Kind::Recipe;
        if (isStep() && !screen.model.empty())
            callOff();
        const std::size_t before = index;
        index = to;
        if (!isRecipe)
            return;
        if (now().recipe.model == screen.model) {
            screen = now().recipe;
            if (std::exchange(isAway, false))
                callOff();
            from.reset();
            return;
        }
        if (!isAway && !screen.model.empty())
            from = before;
        isAway = true;
        ask(Wish::Walk, now().recipe);
    }
    void ask(Wish what, const Recipe& recipe)
    {
        wish = what;
        wished = recipe;
        isLookedAt = what == Wish::Model;
    }
    void arrive(const Recipe& firstOfModel)
    {
        const Wish what = std::exchange(wish, Wish::None);
        Recipe next = wished;
        if (what == Wish::Model) {
            if (wished.model == screen.model && !isAway)
                return; // read again
            const auto known = left.find(wished.model);
            next = known == left.end() ? firstOfModel : known->second;
            if (wished.model == screen.model)
                next = screen;
        }
        const bool isStep = what == Wish::Model || what == Wish::Recipe;
        const bool hasBefore = isAway || !screen.model.empty();
        if (!screen.model.empty())
            left[screen.model] = screen;
        screen = next;
        isAway = false;
        from.reset();
        if (!isStep)
            return;
        if (hasBefore) {
            refused.reset();
            Parts after = now();
            after.recipe = next;
            push(Kind::Recipe, after);
        } else {
            first.recipe = next;
        }
    }
    void refuse()
    {
        if (wish == Wish::Walk && from) {
            const std::pair there{wished, index};
            stay();
            refused = there;
        }
        callOff();
    }
};

} // namespace

/// One person at work: a document with gallery, film, family and keeper, beside what they must come to.
class Person {
public:
    Person(const QString& folder, std::map<std::string, Recipe> firsts, std::uint64_t seed)
        : _folder(folder), _firsts(std::move(firsts)), _random(seed)
    {
        start();
        _document->openModel(pathOf("a"));
        _plain.ask(Plain::Wish::Model, {"a", {}, {}, {}});
        arrive();
        _hasJournal = _random.below(6) == 0;
        if (_hasJournal)
            keepJournal();
    }
    ~Person()
    {
        for (const std::string& id : modelIds)
            setGone(id, false);
        QDir(journals()).removeRecursively();
    }

    /// Empty, or what is wrong.
    QString act()
    {
        doSomething();
        showSomething();
        return problem();
    }
    const QStringList& deeds() const { return _deeds; }

private:
    QString pathOf(const std::string& id) const { return _folder + '/' + QString::fromStdString(id); }
    QString journals() const { return _folder + "/journal"; }
    QString file() const { return _folder + "/work.flipside"; }
    void setGone(const std::string& id, bool gone)
    {
        const fs::path here = pathOf(id).toStdString();
        const fs::path there = here.string() + ".gone";
        std::error_code ignored;
        fs::rename(gone ? here : there, gone ? there : here, ignored);
    }
    bool isThere(const std::string& id) const { return QDir(pathOf(id)).exists(); }

    void start()
    {
        _keeper.reset();
        _workspace.reset();
        _player = std::make_unique<SlowPlayer>();
        _workspace = std::make_unique<Workspace>(*_player);
        _document = &_workspace->document();
        _gallery = &_workspace->gallery();
        _film = &_workspace->film();
        for (const std::string& id : modelIds)
            _document->models().rememberPlace(QString::fromStdString(id), pathOf(id));
        _keeper = std::make_unique<SessionKeeper>(*_workspace);
        QObject::connect(_document, &Document::failed, _document, [this] { ++_failures; });
    }

    Recipe anyRecipe(const std::string& id)
    {
        Recipe recipe = _firsts.at(id);
        for (float& number : recipe.z)
            number = float(_random.below(1000));
        return recipe;
    }
    std::string anyModel() { return modelIds[std::size_t(_random.below(modelIds.size()))]; }
    bool isReady() const { return _document->model() != nullptr; }

    /// The card has been looked at: the player is asked, or the wish refused.
    void look()
    {
        if (_plain.wish == Plain::Wish::None || _plain.isLookedAt)
            return;
        const bool isThere = this->isThere(_plain.wished.model);
        const int failures = _failures;
        const quint64 asked = _player->asked();
        const bool done =
            liveUntil([&] { return isThere ? _player->asked() > asked : _failures > failures; });
        if (!done)
            _wrong = "the look at a card had no end";
        _plain.isLookedAt = true;
        if (!isThere) {
            _plain.refuse();
            showSomething();
        }
    }
    /// Where there is nothing else, any model that the player has is better than none.
    void showSomething()
    {
        if (_plain.screen.model.empty() && _plain.wish == Plain::Wish::None && !_player->isAsked() &&
            !_player->loaded().empty())
            _plain.screen = _firsts.at(_player->loaded());
    }
    void keepJournal()
    {
        QSignalSpy changed(_keeper.get(), &SessionKeeper::changed);
        _keeper->keepJournal(journals());
        if (!liveUntil([&] { return changed.count() > 0; }))
            _wrong = "no journal";
    }
    /// The player answers what it was asked last.
    void answer(bool well)
    {
        look();
        if (!_player->isAsked())
            return;
        if (_random.below(3) == 0)
            _player->answerSuperseded();
        // What is nobody's wish is the model on the screen, which the player is to have again.
        const bool isWished = _plain.wish != Plain::Wish::None;
        if (isWished && (!well || !fs::exists(_player->folder()))) {
            _player->refuseNewest();
            _plain.refuse();
            showSomething();
        } else if (fs::exists(_player->folder())) {
            arrive();
        }
    }
    void arrive()
    {
        _player->answerNewest();
        if (_plain.wish != Plain::Wish::None)
            _plain.arrive(_firsts.at(_plain.wished.model));
    }
    void doSomething()
    {
        const auto what = _random.below(100);
        if (what < 34) {
            const bool back = _random.below(5) < 3;
            const auto times = _random.below(3) == 0 ? 1 + _random.below(8) : 1;
            for (std::uint64_t i = 0; i < times; ++i)
                walk(back);
        } else if (what < 44 && isReady()) {
            _deeds.append("change");
            Recipe next = _document->recipe();
            next.z[0] = float(++_counter);
            _plain.change(next);
            _document->setLatent(0, next.z[0], {});
        } else if (what < 53 && isReady()) {
            keep();
        } else if (what < 56 && !_gallery->items().empty()) {
            _deeds.append("delete");
            const Gallery::Id id = _gallery->items().front()->id;
            Ids kept = idsOf(_gallery->items());
            kept.erase(kept.begin());
            _plain.changeGallery(kept);
            _gallery->remove({id});
        } else if (what < 61 && isReady()) {
            _deeds.append("keyframe");
            Timeline next = _film->timeline();
            next.keyframes.push_back({_document->recipe(), double(++_counter), Easing::Linear});
            _plain.changeFilm(next.keyframes);
            _film->change("Add keyframe", next);
        } else if (what < 68) {
            const std::string id = anyModel();
            _deeds.append(QString::fromStdString("open " + id));
            _plain.stay();
            _plain.ask(Plain::Wish::Model, {id, {}, {}, {}});
            _document->openModel(pathOf(id));
        } else if (what < 74) {
            const Recipe recipe = anyRecipe(anyModel());
            _deeds.append(QString::fromStdString("open recipe of " + recipe.model));
            openRecipe(recipe);
            _document->openRecipe(recipe, "test");
        } else if (what < 84) {
            _deeds.append("the player answers");
            answer(true);
        } else if (what < 89) {
            _deeds.append("the player refuses");
            answer(false);
        } else if (what < 92) {
            _deeds.append("a card is looked at");
            look();
        } else if (what < 94) {
            look(); // which would else be overtaken by this
            const std::string id = anyModel();
            const bool gone = isThere(id);
            _deeds.append(QString::fromStdString(id + (gone ? " is gone" : " is back")));
            setGone(id, gone);
        } else if (what < 95 && _plain.refused && isThere(_plain.refused->first.model)) {
            _deeds.append("found again");
            const auto [recipe, index] = *_plain.refused;
            if (_plain.isAway && !_plain.from)
                return; // it would be the session's recipe
            while (_plain.index != index)
                _plain.walk(_plain.index > index ? _plain.index - 1 : _plain.index + 1);
            _document->openFound(recipe);
        } else if (what < 97) {
            saveOrOpen();
        } else if (_hasJournal && _keeper->isModified()) {
            restart();
        }
    }

    void walk(bool back)
    {
        UndoHistory& undo = _document->undoStack();
        _deeds.append(back ? "undo" : "redo");
        if (back && _plain.isStep() && isReady()) {
            _plain.callOff(); // undo takes back what is still on its way
        } else if (back ? undo.canUndo() : undo.canRedo()) {
            _plain.walk(back ? _plain.index - 1 : _plain.index + 1);
        }
        if (back)
            _document->undo();
        else
            _document->redo();
    }
    void keep()
    {
        _deeds.append("keep");
        Ids kept = idsOf(_gallery->items());
        GalleryItem item;
        item.recipe = _document->recipe();
        const Gallery::Id id = _gallery->keep(item);
        kept.push_back(id);
        _plain.changeGallery(kept);
    }
    void openRecipe(const Recipe& recipe)
    {
        _plain.stay();
        if (recipe.model != _plain.screen.model) {
            _plain.ask(Plain::Wish::Recipe, recipe);
            return;
        }
        if (_plain.isStep())
            _plain.callOff();
        if (recipe != _plain.screen)
            _plain.change(recipe);
    }
    void saveOrOpen()
    {
        look();
        if (!_saved || _random.below(2) == 0) {
            _deeds.append("save");
            bool done = false;
            _keeper->save(file(), [&done] { done = true; });
            if (!liveUntil([&] { return done; }))
                _wrong = "not saved";
            _saved = _plain;
            return;
        }
        _deeds.append("open the session");
        const bool plays = _player->plays(_plain.screen.model);
        QSignalSpy opened(_keeper.get(), &SessionKeeper::opened);
        _keeper->open(file());
        if (!liveUntil([&] { return opened.count() == 1; }))
            _wrong = "not opened";
        comeBack(*_saved, plays);
    }
    /// To a session as it was. `plays`: the player has the model on the screen and is asked for no other.
    void comeBack(const Plain& then, bool plays)
    {
        const Recipe screen = _plain.screen;
        const auto left = _plain.left;
        _plain = then;
        _plain.left = left;
        _plain.screen = screen;
        _plain.refused.reset();
        _plain.from.reset();
        const Recipe& recipe = then.now().recipe;
        _plain.isAway = recipe.model != screen.model || !plays;
        if (_plain.isAway) {
            _plain.ask(Plain::Wish::Session, recipe);
        } else {
            _plain.callOff();
            _plain.screen = recipe;
        }
    }
    void restart()
    {
        look();
        if (_random.below(2) == 0 && isReady()) {
            keep(); // which is written at once
            QCoreApplication::processEvents();
            _deeds.append("killed");
        } else {
            _keeper->leaveJournal();
            _deeds.append("ended");
        }
        const Plain then = _plain;
        start();
        _plain = Plain();
        _document->openModel(pathOf("a"));
        _plain.ask(Plain::Wish::Model, {"a", {}, {}, {}});
        if (_random.below(2) == 0 && isThere("a"))
            arrive();
        QSignalSpy found(_keeper.get(), &SessionKeeper::abandonedFound);
        keepJournal();
        if (!liveUntil([&] { return found.count() == 1; }))
            _wrong = "nothing to go on with";
        const bool plays = _player->plays(_plain.screen.model);
        _keeper->goOn();
        comeBack(then, plays);
    }

    QString problem()
    {
        if (!_wrong.isEmpty())
            return _wrong;
        const UndoHistory& undo = _document->undoStack();
        if (undo.count() != int(_plain.steps.size()) || undo.index() != int(_plain.index))
            return QString("step %1 of %2 instead of %3 of %4")
                .arg(undo.index())
                .arg(undo.count())
                .arg(_plain.index)
                .arg(_plain.steps.size());
        const Plain::Parts* before = &_plain.first;
        for (int i = 0; i < undo.count(); ++i) {
            const Plain::Step& step = _plain.steps[std::size_t(i)];
            if (!isSame(undo.command(i), *before, step))
                return QString("step %1 is another one: %2").arg(i).arg(undo.text(i));
            before = &step.after;
        }
        if (idsOf(_gallery->items()) != _plain.now().kept)
            return "other pictures are kept";
        if (_film->timeline().keyframes != _plain.now().keyframes)
            return "the film has other keyframes";
        if (isReady() && _document->recipe() != _plain.screen)
            return "another recipe is on the screen";
        if (isReady() != !_plain.screen.model.empty())
            return "there is a model, or none";
        const Session session = _keeper->session();
        if (session.recipe && *session.recipe != _plain.now().recipe)
            return "the session is at another recipe";
        if (session.history.done != std::min<std::size_t>(_plain.index, 40))
            return "the session's history is at another place";
        return {};
    }
    static bool isSame(const QUndoCommand* command, const Plain::Parts& before, const Plain::Step& step)
    {
        if (const auto* recipe = dynamic_cast<const ValueCommand<Recipe>*>(command))
            return step.kind == Plain::Kind::Recipe && recipe->before() == before.recipe &&
                   recipe->after() == step.after.recipe;
        if (const auto* gallery = dynamic_cast<const ValueCommand<GalleryItems>*>(command))
            return step.kind == Plain::Kind::Gallery && idsOf(gallery->before()) == before.kept &&
                   idsOf(gallery->after()) == step.after.kept;
        if (const auto* film = dynamic_cast<const ValueCommand<Timeline>*>(command))
            return step.kind == Plain::Kind::Film && film->before().keyframes == before.keyframes &&
                   film->after().keyframes == step.after.keyframes;
        return false;
    }

    QString _folder;
    std::map<std::string, Recipe> _firsts;
    Random _random;
    Plain _plain;
    std::optional<Plain> _saved;
    QString _wrong;
    QStringList _deeds;
    int _failures = 0;
    int _counter = 0;
    bool _hasJournal = false;
    std::unique_ptr<SlowPlayer> _player;
    std::unique_ptr<Workspace> _workspace;
    Document* _document = nullptr; ///< its parts
    Gallery* _gallery = nullptr;
    Film* _film = nullptr;
    std::unique_ptr<SessionKeeper> _keeper;
};

class HistoryTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        for (const std::string& id : modelIds) {
            const fs::path folder = fs::path(_folder.path().toStdString()) / id;
            test::writeRandomMlpModel(folder, 2, {3}, 2, 2);
            const ModelCard card = Decoder(ModelFolder(folder)).card(); // which names its layers
            writeCard(folder / "card.json", card);
            SlowPlayer::cards[folder.string()] = card;
            SlowPlayer player;
            Document document(player);
            document.openModel(QString::fromStdString(folder.string()));
            player.answerNewest();
            _firsts[id] = document.recipe();
        }
        qputenv("FLIPSIDE_MODELS", _folder.filePath("none").toUtf8());
    }

    /// FLIPSIDE_HISTORIES says how many people there are.
    void nothingIsLostHoweverLateModelsOpen()
    {
        const int asked = qEnvironmentVariableIntValue("FLIPSIDE_HISTORIES");
        const int people = asked > 0 ? asked : 2000;
        constexpr int deeds = 40;
        for (int seed = 0; seed < people; ++seed) {
            Person person(_folder.path(), _firsts, std::uint64_t(seed));
            for (int deed = 0; deed < deeds; ++deed)
                if (const QString problem = person.act(); !problem.isEmpty())
                    QFAIL(qPrintable(
                        QString("person %1: %2 after %3").arg(seed).arg(problem, person.deeds().join(", "))));
        }
    }

    /// With real models, whose time of opening nobody chooses.
    void keysHeldDownOverRealModelsLoseNothing()
    {
        Player player;
        Document document(player);
        Gallery gallery(document.undoStack());
        UndoHistory& undo = document.undoStack();
        std::vector<Recipe> recipes;
        for (const char* id : {"a", "b", "c", "d", "a"}) {
            document.openModel(_folder.filePath(id));
            QTRY_COMPARE_WITH_TIMEOUT(document.recipe().model, std::string(id), 20000);
            document.setLatent(0, 0.5f, {});
            GalleryItem item;
            item.recipe = document.recipe();
            gallery.keep(item);
            recipes.push_back(document.recipe());
        }
        const int steps = undo.count();
        Random random(1);
        for (int times = 0; times < 20; ++times) {
            const bool back = times % 2 == 0;
            for (int key = 0; key < 30; ++key) {
                back ? document.undo() : document.redo();
                std::this_thread::sleep_for(std::chrono::microseconds(random.below(4000)));
                QCoreApplication::processEvents();
                QCOMPARE(undo.count(), steps);
            }
        }
        undo.walkTo(steps);
        QTRY_VERIFY_WITH_TIMEOUT(document.recipe() == recipes.back(), 20000);
        QCOMPARE(gallery.items().size(), recipes.size());
        QTRY_VERIFY_WITH_TIMEOUT(document.isShown(), 20000);
        QVERIFY(document.rendering()->recipe == recipes.back());
    }

    void undoTakesBackAModelThatIsStillOnItsWay()
    {
        SlowPlayer player;
        Document document(player);
        document.openModel(_folder.filePath("a"));
        player.answerNewest();
        document.setLatent(0, 1.0f, {});
        const Recipe recipe = document.recipe();
        const QSignalSpy calledOff(&document, &Document::openingCalledOff);
        document.openModel(_folder.filePath("b"));
        document.undo();
        QCOMPARE(calledOff.count(), 1);
        player.answerSuperseded();
        player.answerNewest(); // which was asked for what was there
        QVERIFY(document.recipe() == recipe);
        QCOMPARE(document.undoStack().index(), 1);
    }

    void aDeedWhileUndoIsOnItsWayBeginsAtWhatIsOnScreen()
    {
        SlowPlayer player;
        Workspace workspace(player);
        Document& document = workspace.document();
        Gallery& gallery = workspace.gallery();
        document.openModel(_folder.filePath("a"));
        player.answerNewest();
        GalleryItem item;
        item.recipe = document.recipe();
        gallery.keep(item);
        document.openModel(_folder.filePath("b"));
        player.answerNewest();
        const Recipe second = document.recipe();

        // Back over both, with the first model still on its way, and then something is done here.
        document.undo();
        document.undo();
        QCOMPARE(gallery.items().size(), std::size_t(0));
        document.setLatent(0, 0.25f, {});
        QCOMPARE(gallery.items().size(), std::size_t(1));
        const int index = document.undoStack().index();
        document.undo();
        QVERIFY(document.recipe() == second);
        QCOMPARE(document.undoStack().index(), index - 1);
        document.undo();
        document.undo();
        item.recipe = second;
        gallery.keep(item);
        document.undo(); // to the gallery that was on screen when the second was kept
        QCOMPARE(gallery.items().size(), std::size_t(1));
    }

    void aMissingModelIsSaidOnceAndFoundAgainTheUndoGoesOn()
    {
        SlowPlayer player;
        Document document(player);
        document.openModel(_folder.filePath("a"));
        player.answerNewest();
        const Recipe first = document.recipe();
        document.openModel(_folder.filePath("b"));
        player.answerNewest();
        const Recipe second = document.recipe();
        const fs::path there = fs::path(_folder.path().toStdString()) / "a";
        const fs::path elsewhere = there.parent_path() / "elsewhere";
        fs::rename(there, elsewhere);
        const QSignalSpy failed(&document, &Document::failed);
        const QSignalSpy missing(&document, &Document::modelMissing);
        document.undo();
        QTRY_COMPARE(missing.count(), 1);
        QCOMPARE(failed.count(), 1);
        QCOMPARE(document.undoStack().index(), 1);
        QCOMPARE(document.undoStack().count(), 1);
        QVERIFY(document.recipe() == second);
        fs::rename(elsewhere, there);
        document.openFound(first);
        QTRY_VERIFY(player.isAsked());
        player.answerNewest();
        QVERIFY(document.recipe() == first);
        QCOMPARE(document.undoStack().index(), 0);
        QVERIFY(document.undoStack().canRedo());
    }

private:
    QTemporaryDir _folder;
    std::map<std::string, Recipe> _firsts; ///< [model], as it begins
};

QTEST_MAIN(HistoryTest)
#include "history_test.moc"
