// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/likeliest_network.h"

#include "core/base/error.h"
#include "core/import/network_fit.h"

#include <algorithm>
#include <ctime>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

namespace flipside {

namespace {

/// Of the processor: what else the machine does must not sway the answers.
double secondsUsed()
{
    return double(std::clock()) / CLOCKS_PER_SEC;
}

constexpr int fewestLatents = 12;
constexpr int mostLatents = 256;
constexpr double shortest = 1e-6;     ///< seconds that can be measured
constexpr double trialSeconds = 0.04; ///< what a trial may take, with as many latents as that lets
/// Answers that are followed further: the best answer to one question may only show with that to another.
constexpr std::size_t followed = 6;
/// How much worse than a choice the next, less usual one counts.
constexpr double worseByPlace = 0.03;
/// Of what cannot be: a usual answer still comes before another.
constexpr double unfit = 1e6;
/// Statistics of finitely many latents differ by so much whatever the network is.
constexpr double noise = 0.05;
/// A choice under which what a network remembers is missed by more than so many times as much as under the
/// best one is unlikely.
constexpr double aboutAsWell = 1.5;

/// Whether numbers that no function has bounded are those of pictures in [0, 1] all the same. Numbers around
/// 0 say nothing: those before a tanh are too.
bool looksBounded(const NetworkFit& fit)
{
    return fit.high > 0.7 && fit.high < 1.3 && fit.low > -0.2 && fit.low < 0.2;
}

/// Looks for the answers that fit best.
class Answering {
public:
    Answering(const StateDict& weights, const NetworkChoices& given, const NetworkFamily* wanted,
              double secondsToUse, const std::function<void(double)>& progress)
        : _weights(weights), _given(given), _wanted(wanted), _end(secondsUsed() + secondsToUse),
          _progress(progress)
    {
    }

    /// Whether anything is open.
    bool isOpen(const std::vector<NetworkQuestion>& questions) const
    {
        return std::ranges::any_of(
            questions, [&](const NetworkQuestion& question) { return !_given.contains(question.id); });
    }

    /// Puts the choices of a question in order, with those answers to all others.
    void rank(NetworkQuestion& question, NetworkChoices answers)
    {
        struct Ranked {
            int choice = 0;
            double misfit = unfit;
            double likeness = 0.0;
        };
        std::vector<Ranked> ranked;
        ranked.reserve(question.choices.size());
        for (int choice = 0; choice < int(question.choices.size()); ++choice) {
            answers[question.id] = choice;
            const double misfit = unlikeliness(answers);
            const auto known = _fits.find(answers);
            const bool isKnown = known != _fits.end() && known->second;
            ranked.push_back({choice, misfit, isKnown ? known->second->likeness : 0.0});
        }
        const double best = std::ranges::min(ranked, {}, &Ranked::misfit).misfit;
        const bool isTaken = !_given.contains(question.id); // and no person's choice
        // What statistics tell goes before how pictures look.
        std::ranges::stable_sort(ranked, [&](const Ranked& a, const Ranked& b) {
            const auto key = [&](const Ranked& each) {
                return std::tuple(!isTaken || each.choice != question.chosen,
                                  each.misfit > aboutAsWell * best,
                                  each.misfit > aboutAsWell * best ? each.misfit : -each.likeness);
            };
            return key(a) < key(b);
        });
        question.order.clear();
        question.order.reserve(ranked.size());
        for (const Ranked& each : ranked)
            question.order.push_back(each.choice);
        question.likely = int(std::ranges::count_if(
            ranked, [&](const Ranked& each) { return each.misfit <= aboutAsWell * best; }));
    }

    /// All answers: goes through the questions, and follows the few best answers to the earlier ones; then
    /// asks each once more, with the answers to all others.
    NetworkChoices answers(const std::vector<NetworkQuestion>& questions)
    {
        std::vector<NetworkChoices> best{_given};
        for (std::size_t i = 0; i < questions.size(); ++i) {
            _done = 0.8 * double(i) / double(questions.size());
            best = followedFrom(best, questions[i], followed);
        }
        _done = 0.8;
        for (const NetworkQuestion& question : questions)
            best = followedFrom(best, question, 1);
        answerEnd(best.front(), questions);
        _done = 0.9;
        return best.front();
    }

    /// As many as the time of a trial lets.
    void chooseLatents()
    {
        (void)fit(_given); // what is done once
        _fits.clear();
        const double start = secondsUsed();
        (void)fit(_given);
        const double took = secondsUsed() - start + shortest;
        _latents =
            int(std::clamp(fewestLatents * trialSeconds / took, double(fewestLatents), double(mostLatents)));
        _fits.clear();
    }

private:
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
        const std::optional<NetworkFit> found = secondsUsed() < _end ? fit(choices) : std::nullopt;
        return found && found->isFinite ? noise + found->mismatch : unfit;
    }

    /// Nothing where the network does not run so.
    std::optional<NetworkFit> fit(const NetworkChoices& choices)
    {
        const auto known = _fits.find(choices);
        if (known != _fits.end())
            return known->second;
        if (_progress)
            _progress(_done);
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
    const NetworkFamily* _wanted;
    double _end; ///< of the processor's time
    const std::function<void(double)>& _progress;
    double _done = 0.0; ///< a share, as progress is told
    int _latents = fewestLatents;
    std::map<NetworkChoices, std::optional<NetworkFit>> _fits;
};

} // namespace

RecognisedNetwork likeliestNetwork(const StateDict& weights, const NetworkChoices& given,
                                   const NetworkFamily* wanted, const AnswerEffort& effort,
                                   const std::function<void(double)>& progress)
{
    RecognisedNetwork first = recogniseNetwork(weights, given, wanted);
    Answering answering(weights, given, first.family, std::chrono::duration<double>(effort.time).count(),
                        progress);
    if (!answering.isOpen(first.reading.questions))
        return first;
    answering.chooseLatents();
    const NetworkChoices answers = answering.answers(first.reading.questions);
    RecognisedNetwork likeliest = recogniseNetwork(weights, answers, first.family);
    for (NetworkQuestion& question : likeliest.reading.questions)
        answering.rank(question, answers);
    return likeliest;
}

} // namespace flipside
