// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"

#include <QWidget>

#include <map>
#include <string>

class QLabel;
class QVBoxLayout;

namespace flipside {

class NoveltyGauge;

/// The picture's metrics as gauges, each against what is usual for regular and for low-active samples of the
/// model. They follow the picture, never the other way round.
class NoveltyPanel : public QWidget {
    Q_OBJECT
public:
    explicit NoveltyPanel(Document& document, QWidget* parent = nullptr);

    /// By the metric's name.
    const std::map<std::string, NoveltyGauge*>& gauges() const { return _gauges; }

private:
    void takeModel();
    void takeValues();

    Document& _document;
    std::shared_ptr<const OpenedModel> _shown;
    QLabel* _explanation = nullptr;
    QWidget* _content = nullptr;
    QVBoxLayout* _rows = nullptr;
    std::map<std::string, NoveltyGauge*> _gauges;
};

} // namespace flipside
