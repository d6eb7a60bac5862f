// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/display_names.h"

#include "core/model/model_card.h"

#include <QtTest>

using namespace flipside;

class DisplayNamesTest : public QObject {
    Q_OBJECT
private slots:
    void aModuleIsNamedWhereItTellsLayersApart()
    {
        ModelCard card;
        card.layers.resize(5);
        const char* const modules[] = {"main.0", "second.relu", "second.relu", "4", ""};
        for (std::size_t i = 0; i < card.layers.size(); ++i) {
            card.layers[i].id = "hidden" + std::to_string(i + 1);
            card.layers[i].module = modules[i];
        }
        QStringList titles;
        for (int layer = 0; layer < 5; ++layer)
            titles << layerTitle(card, layer);
        QCOMPARE(titles, QStringList({"Hidden 1 (main.0)", "Hidden 2", "Hidden 3", "Hidden 4", "Hidden 5"}));
        QCOMPARE(neuronTitle(card, 1, 16), QString("Hidden 2 · neuron 17"));
    }
};

QTEST_GUILESS_MAIN(DisplayNamesTest)
#include "display_names_test.moc"
