// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/arrangement.h"

#include "ui/window/panels.h"

#include <QCoreApplication>

#include <algorithm>

namespace flipside {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Arrangement)
};

QList<const char*> everyPanel()
{
    QList<const char*> ids;
    for (const PanelKind* kind : panelKinds())
        ids.append(kind->id);
    return ids;
}

} // namespace

const std::vector<Arrangement>& arrangements()
{
    static const std::vector<Arrangement> all{
        {"play",
         [] { return Words::tr("&Play"); },
         [] { return Words::tr("The picture, and five controls in plain words"); },
         {},
         0,
         CanvasView::Single,
         true,
         false},
        {"lab", [] { return Words::tr("&Lab"); },
         [] { return Words::tr("Sliders, every neuron of every layer, and the one you look at"); },
         everyPanel(), 33, CanvasView::SideBySide, false, false},
        {"film",
         [] { return Words::tr("&Film"); },
         [] { return Words::tr("The timeline, with what was kept"); },
         {"latentDock", "motionDock", "galleryDock", "variationsDock"},
         33,
         CanvasView::Single,
         false,
         false},
        {"analyse",
         [] { return Words::tr("&Analyse"); },
         [] { return Words::tr("Neurons, the groups that they form, and how odd the picture is"); },
         {"inspectorDock", "neuronsDock", "clustersDock", "noveltyDock"},
         40,
         CanvasView::SideBySide,
         false,
         false},
        {"present",
         [] { return Words::tr("P&resent"); },
         [] { return Words::tr("A large picture and large type; keys and pointer are shown"); },
         {"neuronsDock"},
         18,
         CanvasView::SideBySide,
         false,
         true,
         700},
    };
    return all;
}

QStringList arrangementIds()
{
    QStringList ids;
    for (const Arrangement& one : arrangements())
        ids.append(QLatin1String(one.id));
    return ids;
}

const Arrangement& arrangement(const QString& id)
{
    const std::vector<Arrangement>& all = arrangements();
    const auto find = [&](const QString& wanted) {
        return std::ranges::find_if(all,
                                    [&](const Arrangement& one) { return QLatin1String(one.id) == wanted; });
    };
    const auto found = find(id);
    return found != all.end() ? *found : *find(QStringLiteral("lab"));
}

} // namespace flipside
