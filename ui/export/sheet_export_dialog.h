// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/enlarge/resizing_methods.h"
#include "core/model/model_folder.h"
#include "ui/export/contact_sheet.h"
#include "ui/export/export_dialog.h"
#include "ui/workspace/sheet_picture.h"

#include <functional>
#include <string>
#include <vector>

class QComboBox;
class QSpinBox;

namespace flipside {

class SheetPreview;

/// Exports a contact sheet of many pictures: one picture, of any size and format, or a document of A4 pages.
class SheetExportDialog : public ExportDialog {
    Q_OBJECT
public:
    using FindModel = std::function<ModelFolder(const std::string& id)>;

    /// `pictures` is not empty. `find` is called on another thread.
    SheetExportDialog(std::vector<SheetPicture> pictures, FindModel find, QWidget* parent = nullptr,
                      std::vector<ResizingMethod> methods = resizingMethods());

protected:
    void act() override;
    void takeEnd() override;
    void takeCancellation() override;
    QString loss(int percent) const override;
    void choosePath() override;
    void takeFormat() override;
    void showResult() override;
    QString formatNote() const override;

private:
    bool isDocument() const;
    QString suffix() const;
    ContactSheet sheet() const;
    void takeLayout();
    void followKind();
    Job::Work documentWork(const std::string& file) const;
    Job::Work pictureWork(const std::string& file) const;

    std::vector<SheetPicture> _pictures;
    std::vector<ContactSheet::Entry> _entries; ///< with small pictures, for the preview
    QSize _own{1, 1};                          ///< of the largest picture
    FindModel _find;
    QComboBox* _kind = nullptr;
    QSpinBox* _columns = nullptr;
    QComboBox* _captions = nullptr;
    SheetPreview* _sheetPreview = nullptr;
    QString _mayReplace; ///< the file that the user lets be written over
};

} // namespace flipside
