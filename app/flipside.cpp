// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/end_program.h"
#include "core/base/error.h"
#include "core/compute/blas_kernels.h"
#include "core/model/model_folder.h"
#include "core/picture/quiet_decoding.h"
#include "core/recipe/recipe_json.h"
#include "ui/canvas/canvas.h"
#include "ui/player/player.h"
#include "ui/style/theme.h"
#include "ui/window/appearance.h"
#include "ui/window/arranger.h"
#include "ui/window/end_signals.h"
#include "ui/window/main_window.h"
#include "ui/window/program_settings.h"
#include "ui/window/screenshot.h"
#include "ui/workspace/workspace.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QSettings>
#include <QTemporaryDir>
#include <QTranslator>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>

namespace {

using namespace flipside;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(flipside)
};

/// Exit statuses as in flipside-cli.
enum Status { Done = 0, Failed = 1, WrongArguments = 2 };

struct Arguments {
    QString model;
    QString recipe;
    QString file;
    QString screenshot;
    QString theme;
    QString workspace;
    int view = -1;
    std::optional<QSize> size; ///< else as it was left
    bool quitAfterFirstPicture = false;
};

constexpr QSize screenshotSize{1440, 900};

int complain(const QString& sentence, Status status)
{
    std::fprintf(stderr, "flipside: %s\n", qPrintable(sentence));
    return status;
}

/// The arguments, or the status to exit with.
std::optional<Status> parse(int argc, char** argv, Arguments& arguments)
{
    QCommandLineParser parser;
    const QStringList views{"side-by-side", "split", "difference", "single", "onion-skin"};
    const QStringList themes{"dark", "light", "system"};
    const QCommandLineOption model("model", Words::tr("Open this model: an id, or the path of its folder."),
                                   "ID");
    const QCommandLineOption recipe("recipe", Words::tr("Open this recipe."), "FILE");
    const QCommandLineOption screenshot(
        "screenshot",
        Words::tr("Save a picture of the window once it is complete, and exit; needs no display."),
        "FILE.png");
    const QCommandLineOption theme("theme", Words::tr("dark, light or system."), "NAME");
    const QCommandLineOption view("view", Words::tr("side-by-side, split, difference, single or onion-skin."),
                                  "NAME");
    const QCommandLineOption workspace(
        "workspace", Words::tr("Which workspace: %1.").arg(arrangementIds().join(", ")), "NAME");
    const QCommandLineOption size("size", Words::tr("Size of the window, for instance 1280x720."), "WxH");
    const QCommandLineOption quit(
        "quit-after-first-picture",
        Words::tr("End as soon as the first picture is on screen, and keep nothing: to time the start."));
    const QCommandLineOption help(QStringList{"h", "help"}, Words::tr("Show this help and exit."));
    const QCommandLineOption version(QStringList{"v", "version"}, Words::tr("Show the version and exit."));
    parser.addOptions({model, recipe, screenshot, theme, workspace, view, size, quit, help, version});
    parser.addPositionalArgument(
        "FILE", Words::tr("A session, a recipe, a model's folder, or a picture to start from."), "[FILE]");

    QStringList words;
    for (int i = 0; i < argc; ++i)
        words.append(QString::fromLocal8Bit(argv[i]));
    if (!parser.parse(words))
        return Status(complain(parser.errorText() + Words::tr(" See flipside --help."), WrongArguments));
    if (parser.isSet(help)) {
        std::fputs("flipside [--model ID] [--recipe FILE] [FILE] [--screenshot FILE.png]\n\n", stdout);
        for (const auto& option :
             {model, recipe, screenshot, theme, workspace, view, size, quit, help, version})
            std::printf("  --%-28s %s\n",
                        qPrintable(option.names().back() +
                                   (option.valueName().isEmpty() ? QString() : " " + option.valueName())),
                        qPrintable(option.description()));
        return Done;
    }
    if (parser.isSet(version)) {
        std::puts("flipside " FLIPSIDE_VERSION);
        return Done;
    }
    if (parser.positionalArguments().size() > 1)
        return Status(complain(Words::tr("only one file can be opened at a time. See flipside --help."),
                               WrongArguments));
    arguments.model = parser.value(model);
    arguments.recipe = parser.value(recipe);
    arguments.file = parser.positionalArguments().value(0);
    arguments.screenshot = parser.value(screenshot);
    arguments.theme = parser.value(theme);
    arguments.quitAfterFirstPicture = parser.isSet(quit);
    if (parser.isSet(theme) && !themes.contains(arguments.theme))
        return Status(complain(Words::tr("--theme is one of %1.").arg(themes.join(", ")), WrongArguments));
    if (parser.isSet(view)) {
        arguments.view = int(views.indexOf(parser.value(view)));
        if (arguments.view < 0)
            return Status(complain(Words::tr("--view is one of %1.").arg(views.join(", ")), WrongArguments));
    }
    arguments.workspace = parser.value(workspace);
    if (parser.isSet(workspace) && !arrangementIds().contains(arguments.workspace))
        return Status(complain(Words::tr("--workspace is one of %1.").arg(arrangementIds().join(", ")),
                               WrongArguments));
    if (parser.isSet(size)) {
        const QStringList sides = parser.value(size).split('x');
        arguments.size = QSize(sides.value(0).toInt(), sides.value(1).toInt());
        if (sides.size() != 2 || arguments.size->width() < 320 || arguments.size->height() < 240 ||
            arguments.size->width() > 16384 || arguments.size->height() > 16384)
            return Status(
                complain(Words::tr("--size is WIDTHxHEIGHT, from 320x240 to 16384x16384."), WrongArguments));
    }
    return std::nullopt;
}

