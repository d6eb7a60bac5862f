// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "core/base/end_program.h"
#include "core/base/error.h"
#include "core/compute/blas_kernels.h"
#include "core/picture/quiet_decoding.h"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <string>

namespace {

constexpr int workFailed = 1;
constexpr int argumentsWrong = 2;

int fail(const std::string& sentence, int status)
{
    std::cerr << "flipside-cli: " << sentence << '\n';
    return status;
}

int run(int argc, char** argv)
{
    flipside::prepareQuietDecoding();
    flipside::chooseBlasKernels();
    CLI::App app("Play trained decoders from the command line.");
    app.set_version_flag("--version", "flipside " FLIPSIDE_VERSION);
    app.require_subcommand(1);
    flipside::addCommands(app);
    try {
        app.parse(argc, argv);
        std::cout.flush();
        if (!std::cout)
            return fail("the results could not be written to standard output; is the disk full?", workFailed);
        return 0;
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0)
            return app.exit(error); // --help and --version
        const bool unknownCommand = argc > 1 && argv[1][0] != '-' && app.get_subcommands().empty();
        return fail((unknownCommand ? "there is no command \"" + std::string(argv[1]) + "\"" : error.what()) +
                        std::string("; see flipside-cli --help"),
                    argumentsWrong);
    } catch (const flipside::ArgumentError& error) {
        return fail(error.what(), argumentsWrong);
    } catch (const flipside::Error& error) {
        return fail(error.what(), workFailed);
    } catch (const std::bad_alloc&) {
        return fail("there is not enough memory for this; ask for fewer pictures or samples", workFailed);
    } catch (const std::exception& error) {
        return fail(std::string("something unexpected went wrong: ") + error.what() +
                        "; report it with the command that you gave",
                    workFailed);
    }
}

} // namespace

int main(int argc, char** argv)
{
    flipside::endProgram(run(argc, argv));
}
