// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/import/network_look.h"

#include "core/base/error.h"
#include "core/import/choice_sheets.h"
#include "core/import/sample_pictures.h"
#include "core/picture/picture_file.h"
#include "core/sandbox/run_limit.h"
#include "ui/pictures/canvas_images.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace flipside {
namespace {

/// Small pictures are enlarged, pixel by pixel, to about this: they are shown at half of it, or on a fine
/// screen as they are.
constexpr int sheetPixels = 320;
constexpr int sheetGap = 2;

QImage sheetOf(const std::vector<Image>& pictures)
{
    if (pictures.empty())
        return {};
    const int columns = int(std::ceil(std::sqrt(double(pictures.size()))));
    const int side = columns * std::max(pictures.front().width, pictures.front().height);
    return toQImage(contactSheet(pictures, columns, sheetGap, std::max(1, sheetPixels / side)));
}

using Report = std::function<void(double fraction)>;

const NetworkQuestion* questionIn(const ReadNetwork& network, const std::string& id)
{
    const auto found = std::ranges::find(network.questions, id, &NetworkQuestion::id);
    return found == network.questions.end() ? nullptr : &*found;
}

FileDescription described(const std::filesystem::path& file, const std::filesystem::path& code,
                          const NetworkChoices& given, const Report& report)
{
    return describeFile(file, {{}, given, false, usualSamples, codeIn(code)}, report);
}

} // namespace

NetworkLook::NetworkLook(std::filesystem::path file, QObject* parent)
    : QObject(parent), _file(std::move(file))
{
    connect(&_work, &LatestWork::finished, this, &NetworkLook::finished);
    connect(&_work, &LatestWork::failed, this, &NetworkLook::takeProblem);
}

void NetworkLook::look()
{
    const QString what = tr("Looking at the file…");
    emit progressed(0.0, what);
    _work.start([this, file = _file, code = _code, given = _given, last = _last,
                 what](const LatestWork::Tell& tell, const std::stop_token& stop) {
        const RunScope scope(stop);
        const auto report = [&](double fraction) {
            tell([this, fraction, what] { emit progressed(fraction, what); });
        };
        FileDescription found;
        NetworkChoices used = given;
        try {
            found = described(file, code, used, report);
        } catch (const ArgumentError&) {
            // The last choice leaves no room for an earlier one.
            used = last;
            found = described(file, code, used, report);
        }
        const QImage sheet = sheetOf(found.network.samples);
        tell([this, found, used, sheet] { take(found, used, sheet); });
    });
}

void NetworkLook::setCode(const std::filesystem::path& code)
{
    _code = code;
    // Code leaves nothing open, and answers are of a network that was found without it.
    _given.clear();
    _last.clear();
    _found.reset();
    _sheets.clear();
    look();
}

void NetworkLook::choose(const std::string& question, int choice)
{
    // The other answers stay: what was clicked is what comes of it.
    if (hasFoundAll())
        _given = _found->network.answers();
    _given[question] = choice;
    _last = {{question, choice}};
    look();
}

void NetworkLook::take(FileDescription found, const NetworkChoices& given, const QImage& sheet)
{
    // Where nothing was left open it was not found out again which answers are likely.
    for (NetworkQuestion& question : found.network.questions)
        if (const NetworkQuestion* before = _found ? questionIn(_found->network, question.id) : nullptr;
            before && question.order.empty() && before->choices == question.choices) {
            question.order = before->order;
            question.likely = before->likely;
        }
    _found = std::make_shared<const FileDescription>(std::move(found));
    _given = given;
    _givenBefore = given;
    if (!sheet.isNull())
        _sheets[_found->network.answers()] = {sheet, {}};
    emit looked();
}

void NetworkLook::takeProblem(const QString& sentence)
{
    _given = _givenBefore;
    emit failed(sentence);
}

void NetworkLook::makeSheets(const std::string& question)
{
    if (!hasFoundAll())
        return;
    const ReadNetwork& network = _found->network;
    const NetworkQuestion* asked = questionIn(network, question);
    if (!asked) {
        stop();
        emit finished();
        return;
    }
    std::vector<int> missing;
    NetworkChoices answers = network.answers();
    for (const int choice : shownOrder(*asked)) {
        answers[question] = choice;
        if (_sheets.contains(answers))
            emit sheetMade(QString::fromStdString(question), choice);
        else
            missing.push_back(choice);
    }
    if (missing.empty()) {
        stop();
        emit finished();
        return;
    }
    const int all = int(asked->choices.size());
    _work.start([this, file = _file, found = _found, given = _last, question, missing,
                 all](const LatestWork::Tell& tell, const std::stop_token& stop) {
        const RunScope scope(stop);
        int done = all - int(missing.size());
        for (const int choice : missing) {
            const auto report = [&](double fraction) {
                tell([this, share = (done + fraction) / all,
                      what = tr("Trying answer %1 of %2…").arg(done + 1).arg(all)] {
                    emit progressed(share, what);
                });
            };
            report(0.0);
            const ChoiceSheet made =
                choiceSheet(file, found->network, given, question, choice, usualSamples, report);
            NetworkChoices key = found->network.answers();
            key[question] = choice;
            tell([this, key, question, choice, image = sheetOf(made.pictures),
                  lack = QString::fromStdString(made.lack)] {
                _sheets[key] = {image, lack};
                emit sheetMade(QString::fromStdString(question), choice);
            });
            ++done;
        }
    });
}

void NetworkLook::stop()
{
    _work.stop();
}

NetworkChoices NetworkLook::answers() const
{
    return hasFoundAll() ? _found->network.answers() : _given;
}

const NetworkLook::Sheet* NetworkLook::sheet(const NetworkChoices& answers) const
{
    const auto known = _sheets.find(answers);
    return known == _sheets.end() ? nullptr : &known->second;
}

} // namespace flipside
