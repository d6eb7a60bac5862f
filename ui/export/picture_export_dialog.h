// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decoder/rendering.h"
#include "core/enlarge/resizing_methods.h"
#include "ui/export/export_dialog.h"

#include <memory>

namespace flipside {

/// Exports the picture that is on screen when the dialog opens: the creative one, the regular one, or both.
class PictureExportDialog : public ExportDialog {
    Q_OBJECT
public:
    enum Picture { Creative, Regular, Both };

    explicit PictureExportDialog(std::shared_ptr<const Rendering> rendering, QWidget* parent = nullptr,
                                 std::vector<ResizingMethod> methods = resizingMethods());

    Picture picture() const;

protected:
    void act() override;
    void takeEnd() override;
    void takeCancellation() override;
    QString loss(int percent) const override;
    void choosePath() override;
    void takeFormat() override;

private:
    /// A picture's name says what it is: the format becomes that of its suffix.
    void followName();
    std::vector<Image> pictures() const;
    Recipe recipe() const;

    std::shared_ptr<const Rendering> _rendering;
    QComboBox* _picture = nullptr;
    QString _mayReplace; ///< the file that the user lets be written over
};

} // namespace flipside