/// Without a window, Qt's remarks about windows and sessions are noise: standard error is for failures.
void keepQtQuiet(QtMsgType type, const QMessageLogContext&, const QString& text)
{
    if (type == QtCriticalMsg || type == QtFatalMsg)
        std::fprintf(stderr, "%s\n", qPrintable(text));
}

/// Where the display does not answer Qt says so in many lines and aborts.
void sayThatNoDisplayAnswers(QtMsgType type, const QMessageLogContext&, const QString&)
{
    if (type != QtFatalMsg)
        return;
    complain(
        Words::tr("the display %1 does not answer; start it from a desktop, or use --screenshot FILE.png "
                  "for a picture of the window.")
            .arg(qEnvironmentVariable("DISPLAY", qEnvironmentVariable("WAYLAND_DISPLAY"))),
        Failed);
    std::_Exit(Failed);
}

bool thereIsADisplay()
{
    const auto isSet = [](const char* name) { return !qEnvironmentVariableIsEmpty(name); };
    return isSet("QT_QPA_PLATFORM") || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
}

/// In the window a wrong model or recipe is said in words and the program goes on; a screenshot of that is no
/// use.
std::optional<Status> checkForScreenshot(const Arguments& arguments)
{
    try {
        if (!arguments.model.isEmpty())
            findModel(arguments.model.toStdString());
        if (!arguments.recipe.isEmpty())
            readRecipes(arguments.recipe.toStdString());
        if (arguments.file.endsWith(".json"))
            readRecipes(arguments.file.toStdString());
        for (const QString& file : {arguments.recipe, arguments.file}) {
            if (file.endsWith(".pt") || file.endsWith(".pth") || file.endsWith(".ts"))
                throw ArgumentError("a generator is kept as a model before there is a picture of it; use "
                                    "flipside-cli import " +
                                    file.toStdString() + " --id ID");
        }
        return std::nullopt;
    } catch (const ArgumentError& error) {
        return Status(complain(error.what(), WrongArguments));
    } catch (const Error& error) {
        return Status(complain(error.what(), Failed));
    }
}

