// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panels.h"

// A line for each; what it is stands in its own room.
#define FLIPSIDE_PANELS(PANEL)                                                                               \
    PANEL(latentPanel)                                                                                       \
    PANEL(creativePanel)                                                                                     \
    PANEL(inspectorPanel)                                                                                    \
    PANEL(neuronsPanel)                                                                                      \
    PANEL(noveltyPanel)                                                                                      \
    PANEL(clustersPanel)                                                                                     \
    PANEL(galleryPanel)                                                                                      \
    PANEL(variationsPanel)                                                                                   \
    PANEL(motionPanel)

#define FLIPSIDE_TOOLS(TOOL)                                                                                 \
    TOOL(studyTool)                                                                                          \
    TOOL(breedingTool)                                                                                       \
    TOOL(trainingTool)                                                                                       \
    TOOL(fetchTool)                                                                                          \
    TOOL(directionsTool)                                                                                     \
    TOOL(tourTool)

namespace flipside {

#define DECLARE_PANEL(NAME) const PanelKind& NAME();
#define DECLARE_TOOL(NAME) const ToolKind& NAME();
FLIPSIDE_PANELS(DECLARE_PANEL)
FLIPSIDE_TOOLS(DECLARE_TOOL)

#define ADDRESS(NAME) &NAME(),

const std::vector<const PanelKind*>& panelKinds()
{
    static const std::vector<const PanelKind*> kinds{FLIPSIDE_PANELS(ADDRESS)};
    return kinds;
}

const std::vector<const ToolKind*>& toolKinds()
{
    static const std::vector<const ToolKind*> kinds{FLIPSIDE_TOOLS(ADDRESS)};
    return kinds;
}

} // namespace flipside
