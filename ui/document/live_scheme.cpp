// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/live_scheme.h"

#include "core/schemes/scheme.h"
#include "ui/document/document.h"

#include <algorithm>
#include <utility>

namespace flipside {
namespace {

bool isKnown(const SchemeCall& call)
{
    return std::ranges::any_of(allSchemes(),
                               [&](const Scheme* scheme) { return scheme->name() == call.name; });
}

/// The recipe says every parameter, so that it does not depend on what is standard in a later version.
SchemeCall withEveryParameter(SchemeCall call)
{
    for (const SchemeParameter& parameter : findScheme(call.name).parameters())
        call.parameters.emplace(parameter.name, parameter.standard);
    return call;
}

} // namespace

LiveScheme::LiveScheme(Document& document)
    : QObject(&document), _document(document), _call(withEveryParameter({})), _begunWith(_call)
{
    connect(&document, &Document::modelChanged, this, &LiveScheme::takeModel);
    connect(&document, &Document::recipeChanged, this, &LiveScheme::takeRecipe);
}

void LiveScheme::change(const SchemeCall& call, const QString& what)
{
    if (call == _call)
        return;
    _call = call;
    emit changed();
    if (!_document.recipe().scheme && !_document.isChoosing())
        return;
    _applied = _call;
    _document.coactivate(_call, _clock.name(QStringLiteral("scheme-") + what));
}

void LiveScheme::apply()
{
    if (!_document.model() || !_document.model()->profile)
        return;
    // The same choice once more would look as if nothing had happened.
    if (_applied && _applied->seed == _call.seed)
        ++_call.seed;
    _clock.pause();
    _applied = _call;
    emit changed();
    _document.coactivate(_call);
}

bool LiveScheme::isOverruled() const
{
    return _applied && !_document.recipe().scheme;
}

void LiveScheme::takeModel()
{
    const auto model = _document.model();
    const QString folder = model ? model->folder : QString();
    if (std::exchange(_modelFolder, folder) != folder && model) {
        _applied.reset();
        const SchemeCall own = withEveryParameter(model->card.defaultScheme());
        // What a person has chosen holds for the next model, too; but for what only that one had.
        const bool isTheLastModels = _call.name == _begunWith.name && _call.neurons == _begunWith.neurons &&
                                     _call.gamma == _begunWith.gamma;
        if (isTheLastModels) {
            const std::uint64_t seed = _call.seed;
            _call = own;
            _call.seed = seed;
        }
        _begunWith = own;
        _call.layer = own.layer;
        _call.cells = false;
        const LayerProfile* layer = model->profile ? model->profile->find(_call.layer) : nullptr;
        _call.pattern =
            layer && layer->patterns ? own.pattern.value_or(Pattern::Constant) : Pattern::Constant;
        emit changed();
    }
    takeRecipe();
}

void LiveScheme::takeRecipe()
{
    const std::optional<SchemeCall>& scheme = _document.recipe().scheme;
    const bool comesBack = !std::exchange(_hasScheme, scheme.has_value());
    if (!scheme || (scheme == _applied && !comesBack))
        return;
    _applied = scheme;
    // A later version's scheme can be shown, not called.
    if (!isKnown(*scheme))
        return;
    _call = withEveryParameter(*scheme);
    emit changed();
}

} // namespace flipside