/// The player may be opening a model already.
int runWindow(QApplication& application, Player& player, const Arguments& arguments)
{
    applyTheme(application,
               arguments.theme.isEmpty() ? Appearance::remembered().theme : themeFrom(arguments.theme));
    Workspace workspace(player);
    MainWindow window(workspace);
    if (arguments.size)
        window.resize(*arguments.size);
    if (!arguments.workspace.isEmpty() || !arguments.screenshot.isEmpty())
        window.arranger().choose(arrangement(arguments.workspace));

    int status = Done;
    if (!arguments.screenshot.isEmpty()) {
        window.resize(arguments.size.value_or(screenshotSize));
        window.arranger().reset();
        auto* screenshot = new Screenshot(window, workspace, arguments.screenshot);
        // Queued: a problem with a file is known before the event loop runs.
        QObject::connect(
            screenshot, &Screenshot::finished, &application,
            [&](const QString& problem) {
                if (!problem.isEmpty())
                    status = complain(problem, Failed);
                QCoreApplication::exit(status);
            },
            Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
    }
    if (arguments.view >= 0)
        window.canvas().setView(CanvasView(arguments.view));
    if (arguments.quitAfterFirstPicture)
        QObject::connect(
            &window.canvas(), &Canvas::picturePainted, &application, [] { endProgram(Done); },
            Qt::QueuedConnection);
    window.show(); // first, as a file may have questions
    for (const QString& file : {arguments.recipe, arguments.file}) {
        if (!file.isEmpty())
            window.openFile(file);
    }
    std::optional<EndSignals> endSignals;
    if (arguments.screenshot.isEmpty() && !arguments.quitAfterFirstPicture) {
        window.keepJournal();
        endSignals.emplace();
        QObject::connect(&*endSignals, &EndSignals::received, &window, [&window] {
            window.leave();
            QCoreApplication::exit(Done);
        });
        // The desktop ends its session, and the program with it.
        for (const auto request : {&QGuiApplication::commitDataRequest, &QGuiApplication::saveStateRequest})
            QObject::connect(
                &application, request, &window, [&window] { window.leave(); }, Qt::DirectConnection);
    }
    const int result = QApplication::exec();
    return status == Done ? result : status;
}

int run(int argc, char** argv)
{
    prepareQuietDecoding();
    chooseBlasKernels();
    QCoreApplication::setOrganizationName("Flipside");
    QCoreApplication::setApplicationName("Flipside");
    QCoreApplication::setApplicationVersion(FLIPSIDE_VERSION);
    QGuiApplication::setDesktopFileName("flipside");
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);

    Arguments arguments;
    if (const auto status = parse(argc, argv, arguments))
        return *status;

    std::unique_ptr<QTemporaryDir> noSettings;
    if (!arguments.screenshot.isEmpty()) {
        if (const auto status = checkForScreenshot(arguments))
            return *status;
        qInstallMessageHandler(keepQtQuiet);
        qputenv("QT_QPA_PLATFORM", "offscreen");
        // The window as it is at the first start, whatever its owner has made of it, and nothing of his
        // changed.
        noSettings = std::make_unique<QTemporaryDir>();
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, noSettings->path());
    } else if (!thereIsADisplay()) {
        return complain(
            Words::tr("there is no display to open a window on; start it from a desktop, or use --screenshot "
                      "FILE.png for a picture of the window."),
            Failed);
    }

    // The model loads while Qt starts and the window is built.
    auto player = std::make_unique<Player>(program_settings::usesGraphicsCard() ? Device::Cuda : Device::Cpu);
    if (!arguments.model.isEmpty())
        player->openModel(arguments.model);
    else if ((arguments.recipe + arguments.file).isEmpty())
        player->openModel(MainWindow::rememberedModel());

    const bool needsDisplay = arguments.screenshot.isEmpty();
    if (needsDisplay)
        qInstallMessageHandler(sayThatNoDisplayAnswers);
    QApplication application(argc, argv);
    if (needsDisplay)
        qInstallMessageHandler(nullptr);
    QApplication::setWindowIcon(QIcon(":/icons/flipside.svg"));
    QTranslator translator;
    const QString language = program_settings::language();
    const QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
    if (translator.load(locale, "flipside", "_", ":/i18n") || translator.load(":/i18n/flipside_en"))
        QCoreApplication::installTranslator(&translator);

    const int status = runWindow(application, *player, arguments);
    player.reset();
    return status;
}

} // namespace

int main(int argc, char** argv)
{
    endProgram(run(argc, argv));
}
