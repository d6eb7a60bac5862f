// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"
#include "core/novelty/metric.h"
#include "core/recipe/recipe.h"
#include "core/schemes/scheme.h"

#include <QString>

#include <string>
#include <vector>

namespace flipside {

// What a thing is called, wherever the window names it. Ids are for files and the command line. Models have
// the names on their cards (document/model_library.h, ModelNames).

/// "Hidden 3" for the layer's id "hidden3".
QString layerName(const LayerInfo& layer);
/// The same of one of a model's layers; "Hidden 3 (main.4)" where its module has a name that no other layer
/// has.
QString layerTitle(const ModelCard& card, int layer);
/// "Hidden 3 · neuron 17", counted from 1. Channels of convolutional layers are neurons, too.
QString neuronTitle(const ModelCard& card, int layer, int unit);

/// A class of training pictures: its own name, or "Kind A" for those that a profile has found itself, as the
/// data has no classes.
QString className(const std::string& name);
/// Whether a profile has found these classes itself.
bool areKinds(const std::vector<std::string>& classNames);

/// Words that core keeps in English for people, in the user's language where the translation has them.
QString schemeWords(const std::string& words);
QString metricWords(const std::string& words);

/// Plain words with the papers' symbol in brackets, where that says more: "How odd (D_r)".
QString withSymbol(const QString& words, const QString& symbol);

/// "Quiet neurons"
QString schemeName(const Scheme& scheme);
/// Of a recipe or a study, by its id; the id itself where there is no such scheme.
QString schemeName(const std::string& id);
/// With what was set otherwise than usual: "Resting clusters, resting ones 3".
QString schemeName(const SchemeCall& call);
/// "How odd"
QString metricName(const Metric& metric);
/// "How odd (D_r)", for tables and plots.
QString metricTitle(const Metric& metric);
/// Of the metric of this name.
QString metricTitle(const std::string& name);

} // namespace flipside
