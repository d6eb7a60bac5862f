// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/appearance.h"
#include "ui/work/file_tasks.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QLabel;
class QSlider;

namespace flipside {

/// What a person likes: looks, language, where files go, what computes. Everything is kept and acts at once,
/// but for what says that it waits for the next start.
class PreferencesDialog : public QDialog {
    Q_OBJECT
public:
    explicit PreferencesDialog(QWidget* parent = nullptr);

signals:
    void appearanceChanged();
    void shortcutsWished();

private:
    void addLooks(QFormLayout& form);
    void addLanguage(QFormLayout& form);
    void addFiles(QFormLayout& form);
    void addDevice(QFormLayout& form);
    void addKeys(QFormLayout& form);
    void change(const Appearance& appearance);

    Appearance _appearance = Appearance::remembered();
    QSlider* _textSize = nullptr;
    QLabel* _textSizeText = nullptr;
    FileTasks _files; ///< last, so that it is done before the rest goes
};

} // namespace flipside
