// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/enlarge/resizing_methods.h"
#include "core/model/model_folder.h"
#include "core/recipe/recipe.h"
#include "ui/export/export_dialog.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>

class QLineEdit;

namespace flipside {

struct PictureSeries;

/// Exports many pictures, all in the same way, as numbered files of one folder.
class SeriesExportDialog : public ExportDialog {
    Q_OBJECT
public:
    using FindModel = std::function<ModelFolder(const std::string& id)>;

    /// `recipes` is not empty; `first` is the picture of the first one, for the preview. `find` is called on
    /// another thread.
    SeriesExportDialog(std::vector<Recipe> recipes, const Image& first, FindModel find,
                       QWidget* parent = nullptr, std::vector<ResizingMethod> methods = resizingMethods());

protected:
    void act() override;
    void takeProgress(double fraction, const QString& what, double secondsLeft) override;
    void takeEnd() override;
    void takeCancellation() override;
    QString loss(int percent) const override;
    void choosePath() override;

private:
    PictureSeries series() const;
    int filesThere() const;

    std::vector<Recipe> _recipes;
    FindModel _find;
    QLineEdit* _name = nullptr;
    QString _mayReplace; ///< the files that the user lets be written over: their folder and name
    /// Counted by the job's thread.
    std::shared_ptr<std::atomic<int>> _written = std::make_shared<std::atomic<int>>(0);
};

} // namespace flipside
