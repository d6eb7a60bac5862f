// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/likeliest_network.h"

#include "core/base/error.h"
#include "core/import/network_fit.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace flipside {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int fewestLatents = 12;
constexpr int mostLatents = 64;
constexpr std::chrono::milliseconds trialTime{
    40}; ///< what a trial may take, with as many latents as that lets
/// Answers that are followed further: the best answer to one question may only show with that to another.
constexpr std::size_t followed = 6;
/// How much worse than a choice the next, less usual one counts.
constexpr double worseByPlace = 0.02;
/// Of what cannot be: a usual answer still comes before another.
constexpr double unfit = 1e6;
/// Statistics of finitely many latents differ by so much whatever the network is.
constexpr double noise = 0.01;

/// Whether numbers that no function has bounded are those of pictures in [0, 1] or [-1, 1] all the same.
bool looksBounded(const NetworkFit& fit)
{
    const bool reachesOne = fit.high > 0.7 && fit.high < 1.3;
    return reachesOne && ((fit.low > -0.3 && fit.low < 0.3) || (fit.low > -1.3 && fit.low < -0.7));
}

/// Looks for the answers that fit best.
class Answering {
public:
    Answering(const StateDict& weights, const NetworkChoices& given, const Family* wanted,
              Clock::time_point end)
        : _weights(weights), _given(given), _wanted(wanted), _end(end)
    {
    }

    /// All answers: goes through the questions, and follows the few best answers to the earlier ones; then
    /// asks each once more, with the answers to all others.
    NetworkChoices answers(const std::vector<NetworkQuestion>& questions,
                           const std::function<void(double)>& progress)
    {
        chooseLatents();
        std::vector<NetworkChoices> best{_given};
        for (std::size_t i = 0; i < questions.size(); ++i) {
            report(progress, 0.8 * double(i) / double(questions.size()));
            best = followedFrom(best, questions[i], followed);
        }
        for (const NetworkQuestion& question : questions)
            best = followedFrom(best, question, 1);
        answerEnd(best.front(), questions);
        report(progress, 1.0);
        return best.front();
    }

private:
    static void report(const std::function<void(double)>& progress, double fraction)
    {
        if (progress)
            progress(fraction);
    }

    /// As many as the time of a trial lets.
    void chooseLatents()
    {
        const Clock::time_point start = Clock::now();
        (void)fit(_given);
        const auto took = std::chrono::duration<double>(Clock::now() - start);
        _latents = std::clamp(int(fewestLatents * (trialTime / took)), fewestLatents, mostLatents);
        _fits.clear();
    }

    /// The answers with each choice of one more question, or another choice of one that was answered; the
    /// best.
    std::vector<NetworkChoices> followedFrom(const std::vector<NetworkChoices>& answers,
                                             const NetworkQuestion& question, std::size_t count)
    {
        if (_given.contains(question.id) || question.id == endChoice::id)
            return answers;
        struct Ranked {
            double unlikely = 0.0; ///< less usual answers count as less likely ones
            double misfit = 0.0;
            NetworkChoices choices;
        };
        std::vector<Ranked> ranked;
        for (NetworkChoices choices : answers)
            for (int choice = 0; choice < int(question.choices.size()); ++choice) {
                choices[question.id] = choice;
                const double misfit = unlikeliness(choices);
                ranked.push_back({misfit * unusualness(choices), misfit, choices});
            }
        std::ranges::stable_sort(ranked, {}, &Ranked::unlikely);
        std::vector<NetworkChoices> best;
        std::set<double> seen; // what differs where no statistics are is the same so far
        for (const Ranked& each : ranked)
            if (best.size() < count && seen.insert(each.misfit).second)
                best.push_back(each.choices);
        return best;
    }

    double unusualness(const NetworkChoices& choices) const
    {
        double worse = 1.0;
        for (const auto& [question, choice] : choices)
            if (!_given.contains(question))
                worse *= 1.0 + worseByPlace * choice;
        return worse;
    }

    double unlikeliness(const NetworkChoices& choices)
    {
        const std::optional<NetworkFit> found = Clock::now() < _end ? fit(choices) : std::nullopt;
        return found && found->isFinite ? noise + found->mismatch : unfit;
    }

    /// Nothing where the network does not run so.
    std::optional<NetworkFit> fit(const NetworkChoices& choices)
    {
        const auto known = _fits.find(choices);
        if (known != _fits.end())
            return known->second;
        std::optional<NetworkFit> found;
        try {
            found = fitOf(recogniseNetwork(_weights, choices, _wanted).reading, _latents);
        } catch (const Error&) {
            // It may run with another choice.
        }
        _fits.emplace(choices, found);
        return found;
    }

    /// The picture's own function changes nothing that the network remembers.
    void answerEnd(NetworkChoices& choices, const std::vector<NetworkQuestion>& questions)
    {
        const auto question = std::ranges::find(questions, endChoice::id, &NetworkQuestion::id);
        if (question == questions.end() || _given.contains(endChoice::id))
            return;
        choices[endChoice::id] = question->chosen;
        NetworkChoices without = choices;
        without[endChoice::id] =
            int(std::ranges::find(question->choices, endChoice::none) - question->choices.begin());
        if (const std::optional<NetworkFit> found = fit(without); found && looksBounded(*found))
            choices = without;
    }

    const StateDict& _weights;
    const NetworkChoices& _given;
    const Family* _wanted;
    Clock::time_point _end;
    int _latents = fewestLatents;
    std::map<NetworkChoices, std::optional<NetworkFit>> _fits;
};

} // namespace

RecognisedNetwork likeliestNetwork(const StateDict& weights, const NetworkChoices& given,
                                   const Family* wanted, const AnswerEffort& effort,
                                   const std::function<void(double)>& progress)
{
    RecognisedNetwork first = recogniseNetwork(weights, given, wanted);
    if (first.reading.questions.empty())
        return first;
    Answering answering(weights, given, first.family, Clock::now() + effort.time);
    return recogniseNetwork(weights, answering.answers(first.reading.questions, progress), first.family);
}

} // namespace flipside
